"""The sender's own workbook given back with the faulty cells marked; everything else untouched.

An XLSX file is changed part by part: only the sheet that was read, its notes, the styles and the
list of sheets change, and every other part stays byte for byte. What cannot safely be given back as
it is (parts that reach outside, files of other kinds) is built anew from the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from lib.domain.marks import Listing, Mark
from lib.files.marked_anew import built_anew
from lib.files.marked_in_place import Unfit, marked_in_place
from lib.files.reading import read


def marked_workbook(
    content: bytes, *, sheet: str, marks: Sequence[Mark], listing: Listing, most_rows: int
) -> tuple[bytes, bool]:
    """The marked workbook, and whether it is the sender's own rather than built anew.

    ``sheet`` is the sheet that was read. Raises ``UnreadableFile`` when the bytes are no table.
    """
    if content.startswith(b"PK"):
        try:
            return marked_in_place(content, sheet=sheet, marks=marks, listing=listing), True
        except (Unfit, ParseError, DefusedXmlException, LookupError, ValueError):
            pass  # an unusual writer: the cells are still there
    sheets = read(content, most_rows=most_rows)
    return built_anew(sheets, sheet=sheet, marks=marks, listing=listing), False
