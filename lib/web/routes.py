"""Our own addresses: health, boundaries and the files browsers keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.assets import Asset
from lib.web.encoding import FOREVER, Encoded, encode, respond
from lib.web.paths import prefix

Check = Callable[[], bool]
Topology = Callable[[str], bytes | None]


def own_routes(
    *, base: str, version: str, store_answers: Check, topology: Topology, assets: Iterable[Asset]
) -> list[BaseRoute]:
    """All routes of ours, below ``base``.

    ``topology`` gives the boundaries called ``<name>-<digest>``, or ``None``.
    """
    front = prefix(base)
    return [
        Route(f"{front}/health", _health(version, store_answers)),
        Route(f"{front}/ranh-gioi/{{name}}.json", _boundaries(topology)),
        Route(f"{front}/tinh/{{name}}", _files({asset.name: asset for asset in assets})),
    ]


def _health(version: str, store_answers: Check) -> Callable[[Request], object]:
    async def health(_request: Request) -> Response:
        works = await run_in_threadpool(_answers, store_answers)
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


def _answers(check: Check) -> bool:
    # The health page says that the store is away; it must not fall over with it.
    try:
        return check()
    except Exception:
        return False


def _boundaries(topology: Topology) -> Callable[[Request], object]:
    ready: dict[str, Encoded] = {}

    def encoded(name: str) -> Encoded | None:
        if name not in ready:
            body = topology(name)
            if body is None:
                return None
            ready[name] = encode(body)
        return ready[name]

    async def boundaries(request: Request) -> Response:
        found = await run_in_threadpool(encoded, request.path_params["name"])
        if found is None:
            return _missing()
        return respond(found, request=request.headers, media_type="application/json", cache=FOREVER)

    return boundaries


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
