"""From bytes to sheets: CSV and workbooks, read aside with limits of time and memory."""

from __future__ import annotations

from lib.aside.asking import Aside
from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.worksheet import Sheet
from lib.files.reading.table_parcel import unpacked

ASIDE = Aside("lib.files.works")
"""Children that look inside files."""
_NOTHING = b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"


def read(content: bytes, *, most_rows: int = 200_000) -> list[Sheet]:
    """The sheets of a CSV, XLSX, XLS or ODS file.

    Raises ``UnreadableFile`` with the code of the sentence that tells why.
    """
    if not content.strip(_NOTHING):
        raise UnreadableFile("empty_file")
    return unpacked(*ASIDE.ask("read_tables", content, most_rows=most_rows))
