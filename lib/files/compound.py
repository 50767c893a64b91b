"""The old Excel format looked at before it is opened: passwords, areas, failed formulas."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lib.domain.errors import UnreadableFile
from lib.files.archive import MOST_CELLS
from lib.files.as_shown import Looks

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_LAST_SECTOR = 0xFFFFFFF8
_FILEPASS, _BOUNDSHEET, _BOF, _FORMULA, _BOOLERR, _MULRK, _MULBLANK = (
    0x2F, 0x85, 0x809, 0x06, 0x205, 0xBD, 0xBE,
)  # fmt: skip
_CELLS = {_FORMULA, _BOOLERR, _MULRK, _MULBLANK, 0xFD, 0x203, 0x204, 0x27E, 0xD6, 0x201}
_ROW, _COLINFO, _FORMAT, _XF = 0x208, 0x7D, 0x41E, 0xE0
_NUMBERS = {_FORMULA, 0x203, 0x27E}
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass
class _Sheet:
    rows: int = 0
    columns: int = 0
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)


def in_order(content: bytes) -> list[tuple[dict[tuple[int, int], str], Looks]]:
    """What failed formulas show, by (row, column) from 0, and the looks of every sheet.

    Raises ``UnreadableFile`` for what is no workbook or must not be opened.
    """
    if _ENCRYPTED in content or _MACROS in content:
        raise UnreadableFile("protected" if _ENCRYPTED in content else "macros")
    try:
        sheets = _sheets(_Compound(content).workbook())
        return [(sheet.failed, sheet.looks) for sheet in sheets]
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnreadableFile("broken_file") from error


class _Compound:
    """A file of files in sectors, as Microsoft's [MS-CFB] describes it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        self._size = 1 << shift if shift in (9, 12) else 512
        self._directory_start, self._cutoff, mini_start = struct.unpack_from("<I4xII", content, 48)
        self._table = self._allocation()
        self._mini_table = _numbers(b"".join(self._chain(mini_start)))

    def workbook(self) -> bytes:
        """The stream that holds the sheets."""
        directory = b"".join(self._chain(self._directory_start))
        entries = [directory[i : i + 128] for i in range(0, len(directory), 128)]
        for entry in entries:
            name = entry[: max(0, entry[64] - 2)].decode("utf-16-le")
            if name.casefold() in ("workbook", "book"):
                start, size = struct.unpack_from("<II", entry, 116)
                return self._stream(start, size, entries[0])
        raise UnreadableFile("not_a_table")

    def _stream(self, start: int, size: int, root: bytes) -> bytes:
        if size >= self._cutoff:
            return b"".join(self._chain(start))[:size]
        (root_start,) = struct.unpack_from("<I", root, 116)
        small = b"".join(self._chain(root_start))
        places = _follow(start, self._mini_table)
        return b"".join(small[p * 64 : p * 64 + 64] for p in places)[:size]

    def _allocation(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        (following,) = struct.unpack_from("<I", self._content, 68)
        seen = 0
        while following < _LAST_SECTOR and seen < len(self._content) // self._size:
            more = _numbers(self._sector(following))
            sectors, following, seen = sectors + more[:-1], more[-1], seen + 1
        return _numbers(b"".join(self._sector(s) for s in sectors if s < _LAST_SECTOR))

    def _chain(self, start: int) -> Iterator[bytes]:
        yield from map(self._sector, _follow(start, self._table))

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _follow(start: int, table: list[int]) -> Iterator[int]:
    """The places of a chain; one that turns in a circle breaks off with ``IndexError``."""
    for _ in range(len(table)):
        if start >= _LAST_SECTOR:
            return
        yield start
        start = table[start]
    if start < _LAST_SECTOR:
        raise IndexError(start)


def _sheets(stream: bytes) -> list[_Sheet]:
    """Every sheet, in the order in which the workbook names them."""
    by_offset: dict[int, _Sheet] = {}
    current = _Sheet()
    styles = _Styles()
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        if kind == _FILEPASS:
            raise UnreadableFile("protected")
        if kind == _BOUNDSHEET:
            by_offset[struct.unpack_from("<I", body)[0]] = _Sheet()
        elif kind == _BOF:
            current = by_offset.get(place, _Sheet())
        elif kind in _CELLS:
            _take(current, kind, body)
            _look(current.looks, kind, body, styles)
        elif kind in (_ROW, _COLINFO):
            _hide(current.looks, kind, body)
        elif kind in (_FORMAT, _XF):
            styles.learn(kind, body)
        place += 4 + size
    return list(by_offset.values())


@dataclass
class _Styles:
    """Which looks of cells show per cent."""

    formats: set[int] = field(default_factory=lambda: {9, 10})
    count: int = 0
    percent: set[int] = field(default_factory=set)

    def learn(self, kind: int, body: bytes) -> None:
        """Takes in a number format, or the next look."""
        (number,) = struct.unpack_from("<H", body, 2 if kind == _XF else 0)
        if kind == _FORMAT and b"%" in body[4:]:
            self.formats.add(number)
        elif kind == _XF:
            if number in self.formats:
                self.percent.add(self.count)
            self.count += 1


def _look(looks: Looks, kind: int, body: bytes, styles: _Styles) -> None:
    """Notes the cells of a record that show per cent."""
    row, first = struct.unpack_from("<HH", body)
    if kind == _MULRK:
        shown = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]
    else:
        shown = [*struct.unpack_from("<H", body, 4)] if kind in _NUMBERS else []
    looks.percent |= {(row, first + at) for at, xf in enumerate(shown) if xf in styles.percent}


def _hide(looks: Looks, kind: int, body: bytes) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", body, 12)[0] & 0x20:
            looks.rows.add(struct.unpack_from("<H", body)[0])
        return
    first, last = struct.unpack_from("<HH", body)
    if struct.unpack_from("<H", body, 8)[0] & 1:
        looks.columns |= set(range(first, last + 1))


def _take(sheet: _Sheet, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in (_MULRK, _MULBLANK) else 0
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1, last + 1)
    if sheet.rows * sheet.columns > 2 * MOST_CELLS:
        raise UnreadableFile("too_large_inside")
    if kind == _BOOLERR and body[7]:
        sheet.failed[row, column] = _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        sheet.failed[row, column] = _ERRORS.get(body[8], "#N/A")
