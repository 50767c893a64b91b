"""Single sign-on: `/sso` sends the browser to the issuer, `/sso/ve` lets in whoever comes back."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.domain.access.networks import neighbourhood
from lib.domain.errors import AppError, Busy, NotAllowed
from lib.services.access.login import begin_sign_on, refused_sign_on, subject_log_in
from lib.services.access.sessions import log_out
from lib.services.audit.tallies import note_wait
from lib.services.installation import Installation
from lib.services.rations import Limits, Ration
from lib.services.shares import Shares
from lib.services.view_address import language_in
from lib.settings import Settings
from lib.text import words
from lib.web.answer.rendering import rendered
from lib.web.login.forms import HEADERS, TO, Entry, address_of
from lib.web.login.issuer import Question
from lib.web.middleware.faults import UNAVAILABLE, status_of
from lib.web.middleware.sessions import LOGIN, SSO, SSO_BACK
from lib.web.request.origin import give_question, give_session, local, question_in, token_in
from lib.web.request.paths import prefix
from lib.web.request.patience import DOOR
from lib.web.request.visitor import stand_as

_MOST, _PATIENCE = 5_000, timedelta(minutes=10)
_ASKED = Ration(Limits(at_once=8, each=2, in_line=8, patience_s=15))
"""How many answers are looked at with the issuer at once: two of one network."""


class AnIssuer(Protocol):
    """What is asked of an issuer."""

    def address(self, question: Question, *, back: str) -> str:
        """Where the browser is sent."""

    def subject(self, question: Question, code: str, *, back: str) -> str:
        """Who came back."""

    def is_meant(self, issuer: str | None) -> bool:
        """Whether an answer is this issuer's."""


class Questions:
    """Sign-ons under way: each is taken once, and not after ten minutes.

    Whoever begins thousands of them pushes out their own, never somebody else's.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._open: Shares[str, Question] = Shares(most)
        self._lock = Lock()

    def keep(self, question: Question, *, address: str = "") -> None:
        """One more, asked from an address."""
        with self._lock:
            self._open.put(question.state, question, of=neighbourhood(address))

    def take(self, state: str, browser: str, *, at: datetime) -> Question | None:
        """The question of this state, asked in this browser; from now on it is answered."""
        with self._lock:
            found = self._open.pop(state)
        if found is None or at - found.at > _PATIENCE:
            return None
        return found if hmac.compare_digest(found.browser.encode(), browser.encode()) else None


def sso_routes(
    *, base: str, installation: Callable[[], Installation], issuer: AnIssuer | None
) -> list[Route]:
    """The routes; without an issuer they lead to the login page."""
    sso = _SingleSignOn(Entry(base, installation), base, installation, issuer=issuer)
    front = prefix(base)
    return [Route(f"{front}{SSO}", sso.away), Route(f"{front}{SSO_BACK}", sso.back)]


def issuer_of(settings: Settings) -> AnIssuer | None:
    """The issuer of the settings; ``None`` where none is set, and then nothing of it is loaded."""
    if not settings.sso_issuer:
        return None
    from lib.web.login.issuer import Issuer  # noqa: PLC0415 - half a second that most starts save

    return Issuer(settings)


class _SingleSignOn:
    def __init__(
        self,
        entry: Entry,
        base: str,
        installation: Callable[[], Installation],
        *,
        issuer: AnIssuer | None,
    ) -> None:
        self._entry = entry
        self._base = base
        self._installation = installation
        self._issuer = issuer
        self._questions = Questions()

    async def away(self, request: Request) -> Response:
        """To the issuer."""
        return await DOOR.carried_out(lambda: self._away(request), address=address_of(request))

    async def back(self, request: Request) -> Response:
        """From the issuer; in, or to the login page with one calm sentence."""
        if self._issuer is None:
            return RedirectResponse(f"{prefix(self._base)}{LOGIN}", 303)
        try:
            to, token = await self._let_in(request, self._issuer)
        except AppError as error:
            return await run_in_threadpool(self._refused, request, error)
        return await run_in_threadpool(self._inside, request, token, to)

    async def _let_in(self, request: Request, issuer: AnIssuer) -> tuple[str, str]:
        """Where to, and the token of the session. What nobody asked is told without more ado."""
        address = address_of(request)
        question = await DOOR.carried_out(lambda: self._asked(request, issuer), address=address)
        await DOOR.carried_out(
            lambda: begin_sign_on(self._installation(), address=address), address=address
        )
        token = await DOOR.carried_out(
            lambda: self._answered(request, issuer, question), address=address
        )
        return question.to or "ban-do", token

    def _away(self, request: Request) -> Response:
        if self._issuer is None:
            return RedirectResponse(f"{prefix(self._base)}{LOGIN}", 303)
        stand_as(request)
        question = Question(
            self._installation().clock(), to=local(request.query_params.get(TO, ""))
        )
        try:
            address = self._issuer.address(question, back=self._own_address(request))
        except AppError as error:
            return self._refused(request, error)
        self._questions.keep(question, address=address_of(request))
        answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        give_question(answer, request, question.browser, base=self._base)
        return answer

    def _asked(self, request: Request, issuer: AnIssuer) -> Question:
        """The question that this browser comes back with; no other reaches the issuer."""
        stand_as(request)
        asked, now = request.query_params, self._installation().clock()
        question = self._questions.take(asked.get("state", ""), question_in(request), at=now)
        if question is None or not issuer.is_meant(asked.get("iss")) or not asked.get("code"):
            refused_sign_on(self._installation())
            raise NotAllowed("sso_failed")
        return question

    def _answered(self, request: Request, issuer: AnIssuer, question: Question) -> str:
        """The token of a session; what does not hold is on record, once."""
        stand_as(request)
        code, back = request.query_params["code"], self._own_address(request)
        try:
            with _ASKED.turn(neighbourhood(address_of(request))):
                subject = issuer.subject(question, code, back=back)
        except Busy as error:
            raise NotAllowed("login_busy") from error
        except NotAllowed:
            refused_sign_on(self._installation())
            raise
        token = subject_log_in(
            self._installation(),
            subject,
            agent=request.headers.get("user-agent", ""),
            address=address_of(request),
        )
        if old := token_in(request):
            log_out(self._installation(), old)
        return token

    def _inside(self, request: Request, token: str, to: str) -> Response:
        """A page that goes on by itself: from the issuer's redirect no browser would carry on a
        cookie that is sent to nobody who comes from another site.
        """
        say = words(
            language_in(request.query_params, default=self._installation().in_force.language)
        )
        page = rendered(
            "sso.html", say=say, demo=self._installation().is_demo, unread=(), inside=False,
            to=f"{prefix(self._base)}/{to}",
        )  # fmt: skip
        answer = HTMLResponse(page, headers=HEADERS)
        give_session(answer, request, token, base=self._base)
        give_question(answer, request, "", base=self._base)
        return answer

    def _refused(self, request: Request, error: AppError) -> Response:
        stand_as(request)
        note_wait(self._installation(), error.code)
        say = words(
            language_in(request.query_params, default=self._installation().in_force.language)
        )
        status = UNAVAILABLE if error.code == "sso_unreachable" else status_of(error, else_=403)
        fault = say(f"error.{error.code}", **error.values)
        return self._entry.shown(request, "", status=status, fault=fault)

    def _own_address(self, request: Request) -> str:
        return f"{request.url.scheme}://{request.url.netloc}{prefix(self._base)}{SSO_BACK}"
