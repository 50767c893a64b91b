"""The way in and out: `/dang-nhap`, `/vao` and `/ra`, without any script."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.domain.access.permissions import Role
from lib.domain.errors import AppError
from lib.services.access.accounts import has_accounts
from lib.services.access.devices import keep_device
from lib.services.access.login import demo_commune, demo_log_in, log_in
from lib.services.access.sessions import log_out
from lib.services.audit.tallies import note_wait
from lib.services.installation import Installation
from lib.services.view_address import LANGUAGE, language_in
from lib.text import LANGUAGES, Words, words
from lib.web.answer.rendering import rendered
from lib.web.light.page import POLICY
from lib.web.middleware.faults import retry, status_of
from lib.web.middleware.sessions import ENTER, LEAVE, LOGIN, SSO
from lib.web.request.origin import (
    device_in,
    form_token_in,
    from_own_page,
    give_device,
    give_form_token,
    give_session,
    local,
    own_form,
    take_session,
    token_in,
)
from lib.web.request.paths import prefix
from lib.web.request.patience import DOOR
from lib.web.request.visitor import stand_as

TO = "toi"
DONE, CHANGED = "xong", "mat-khau"
"""What has just been done, so that the login page can say it."""
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
_MOST_BYTES = 8_000


def entry_routes(*, base: str, installation: Callable[[], Installation]) -> list[Route]:
    """The routes; ``installation`` opens the store at the first question."""
    entry = Entry(base, installation)
    front = prefix(base)
    return [
        Route(f"{front}{LOGIN}", entry.page),
        Route(f"{front}{ENTER}", entry.enter, methods=["POST"]),
        Route(f"{front}{LEAVE}", entry.leave, methods=["POST"]),
    ]


class Entry:
    """The login page, and what its forms are sent to."""

    def __init__(self, base: str, installation: Callable[[], Installation]) -> None:
        self._base = base
        self._installation = installation

    async def page(self, request: Request) -> Response:
        """The login page."""
        return await run_in_threadpool(self.shown, request, request.query_params.get(TO, ""))

    async def enter(self, request: Request) -> Response:
        """A login; back to where one wanted to go, or to the form with one calm sentence."""
        if too_long(request):
            return Response(status_code=413)
        form = await request.form(max_files=0, max_fields=8)
        if not own_form(request, text_of(form, "form")):
            return await run_in_threadpool(self._stale, request, form)
        try:
            token = await DOOR.carried_out(
                lambda: self._token(request, form), address=address_of(request)
            )
        except AppError as error:
            return await run_in_threadpool(self._refused, request, form, error)
        return await run_in_threadpool(self._inside, request, form, token)

    async def leave(self, request: Request) -> Response:
        """A logout: the session ends, on the server first."""
        if from_own_page(request):
            stand_as(request)
            await DOOR.carried_out(
                lambda: log_out(self._installation(), token_in(request)),
                address=address_of(request),
            )
        answer = self._go(LOGIN.removeprefix("/"))
        take_session(answer, request, base=self._base)
        return answer

    def _stale(self, request: Request, form: FormData) -> Response:
        fault = self._say(request)("access.stale")
        return self.shown(request, text_of(form, TO), status=403, fault=fault)

    def _refused(self, request: Request, form: FormData, error: AppError) -> Response:
        stand_as(request)
        note_wait(self._installation(), error.code)
        fault = self._say(request)(f"error.{error.code}", **error.values)
        status = status_of(error, else_=403)
        answer = self.shown(
            request, text_of(form, TO), status=status, fault=fault, login=text_of(form, "ten")
        )
        if status == 429:
            answer.headers["Retry-After"] = str(error.values.get("seconds", 5))
        return answer

    def _inside(self, request: Request, form: FormData, token: str) -> Response:
        if old := token_in(request):
            log_out(self._installation(), old)
        answer = self._go(local(text_of(form, TO)) or "ban-do")
        give_session(answer, request, token, base=self._base)
        if not text_of(form, "vai"):
            device = keep_device(self._installation(), token, device_in(request))
            give_device(answer, request, device, base=self._base)
        return answer

    def _say(self, request: Request) -> Words:
        return words(
            language_in(request.query_params, default=self._installation().in_force.language)
        )

    def _token(self, request: Request, form: FormData) -> str:
        stand_as(request)
        address, agent = address_of(request), request.headers.get("user-agent", "")
        if role := text_of(form, "vai"):
            wanted = Role(role) if role in list(Role) else Role.LEADER
            return demo_log_in(self._installation(), wanted, agent=agent, address=address)
        return log_in(
            self._installation(),
            text_of(form, "ten"),
            text_of(form, "mat-khau"),
            agent=agent,
            address=address,
            device=device_in(request),
        )

    def shown(
        self, request: Request, wanted: str, *, status: int = 200, fault: str = "", login: str = ""
    ) -> Response:
        """The login page, with one calm sentence where something did not go."""
        installation = self._installation()
        say = words(language_in(request.query_params, default=installation.in_force.language))
        token = form_token_in(request) or secrets.token_urlsafe(24)
        to = local(wanted)
        page = rendered(
            "dang_nhap.html",
            say=say,
            demo=installation.is_demo,
            unread=(),
            inside=False,
            fault=fault,
            done=say("own_password.done") if request.query_params.get(DONE) == CHANGED else "",
            login=login[:80],
            token=token,
            to=to,
            action=f"{ENTER[1:]}?{urlencode({LANGUAGE: say.language})}",
            roles=_roles(installation, say) if installation.is_demo else [],
            empty=not installation.is_demo and not has_accounts(installation),
            public=installation.in_force.public_view,
            sso=_sign_on(installation, say),
            sso_address=f"{SSO[1:]}?{urlencode({TO: to})}" if to else SSO[1:],
            languages=[(one, _address(one, to)) for one in LANGUAGES if one != say.language],
        )
        answer = HTMLResponse(page, status, headers=HEADERS | retry(status))
        give_form_token(answer, request, token, base=self._base)
        return answer

    def _go(self, address: str) -> Response:
        return RedirectResponse(
            f"{prefix(self._base)}/{address}", 303, headers={"Cache-Control": "no-store"}
        )


def _sign_on(installation: Installation, say: Words) -> str:
    """What the button of the single sign-on says; "" where there is none."""
    if not installation.settings.sso_issuer:
        return ""
    return say("sso.enter", name=installation.settings.sso_name or say("sso.name"))


def _address(language: str, to: str) -> str:
    return f"{LOGIN[1:]}?{urlencode({LANGUAGE: language} | ({TO: to} if to else {}))}"


def _roles(installation: Installation, say: Words) -> list[tuple[str, str, str]]:
    commune = demo_commune(installation)[1]
    return [
        (role.value, say(f"access.role.{role}"), say(f"access.does.{role}", commune=commune))
        for role in Role
    ]


def too_long(request: Request) -> bool:
    """Whether more is announced than any form of ours holds, or nothing is."""
    announced = request.headers.get("content-length", "")
    return not announced.isdecimal() or len(announced) > 9 or int(announced) > _MOST_BYTES


def address_of(request: Request) -> str:
    """The network address a request comes from; "" where the server knows none."""
    return request.client.host if request.client else ""


def text_of(form: FormData, name: str) -> str:
    """A field of a form; "" where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
