"""Slips that tell a commune or a team who comes when, with room for the answer; set by typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typst

from lib.files.print.typst_fonts import ASSETS, fonts


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One page."""

    name: str
    """Of the commune or the team."""
    facts: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Slips:
    """All pages, in the reader's words."""

    language: str
    title: str
    author: str
    demo: str
    made: str
    columns: Sequence[str]
    widths: Sequence[float]
    """Of the columns, in relation to each other."""
    choices: Sequence[str]
    """To be ticked by pen."""
    why: str
    """A line to be filled in."""
    signers: Sequence[str]
    slips: Sequence[Slip]


def slips_pdf(told: Slips) -> bytes:
    """The pages as one PDF."""
    made = typst.compile(
        (ASSETS / "coming.typ").read_bytes(),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"slips": json.dumps(asdict(told), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made
