"""The shared texts of the old Excel format: a table cut into records of 8.224 bytes."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from lib.files.reading.inside.rich import Runs, Strings
from lib.files.reading.inside.xls_looks import Looks

SST, CONTINUE = 0xFC, 0x3C
_WIDE, _FAR_EAST, _RICH = 1, 4, 8


def strings_in(records: Sequence[bytes], looks: Looks) -> Strings:
    """What is remarkable in the table, given the record and those that continue it."""
    strings, reader = Strings(), _Reader(records)
    (count,) = struct.unpack("<4xI", reader.take(8))
    for at in range(count):
        try:
            text, fonts = _text(reader)
        except struct.error:
            break  # fewer than it says
        if not text.strip():
            strings.blank.add(at)
        if fonts and (runs := _runs(text, fonts, looks)):
            if runs.set_apart:
                strings.said[at] = runs.text
            if runs.struck:
                strings.struck.add(at)
    return strings


def _text(reader: _Reader) -> tuple[str, list[tuple[int, int]]]:
    """The next text, and where which of its fonts begin."""
    count, flags = struct.unpack("<HB", reader.take(3))
    fonts = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
    more = struct.unpack("<I", reader.take(4))[0] if flags & _FAR_EAST else 0
    text = reader.letters(count, wide=bool(flags & _WIDE))
    begins = [struct.unpack("<HH", reader.take(4)) for _ in range(fonts)]
    reader.take(more)
    return text, [(int(place), int(font)) for place, font in begins]


def _runs(text: str, fonts: list[tuple[int, int]], looks: Looks) -> Runs | None:
    """The text run by run; none where none of its fonts is remarkable."""
    if not any(font in looks.heights or font in looks.struck_fonts for _, font in fonts):
        return None
    runs = Runs()
    ends = [*(place for place, _ in fonts[1:]), len(text)]
    runs.hear(text[: fonts[0][0]])
    for (start, font), end in zip(fonts, ends, strict=True):
        runs.raise_next(looks.heights.get(font, ""))
        runs.struck |= font in looks.struck_fonts
        runs.hear(text[start:end])
    return runs


class _Reader:
    """Bytes that go on from record to record. ``struct.error`` where there are no more."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records, self._record, self._place = records, 0, 0

    def _left(self) -> int:
        while self._record < len(self._records):
            if left := len(self._records[self._record]) - self._place:
                return left
            self._record, self._place = self._record + 1, 0
        return 0

    def take(self, count: int) -> bytes:
        """So many bytes."""
        taken = []
        while count:
            left = min(self._left(), count)
            if not left:
                raise struct.error("no more")
            here = self._records[self._record]
            taken.append(here[self._place : self._place + left])
            self._place, count = self._place + left, count - left
        return b"".join(taken)

    def letters(self, count: int, *, wide: bool) -> str:
        """So many letters; where a record ends among them, the next says anew how wide they are."""
        taken, first = [], self._record
        while count:
            if not self._left():
                raise struct.error("no more")
            if self._place == 0 and self._record > first:
                wide = bool(self.take(1)[0] & _WIDE)
            size = 2 if wide else 1
            here = min(self._left() // size, count)
            if not here:
                raise struct.error("half a letter")
            taken.append(
                self.take(here * size).decode("utf-16-le" if wide else "latin-1", "replace")
            )
            count -= here
        return "".join(taken)
