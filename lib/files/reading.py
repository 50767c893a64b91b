"""From bytes to sheets: CSV and workbooks, their type decided by content, never by name."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import is_normalized, normalize

from lib.domain.cells import Raw
from lib.domain.errors import UnreadableFile
from lib.domain.sheets import Sheet, Table
from lib.files import vni
from lib.files.archive import MOST_CELLS, Archive
from lib.files.as_shown import Looks, looks
from lib.files.compound import MAGIC, in_order
from lib.files.formulas import faults
from lib.files.large import LARGE, large_table
from lib.files.tcvn3 import decode, vietnamese, with_unicode

_ASIDE = Path(__file__).with_name("aside.py")
_PATIENCE_S = 120
# A document, a picture, a program, a web page: known by their first bytes.
_NOT_TABLES = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|MZ.\x00|\x7fELF|II\*\x00|Rar!|7z\xbc\xaf|\x1f\x8b|\{\\rtf"
    rb"|\s*(?i:<(?:!doctype|html|\?xml|!--|table|head|meta))",
    re.DOTALL,
)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""How programs keep Excel from eating the zero of a code: ="04045"."""
_NOTHING = re.compile(rb"[\x00\r\n\t \xef\xbb\xbf\xff\xfe]*")
_SEPARATORS = ";,\t|"
_ENOUGH = 200_000
"""Of a long text, so much tells how it is written."""


def read(content: bytes, *, most_rows: int = 200_000) -> list[Sheet]:
    """The sheets of a CSV, XLSX, XLS or ODS file.

    Raises ``UnreadableFile`` with the code of the sentence that tells why.
    """
    if _NOTHING.fullmatch(content):
        raise UnreadableFile("empty_file")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = Archive(content)
        failed, seen = faults(archive), looks(archive)
        sheets = [_marked(s, failed.get(s.name, {})) for s in _workbook(content, most_rows)]
        return [with_unicode(_as_shown(s, seen.get(s.name, Looks()))) for s in sheets]
    if content.startswith(MAGIC):
        known = in_order(content)
        sheets = _workbook(content, most_rows)
        known += [({}, Looks())] * len(sheets)
        pairs = zip(sheets, known, strict=False)
        return [with_unicode(_as_shown(_marked(s, f), look)) for s, (f, look) in pairs]
    if _NOT_TABLES.match(content):
        raise UnreadableFile("not_a_table")
    return [with_unicode(_csv(content, most_rows))]


def _marked(sheet: Sheet, failed: Mapping[tuple[int, int], str]) -> Sheet:
    """The sheet with what a failed formula shows, where its reader left a blank."""
    if not failed:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in failed.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = text
    return replace(sheet, rows=rows)


def _as_shown(sheet: Sheet, look: Looks) -> Sheet:
    """The sheet with its per cent as people see it, and what is hidden from them."""
    rows = [list(row) for row in sheet.rows]
    for row, column in look.percent:
        if row < len(rows) and column < len(rows[row]):
            cell = rows[row][column]
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                rows[row][column] = f"{round(cell * 100, 6):g}%".replace(".", ",")
    return replace(
        sheet,
        rows=rows if look.percent else sheet.rows,
        hidden_rows=frozenset(look.rows),
        hidden_columns=frozenset(look.columns),
    )


def _workbook(content: bytes, most_rows: int) -> list[Sheet]:
    """Opened in another process, see ``aside``."""
    command = [sys.executable, "-I", str(_ASIDE), str(most_rows), str(MOST_CELLS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no word of it from outside
            command, input=content, capture_output=True, timeout=_PATIENCE_S, check=True
        )
        answer = json.loads(done.stdout, object_hook=_day)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnreadableFile("broken_file") from error
    if "refused" in answer:
        raise UnreadableFile(answer["refused"], **answer["values"])
    return [
        Sheet(
            name=s["name"],
            rows=[[None if c == "" else c for c in row] for row in s["rows"]],
            hidden=s["hidden"],
            merges=tuple((a, b, c, d) for a, b, c, d in s["merges"]),
        )
        for s in answer["sheets"]
    ]


def _day(marked: dict[str, Any]) -> Any:
    """A day or a moment that ``aside`` wrote as marked text."""
    if "day" not in marked:
        return marked
    kind = datetime if marked["moment"] else date
    return kind.fromisoformat(marked["day"])


def _csv(content: bytes, most_rows: int) -> Sheet:
    if (table := _plain(content, most_rows)) is not None:
        return Sheet(name="CSV", rows=table)
    text = _text(content)
    separator = _separator(text[:_ENOUGH])
    if len(text) >= LARGE and (table := large_table(text.encode(), separator, most_rows=most_rows)):
        return Sheet(name="CSV", rows=table)
    rows: list[Sequence[Raw]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any("\n" in cell or "\r" in cell for cell in row):
                _check_quotes(row, separator)
            rows.append([_TEXT_FORMULA.sub(r"\1", c) if c[:2] == '="' else c for c in row])
            if len(rows) > most_rows:
                raise UnreadableFile("too_many_rows", rows=len(rows), most=most_rows)
    except csv.Error as error:
        raise UnreadableFile("broken_file") from error
    return Sheet(name="CSV", rows=rows)


def _plain(content: bytes, most_rows: int) -> Table | None:
    """A large file of UTF-8 as it lies, never all of it as text; ``None`` for any other."""
    if len(content) < LARGE or b"\x00" in content:
        return None
    content = content.removeprefix(BOM_UTF8)
    head = content[:_ENOUGH].decode("utf-8", "ignore")
    if not _looks_like_text(head):
        return None
    return large_table(content, _separator(head), most_rows=most_rows)


def _check_quotes(row: Sequence[str], separator: str) -> None:
    """A quotation mark that is never closed makes one cell of all the lines that follow."""
    lines = [line for cell in row for line in cell.splitlines()[1:]]
    if any(line.count(separator) >= max(2, len(row) // 2) for line in lines):
        raise UnreadableFile("broken_file")


def _text(content: bytes) -> str:
    """Text in NFC. A byte order mark decides; then UTF-8; then what makes words of our forms:
    Windows-1258, as Excel saves, or TCVN3, as the .VnTime fonts have it.
    """
    for text in _decoded(content):
        if _looks_like_text(text):
            return text if is_normalized("NFC", text) else normalize("NFC", text)
    raise UnreadableFile("not_a_table")


def _decoded(content: bytes) -> Iterator[str]:
    """The ways to read the bytes, the likeliest first."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    with suppress(UnicodeError):
        if wide or b"\x00" in content[:2000]:
            ascii_high = content[1:2000:2].count(0) > content[0:2000:2].count(0)
            bare = "utf-16-le" if ascii_high else "utf-16-be"
            yield content.decode("utf-16" if wide else bare)
        else:
            yield content.decode("utf-8-sig")
        return
    if not wide:
        ways = [decode(content), vni.read_anew(content.decode("cp1252", "replace"))]
        with suppress(UnicodeError):
            ways.insert(0, normalize("NFC", content.decode("cp1258")))
        yield from sorted(ways, key=lambda text: -vietnamese([text[:20_000]]))


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
