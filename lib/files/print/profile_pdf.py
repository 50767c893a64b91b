"""A commune's profile on paper: A4, set by typst from tables of texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import typst

from lib.files.print.typst_fonts import ASSETS, fonts


@dataclass(frozen=True, kw_only=True)
class PrintedTable:
    """Texts by row; a row of one cell is a heading within the table."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    widths: Sequence[float] = ()
    """Parts of the width by column; equal when empty."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with its sentences and tables."""

    heading: str
    notes: Sequence[str] = ()
    tables: Sequence[PrintedTable] = ()
    quiet: Sequence[str] = ()
    """Small print below."""
    svg: str = ""
    alt: str = ""
    legend: Sequence[tuple[str, str]] = ()
    """Small drawings and what they stand for."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One headline figure."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, kw_only=True)
class PrintedProfile:
    """Everything that is printed, in the reader's words."""

    language: str
    author: str
    title: str
    period: str
    facts: Sequence[str]
    demo: str
    frozen: str = ""
    """Whose frozen figures these are; empty for those of now."""
    """The note of made-up data, or ""."""
    cards: Sequence[Card]
    sections: Sequence[Section]
    made: str
    page_of: Mapping[str, str]
    """How a page is numbered: the texts before, between and after the two numbers."""


def profile_pdf(profile: PrintedProfile) -> bytes:
    """The sheets as one PDF. Texts are set as text: none of them is read as markup."""
    made = typst.compile(
        (ASSETS / "profile.typ").read_bytes(),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"profile": json.dumps(asdict(profile), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made
