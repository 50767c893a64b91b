"""The acting person: asked of the server at every run, never of the page's own memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.domain.access.permissions import Person
from lib.domain.errors import AppError
from lib.services.access.page_owners import LINES
from lib.services.access.sessions import COOKIE, Visit, log_out, visit_of
from lib.services.audit.recording import stand
from lib.text import Words, words
from lib.ui.frame.installation import installation, language
from lib.ui.frame.safe import html, quiet, refusal, show

_FRAME: ContextVar[Person | None] = ContextVar("frame", default=None)


def token() -> str:
    """What the cookie holds with which this page was opened."""
    return str(st.context.cookies.get(COOKIE, ""))


def visit() -> Visit:
    """The session this page belongs to; where it has ended, the run ends with a calm sentence."""
    say = words(language())
    try:
        found = visit_of(installation(), token())
    except AppError as error:
        st.error(refusal(say, error))
        st.stop()
    context = get_script_run_ctx()
    if found is None or context is None or not LINES.bind(context.session_id, found.digest):
        st.session_state.clear()
        _ended(say)
        st.stop()
    _stand(found.person)
    return found


def _stand(who: Person) -> None:
    """Where the acts of this run come from."""
    headers = st.context.headers
    stand(address=st.context.ip_address or "", agent=headers.get("User-Agent", ""), who=who)


def acting(_page: object = None) -> Person:
    """The person at work, as the store knows them at this moment. Asked before every write."""
    return visit().person


@contextmanager
def asked_just_now(who: Person) -> Iterator[None]:
    """The page that runs inside opens for this person, whom the frame has just asked the store of.

    One question a run is enough to open a page; before every write ``acting`` asks again.
    """
    before = _FRAME.set(who)
    try:
        yield
    finally:
        _FRAME.reset(before)


def opening_for() -> Person:
    """For whom a page opens: as the frame found them in this run; without a frame, asked here."""
    return _FRAME.get() or acting()


def way_out(say: Words, who: Person) -> None:
    """Name and role of whoever is in, and the way out."""
    with st.container(key="who"), st.popover(quiet(who.name), icon=":material/person:"):
        show(html("<b>{}</b><br>{}", who.name, _role(say, who)))
        show(html("<a href='./mat-khau' target='_self'>{}</a>", say("own_password.title")))
        st.button(say("access.logout"), key="leave", on_click=_leave)


def _leave() -> None:
    if found := visit_of(installation(), token()):
        _stand(found.person)
        log_out(installation(), token())


def _role(say: Words, who: Person) -> str:
    commune = installation().gazetteer.communes.get(who.commune or "")
    named = say(f"access.role.{who.role}")
    return f"{named}, {commune.full_name}" if commune else named


def _ended(say: Words) -> None:
    show(
        html(
            "<section class='bd-empty'><h2>{title}</h2><p>{more}</p>"
            "<p><a href='./dang-nhap' target='_self'>{again}</a></p></section>",
            title=say("access.ended"),
            more=say("access.ended_more"),
            again=say("access.again"),
        )
    )
