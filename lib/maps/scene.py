"""What one still map shows: values, colours and words, for paper and the light page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

View = Literal["boundary", "tiles"]
Look = Literal[
    "class",
    "old",
    "none",
    "blank",
    "lacking",
    "not-applicable",
    "withheld",
    "not-now",
    "not-then",
    "part",
]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class LegendClass:
    """One step of the legend."""

    label: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class UnitPaint:
    """How one commune is drawn and read out."""

    code: str
    name: str
    cls: int | None
    """Index into the classes; ``None`` where there is no value, and with ``look`` "old" the class
    of the last one."""

    shown: str
    """The value as people read it: "62,5 %", "chưa báo cáo"."""

    flags: str = ""
    """Any of ``b`` border, ``r`` remote, ``s`` special difficulty."""

    look: Look | None = None
    """Where ``cls`` does not say it all: by itself a class is filled, and none is hatched."""

    faded: bool = False
    """Left out by a filter."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture of the province."""

    geometry: str
    """Name of the boundaries as their URL has it: ``<name>-<digest>``."""

    bounds: Bounds
    """West, south, east, north."""

    view: View
    classes: Sequence[LegendClass]
    units: Sequence[UnitPaint]
    selected: str | None
    title: str
    flags_shown: frozenset[str] = frozenset()
    flag_words: Mapping[str, str] = field(default_factory=dict)

    def codes(self) -> frozenset[str]:
        """The communes somebody can click."""
        return frozenset(unit.code for unit in self.units)
