"""From bytes to sheets: CSV and workbooks, their type decided by content, never by name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from unicodedata import normalize

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from lib.domain.cells import Raw
from lib.domain.errors import UnreadableFile
from lib.domain.sheets import Sheet
from lib.files.archive import MOST_CELLS, Archive
from lib.files.formulas import faults

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
# A document, a picture, a program, a web page: known by their first bytes.
_NOT_TABLES = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|MZ.\x00|\x7fELF|II\*\x00|Rar!|7z\xbc\xaf|\x1f\x8b|\{\\rtf"
    rb"|\s*(?i:<(?:!doctype|html|\?xml|!--|table|head|meta))",
    re.DOTALL,
)
_SEPARATORS = ";,\t|"


def read(content: bytes, *, most_rows: int = 200_000) -> list[Sheet]:
    """The sheets of a CSV, XLSX, XLS or ODS file.

    Raises ``UnreadableFile`` with the code of the sentence that tells why.
    """
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("empty_file")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        failed = faults(Archive(content))
        return [_marked(s, failed.get(s.name, {})) for s in _workbook(content, most_rows)]
    if content.startswith(_OLE):
        if _ENCRYPTED in content or _MACROS in content:
            raise UnreadableFile("protected" if _ENCRYPTED in content else "macros")
        return _workbook(content, most_rows)
    if _NOT_TABLES.match(content):
        raise UnreadableFile("not_a_table")
    return [_csv(content, most_rows)]


def _marked(sheet: Sheet, failed: Mapping[tuple[int, int], str]) -> Sheet:
    """The sheet with what a failed formula shows, where its reader left a blank."""
    if not failed:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in failed.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = text
    return replace(sheet, rows=rows)


def _workbook(content: bytes, most_rows: int) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            visible = {m.name: m.visible for m in book.sheets_metadata}
            return [
                _sheet(book, name, most_rows, hidden=visible[name] != SheetVisibleEnum.Visible)
                for name in book.sheet_names
            ]
    except UnreadableFile:
        raise
    except Exception as error:
        # The reader's own faults are many and English; the person needs one calm sentence.
        protected = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise UnreadableFile("protected" if protected else "broken_file") from error


def _sheet(book: CalamineWorkbook, name: str, most_rows: int, *, hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > most_rows:
        raise UnreadableFile("too_many_rows", rows=sheet.total_height, most=most_rows)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise UnreadableFile("too_large_inside")
    rows = [[_cell(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    return Sheet(name=name, rows=rows, hidden=hidden, merges=merges)


def _cell(value: object) -> Raw:
    if value == "":
        return None
    if isinstance(value, str | int | float | datetime | date):
        return value
    return str(value)


def _csv(content: bytes, most_rows: int) -> Sheet:
    text = _text(content)
    separator = _separator(text)
    rows: list[Sequence[Raw]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any("\n" in cell or "\r" in cell for cell in row):
                _check_quotes(row, separator)
            rows.append(row)
            if len(rows) > most_rows:
                raise UnreadableFile("too_many_rows", rows=len(rows), most=most_rows)
    except csv.Error as error:
        raise UnreadableFile("broken_file") from error
    return Sheet(name="CSV", rows=rows)


def _check_quotes(row: Sequence[str], separator: str) -> None:
    """A quotation mark that is never closed makes one cell of all the lines that follow."""
    lines = [line for cell in row for line in cell.splitlines()[1:]]
    if any(line.count(separator) >= max(2, len(row) // 2) for line in lines):
        raise UnreadableFile("broken_file")


def _text(content: bytes) -> str:
    """Text in NFC. A byte order mark decides; then UTF-8; then Windows-1258, as Excel saves."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content[:2000]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    for name in (encoding, "cp1258") if encoding == "utf-8-sig" else (encoding,):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if _looks_like_text(text):
            return normalize("NFC", text)
    raise UnreadableFile("not_a_table")


def _looks_like_text(text: str) -> bool:
    """Hardly a control character, no NUL, and letters of our part of the world."""
    head = text[:4000]
    controls = sum(c < " " and c not in "\r\n\t" for c in head)
    far = sum(c > "\u20ff" for c in head)
    return "\x00" not in text and controls <= len(head) // 200 and far <= len(head) // 20


def _separator(text: str) -> str:
    """The separator under which most lines fall into the same number of many cells.

    Headers contain commas and decimals are written with one, so a count alone is not enough.
    """
    lines = text.splitlines()[:200]

    def regularity(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        several = {w: n for w, n in widths.items() if w > 1}
        if not several:
            return (0, 0)
        width, count = max(several.items(), key=lambda item: (item[1], item[0]))
        return (count * 10 // max(1, len(lines)), width)

    try:
        return max(_SEPARATORS, key=regularity)
    except csv.Error as error:
        raise UnreadableFile("broken_file") from error
