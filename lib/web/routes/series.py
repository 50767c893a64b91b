"""The last periods at `/sau-ky/<period>.json`: fetched by the map when somebody opens them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.domain.access.permissions import Act, Person
from lib.domain.periods import Period
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.history.moment import shown_at
from lib.services.installation import Installation
from lib.services.map.series import series
from lib.services.view_address import language_in
from lib.web.answer.encoding import MINE_ASK_FIRST, Encoded, compressed, respond
from lib.web.request.paths import prefix
from lib.web.request.permission import may_see_figures, person_in


def series_route(*, base: str, installation: Callable[[], Installation]) -> Route:
    """The route; ``installation`` opens the store at the first question."""

    def found(name: str, query: Mapping[str, str], who: Person) -> tuple[str, Encoded] | None:
        shown = shown_at(installation(), query).installation
        language = language_in(query, default=shown.in_force.language)
        viewer = Viewer(shown, who, language)
        named = {str(p): p for p in Figures(viewer).open}
        if name not in named:
            return None
        decided = (shown.server, viewer.version, name, language)
        return "\n".join(decided), last_periods(viewer, named[name])

    async def answer(request: Request) -> Response:
        who = person_in(request)
        if who is None or not may_see_figures(request):
            return _missing()
        named = request.path_params["period"]
        told = await run_in_threadpool(found, named, request.query_params, who)
        if told is None:
            return _missing()
        etag, body = told
        return respond(
            body,
            request=request.headers,
            media_type="application/json",
            cache=MINE_ASK_FIRST,
            etag=etag,
        )

    return Route(f"{prefix(base)}/sau-ky/{{period}}.json", answer)


def _missing() -> Response:
    return PlainTextResponse("Not Found", 404, headers={"Cache-Control": "no-store"})


@cached("last periods", Everybody(Act.SEE_FIGURES), most=24, spoken=True)
def last_periods(viewer: Viewer, period: Period) -> Encoded:
    """The last periods up to this one, as the browser gets them."""
    return compressed(series(Figures(viewer), period, viewer.say), quality=6)
