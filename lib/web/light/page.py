"""The light page `/nhe`: one HTML answer with figures, map and table, and no script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.domain.access.permissions import Act, Person
from lib.services.caching.answers import cached
from lib.services.caching.audience import ByWhatTheyMay
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.history import freeze_words
from lib.services.history.moment import shown_at
from lib.services.installation import Installation
from lib.services.pages import BEGINNINGS, address_for, page_called
from lib.services.view_address import (
    FILES,
    MOMENT,
    OF_THE_SHEET,
    Choice,
    address_of,
    choice_in,
    language_in,
    misread,
)
from lib.text import Words, words
from lib.web.answer.encoding import MINE_ASK_FIRST, Encoded, compressed, respond
from lib.web.answer.rendering import rendered
from lib.web.light.content import content
from lib.web.light.words import frozen
from lib.web.middleware.faults import fault_page
from lib.web.middleware.faults import told as told_of
from lib.web.middleware.security_headers import SCRIPTLESS_POLICY
from lib.web.request.paths import prefix
from lib.web.request.permission import may_see_aggregates, person_in

PATH = "/nhe"
POLICY = SCRIPTLESS_POLICY
_HTML = "text/html; charset=utf-8"


def light_route(*, base: str, installation: Callable[[], Installation]) -> Route:
    """The route of the light page; ``installation`` opens the store at the first question."""
    maker = LightPage(installation)

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
    """Makes the page; the newest ones are kept."""

    def __init__(self, installation: Callable[[], Installation]) -> None:
        self._installation = installation

    def page(self, query: Mapping[str, str], who: Person | None) -> Encoded:
        """The page these parameters ask for, for this visitor. Raises ``AppError``."""
        live = self._installation()
        found = shown_at(live, query)
        installation = found.installation
        say = words(language_in(query, default=installation.in_force.language))
        viewer, now = Viewer(installation, who, say.language), Viewer(live, who, say.language)
        figures = Figures(viewer)
        choice = choice_in(
            query,
            indicators=figures.indicators,
            periods=figures.open,
            newest=figures.newest,
            communes=installation.gazetteer.communes,
            language=installation.in_force.language,
            freeze=installation.freeze.code if installation.freeze else "",
            moment=address_of(installation.freeze).get(MOMENT, ""),
        )
        strange = misread(
            query,
            indicators=figures.indicators,
            periods=figures.open,
            communes=installation.gazetteer.communes,
        )
        unread = freeze_words.unread(
            strange, found.unknown_freeze, say, unknown_moment=found.unknown_moment
        )
        plainly = any(query.get(name) for name in OF_THE_SHEET)
        if unread:  # what strangers write into addresses is told, not kept
            return _made(viewer, now, choice, plainly=plainly, unread=unread)
        return light_page(viewer, now, choice, plainly)


def _shown_by(
    _now: Viewer, choice: Choice | None, _plainly: bool
) -> tuple[tuple[Act, str | None], ...]:
    commune = choice.commune if choice else None
    told = (Act.SEE_FIGURES, None), (Act.SEE_FIGURES, commune), (Act.EXPORT, None)
    if choice:
        return told
    return (*told, *((page_called(script).act, None) for script in BEGINNINGS))


@cached("light page", ByWhatTheyMay(_shown_by), most=60, spoken=True, exact=True)
def light_page(  # noqa: PLR0917 - every argument stands in its key
    viewer: Viewer, now: Viewer, choice: Choice | None, plainly: bool
) -> Encoded:
    """The page of a choice; ``now``: the same viewer on the figures of today."""
    return _made(viewer, now, choice, plainly=plainly)


def _made(
    viewer: Viewer,
    now: Viewer,
    choice: Choice | None,
    *,
    plainly: bool,
    unread: Sequence[str] = (),
) -> Encoded:
    figures, say, who = Figures(viewer), viewer.say, viewer.who
    told = [*unread, *([say("light.plainly")] if plainly else [])]
    shared = {
        "say": say,
        "demo": figures.installation.is_demo,
        "unread": told,
        "inside": who is not None,
        "stranger": who is None,
    }
    if choice is None:
        return _rendered(
            "nhe_empty.html", **shared, text=say("map.empty"), begin=True, ways=_ways(who, say)
        )
    return _rendered(
        "nhe.html",
        **shared,
        frozen=frozen(figures, Figures(now), choice, say=say),
        c=content(figures, choice, say, who=who),
        files=FILES if who and who.may(Act.EXPORT) else (),
        changed_at=figures.changed_at,
        version=figures.version,
    )


def _ways(who: Person | None, say: Words) -> list[tuple[str, str]]:
    """Where to begin, as far as the visitor may go there."""
    found = [(address_for(who, s, ngon_ngu=say.language), s) for s in BEGINNINGS]
    return [(address, say(f"map.empty_{script}")) for address, script in found if address]


def _rendered(template: str, **values: object) -> Encoded:
    # The best compression takes ten times as long for a tenth less.
    return compressed(rendered(template, **values).encode(), quality=6)


def _answer(maker: LightPage, query: Mapping[str, str], who: Person | None) -> tuple[int, Encoded]:
    """Status and page; faults become one calm sentence, the trace goes to the log."""
    try:
        return 200, maker.page(query, who)
    except Exception as error:
        status, text = told_of(error, query)
        page = fault_page(text, query, inside=who is not None)
        return status, compressed(page.encode(), quality=6)


def _tag(body: Encoded) -> str:
    return f'"{hashlib.sha256(body.plain).hexdigest()[:16]}"'
