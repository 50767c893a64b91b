"""A sheet understood: what the rest of the intake works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.intake.cells.column_map import COLUMNS, missing_of
from lib.domain.intake.cells.titles import texts_above
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.period_words.named import Named, together
from lib.domain.periods import Period
from lib.domain.problems import Problem, column_letters
from lib.domain.templates import Column, Template


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A sheet understood: template, place of the header, position of each column."""

    template: Template
    sheet: Sheet
    header_row: int
    """Row of the (last) header line, counted from 1."""
    positions: Mapping[str, int]
    """Column key to position counted from 0."""
    titles: tuple[tuple[int, str, Named], ...] = ()
    """The lines above the header that name periods: row, words, what they name."""
    labels: Sequence[tuple[str, ...]] = ()
    """The headings that each column may stand for, by position."""
    problems: tuple[Problem, ...] = field(default=())
    absent: frozenset[str] = frozenset()
    """Columns that the sheet does not have, as a person said."""
    unused: frozenset[int] = frozenset()
    """Positions of columns that are not used, as a person said."""

    @property
    def titled(self) -> Named:
        """The periods that matter to this template, as the lines above the header name them."""
        return together(named for _, _, named in self.titles).of(self.template.cadence)

    @property
    def titled_period(self) -> Period | None:
        """The one period that is named above the header."""
        return self.titled.sure

    @property
    def title_of_period(self) -> tuple[int, str]:
        """The row and the words that name periods above the header; 0 where none do."""
        cadence = self.template.cadence
        lines = [
            (row, text) for row, text, named in self.titles if not named.of(cadence).says_nothing
        ]
        return (lines[0][0] if lines else 0), " · ".join(text for _, text in lines)

    def letters(self, key: str) -> str:
        """Excel's letters of a column; empty when the file does not have it."""
        return column_letters(self.positions[key]) if key in self.positions else ""

    @property
    def whole(self) -> bool:
        """Whether every column is there that the template must have."""
        return not missing_columns(self)

    @property
    def title(self) -> str:
        """Text above the header, where a single commune may be named."""
        return " ".join(texts_above(self.sheet, self.header_row))


def missing_columns(reading: Recognised) -> list[Column]:
    """Required columns that are not there; a commune may be named by code instead of name."""
    missing = set(missing_of(reading.template, reading.positions)) - reading.absent
    return [c for c in reading.template.columns if c.key in missing]


def which_columns(reading: Recognised) -> str:
    """The key of the question which column is which, where it is open; else ""."""
    asked = (p.question for p in reading.problems if p.question.startswith(COLUMNS))
    return next(asked, "")
