"""What a measurement hands back, and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One figure that must not pass its bar."""

    what: str
    measured: float
    bar: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.measured <= self.bar

    def line(self) -> str:
        sign = "reached" if self.holds else "OVER   "
        return f"{sign} {self.measured:>10,.3g} {self.unit:<6} bar {self.bar:<8,.3g} {self.what}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Bars, and the raw figures behind them."""

    bars: list[Bar]
    figures: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "bars": [asdict(bar) | {"holds": bar.holds} for bar in self.bars],
            "figures": self.figures,
        }


def table(results: Mapping[str, list[Bar]]) -> str:
    """Every figure of all measurements in one table, and how many are over their bars."""
    wide = max(map(len, results), default=0)
    lines = [f"{name:<{wide}}  {bar.line()}" for name, bars in results.items() for bar in bars]
    over = sum(not bar.holds for bars in results.values() for bar in bars)
    return "\n".join([*lines, f"{len(lines)} figures, {over} over their bars"])
