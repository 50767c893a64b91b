"""By which signs a row is known: a total, a signature, a numbering, a heading, a figure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from lib.domain.intake.cells.cells import CLEANERS, LONGEST_NAME, clean_date
from lib.domain.intake.cells.raw import Raw, shown
from lib.domain.places.names import plain_name
from lib.domain.templates.kinds import NUMBERS, Kind
from lib.text import fold, kept_for_short

_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tổng|cộng|toàn tỉnh|toàn xã|cộng tổng)"
    r"(\s(toàn|các|của)?\s?(xã|phường|huyện|tỉnh|khu vực|cụm|vùng)\b.*)?[\s:.]*(\(.*\))?"
    r"|tổng cộng\b.*|(tổng|cộng|tổng số)\s*[:(].*"
)
_DISTRICT = re.compile(r"(huyện|thị xã|tx\.)\s.+|(thành phố|tp\.)\s(sơn la|son la)\b.*")
"""A former district among communes is a heading or a subtotal of its communes; another city is a
place of another province."""
_COMMUNE = re.compile(r"(xã|phường)\s.+")
_SIGNATURE = re.compile(
    r"(người lập|thủ trưởng|chủ tịch|phó chủ tịch|nơi nhận|ký tên|\(ký|t/m|tm\.|kt\.|xác nhận"
    r"|(\(?\*++\)?\s*)?(ghi chú|lưu ý|nguồn)\b|\(\*++\)"
    # "Sơn La, ngày … tháng … năm …": looked for near the start, each word where it first comes.
    r"|(?:.{0,300},\s?)?ngày\s(?:(?!tháng\s).){0,80}+tháng\s(?:(?!năm).){0,80}+năm)"
)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-i])\)?(?:\s*=.*)?")
_FIGURE = re.compile(r"\s*+[+-]?\d[\d\s.,]*+(?:%\s*+)?\*?$")
_WITH_UNIT = re.compile(r"\s*+\d[\d.,]{0,15}+\s++[^\W\d_]{1,12}+(?:/[^\W\d_]{1,6}+)?\s*+$")
"""A figure with one word for its unit: "19 thôn", "02 đ/c"."""

BEGINNING = 1000


def holds_number(row: Sequence[Raw], figures: list[tuple[int, Kind]]) -> bool:
    """Whether a row holds a number: below the last report, one without is a note."""
    return any(has_figure(cell_at(row, p), kind) for p, kind in figures if kind in NUMBERS)


def is_named(row: Sequence[Raw], names: list[int]) -> bool:
    """Whether one of the cells that name the row's unit holds a name."""
    return any(is_name(cell_at(row, p)) for p in names)


def is_name(cell: Raw) -> bool:
    """Whether a cell names something: neither blank nor a total nor a signature."""
    if isinstance(cell, str):
        return not is_blank(cell) and not says_total(cell) and not _says_signature(cell)
    return cell is not None


def is_blank(cell: Raw) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and (not cell or not fold(cell[:BEGINNING])))


def cell_at(row: Sequence[Raw], position: int) -> Raw:
    """The cell at a place; ``None`` beyond the end of the row."""
    return row[position] if position < len(row) else None


def says_commune(cell: Raw) -> bool:
    """Whether a cell holds the name of a commune with its kind ("Xã …")."""
    if not isinstance(cell, str) or len(cell) > LONGEST_NAME:
        return False
    return bool(_COMMUNE.fullmatch(plain_name(cell)))


def says_district(cell: Raw) -> bool:
    """Whether a cell holds the name of a district with its kind ("Huyện …")."""
    return isinstance(cell, str) and _names_district(cell)


@kept_for_short(20_000)
def _names_district(text: str) -> bool:
    return len(text) <= LONGEST_NAME and bool(_DISTRICT.fullmatch(plain_name(text)))


def is_total(cell: Raw) -> bool:
    """Whether a cell says that its row is a total."""
    return isinstance(cell, str) and says_total(cell)


# Cells repeat all over a sheet; each text is judged once.
@kept_for_short(20_000)
def says_total(text: str) -> bool:
    """Whether a text says "total"; whoever writes more than a name does not."""
    return len(text) <= LONGEST_NAME and bool(_TOTAL.fullmatch(fold(text)))


def starts_signature(row: Sequence[Raw], days: Collection[int]) -> bool:
    """ "Ngày 16 tháng 8 năm 2026" begins a signature, but not in a column of days."""
    return any(
        isinstance(c, str)
        and _says_signature(c)
        and not (place in days and isinstance(clean_date(c), str))
        for place, c in enumerate(row)
    )


@kept_for_short(20_000)
def _says_signature(text: str) -> bool:
    # A note may be long; what it is stands at its beginning.
    return bool(_SIGNATURE.match(fold(text[:BEGINNING])))


def is_numbering(row: Sequence[Raw], mapped: list[int]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" that some forms have under the header.

    Its numbers follow one another: a village called "5" with few people is data.
    """
    if len(mapped) < 3 or any(is_blank(cell_at(row, p)) for p in mapped):
        return False
    matches = [_NUMBERING.fullmatch(fold(shown(c))) for c in row if not is_blank(c)]
    marks = [m.group(1) for m in matches if m]
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [ord(mark) for mark in marks if not mark.isdigit()]
    followed = all(_follow_one_another(kind) for kind in (numbers, letters))
    return len(marks) == len(matches) and followed and (not letters or numbers[:1] in ([], [1]))


def _follow_one_another(marks: list[int]) -> bool:
    return all(after == mark + 1 for mark, after in pairwise(marks))


def has_figure(cell: Raw, kind: Kind) -> bool:
    """Whether a cell holds a value of the kind of its column."""
    if isinstance(cell, str) and len(cell) > LONGEST_NAME:
        return False
    if kind in NUMBERS:
        return isinstance(cell, int | float) or (
            isinstance(cell, str) and bool(_FIGURE.match(cell) or _WITH_UNIT.match(cell))
        )
    return isinstance(CLEANERS[kind](cell), int | float | str)
