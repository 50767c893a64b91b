"""What a page works with: words, the store as it shows it, who opened it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.access import Person
from lib.domain.periods import Period
from lib.domain.snapshot import Snapshot
from lib.services.house import House
from lib.services.overview import periods_reported, version_of_data
from lib.services.past import address_of
from lib.store.freezes import Freeze
from lib.text import Words
from lib.ui.house import house


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
        return _periods(self.house.server, self.version, self.house)


@st.cache_resource(show_spinner=False, max_entries=20)
def _periods(store_url: str, version: str, _house: House) -> list[Period]:
    del store_url, version
    return periods_reported(_house)
