"""The map as a sheet of paper: title, map, legend, source and notes, set by typst as vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import typst

from lib.files.print.typst_fonts import ASSETS, fonts

Paper = Literal["a4", "a3"]
Form = Literal["pdf", "png"]

_PNG_DOTS_PER_INCH = 170.0


@dataclass(frozen=True)
class LegendLine:
    """A colour and what it stands for; without one the pattern of ``look``."""

    colour: str | None
    label: str
    count: str
    look: str = "none"
    """What the map draws where a commune has no class: see ``lib.maps.scene.Look``."""


@dataclass(frozen=True)
class SignLine:
    """A sign of the map, by the name of its flag."""

    kind: str
    label: str


@dataclass(frozen=True, kw_only=True)
class MapSheet:
    """Everything that is printed, in the reader's words."""

    language: str
    title: str
    author: str
    before: str
    """The sentence up to its value."""
    value: str
    after: str
    svg: str
    alt: str
    """The map in words, for those who cannot see it."""
    name: str
    rule: str
    legend: Sequence[LegendLine]
    signs: Sequence[SignLine]
    demo: str
    """The note of made-up data, or ""."""
    frozen: str = ""
    """Name and moment of the freeze that is shown, or ""."""
    notes: Sequence[str]
    """Such as that the boundaries are schematic."""
    source: str
    made: str


def map_sheet(sheet: MapSheet, *, paper: Paper = "a4", form: Form = "pdf") -> bytes:
    """One landscape page: a PDF of vectors and text, or a PNG drawn from the same."""
    data = json.dumps({**asdict(sheet), "paper": paper}, ensure_ascii=False)
    made = typst.compile(
        (ASSETS / "map.typ").read_bytes(),
        font_paths=fonts(),
        format=form,
        ppi=_PNG_DOTS_PER_INCH if form == "png" else None,
        sys_inputs={"sheet": data},
    )
    if not isinstance(made, bytes):
        raise TypeError("one page was expected")
    return made
