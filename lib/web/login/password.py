"""Another password for oneself: `/mat-khau`, a form without any script."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.domain.access.passwords import SHORTEST
from lib.domain.access.permissions import Person
from lib.domain.errors import AppError, NotAllowed
from lib.services.access.accounts import change_own_password, own_account
from lib.services.audit.tallies import note_wait
from lib.services.installation import Installation
from lib.services.view_address import LANGUAGE, language_in
from lib.text import Words, words
from lib.web.answer.rendering import rendered
from lib.web.login.forms import (
    CHANGED,
    DONE,
    HEADERS,
    address_of,
    text_of,
    too_long,
)
from lib.web.middleware.faults import retry, status_of
from lib.web.middleware.sessions import LOGIN
from lib.web.request.origin import device_in, form_token_in, give_form_token, own_form, take_session
from lib.web.request.paths import prefix
from lib.web.request.patience import DOOR
from lib.web.request.permission import person_in, visit_in
from lib.web.request.visitor import stand_as

PATH = "/mat-khau"


def password_routes(*, base: str, installation: Callable[[], Installation]) -> list[Route]:
    """The page and what its form is sent to; the gate lets in whoever is logged in."""
    own = _OwnPassword(base, installation)
    path = f"{prefix(base)}{PATH}"
    return [Route(path, own.page), Route(path, own.change, methods=["POST"])]


class _OwnPassword:
    def __init__(self, base: str, installation: Callable[[], Installation]) -> None:
        self._base = base
        self._installation = installation

    async def page(self, request: Request) -> Response:
        """The form."""
        return await run_in_threadpool(self._page, request)

    async def change(self, request: Request) -> Response:
        """The change; then to the login, or back to the form with one calm sentence."""
        if too_long(request):
            return Response(status_code=413)
        form = await request.form(max_files=0, max_fields=8)
        if not own_form(request, text_of(form, "form")):
            return await run_in_threadpool(self._stale, request)
        try:
            await DOOR.carried_out(
                lambda: self._changed(request, form), address=address_of(request)
            )
        except AppError as error:
            return await run_in_threadpool(self._refused, request, error)
        return await run_in_threadpool(self._done, request)

    def _stale(self, request: Request) -> Response:
        return self._page(request, status=403, fault=self._say(request)("access.stale"))

    def _refused(self, request: Request, error: AppError) -> Response:
        stand_as(request)
        note_wait(self._installation(), error.code)
        fault = self._say(request)(f"error.{error.code}", **error.values)
        return self._page(request, status=status_of(error, else_=422), fault=fault)

    def _done(self, request: Request) -> Response:
        asked = urlencode({LANGUAGE: self._say(request).language, DONE: CHANGED})
        answer = RedirectResponse(
            f"{prefix(self._base)}{LOGIN}?{asked}", 303, headers={"Cache-Control": "no-store"}
        )
        take_session(answer, request, base=self._base)
        return answer

    def _changed(self, request: Request, form: FormData) -> None:
        if text_of(form, "moi") != text_of(form, "lai"):
            raise NotAllowed("password_differs")
        stand_as(request)
        visit = visit_in(request)
        change_own_password(
            self._installation(),
            text_of(form, "cu"),
            text_of(form, "moi"),
            who=_whoever_is_in(request),
            session=visit.digest if visit else "",
            device=device_in(request),
        )

    def _page(self, request: Request, *, status: int = 200, fault: str = "") -> Response:
        installation, say = self._installation(), self._say(request)
        mine = own_account(installation, who=_whoever_is_in(request))
        token = form_token_in(request) or secrets.token_urlsafe(24)
        page = rendered(
            "mat_khau.html",
            say=say,
            demo=installation.is_demo,
            unread=(),
            inside=True,
            fault=fault,
            mine=mine,
            least=SHORTEST,
            token=token,
            action=f"{PATH[1:]}?{urlencode({LANGUAGE: say.language})}",
        )
        answer = HTMLResponse(page, status, headers=HEADERS | retry(status))
        give_form_token(answer, request, token, base=self._base)
        return answer

    def _say(self, request: Request) -> Words:
        return words(
            language_in(request.query_params, default=self._installation().in_force.language)
        )


def _whoever_is_in(request: Request) -> Person:
    if (who := person_in(request)) is None:
        raise NotAllowed("denied")  # the gate leads strangers to the login
    return who
