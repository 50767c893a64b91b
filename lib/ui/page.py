"""Opening a page: words, store, period, the notes that every screen carries, calm faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

import streamlit as st
import structlog
from streamlit.delta_generator import DeltaGenerator

from lib.domain.access import Person
from lib.domain.errors import AppError, ticket_of
from lib.domain.periods import Period
from lib.domain.snapshot import Snapshot
from lib.services.house import House
from lib.services.overview import periods_reported, version_of_data
from lib.services.past import address_of, shown_at
from lib.services.trail import note_denial
from lib.store.freezes import Freeze
from lib.text import Words, words
from lib.ui.house import house, language
from lib.ui.nav import page_called
from lib.ui.ribbon import WITH_FIGURES, open_past, tell_unread, wear_ribbon
from lib.ui.safe import html, refusal, show
from lib.ui.who import acting

_LAST = "page:last"

log = structlog.get_logger()


@dataclass(frozen=True)
class Page:
    """What a page works with."""

    name: str
    say: Words
    house: House
    """The store as the page shows it: now, or as it stood at a freeze."""
    who: Person
    """Who opened the page."""
    arrived: bool = False
    """Whether this is the first run since the person came from another page."""
    freeze: Freeze | None = None
    """The freeze, or plain moment of the past, that is open on every page; ``house.freeze`` where
    the page shows it."""
    top: DeltaGenerator = field(default_factory=st.container, compare=False)
    """Where heading and ribbon stand, for what has to be said there later."""
    snapshots: dict[Period, Snapshot] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """What this run has looked at already."""

    @cached_property
    def today(self) -> Page:
        """The same page on the figures of now."""
        return replace(self, house=house(), freeze=None)

    def linked(self, query: Mapping[str, str]) -> dict[str, str]:
        """The choices of a link to another view, which stays with the open freeze."""
        return {**query, **address_of(self.freeze)}

    @cached_property
    def version(self) -> str:
        """Version of the data in force; the key of everything cached."""
        return version_of_data(self.house)

    @cached_property
    def periods(self) -> list[Period]:
        """Months reported, newest first."""
        return _periods(self.house.settings.store_url, self.version, self.house)


@st.cache_resource(show_spinner=False, max_entries=20)
def _periods(store_url: str, version: str, _house: House) -> list[Period]:
    del store_url, version
    return periods_reported(_house)


@contextmanager
def open_page(name: str) -> Iterator[Page]:
    """A page with its heading; faults inside become one calm sentence.

    The full trace goes to the log under the code that the person sees.
    """
    say, who = words(language()), acting()
    if not page_called(name).open_to(who):
        note_denial(house(), f"page:{name}")
        st.error(say("access.no_page"))
        st.stop()
    try:
        arrived = st.session_state.get(_LAST) != name
        st.session_state[_LAST] = name
        found = shown_at(house(), open_past(arrived=arrived))
        shown = found.house if name in WITH_FIGURES else house()
        page = Page(name, say, shown, who, arrived, found.house.freeze)
        with page.top:
            _heading(page)
            tell_unread(page, found)
            wear_ribbon(page)
        yield page
    except AppError as error:
        ticket = _logged(error)
        if error.code == "denied":
            note_denial(house(), f"page:{name}", **error.values)
        error.values.setdefault("ticket", ticket)
        st.error(refusal(say, error))
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise
        st.error(say("error.unexpected", ticket=_logged(error)))


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
            note=note if page.house.is_demo else "",
        )
    )
