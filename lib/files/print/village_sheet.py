"""Sheets to be filled in by pen, one village a page of A4, set by typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typst

from lib.files.print.typst_fonts import ASSETS, fonts


@dataclass(frozen=True)
class PenField:
    """One box; ``given`` is what is known already."""

    name: str
    unit: str = ""
    given: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class VillageSheet:
    """One page."""

    village: str
    commune: str
    facts: Sequence[str]
    fields: Sequence[PenField]


@dataclass(frozen=True, kw_only=True)
class VillageSheets:
    """All pages, in the reader's words."""

    language: str
    title: str
    author: str
    demo: str
    made: str
    signers: Sequence[str]
    sheets: Sequence[VillageSheet]


def village_pdf(told: VillageSheets) -> bytes:
    """The pages as one PDF."""
    made = typst.compile(
        (ASSETS / "village.typ").read_bytes(),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"sheets": json.dumps(asdict(told), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made
