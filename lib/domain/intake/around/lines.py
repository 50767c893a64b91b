"""Reports that stand under a header and yet fall into no column: a whole row in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lib.domain.intake.cells.cells import LONGEST_TEXT
from lib.domain.intake.cells.raw import Raw, shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.patience import go_on
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Role
from lib.text import fold

_SEPARATORS = "\t;|,"
_FIGURE = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:[.,]\d+)*")
_NAME = re.compile(r"[^\W\d_]{2}|\d{5}")
"""What a row is about: letters, or the code of a commune."""
_OF_A_SUM = re.compile(r"(?:tổng|cộng|toàn (?:tỉnh|xã))\b")
_LOOSE = re.compile(r"(?<![\w/.,-])(?:0|[1-9]\d*)(?:[.,]\d+)*(?![\w/-])")
"""A number in a sentence: no part of a day, of a document's sign or of a telephone number."""
_DAY = re.compile(r"(?:ngày\s*\d{1,2}\s*)?(?:tháng|quý|năm)\s*\d{1,4}")
_FEWEST, _MOST_CELLS = 3, 3


class Lines:
    """Tells which rows of a sheet hold a report that its columns do not."""

    def __init__(self, reading: Recognised) -> None:
        found = [c for c in reading.template.columns if c.key in reading.positions]
        figures = sum(c.role is Role.VALUE and c in reading.template.numbers for c in found)
        self._pieces = max(4, len(found) // 2)
        self._figures = max(2, figures // 2)
        self._nearly_all = max(3, figures - 1)

    def in_one_cell(self, row: Sequence[Raw]) -> str:
        """The words of a row whose cells hold those of several columns each; "" for any other."""
        texts = [c for c in row if isinstance(c, str) and len(c) <= LONGEST_TEXT and c.strip()]
        whole = " ".join(texts)
        if not any(map(str.isdigit, whole)) or _OF_A_SUM.search(fold(whole)[:40]):
            return ""
        split = any(self._by_sign(texts, sign) for sign in _SEPARATORS)
        return shown(whole) if split or any(map(self._by_spaces, texts)) else ""

    def _by_sign(self, texts: Sequence[str], sign: str) -> bool:
        go_on()
        if not any(text.count(sign) >= 2 and _figures(text.split(sign)) >= 2 for text in texts):
            return False
        pieces = sign.join(texts).split(sign)
        spaced = 2 * sum(piece.startswith(" ") for piece in pieces) > len(pieces)
        least = self._nearly_all if spaced and sign == "," else self._figures
        if len(pieces) < self._pieces or _figures(pieces) < least or _counts_up(pieces):
            return False
        return any(_NAME.search(piece) for piece in pieces)

    def _by_spaces(self, text: str) -> bool:
        """ "2 Xã Tà Xùa 21 21 106": more figures one after another than a sentence has."""
        longest = run = 0
        pieces = text.split()
        for piece in pieces:
            run = run + 1 if _FIGURE.fullmatch(piece) else 0
            longest = max(longest, run)
        enough = longest >= max(_FEWEST, self._figures)
        return enough and not _counts_up(pieces) and bool(_NAME.search(text))


def _figures(pieces: Sequence[str]) -> int:
    return sum(bool(_FIGURE.fullmatch(piece.strip())) for piece in pieces)


def _counts_up(pieces: Sequence[str]) -> bool:
    """ "1, 2, 3, 5": numbers of villages or columns, no figures of theirs."""
    numbers = [int(piece) for each in pieces if (piece := each.strip()).isdecimal()]
    steps = sum(0 < after - before <= 2 for before, after in pairwise(numbers))
    return 2 * steps >= len(numbers)


def tells_figures(row: Sequence[Raw]) -> str:
    """The words of a line that tells several figures in a sentence; "" for a plain note."""
    cells = [c for c in row if c is not None and c != ""]
    texts = [c for c in cells if isinstance(c, str) and len(c) <= LONGEST_TEXT]
    if len(cells) > _MOST_CELLS or len(texts) < len(cells):
        return ""
    whole = " ".join(texts)
    numbers = _LOOSE.findall(_DAY.sub("", fold(whole)))
    plain = len(numbers) < _FEWEST or _counts_up(numbers) or _OF_A_SUM.match(fold(whole))
    return "" if plain else shown(whole)


def lines_told(
    in_one_cell: Sequence[tuple[int, str]], notes: Sequence[tuple[int, str]]
) -> Iterator[Problem]:
    """Each report that could not be read, and each line that may be one."""
    for row, text in in_one_cell:
        yield Problem(code=Code.ROW_IN_ONE_CELL, severity=Severity.ERROR, row=row, given=text)
    for row, text in notes:
        yield Problem(code=Code.LINE_NOT_READ, severity=Severity.WARN, row=row, given=text)
