"""What one still map shows: values, colours and words, for pages without scripts and paper."""

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


@dataclass(frozen=True, kw_only=True)
class UnitPaint:
    """How one commune is drawn and read out."""

    code: str
    name: str
    cls: int | None
    """Index into the colours; ``None`` where there is no value, and with ``look`` "old" the class
    of the last one."""

    shown: str
    """The value as people read it: "62,5 %", "chưa báo cáo"."""

    doubt: str = ""
    """That the value is probably an error."""

    flags: str = ""
    """Any of ``b`` border, ``r`` remote, ``s`` special difficulty."""

    look: Look | None = None
    """Where ``cls`` does not say it all: by itself a class is filled, and none is hatched."""

    faded: bool = False
    """Left out by a filter."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture of the province."""

    view: View
    colours: Sequence[str]
    """By class."""

    units: Sequence[UnitPaint]
    selected: str | None
    title: str
    flags_shown: frozenset[str] = frozenset()
    flag_words: Mapping[str, str] = field(default_factory=dict)
