"""The old Excel format seen before it is read: passwords, areas, failed formulas, looks."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import olefile  # type: ignore[import-untyped]

from lib.domain.errors import UnreadableFile
from lib.files.inside.seen import Seen

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_NAMES = ("Workbook", "Book")
_FILEPASS, _BOUNDSHEET, _BOF, _FORMULA, _BOOLERR, _MULRK, _MULBLANK = (
    0x2F, 0x85, 0x809, 0x06, 0x205, 0xBD, 0xBE,
)  # fmt: skip
_FILLED = {_FORMULA, _BOOLERR, _MULRK, 0xFD, 0x203, 0x204, 0x27E, 0xD6}
_ROW, _COLINFO, _FORMAT, _XF = 0x208, 0x7D, 0x41E, 0xE0
_NUMBERS = {_FORMULA, 0x203, 0x27E}
_OF_USE = {_FILEPASS, _BOUNDSHEET, _BOF, _ROW, _COLINFO, _FORMAT, _XF, *_FILLED}
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


def sheets_seen(stream: bytes, most_rows: int) -> list[Seen]:
    """What is seen of every sheet, in the order in which the workbook names them."""
    try:
        return _sheets(stream, most_rows)
    except (struct.error, IndexError) as error:
        raise UnreadableFile("broken_file") from error


def _sheets(stream: bytes, most_rows: int) -> list[Seen]:
    by_offset: dict[int, Seen] = {}
    current = Seen()
    styles = _Styles()
    place, end = 0, len(stream) - 4
    while place <= end:
        kind, size = _HEAD.unpack_from(stream, place)
        if kind in _OF_USE:
            body = stream[place + 4 : place + 4 + size]
            if kind == _FILEPASS:
                raise UnreadableFile("protected")
            if kind == _BOUNDSHEET:
                by_offset[struct.unpack_from("<I", body)[0]] = Seen()
            elif kind == _BOF:
                current = by_offset.get(place, Seen())
            elif kind in _FILLED:
                _take(current, kind, body, styles, most_rows)
            elif kind in (_ROW, _COLINFO):
                _hide(current, kind, body)
            else:
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


def _take(seen: Seen, kind: int, body: bytes, styles: _Styles, most_rows: int) -> None:
    """The place and the looks of the cells of one record."""
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
    seen.reach(row, max(column, last), most_rows)
    if kind == _BOOLERR and body[7]:
        seen.failed[row, column] = _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        seen.failed[row, column] = _ERRORS.get(body[8], "#N/A")
    if styles.percent:
        for at in _percent(kind, body, styles):
            seen.percent.append((row, column + at, row, column + at))


def _percent(kind: int, body: bytes, styles: _Styles) -> list[int]:
    """Which of the cells of a record show per cent."""
    if kind == _MULRK:
        shown = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]
    else:
        shown = [*struct.unpack_from("<H", body, 4)] if kind in _NUMBERS else []
    return [at for at, look in enumerate(shown) if look in styles.percent]


def _hide(seen: Seen, kind: int, body: bytes) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", body, 12)[0] & 0x20:
            (row,) = struct.unpack_from("<H", body)
            seen.hidden_rows.append((row, row))
        return
    first, last = struct.unpack_from("<HH", body)
    if struct.unpack_from("<H", body, 8)[0] & 1:
        seen.hidden_columns.append((first, last))
