"""What a child is asked to do with a file: each function takes bytes and gives plain answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from lib.aside.parcel import Block
from lib.domain.intake.marks import Listing, Mark
from lib.domain.problems import Severity
from lib.files.marking.in_place import Unfit, marked_in_place
from lib.files.marking.rebuilt import built_anew
from lib.files.reading.inside.tables import tables
from lib.files.reading.table_parcel import packed


def read_tables(content: bytes, *, most_rows: int) -> tuple[list[dict[str, Any]], list[Block]]:
    """The sheets, packed."""
    return packed(tables(content, most_rows))


def mark(
    content: bytes,
    *,
    sheet: str,
    marks: Sequence[Mapping[str, Any]],
    listing: Mapping[str, Any],
    most_rows: int,
) -> tuple[bool, list[bytes]]:
    """Whether the workbook is the sender's own, and the workbook: see ``marked_workbook``."""
    found = [Mark(**{**each, "severity": Severity(each["severity"])}) for each in marks]
    listed = Listing(**listing)
    if content.startswith(b"PK"):
        try:
            return True, [marked_in_place(content, sheet=sheet, marks=found, listing=listed)]
        except (Unfit, ParseError, DefusedXmlException, LookupError, ValueError, MemoryError):
            pass  # an unusual writer, or a very large sheet: the cells are still there
    sheets = tables(content, most_rows)
    return False, [built_anew(sheets, sheet=sheet, marks=found, listing=listed)]
