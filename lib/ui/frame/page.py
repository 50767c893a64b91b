"""What a page works with: words, the store as it shows it, who opened it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.access.permissions import Person
from lib.domain.periods import Period
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.installation import Installation
from lib.services.view_address import address_of
from lib.store.history.freezes import Freeze
from lib.text import Words
from lib.ui.frame.installation import installation


@dataclass(frozen=True)
class Page:
    """What a page works with."""

    name: str
    say: Words
    installation: Installation
    """The store as the page shows it: now, or as it stood at a freeze."""
    who: Person
    """Who opened the page."""
    arrived: bool = False
    """Whether this is the first run since the person came from another page."""
    freeze: Freeze | None = None
    """The freeze, or plain moment of the past, that is open on every page;
    ``installation.freeze`` where the page shows it."""
    top: DeltaGenerator = field(default_factory=st.container, compare=False)
    """Where heading and ribbon stand, for what has to be said there later."""

    @cached_property
    def today(self) -> Page:
        """The same page on the figures of now."""
        return replace(self, installation=installation(), freeze=None)

    def linked(self, query: Mapping[str, str]) -> dict[str, str]:
        """The choices of a link to another view, which stays with the open freeze."""
        return {**query, **address_of(self.freeze)}

    @cached_property
    def viewer(self) -> Viewer:
        """Who asks, and at which moment: what everything kept is asked for by."""
        return Viewer(self.installation, self.who, self.say.language)

    @cached_property
    def figures(self) -> Figures:
        """The figures that the page shows."""
        return Figures(self.viewer)

    @property
    def version(self) -> str:
        """Version of the data in force."""
        return self.viewer.version

    @property
    def periods(self) -> list[Period]:
        """Months reported, newest first."""
        return self.figures.periods
