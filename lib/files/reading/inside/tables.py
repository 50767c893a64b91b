"""From the bytes of a table to its sheets, its type decided by content, never by name."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.worksheet import Sheet, Table
from lib.files.reading.archive import Archive
from lib.files.reading.inside import ods, xls, xlsx
from lib.files.reading.inside.container import container_of
from lib.files.reading.inside.delimited import text_sheet
from lib.files.reading.inside.seen import MOST_CELLS
from lib.files.reading.inside.values import FEW_CELLS, in_columns, sheets_of
from lib.files.reading.tcvn3 import with_unicode
from lib.files.reading.xlsx_parts import BOOK

# A document, a picture, a program, a web page: known by their first bytes.
_NOT_TABLES = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|MZ.\x00|\x7fELF|II\*\x00|Rar!|7z\xbc\xaf|\x1f\x8b|\{\\rtf"
    rb"|\s*(?i:<(?:!doctype|html|\?xml|!--|table|head|meta))",
    re.DOTALL,
)


def tables(content: bytes, most_rows: int) -> list[Sheet]:
    """The sheets of a CSV, XLSX, XLS or ODS file.

    Raises ``UnreadableFile`` with the code of the sentence that tells why.
    """
    return [_light(with_unicode(sheet)) for sheet in _as_they_are(content, most_rows)]


def _light(sheet: Sheet) -> Sheet:
    """A large sheet as columns, however it was read."""
    if isinstance(sheet.rows, Table) or sum(map(len, sheet.rows)) <= FEW_CELLS:
        return sheet
    width = max(map(len, sheet.rows))
    if len(sheet.rows) * width > MOST_CELLS:
        raise UnreadableFile("too_large_inside")
    return replace(sheet, rows=in_columns(sheet.rows, width))


def _as_they_are(content: bytes, most_rows: int) -> list[Sheet]:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = Archive(content)
        if ods.BOOK in archive.names and BOOK not in archive.names:
            return ods.sheets_in(archive, most_rows)
        looked, anew = xlsx.looked_into(archive, most_rows)
        return sheets_of(anew or content, looked, most_rows)
    if content.startswith(xls.MAGIC):
        seen, stream = xls.looked_into(xls.stream_of(content), most_rows)
        return sheets_of(container_of(stream, "Workbook"), seen, most_rows)
    if _NOT_TABLES.match(content):
        raise UnreadableFile("not_a_table")
    return [text_sheet(content, most_rows)]
