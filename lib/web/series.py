"""The last periods at `/sau-ky/<period>.json`: fetched by the map when somebody opens them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.domain.periods import Period
from lib.services.choice import language_in
from lib.services.figures import Figures
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.past import shown_at
from lib.services.series import series
from lib.text import words
from lib.web.encoding import MINE_ASK_FIRST, Encoded, compressed, respond
from lib.web.paths import prefix
from lib.web.permission import may_see_figures

_FIGURES_KEPT, _ANSWERS_KEPT = 40, 24


def series_route(*, base: str, house: Callable[[], House]) -> Route:
    """The route; ``house`` opens the store at the first question."""
    figures_kept, answers_kept = Kept(_FIGURES_KEPT), Kept(_ANSWERS_KEPT)

    def found(name: str, query: Mapping[str, str]) -> tuple[str, Encoded] | None:
        figures = Figures(shown_at(house(), query).house, figures_kept)
        named = {str(p): p for p in figures.periods}
        if name not in named:
            return None
        language = language_in(query, default=figures.house.in_force.language)
        key = (figures.house.server, figures.version, name, language)
        return "\n".join(key), answers_kept.get(key, lambda: _made(figures, named[name], language))

    async def answer(request: Request) -> Response:
        if not may_see_figures(request):
            return _missing()
        told = await run_in_threadpool(found, request.path_params["period"], request.query_params)
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


def _made(figures: Figures, period: Period, language: str) -> Encoded:
    return compressed(series(figures, period, words(language)), quality=6)
