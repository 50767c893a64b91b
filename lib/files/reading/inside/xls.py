"""The old Excel format seen before it is read: passwords, areas, failed formulas, looks."""

from __future__ import annotations

import struct

import olefile  # type: ignore[import-untyped]

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.cells import NOT_CALCULATED
from lib.files.reading.inside.rich import Strings
from lib.files.reading.inside.seen import Seen
from lib.files.reading.inside.xls_looks import FONT, FORMAT, XF, Looks
from lib.files.reading.inside.xls_strings import CONTINUE, SST, strings_in

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_NAMES = ("Workbook", "Book")
_FILEPASS, _BOUNDSHEET, _BOF, _FORMULA, _BOOLERR, _MULRK, _MULBLANK = (
    0x2F, 0x85, 0x809, 0x06, 0x205, 0xBD, 0xBE,
)  # fmt: skip
_FILLED = {_FORMULA, _BOOLERR, _MULRK, 0xFD, 0x203, 0x204, 0x27E, 0xD6}
_ROW, _COLINFO, _DATEMODE, _LABELSST, _STRING, _DIMENSIONS = 0x208, 0x7D, 0x22, 0xFD, 0x207, 0x200
_NUMBERS = {_FORMULA, 0x203, 0x27E, _MULRK}
_BETWEEN = {0x4BC, 0x221, 0x236}
"""Shared formulas and the like may stand between a formula and the text it gives."""
_UNKNOWN = 0xFFFE
_DIMENSIONS_SIZE = 14
"""Excel 5 had shorter ones, and no such large sheets."""
_LARGE = 1_000_000
_GIVES_TEXT, _GIVES_ERROR, _GIVES_BLANK = 0, 2, 3
_RECALCID = 0x1C1
"""Written by a program that has calculated all formulas."""
_EMPTY_TEXT = b"\x17\x00\x00"
"""In a formula that may give it."""
_TO_CALCULATE = 2
"""Of a formula that is to be calculated when the file is opened."""
_OF_USE = {
    _FILEPASS, _BOUNDSHEET, _BOF, _ROW, _COLINFO, _DATEMODE, FONT, FORMAT, XF, SST, CONTINUE,
    _STRING, _RECALCID, _DIMENSIONS, *_BETWEEN, *_FILLED,
}  # fmt: skip
_HEAD = struct.Struct("<HH")
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def stream_of(content: bytes) -> bytes:
    """The stream of the workbook in its container.

    Raises ``UnreadableFile`` for what is no workbook or must not be opened.
    """
    if _ENCRYPTED in content or _MACROS in content:
        raise UnreadableFile("protected" if _ENCRYPTED in content else "macros")
    try:
        with olefile.OleFileIO(content) as container:
            name = next((n for n in _NAMES if container.exists(n)), "")
            if not name:
                raise UnreadableFile("not_a_table")
            if container.get_size(name) > len(content):
                raise UnreadableFile("broken_file")
            stream: bytes = container.openstream(name).read()
            return stream
    except (OSError, struct.error, LookupError, ValueError, RecursionError) as error:
        raise UnreadableFile("broken_file") from error


def looked_into(stream: bytes, most_rows: int) -> tuple[list[Seen], bytes]:
    """What is seen of every sheet, in the order in which the workbook names them; and the stream
    without cells that hold nothing but spaces.
    """
    try:
        return _sheets(stream, most_rows)
    except (struct.error, IndexError) as error:
        raise UnreadableFile("broken_file") from error


def _sheets(stream: bytes, most_rows: int) -> tuple[list[Seen], bytes]:
    book = _Book(most_rows)
    ghosts: list[int] = []
    place, end = 0, len(stream) - 4
    while place <= end:
        kind, size = _HEAD.unpack_from(stream, place)
        if kind in _OF_USE:
            body = stream[place + 4 : place + 4 + size]
            if book.is_ghost(kind, body):
                ghosts.append(place)
            else:
                book.take(kind, body, place)
        else:
            book.pass_by()
        place += 4 + size
    return list(book.sheets.values()), _without(ghosts, stream)


def _without(ghosts: list[int], stream: bytes) -> bytes:
    """The stream with these records under a name that no reader knows."""
    if not ghosts:
        return stream
    anew = bytearray(stream)
    for place in ghosts:
        _HEAD.pack_into(anew, place, _UNKNOWN, _HEAD.unpack_from(stream, place)[1])
    return bytes(anew)


class _Book:
    """The workbook as its records go by."""

    def __init__(self, most_rows: int) -> None:
        self.sheets: dict[int, Seen] = {}
        """By the place where each begins."""
        self._most_rows = most_rows
        self._seen = Seen()
        self._looks, self._strings = Looks(), Strings()
        self._table: list[bytes] = []
        """The shared texts, as long as their records follow one another."""
        self._since_1904 = self._calculated = False
        self._open: tuple[int, int] | None = None
        """A formula that gives a text, as long as the text has not come."""

    def take(self, kind: int, body: bytes, place: int) -> None:
        """The next record."""
        if kind == CONTINUE:
            if self._table:
                self._table.append(body)
            return
        self.pass_by(kind)
        if kind == SST:
            self._table = [body]
        elif kind == _FILEPASS:
            raise UnreadableFile("protected")
        elif kind == _BOUNDSHEET:
            self.sheets[struct.unpack_from("<I", body)[0]] = Seen()
        elif kind == _BOF:
            self._seen = self.sheets.get(place, Seen())
            self._seen.since_1904 = self._since_1904
        elif kind == _RECALCID:
            self._calculated = True
        elif kind == _DATEMODE:
            self._since_1904 = bool(body[:1].strip(b"\0"))
        elif kind in _FILLED:
            self._cell(kind, body)
        elif kind in (_ROW, _COLINFO):
            _hide(self._seen, kind, body)
        elif kind in (FONT, FORMAT, XF):
            self._looks.learn(kind, body)

    def pass_by(self, kind: int = 0) -> None:
        """Anything but more of the shared texts comes."""
        if self._table:
            self._strings, self._table = strings_in(self._table, self._looks), []
        if self._open and kind not in _BETWEEN:
            if kind != _STRING:
                self._seen.failed[self._open] = NOT_CALCULATED
            self._open = None

    def is_ghost(self, kind: int, body: bytes) -> bool:
        """Whether a record is a cell of nothing but spaces, or says that a sheet is very large:
        its reader would take room for it, though what stands there says how large it is.
        """
        if kind == _DIMENSIONS and len(body) >= _DIMENSIONS_SIZE:
            top, bottom, left, right = struct.unpack_from("<IIHH", body)
            return int((bottom - top) * (right - left)) > _LARGE
        if kind != _LABELSST:
            return False
        self.pass_by()
        return struct.unpack_from("<I", body, 6)[0] in self._strings.blank

    def _cell(self, kind: int, body: bytes) -> None:
        """The place and the looks of the cells of one record."""
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
        self._seen.reach(row, max(column, last), self._most_rows)
        if kind == _BOOLERR and body[7]:
            self._seen.failed[row, column] = _ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA:
            self._formula(row, column, body)
        elif kind == _LABELSST:
            self._text(row, column, struct.unpack_from("<I", body, 6)[0])
        if self._looks.numbers or self._looks.struck:
            self._look(kind, row, column, body=body)

    def _formula(self, row: int, column: int, body: bytes) -> None:
        """What it gives: an error, nothing yet, a text that follows."""
        if body[12:14] != b"\xff\xff":
            (number,) = struct.unpack_from("<d", body, 6)
            if number == 0 and body[14] & _TO_CALCULATE:
                self._seen.failed[row, column] = NOT_CALCULATED
        elif body[6] == _GIVES_ERROR:
            self._seen.failed[row, column] = _ERRORS.get(body[8], "#N/A")
        elif body[6] == _GIVES_TEXT:
            self._open = row, column
        elif body[6] == _GIVES_BLANK and not self._calculated and _EMPTY_TEXT not in body:
            self._seen.failed[row, column] = NOT_CALCULATED

    def _text(self, row: int, column: int, number: int) -> None:
        if number in self._strings.said:
            self._seen.said[row, column] = self._strings.said[number]
        if number in self._strings.struck:
            self._seen.strike(row, column)

    def _look(self, kind: int, row: int, column: int, *, body: bytes) -> None:
        places = range(4, len(body) - 2, 6) if kind == _MULRK else (4,)
        for at, place in enumerate(places):
            (number,) = struct.unpack_from("<H", body, place)
            if number in self._looks.struck:
                self._seen.strike(row, column + at)
            if kind in _NUMBERS and number in self._looks.numbers:
                self._seen.looks.append((row, column + at, self._looks.numbers[number]))


def _hide(seen: Seen, kind: int, body: bytes) -> None:
    if kind == _ROW:
        row, height, flags = struct.unpack_from("<H4xH4xH", body)
        if flags & 0x20 or not height & 0x7FFF:
            seen.hidden_rows.append((row, row))
        return
    first, last, width, _, flags = struct.unpack_from("<5H", body)
    if flags & 1 or not width:
        seen.hidden_columns.append((first, last))
