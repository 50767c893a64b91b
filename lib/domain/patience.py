"""How long one file is looked at: rules that go from cell to cell ask whether to go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic

from lib.domain.errors import UnreadableFile

_until: ContextVar[float] = ContextVar("until", default=inf)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within it ``go_on`` raises once so many seconds have gone."""
    token = _until.set(monotonic() + seconds)
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
