"""Opening a page: who may, what it shows, the notes that every screen carries, calm faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from lib.domain.errors import AppError, Busy, NotAllowed, UnreadableFile, ticket_of
from lib.services.audit.tallies import note_denial
from lib.services.history.moment import shown_at
from lib.text import words
from lib.ui.frame.acting import opening_for
from lib.ui.frame.installation import installation, language
from lib.ui.frame.nav import REFUSED, page_called
from lib.ui.frame.page import Page
from lib.ui.frame.ribbon import WITH_FIGURES, open_past, tell_unread, wear_ribbon
from lib.ui.frame.safe import html, refusal, show

_LAST = "page:last"
_REFUSALS = (NotAllowed, UnreadableFile, Busy)
"""Understood and refused: nothing is broken, and no trace helps whoever reads the log."""
_BEYOND = ("denied", "other_commune", "other_communes")
"""Refused for want of a right: on record."""

log = structlog.get_logger()


@contextmanager
def open_page(name: str) -> Iterator[Page]:
    """A page with its heading; faults inside become one calm sentence.

    The full trace goes to the log under the code that the person sees.
    """
    say, who = words(language()), opening_for()
    if not page_called(name).open_to(who):
        note_denial(installation(), f"page:{name}")
        st.error(say("access.no_page"))
        st.stop()
    try:
        arrived = st.session_state.get(_LAST) != name
        st.session_state[_LAST] = name
        found = shown_at(installation(), open_past(arrived=arrived))
        shown = found.installation if name in WITH_FIGURES else installation()
        page = Page(name, say, shown, who, arrived, found.installation.freeze)
        with page.top:
            _heading(page)
            _tell_refused(page)
            tell_unread(page, found)
            wear_ribbon(page)
        yield page
    except AppError as error:
        if error.code in _BEYOND:
            wanted = {k: v for k, v in error.values.items() if k in ("act", "communes")}
            note_denial(installation(), f"page:{name}", **wanted)
        if isinstance(error, _REFUSALS):
            log.info("page_refused", page=name, code=error.code)
        else:
            error.values.setdefault("ticket", _logged(error))
        st.error(refusal(say, error))
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise
        st.error(say("error.unexpected", ticket=_logged(error)))


def _tell_refused(page: Page) -> None:
    """That the page which was asked for is not part of this person's work, once."""
    if wanted := st.session_state.pop(REFUSED, ""):
        note_denial(installation(), f"page:{wanted}")
        st.error(page.say("access.no_page"))


def _logged(error: Exception) -> str:
    ticket = ticket_of(error)
    log.error("page_fault", ticket=ticket, exc_info=error)
    return ticket


def _heading(page: Page) -> None:
    title = html("<h1 class='bd-title'>{title}</h1>", title=page.say(f"{page.name}.heading"))
    note = html("<span class='bd-demo' role='note'>{demo}</span>", demo=page.say("app.demo"))
    show(
        html(
            "<div class='bd-head' data-language='{language}'>{title}{note}</div>",
            language=page.say.language,
            title=title,
            note=note if page.installation.is_demo else "",
        )
    )
