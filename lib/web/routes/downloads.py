"""What is taken away of a view, at `/tai-ve/<kind>`; the parameters are those of the page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.domain.access.permissions import Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import Busy
from lib.services.audit.recording import standpoint
from lib.services.audit.tallies import note_denial, note_or_count
from lib.services.installation import Installation
from lib.services.map.downloads import KINDS, Taken, map_file
from lib.services.rations import PAPERS, share_of
from lib.services.view_address import language_in
from lib.text import words
from lib.web.request.paths import prefix
from lib.web.request.permission import may_export, person_in, visit_in
from lib.web.request.visitor import stand_as

PATH = "/tai-ve"
# Of those who wait for their turn: the threads of the pages stay free.
_THREADS = 100


def downloads_route(*, base: str, installation: Callable[[], Installation]) -> Route:
    """The route; ``installation`` opens the store at the first question."""
    threads = CapacityLimiter(_THREADS)

    def made(kind: str, request: Request, who: Person) -> Taken | str:
        here, query = installation(), request.query_params
        say = words(language_in(query, default=here.in_force.language))
        taken = map_file(here, kind, query, say=say, who=who)
        if taken is not None:
            stand_as(request)
            note_or_count(
                here,
                standpoint().who,
                Deed.EXPORTED,
                subject=f"file:{taken.name}",
                after={"asked": str(query)[:300]},
            )
        return taken or say("export.unknown")

    def in_turn(kind: str, request: Request, who: Person) -> Taken | str:
        visit = visit_in(request)
        session = visit.digest if visit and installation().is_demo else ""
        with PAPERS.turn(share_of(who, session=session)):
            return made(kind, request, who)

    def refused(kind: str, request: Request) -> None:
        stand_as(request)
        note_denial(installation(), f"address:{PATH}/{kind}")

    async def answer(request: Request) -> Response:
        kind = request.path_params["kind"]
        who = person_in(request)
        if kind in KINDS and not may_export(request):
            await to_thread.run_sync(refused, kind, request)
        if kind not in KINDS or who is None or not may_export(request):
            return PlainTextResponse("Not Found", 404)
        kept_nowhere = {"Cache-Control": "no-store"}
        try:
            taken = await to_thread.run_sync(in_turn, kind, request, who, limiter=threads)
        except Busy as busy:
            return _told(busy, request, installation())
        if isinstance(taken, str):
            return PlainTextResponse(taken, 404, headers=kept_nowhere)
        named = f"attachment; filename*=UTF-8''{quote(taken.name)}"
        return Response(
            taken.content,
            media_type=taken.mime,
            headers={**kept_nowhere, "Content-Disposition": named},
        )

    return Route(f"{prefix(base)}{PATH}/{{kind}}", answer)


def _told(busy: Busy, request: Request, installation: Installation) -> Response:
    """A calm line for whoever has to come again."""
    say = words(language_in(request.query_params, default=installation.in_force.language))
    headers = {"Cache-Control": "no-store", "Retry-After": str(busy.values.get("seconds", ""))}
    status = 429 if busy.code == "busy_mine" else 503
    return PlainTextResponse(say(f"error.{busy.code}", **busy.values), status, headers=headers)
