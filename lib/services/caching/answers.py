"""Answers that are kept for others who ask the same: the one place that makes their keys.

Whoever asks is a ``Viewer``: an installation at its moment, a person, a language. An answer is a
function of a viewer and of plain values, declared with ``@cached``. Its key is made of all that
it gets, and it gets nothing that its key forgets: where the declaration says that everybody who
may do something is answered alike, the function is given nobody in particular; where it says
nothing of a language, it has no words. ``CACHED`` names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, TypeVarTuple

from lib.domain.access.permissions import Person
from lib.services.caching.audience import Audience
from lib.services.caching.viewer import Viewer
from lib.services.installation import Installation
from lib.services.shared_cache import Key
from lib.store.history.freezes import Freeze

Asked = TypeVarTuple("Asked")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What is said once of a kind of answer."""

    name: str
    audience: Audience
    most: int
    """So many answers are kept."""
    spoken: bool = False
    """Whether it has words; else it is made without a language."""
    exact: bool = False
    """Whether it tells the very moment that was asked for, or who took a freeze back; else all
    moments between two changes share it."""
    fixed: bool = False
    """Whether it depends on its arguments alone: of what is written once and never changed."""
    version: Callable[..., Hashable] | None = None
    """Another version than that of all data: changes whenever the answer may."""


class Cached(Generic[T, *Asked]):
    """A kind of answer that is kept. Shared: never change what it gives."""

    def __init__(self, make: Callable[[Viewer, *Asked], T], declared: Declared) -> None:
        self._make = make
        self.declared = declared
        self.__doc__ = make.__doc__

    def __call__(self, viewer: Viewer, *asked: *Asked) -> T:
        """The answer, as it is kept or made now."""
        what = self.declared
        who, whom = what.audience.of(viewer, asked)
        seen = _narrowed(viewer, what, who)
        given: Any = tuple(_narrowed(a, what, who) if isinstance(a, Viewer) else a for a in asked)
        parts = tuple(_plain(a) for a in given)
        key = Key((whom, seen.language, self._data(seen, given), parts))
        shelf = viewer.installation.memory.of(what.name, what.most)
        return shelf.get(key, lambda: self._make(seen, *given))

    def uncached(self, viewer: Viewer, *asked: *Asked) -> T:
        """The answer made for this very viewer, and neither looked up nor kept."""
        self.declared.audience.of(viewer, asked)
        return self._make(viewer, *asked)

    def _data(self, seen: Viewer, given: tuple[Any, ...]) -> Hashable:
        if self.declared.fixed:
            return _server(seen.installation)
        own = self.declared.version
        return (*_standing(seen), own(seen, *given) if own else seen.version)


CACHED: dict[str, Cached[Any, *tuple[Any, ...]]] = {}
"""Every kind of answer that is kept for viewers, by name."""


def cached(
    name: str, audience: Audience, *, most: int, **more: Any
) -> Callable[[Callable[[Viewer, *Asked], T]], Cached[T, *Asked]]:
    """Declares a kind of answer; ``Declared`` tells what each word means.

    The function stands in a module, not in another function, so that it gets nothing but a viewer
    and its arguments, and all of these are in its key.
    """
    declared = Declared(name=name, audience=audience, most=most, **more)

    def declare(make: Callable[[Viewer, *Asked], T]) -> Cached[T, *Asked]:
        if name in CACHED or getattr(make, "__closure__", None):
            raise TypeError(f"{name}: declared twice, or knows more than its key")
        answer = Cached(make, declared)
        CACHED[name] = answer
        return answer

    return declare


@dataclass(frozen=True)
class Stored:
    """What is read from the store for other answers, and never shown to anybody by itself.

    It knows no person, no setting and no language: its parts alone say what it is.
    """

    name: str
    most: int

    def get(self, installation: Installation, make: Callable[[], T], *parts: Hashable) -> T:
        """What is kept under these parts, made when it is not there."""
        return installation.memory.of(self.name, self.most).get(
            Key((_server(installation), *parts)), make
        )


def key_of_content(name: str) -> Key:
    """Of what is called by the digest of all it says: the same for all who have been told it."""
    return Key(("content", name))


def _narrowed(viewer: Viewer, what: Declared, who: Person | None) -> Viewer:
    """The viewer without whatever the key leaves out."""
    freeze = viewer.installation.freeze
    coarse = freeze if freeze is None or what.exact else _coarse(freeze)
    installation = (
        viewer.installation if coarse is freeze else replace(viewer.installation, freeze=coarse)
    )
    seen = Viewer(installation, who, viewer.language if what.spoken else "")
    vars(seen)["once"] = viewer.once
    return seen


def _coarse(freeze: Freeze) -> Freeze:
    """What figures depend on."""
    return replace(freeze, made_at=None, withdrawn_at=None, withdrawn_by="", reason="")


def _plain(given: object) -> Hashable:
    if isinstance(given, Viewer):
        return (*_standing(given), given.version)
    return given  # what cannot be hashed cannot be kept: a fault of the programmer


def _standing(viewer: Viewer) -> tuple[Hashable, ...]:
    """The installation at its moment, on its day: all but the data, the words and who asks."""
    installation = viewer.installation
    return (
        _server(installation),
        installation.freeze,
        viewer.settings,
        viewer.outlines,
        viewer.today,
    )


def _server(installation: Installation) -> Hashable:
    """The store, and what the server itself was told; places are told apart by who they are."""
    return (installation.server, installation.told_at_start, installation.gazetteer)
