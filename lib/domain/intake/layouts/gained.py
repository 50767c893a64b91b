"""What the template has gained or renamed since a sheet was made: told once, never refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.problems import Code, Problem, Severity
from lib.text import say_date

TOLD, SAID = "told:", "said"
"""The key under which it is remembered that a sender was told is this, template and column."""
ONCE = "once"
"""The name of that key among a problem's values."""


def gained(reading: Recognised) -> Iterator[Problem]:
    """A note for each newer column that the sheet lacks, and each that bears its old name."""
    for column in reading.template.columns:
        key = f"{TOLD}{reading.template.code}:{column.key}"
        at = reading.positions.get(column.key)
        if at is None:
            if column.since and column.key not in reading.absent:
                since = say_date(column.since)
                yield _note(
                    reading, Code.NEW_COLUMN, column.header, values={"since": since, ONCE: key}
                )
        elif any(way in column.former_headings for way in reading.labels[at]):
            yield _note(reading, Code.RENAMED_COLUMN, column.header, values={ONCE: key})


def not_told_before(reading: Recognised, answers: Collection[str]) -> Recognised:
    """The reading without the notes that the sender has had already."""
    left = tuple(p for p in reading.problems if p.values.get(ONCE) not in answers)
    return replace(reading, problems=left) if len(left) < len(reading.problems) else reading


def _note(reading: Recognised, code: Code, header: str, *, values: dict[str, object]) -> Problem:
    return Problem(
        code=code, severity=Severity.NOTE, row=reading.header_row, header=header, values=values
    )
