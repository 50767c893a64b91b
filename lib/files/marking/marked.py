"""The sender's own workbook given back with the faulty cells marked; everything else untouched.

An XLSX file is changed part by part: only the sheet that was read, its notes, the styles and the
list of sheets change, and every other part stays byte for byte. What cannot safely be given back as
it is (parts that reach outside, files of other kinds) is built anew from the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from lib.domain.intake.marks import Listing, Mark
from lib.files.reading.reader import ASIDE


def marked_workbook(
    content: bytes, *, sheet: str, marks: Sequence[Mark], listing: Listing, most_rows: int
) -> tuple[bytes, bool]:
    """The marked workbook, and whether it is the sender's own rather than built anew.

    ``sheet`` is the sheet that was read. Raises ``UnreadableFile`` when the bytes are no table.
    """
    own, (made,) = ASIDE.ask(
        "mark",
        content,
        sheet=sheet,
        marks=[asdict(mark) for mark in marks],
        listing=asdict(listing),
        most_rows=most_rows,
    )
    return bytes(made), own
