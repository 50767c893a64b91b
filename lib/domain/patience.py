"""How long one file is looked at: rules that go from cell to cell ask whether to go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import TypeVar

from lib.domain.errors import UnreadableFile

_until: ContextVar[float] = ContextVar("until", default=inf)
_T = TypeVar("_T")
_BETWEEN = 16
"""Items from one look at the clock to the next."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within it ``go_on`` raises once so many seconds have gone, or those of a patience around."""
    token = _until.set(min(_until.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def go_on() -> None:
    """Nothing as long as there is time; then ``UnreadableFile("too_hard")``.

    Other people wait for their pages meanwhile, so no file is looked at for minutes.
    """
    if monotonic() > _until.get():
        raise UnreadableFile("too_hard")


def each(items: Iterable[_T]) -> Iterator[_T]:
    """These, one after the other, as long as there is time; asked before some, for asking costs."""
    for place, item in enumerate(items):
        if place % _BETWEEN == 0:
            go_on()
        yield item


def left() -> float:
    """Seconds that are left; without end where nobody has set one."""
    return max(0.0, _until.get() - monotonic())


def not_counted(seconds: float) -> None:
    """Time that went by for no fault of the file, as in a queue."""
    _until.set(_until.get() + seconds)
