"""Where values stand in a small drawing, and its lines across."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from lib.ui.frame.safe import html, joined


@dataclass(frozen=True, kw_only=True)
class Axes:
    """A field of ``width`` by ``height`` with margins, in pixels; both scales begin at 0."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    across: float
    """The value at the right edge."""
    up: float
    """The value at the upper edge."""

    @property
    def edge(self) -> int:
        """The right edge."""
        return self.width - self.right

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return round(self.left + (self.edge - self.left) * value / self.across, 1)

    def y(self, value: float) -> float:
        """Pixels from above."""
        deep = self.height - self.top - self.bottom
        return round(self.top + deep * (1 - value / self.up), 1)

    def grid(self, said: Callable[[float], str], *, gap: int) -> Markup:
        """Lines at nothing, at half and at the top, each with its value before it."""
        return joined(
            html(
                "<text x='{}' y='{}' text-anchor='end'>{}</text><path class='grid' d='M{} {}H{}'/>",
                self.left - gap, self.y(v) + 4, said(v), self.left, self.y(v), self.edge,
            )
            for v in (0.0, self.up / 2, self.up)
        )  # fmt: skip
