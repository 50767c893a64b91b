"""The cells of a text file: its letters, its separator, its lines."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import AnyStr
from unicodedata import is_normalized, normalize

import numpy as np

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, Table
from lib.files.reading import vni
from lib.files.reading.inside.seen import MOST_CELLS
from lib.files.reading.large_csv import LARGE, MOST_TEXT_COLUMNS, large_table
from lib.files.reading.tcvn3 import decode, vietnamese

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""How programs keep Excel from eating the zero of a code: ="04045"."""
_GREEK_MARK = "\u037e"
_SEPARATORS = ";,\t|"
_DAMAGE = "\ufffd"
"""Stands for bytes that are no letter."""
_MOSTLY = 5
"""UTF-8 that is damaged in places: of so many bytes beyond ASCII at most one is out of place. In
the old alphabets nearly all of them are.
"""
_MOST_DAMAGED = 1_000
_ASCII = bytes(range(128))
_SOME = 20_000
"""Bytes that tell one old alphabet from another."""
_ENOUGH = 200_000
"""Of a long text, so much tells how it is written."""


def text_sheet(content: bytes, most_rows: int) -> Sheet:
    """The one sheet of a CSV file. Raises ``UnreadableFile`` for what is no text of cells."""
    if (table := _plain(content, most_rows)) is not None:
        return Sheet(name="CSV", rows=table, damaged=_damaged_in(table))
    text = _text(content)
    rows = _rows(text, most_rows)
    return Sheet(name="CSV", rows=rows, damaged=_damaged_in(rows) if _DAMAGE in text else ())


def _rows(text: str, most_rows: int) -> Table | list[Sequence[Raw]]:
    if text.count("\n") > most_rows:
        text = text[: _end(text, " \t;,|\r\n", "\n")]
    separator = _separator(text[:_ENOUGH])
    if len(text) >= LARGE and (table := large_table(text.encode(), separator, most_rows=most_rows)):
        return table
    rows: list[Sequence[Raw]] = []
    cells = 0
    try:
        for row in csv.reader(_lines(text), delimiter=separator):
            if any("\n" in cell or "\r" in cell for cell in row):
                _check_quotes(row, separator)
            rows.append([_TEXT_FORMULA.sub(r"\1", c) if c[:2] == '="' else c for c in row])
            cells += len(row)
            if len(row) > MOST_TEXT_COLUMNS:
                columns = {"columns": len(row), "most": MOST_TEXT_COLUMNS}
                raise UnreadableFile("too_many_columns", **columns)
            if cells > MOST_CELLS:
                raise UnreadableFile("too_large_inside")
            if len(rows) > most_rows:
                raise UnreadableFile("too_many_rows", rows=len(rows), most=most_rows)
    except csv.Error as error:
        raise _unreadable(error, row=len(rows) + 1) from error
    return rows


def _damaged_in(rows: Table | list[Sequence[Raw]]) -> tuple[tuple[int, int], ...]:
    """The first cells with letters that could not be read."""
    found = (
        _damaged_in_columns(rows)
        if isinstance(rows, Table)
        else ((at, p) for at, row in enumerate(rows) for p, c in enumerate(row) if _is_damaged(c))
    )
    return tuple(sorted(islice(found, _MOST_DAMAGED)))


def _damaged_in_columns(table: Table) -> Iterator[tuple[int, int]]:
    for place, column in enumerate(table.columns):
        if _DAMAGE in "".join(map(str, column.cells[column.numbers :])):
            for row in np.flatnonzero(column.where(_is_damaged)):
                yield int(row), place


def _is_damaged(cell: Raw) -> bool:
    return isinstance(cell, str) and _DAMAGE in cell


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends. Python's own file of a text would take four bytes a letter."""
    return (match[0] for match in _LINE.finditer(text))


def _unreadable(error: csv.Error, *, row: int) -> UnreadableFile:
    """What a person is told; the reader knows no code for a cell that never ends, only a text."""
    if "field limit" in str(error):
        return UnreadableFile("line_too_long", row=row, most=csv.field_size_limit())
    return UnreadableFile("broken_file")


def _plain(content: bytes, most_rows: int) -> Table | None:
    """A large file of UTF-8 as it lies, never all of it as text; ``None`` for any other."""
    if len(content) < LARGE or b"\x00" in content:
        return None
    content = content.removeprefix(BOM_UTF8)
    head = content[:_ENOUGH].decode("utf-8", "ignore")
    if not _looks_like_text(head):
        return None
    try:
        return large_table(content, _separator(head), most_rows=most_rows)
    except UnreadableFile as refused:
        end = _end(content, b" \t;,|\r\n", b"\n")
        if refused.code != "too_many_rows" or end == len(content):
            raise
        return large_table(content[:end], _separator(head), most_rows=most_rows)


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
            return text if is_normalized("NFC", text) else _composed(text)
    raise UnreadableFile("not_a_table")


def _composed(text: str) -> str:
    """The text in NFC, but for the sign that would become a separator."""
    return _GREEK_MARK.join(normalize("NFC", part) for part in text.split(_GREEK_MARK))


def _end(content: AnyStr, blank: AnyStr, line_end: AnyStr) -> int:
    """Where the last line ends in which anything but separators and spaces stands: programs write
    such lines for every row that ever had a border.
    """
    last = len(content.rstrip(blank))
    return content.find(line_end, last) + 1 or len(content)


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
        with_damage = content.decode("utf-8-sig", "replace")
        if with_damage.count(_DAMAGE) * _MOSTLY <= len(content.translate(None, _ASCII)):
            yield with_damage
        for way in sorted(_WAYS, key=lambda way: -vietnamese([way(content[:_SOME])])):
            yield way(content)


def _windows(content: bytes) -> str:
    try:
        return normalize("NFC", content.decode("cp1258"))
    except UnicodeError:
        return "\x00"


def _vni(content: bytes) -> str:
    return vni.read_anew(content.decode("cp1252", "replace"))


_WAYS: tuple[Callable[[bytes], str], ...] = (_windows, decode, _vni)


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
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        except csv.Error:  # under this one; whoever reads all of it tells what is wrong
            return (0, 0)
        several = {w: n for w, n in widths.items() if w > 1}
        if not several:
            return (0, 0)
        width, count = max(several.items(), key=lambda item: (item[1], item[0]))
        return (count * 10 // max(1, len(lines)), width)

    return max(_SEPARATORS, key=regularity)
