"""For whom one answer is made: who shares it, and how its key tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from lib.domain.access.permissions import EVERYWHERE, Act, Person, Whoever
from lib.domain.errors import NotAllowed
from lib.services.caching.viewer import Viewer


class Audience(Protocol):
    """For whom one answer is made."""

    def of(self, viewer: Viewer, asked: tuple[Any, ...]) -> tuple[Person | None, Hashable]:
        """Who the answer is made for in place of this viewer, and how the key tells them apart.

        Raises ``NotAllowed("denied")`` where the viewer may not have it, also when it is kept.
        """


@dataclass(frozen=True)
class Everybody:
    """The same for everybody who may do this, so it is made for nobody in particular."""

    act: Act
    commune: int | None = None
    """Which argument names the commune that they must be allowed to see."""

    def of(self, viewer: Viewer, asked: tuple[Any, ...]) -> tuple[Person | None, Hashable]:
        """Anyone who may."""
        code = None if self.commune is None else str(asked[self.commune])
        viewer.must(self.act, code)
        return Whoever.of({(self.act, code or EVERYWHERE)}), ()


@dataclass(frozen=True)
class EachScope:
    """Shared by those of one role and one commune; made without their names."""

    act: Act

    def of(self, viewer: Viewer, asked: tuple[Any, ...]) -> tuple[Person | None, Hashable]:
        """Somebody of the same role and commune."""
        del asked
        who = viewer.who
        if who is None:
            viewer.must(self.act)
            return None, ()
        who.must(self.act, who.commune)
        if isinstance(who, Whoever):
            return who, who
        return Person("", who.role, who.commune), (who.role, who.commune)


@dataclass(frozen=True)
class EachPerson:
    """For each by themselves, who may do this."""

    act: Act

    def of(self, viewer: Viewer, asked: tuple[Any, ...]) -> tuple[Person | None, Hashable]:
        """The very person."""
        del asked
        if viewer.who is None:
            raise NotAllowed("denied", act=self.act.value)
        viewer.who.must(self.act, viewer.who.commune)
        return viewer.who, viewer.who


@dataclass(frozen=True)
class ByWhatTheyMay:
    """Shared by those who are allowed the same of a few things, strangers apart."""

    asks: Callable[..., tuple[tuple[Act, str | None], ...]]
    """By the arguments, what the answer depends on; the first of them is what opens it at all."""

    def of(self, viewer: Viewer, asked: tuple[Any, ...]) -> tuple[Person | None, Hashable]:
        """Anyone who may do just these things."""
        questions = self.asks(*asked)
        viewer.must(*questions[0])
        if viewer.who is None:
            return None, ()
        granted = frozenset(q for q in questions if viewer.may(*q))
        return Whoever.of(granted), granted
