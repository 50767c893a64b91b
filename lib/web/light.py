"""The light page `/nhe`: one HTML answer with figures, map and table, and no script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.domain.access import Act, Person
from lib.services import freeze_words
from lib.services.choice import FILES, MOMENT, OF_THE_SHEET, Choice, choice_in, language_in, misread
from lib.services.figures import Figures
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.past import address_of, shown_at
from lib.services.scenes import boundaries_for
from lib.text import Words, words
from lib.web.calm import fault_page, told
from lib.web.encoding import MINE_ASK_FIRST, Encoded, compressed, respond
from lib.web.guard import SCRIPTLESS_POLICY
from lib.web.light_content import content, may_see_sources
from lib.web.light_said import frozen
from lib.web.paths import prefix
from lib.web.permission import may_see_aggregates, person_in
from lib.web.rendering import rendered

PATH = "/nhe"
POLICY = SCRIPTLESS_POLICY
_HTML = "text/html; charset=utf-8"
_PAGES_KEPT, _FIGURES_KEPT = 60, 40


def light_route(*, base: str, house: Callable[[], House]) -> Route:
    """The route of the light page; ``house`` opens the store at the first question."""
    maker = LightPage(house)

    async def light(request: Request) -> Response:
        if not may_see_aggregates(request):
            return Response(status_code=404)
        status, body = await run_in_threadpool(
            _answer, maker, request.query_params, person_in(request)
        )
        if status == 200:
            answer = respond(
                body,
                request=request.headers,
                media_type=_HTML,
                cache=MINE_ASK_FIRST,
                etag=_tag(body),
            )
        else:
            answer = Response(
                body.plain, status, media_type=_HTML, headers={"Cache-Control": "no-store"}
            )
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return Route(f"{prefix(base)}{PATH}", light)


class LightPage:
    """Makes the page and keeps the newest ones, each for its version of the data."""

    def __init__(self, house: Callable[[], House]) -> None:
        self._house = house
        self._figures = Kept(_FIGURES_KEPT)
        self._pages = Kept(_PAGES_KEPT)

    def page(self, query: Mapping[str, str], who: Person | None) -> Encoded:
        """The page these parameters ask for, for this visitor. Raises ``AppError``."""
        live = self._house()
        found = shown_at(live, query)
        house = found.house
        figures = Figures(house, self._figures)
        say = words(language_in(query, default=house.in_force.language))
        choice = choice_in(
            query,
            periods=figures.periods,
            communes=house.gazetteer.communes,
            language=house.in_force.language,
            freeze=house.freeze.code if house.freeze else "",
            moment=address_of(house.freeze).get(MOMENT, ""),
        )
        strange = misread(query, periods=figures.periods, communes=house.gazetteer.communes)
        unread = freeze_words.unread(
            strange, found.unknown_freeze, say, unknown_moment=found.unknown_moment
        )
        plainly = [say("light.plainly")] if any(query.get(name) for name in OF_THE_SHEET) else []
        drawn_on = boundaries_for(house, choice.view if choice else "boundary").key
        now = Figures(live, self._figures)
        state = house.freeze.withdrawn_at if house.freeze else None
        shown = (who is not None, may_see_sources(who, choice.commune if choice else None))
        key = (
            shown,
            house.server,
            figures.version,
            now.version,
            state,
            drawn_on,
            choice,
            say.language,
            house.is_demo,
            bool(plainly),
        )
        told = [*unread, *plainly]
        if unread:  # what strangers write into addresses is told, not kept
            return _made(figures, choice, say, now=now, who=who, unread=told)
        return self._pages.get(
            key, lambda: _made(figures, choice, say, now=now, who=who, unread=told)
        )


def _made(
    figures: Figures,
    choice: Choice | None,
    say: Words,
    *,
    now: Figures,
    who: Person | None,
    unread: Sequence[str] = (),
) -> Encoded:
    shared = {
        "say": say,
        "demo": figures.house.is_demo,
        "unread": unread,
        "inside": who is not None,
    }
    if choice is None:
        return _rendered("nhe_empty.html", **shared, text=say("map.empty"), begin=True)
    return _rendered(
        "nhe.html",
        **shared,
        frozen=frozen(figures, now, choice, say),
        c=content(figures, choice, say, who=who),
        files=FILES if who and who.may(Act.EXPORT) else (),
        changed_at=figures.changed_at,
        version=figures.version,
    )


def _rendered(template: str, **values: object) -> Encoded:
    # The best compression takes ten times as long for a tenth less.
    return compressed(rendered(template, **values).encode(), quality=6)


def _answer(maker: LightPage, query: Mapping[str, str], who: Person | None) -> tuple[int, Encoded]:
    """Status and page; faults become one calm sentence, the trace goes to the log."""
    try:
        return 200, maker.page(query, who)
    except Exception as error:
        status, text = told(error, query)
        page = fault_page(text, query, inside=who is not None)
        return status, compressed(page.encode(), quality=6)


def _tag(body: Encoded) -> str:
    return f'"{hashlib.sha256(body.plain).hexdigest()[:16]}"'
