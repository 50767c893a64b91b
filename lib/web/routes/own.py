"""Our own addresses: health, boundaries and the files browsers keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.assets import Asset
from lib.web.answer.encoding import FOREVER, MINE_FOREVER, Encoded, encode, respond
from lib.web.request.paths import prefix
from lib.web.request.permission import anybody, may_see_figures
from lib.web.routes.pulse import Pulse

OUTLINES, SHEETS = "/ranh-gioi", "/so-lieu"

Check = Callable[[], bool]
Source = Callable[[str], bytes | None]
Allowed = Callable[[HTTPConnection], bool]


def own_routes(
    *,
    base: str,
    version: str,
    store_answers: Check,
    topology: Source,
    sheet: Source,
    assets: Iterable[Asset],
) -> list[BaseRoute]:
    """All routes of ours, below ``base``.

    ``topology`` gives the boundaries called ``<name>-<digest>``, or ``None``; ``sheet`` the figures
    of a period called ``<period>-<digest>``.
    """
    front = prefix(base)
    return [
        Route(f"{front}/health", _health(version, store_answers)),
        Route(
            f"{front}{OUTLINES}/{{name}}.json", _by_digest(topology, cache=FOREVER, allowed=anybody)
        ),
        Route(
            f"{front}{SHEETS}/{{name}}.json",
            _by_digest(sheet, cache=MINE_FOREVER, allowed=may_see_figures),
        ),
        Route(f"{front}/tinh/{{name}}", _files({asset.name: asset for asset in assets})),
    ]


def _health(version: str, store_answers: Check) -> Callable[[Request], object]:
    pulse = Pulse(store_answers)

    async def health(_request: Request) -> Response:
        works = await pulse.beats()
        return JSONResponse(
            {
                "status": "ok" if works else "store_unavailable",
                "version": version,
                "store": works,
                # Below 3.51.3 the write-ahead log can damage the store.
                "sqlite": sqlite3.sqlite_version,
            },
            status_code=200 if works else 503,
            headers={"Cache-Control": "no-store"},
        )

    return health


def _by_digest(source: Source, *, cache: str, allowed: Allowed) -> Callable[[Request], object]:
    """Files whose names carry the digest of what is in them."""

    def encoded(name: str) -> Encoded | None:
        body = source(name)
        return None if body is None else encode(body)

    async def answer(request: Request) -> Response:
        found = await run_in_threadpool(encoded, request.path_params["name"])
        if found is None or not allowed(request):
            return _missing()
        return respond(found, request=request.headers, media_type="application/json", cache=cache)

    return answer


def _files(assets: Mapping[str, Asset]) -> Callable[[Request], object]:
    async def files(request: Request) -> Response:
        asset = assets.get(request.path_params["name"])
        if asset is None:
            return _missing()
        encoded = (
            Encoded(plain=asset.body)
            if asset.name.endswith(".woff2")
            else await run_in_threadpool(encode, asset.body)
        )
        return respond(encoded, request=request.headers, media_type=asset.media_type, cache=FOREVER)

    return files


def _missing() -> Response:
    return PlainTextResponse("Not Found", status_code=404, headers={"Cache-Control": "no-store"})
