"""Single sign-on: `/sso` sends the browser to the issuer, `/sso/ve` lets in whoever comes back."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.domain.errors import AppError, NotAllowed
from lib.services.choice import language_in
from lib.services.house import House
from lib.services.login import begin_sign_on, refused_sign_on, subject_log_in
from lib.services.sessions import log_out
from lib.settings import Settings
from lib.text import words
from lib.web.entry import HEADERS, TO, Entry
from lib.web.gate import LOGIN, SSO, SSO_BACK
from lib.web.issuer import Question
from lib.web.origin import give_question, give_session, local, question_in, token_in
from lib.web.paths import prefix
from lib.web.rendering import rendered
from lib.web.visitor import stand_as

_MOST, _PATIENCE = 5_000, timedelta(minutes=10)


class AnIssuer(Protocol):
    """What is asked of an issuer."""

    def address(self, question: Question, *, back: str) -> str:
        """Where the browser is sent."""

    def subject(self, question: Question, code: str, *, back: str) -> str:
        """Who came back."""

    def is_meant(self, issuer: str | None) -> bool:
        """Whether an answer is this issuer's."""


class Questions:
    """Sign-ons under way: each is taken once, and not after ten minutes."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._open: OrderedDict[str, Question] = OrderedDict()
        self._lock = Lock()

    def keep(self, question: Question) -> None:
        """One more; the oldest are forgotten."""
        with self._lock:
            self._open[question.state] = question
            while len(self._open) > self._most:
                self._open.popitem(last=False)

    def take(self, state: str, browser: str, *, at: datetime) -> Question | None:
        """The question of this state, asked in this browser; from now on it is answered."""
        with self._lock:
            found = self._open.pop(state, None)
        if found is None or at - found.at > _PATIENCE:
            return None
        return found if hmac.compare_digest(found.browser.encode(), browser.encode()) else None


def sso_routes(*, base: str, house: Callable[[], House], issuer: AnIssuer | None) -> list[Route]:
    """The routes; without an issuer they lead to the login page."""
    sso = _SingleSignOn(Entry(base, house), base, house, issuer)
    front = prefix(base)
    return [Route(f"{front}{SSO}", sso.away), Route(f"{front}{SSO_BACK}", sso.back)]


def issuer_of(settings: Settings) -> AnIssuer | None:
    """The issuer of the settings; ``None`` where none is set, and then nothing of it is loaded."""
    if not settings.sso_issuer:
        return None
    from lib.web.issuer import Issuer  # noqa: PLC0415 - half a second that most starts save

    return Issuer(settings)


class _SingleSignOn:
    def __init__(
        self, entry: Entry, base: str, house: Callable[[], House], issuer: AnIssuer | None
    ) -> None:
        self._entry = entry
        self._base = base
        self._house = house
        self._issuer = issuer
        self._questions = Questions()

    async def away(self, request: Request) -> Response:
        """To the issuer."""
        return await run_in_threadpool(self._away, request)

    async def back(self, request: Request) -> Response:
        """From the issuer; in, or to the login page with one calm sentence."""
        return await run_in_threadpool(self._back, request)

    def _away(self, request: Request) -> Response:
        if self._issuer is None:
            return RedirectResponse(f"{prefix(self._base)}{LOGIN}", 303)
        stand_as(request)
        question = Question(self._house().clock(), to=local(request.query_params.get(TO, "")))
        try:
            address = self._issuer.address(question, back=self._own_address(request))
        except AppError as error:
            return self._refused(request, error)
        self._questions.keep(question)
        answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        give_question(answer, request, question.browser, base=self._base)
        return answer

    def _back(self, request: Request) -> Response:
        if self._issuer is None:
            return RedirectResponse(f"{prefix(self._base)}{LOGIN}", 303)
        stand_as(request)
        try:
            question, subject = self._answered(request, self._issuer)
            token = subject_log_in(
                self._house(),
                subject,
                agent=request.headers.get("user-agent", ""),
                address=_address(request),
            )
        except AppError as error:
            return self._refused(request, error)
        if old := token_in(request):
            log_out(self._house(), old)
        return self._inside(request, token, question.to or "ban-do")

    def _answered(self, request: Request, issuer: AnIssuer) -> tuple[Question, str]:
        """The question and its answer; what does not hold is on record, once."""
        asked, now = request.query_params, self._house().clock()
        begin_sign_on(self._house(), address=_address(request))
        question = self._questions.take(asked.get("state", ""), question_in(request), at=now)
        try:
            if question is None or not issuer.is_meant(asked.get("iss")) or not asked.get("code"):
                raise NotAllowed("sso_failed")
            return question, issuer.subject(
                question, asked["code"], back=self._own_address(request)
            )
        except NotAllowed:
            refused_sign_on(self._house())
            raise

    def _inside(self, request: Request, token: str, to: str) -> Response:
        """A page that goes on by itself: from the issuer's redirect no browser would carry on a
        cookie that is sent to nobody who comes from another site.
        """
        say = words(language_in(request.query_params, default=self._house().in_force.language))
        page = rendered(
            "sso.html", say=say, demo=self._house().is_demo, unread=(), inside=False,
            to=f"{prefix(self._base)}/{to}",
        )  # fmt: skip
        answer = HTMLResponse(page, headers=HEADERS)
        give_session(answer, request, token, base=self._base)
        give_question(answer, request, "", base=self._base)
        return answer

    def _refused(self, request: Request, error: AppError) -> Response:
        say = words(language_in(request.query_params, default=self._house().in_force.language))
        status = {"login_wait": 429, "sso_unreachable": 503}.get(error.code, 403)
        fault = say(f"error.{error.code}", **error.values)
        return self._entry.shown(request, "", status=status, fault=fault)

    def _own_address(self, request: Request) -> str:
        return f"{request.url.scheme}://{request.url.netloc}{prefix(self._base)}{SSO_BACK}"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
