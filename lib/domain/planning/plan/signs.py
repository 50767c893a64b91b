"""News of a search under way, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """News of a search under way."""

    stage: str
    seconds: float
    unmet: int
    value: float
    bound: float | None
    """``None`` before anything is proven."""


Hear = Callable[[Sign], None]
