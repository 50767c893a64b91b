"""From bytes to sheets: CSV and workbooks, their type decided by content, never by name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from unicodedata import normalize

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from lib.domain.cells import Raw
from lib.domain.errors import UnreadableFile
from lib.domain.sheets import Sheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED_BYTES = 400 * 1024 * 1024
_MOST_PACKING = 300
_SEPARATORS = ";,\t|"


def read(content: bytes, *, most_rows: int = 200_000) -> list[Sheet]:
    """The sheets of a CSV, XLSX, XLS or ODS file.

    Raises ``UnreadableFile`` with the code of the sentence that tells why.
    """
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile("empty_file")
    if content.startswith(b"PK"):
        _check_archive(content)
        return _workbook(content, most_rows)
    if content.startswith(_OLE):
        return _workbook(content, most_rows)
    return [_csv(content, most_rows)]


def _check_archive(content: bytes) -> None:
    """Refuses what is not a workbook, hides macros or would unpack to too much."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile("broken_file") from error
    unpacked = sum(m.file_size for m in members)
    packed = max(1, sum(m.compress_size for m in members))
    if unpacked > _MOST_UNPACKED_BYTES or (unpacked > 50e6 and unpacked / packed > _MOST_PACKING):
        raise UnreadableFile("too_large_inside")
    names = {m.filename.lower() for m in members}
    if any(n.endswith("vbaproject.bin") for n in names):
        raise UnreadableFile("macros")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise UnreadableFile("not_a_table")


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
            rows.append(row)
            if len(rows) > most_rows:
                raise UnreadableFile("too_many_rows", rows=len(rows), most=most_rows)
    except csv.Error as error:
        raise UnreadableFile("broken_file") from error
    return Sheet(name="CSV", rows=rows)


def _text(content: bytes) -> str:
    """Text in NFC. A byte order mark decides; then UTF-8; then Windows-1258, as Excel saves."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content[:2000]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    for name in (encoding, "cp1258"):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if _looks_like_text(text):
            return normalize("NFC", text)
    raise UnreadableFile("not_a_table")


def _looks_like_text(text: str) -> bool:
    head = text[:4000]
    controls = sum(c < " " and c not in "\r\n\t" for c in head)
    return controls <= len(head) // 200


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
