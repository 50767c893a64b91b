"""Who looks, at which moment and in which language: what every kept answer is made for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.figures.indicators import Indicator
from lib.services.boundaries import boundaries_for
from lib.services.installation import Installation, version_of_data
from lib.text import Words, words

T = TypeVar("T")


class _Once:
    """Answers of the store that hold as long as one viewer looks, whatever happens meanwhile."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def ask(self, what: str, ask: Callable[[], T]) -> T:
        """The answer as it was when first asked."""
        if what not in self._known:
            self._known[what] = ask()
        known: T = self._known[what]
        return known


@dataclass(frozen=True)
class Viewer:
    """Who looks, at what: all that an answer may depend on besides what was asked."""

    installation: Installation
    """At the moment whose figures are shown."""
    who: Person | None
    """``None`` for a stranger, who sees what the installation shows to everybody."""
    language: str = ""
    """"" where no words are needed."""

    once: _Once = field(default_factory=_Once, init=False, compare=False, repr=False)
    """What was asked of the store already; shared by those who stand for this viewer, and by nobody
    at another moment."""

    @property
    def say(self) -> Words:
        """The words of this viewer."""
        if not self.language:
            raise LookupError("an answer that was not declared as spoken has no words")
        return words(self.language)

    @property
    def version(self) -> str:
        """Version of the data in force, as it was when this viewer first asked."""
        return self.once.ask("version", lambda: version_of_data(self.installation))

    @property
    def settings(self) -> int:
        """Number of the newest change of any setting."""
        return self.once.ask("settings", lambda: self.installation.newest_change)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Those that have a meaning, by code."""
        return self.once.ask("indicators", lambda: self.installation.indicators)

    @property
    def outlines(self) -> str:
        """The outlines that maps are drawn on."""
        return self.once.ask("outlines", lambda: boundaries_for(self.installation, "boundary").key)

    @property
    def today(self) -> date:
        """The day on which this viewer asks."""
        return self.once.ask("today", lambda: self.installation.today)

    @property
    def is_public(self) -> bool:
        """Whether strangers see figures."""
        return self.once.ask("is_public", lambda: self.installation.in_force.public_view)

    def may(self, act: Act, commune: str | None = None) -> bool:
        """Whether this viewer may; a stranger may see figures of all together where all may."""
        if self.who is not None:
            return self.who.may(act, commune)
        return act is Act.SEE_FIGURES and commune is None and self.is_public

    def must(self, act: Act, commune: str | None = None) -> None:
        """Raises ``NotAllowed("denied")`` unless this viewer may."""
        if not self.may(act, commune):
            raise NotAllowed("denied", act=act.value)
