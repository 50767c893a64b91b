"""What a person does not see in a sheet, or cannot read, though it is taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

import pandas as pd

from lib.domain.intake.cells.cells import LONGEST_NAME
from lib.domain.intake.cells.raw import shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.patience import each
from lib.domain.problems import Code, Problem, Severity, column_letters
from lib.domain.templates import Role

_MOST_NAMED = 20


def unseen(reading: Recognised, rows: pd.DataFrame) -> Iterator[Problem]:
    """Rows and columns that are taken in though nobody sees them, and letters nobody can read."""
    sheet = reading.sheet
    if hidden := sheet.hidden_rows and [int(n) for n in rows.index if n - 1 in sheet.hidden_rows]:
        yield Problem(
            code=Code.HIDDEN_ROWS,
            severity=Severity.WARN,
            row=hidden[0],
            given=_in_runs(hidden),
            values={"count": len(hidden)},
        )
    for column in reading.template.columns:
        hides = reading.positions.get(column.key) in sheet.hidden_columns
        if hides and column.role is Role.VALUE and rows[column.key].notna().any():
            yield Problem(
                code=Code.HIDDEN_COLUMN,
                severity=Severity.WARN,
                row=reading.header_row,
                column=reading.letters(column.key),
                header=column.header,
            )
    yield from _damaged(reading, rows)


_SIGN = re.compile(r"[^\W\d_][¡¢£¤¥¦§¨©¬®µ¶·¸¼½¾†‡‰€™]|[¡¢£¤¥¦§¨©¬®µ¶·¸¼½¾][^\W\d_]|á»")
"""Signs inside a word: letters of another alphabet, or UTF-8 read as Windows letters."""
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
_PAIR = re.compile(r"[ae][ùõúâáàãêéè]|[uy][ùõ]|o[ùâ]", re.IGNORECASE)
"""Vowels that no Vietnamese word has in a row: an accent of VNI behind its letter."""
_VIETNAMESE = frozenset("àáâãèéêìíòóôõùúýăđĩũơưð\u0256") | {*map(chr, range(0x1EA0, 0x1EFA))}
"""And the letters of other keyboards that are taken for đ wherever a name is looked for."""


def _damaged(reading: Recognised, rows: pd.DataFrame) -> Iterator[Problem]:
    """Letters that could not be read, wherever they stand, and names that are no words."""
    cells = sorted({*reading.sheet.damaged, *_broken_names(reading, rows)})
    if cells:
        row, place = cells[0]
        named = [f"{column_letters(column)}{line + 1}" for line, column in cells[:_MOST_NAMED]]
        yield Problem(
            code=Code.DAMAGED_LETTERS,
            severity=Severity.WARN,
            row=row + 1,
            column=column_letters(place),
            given=shown(reading.sheet.rows[row][place]),
            values={"cells": ", ".join(named + ["…"] * (len(cells) > _MOST_NAMED))},
        )


def _broken_names(reading: Recognised, rows: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """The cells that name a place in letters that Vietnamese does not have."""
    for column in reading.template.columns:
        names = column.role in (Role.UNIT_NAME, Role.COMMUNE_NAME) and column.key in rows
        if not names or column.key not in reading.positions:
            continue
        broken = [n for n in each(rows[column.key].dropna().unique()) if _is_broken(n)]
        for row in rows.index[rows[column.key].isin(broken)] if broken else ():
            yield int(row) - 1, reading.positions[column.key]


def _is_broken(name: str) -> bool:
    """ "B¶n P¸", "Baûn", "Báº£n", "B?n", and Cyrillic letters that look like Latin ones."""
    text = normalize("NFC", name[:LONGEST_NAME])
    if text.isascii():
        return bool(_LOST.search(text))
    strange = any(c.isalpha() and not c.isascii() and c not in _VIETNAMESE for c in text.lower())
    return strange or any(found.search(text) for found in (_SIGN, _LOST, _PAIR))


def _in_runs(numbers: Sequence[int]) -> str:
    """ "12–15, 18": rows that follow one another told together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
