"""The rules one after another on a sheet in memory, with no store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.checking.check import check
from lib.domain.intake.checking.compare import Changes, compare
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.intake.resolving import KEYS, Context, Resolved, resolve, without_subtotals
from lib.domain.intake.rows.clean import Cleaned, clean
from lib.domain.places.villages import Village, VillageRegister
from lib.domain.problems import Code, Problem
from lib.files.reference import gazetteer
from tests.support.sheets import SUMMARY_HEAD, VILLAGE_HEAD, Row, sheet

TODAY = date(2026, 9, 20)


@dataclass(frozen=True)
class Understood:
    """A sheet after recognising, cleaning, resolving and checking."""

    cleaned: Cleaned
    resolved: Resolved
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> pd.DataFrame:
        return self.resolved.rows

    def found(self, code: Code) -> list[Problem]:
        return [p for p in self.problems if p.code is code]

    @property
    def codes(self) -> set[Code]:
        return {p.code for p in self.problems}


def recognised(*sheets: Sheet) -> Recognised:
    """The reading of sheets that must be recognised."""
    reading = recognise(sheets)
    assert isinstance(reading, Recognised), reading
    return reading


def understand(
    page: Sheet,
    *,
    answers: Mapping[str, str] | None = None,
    villages: Sequence[Village] = (),
    today: date = TODAY,
    filename: str = "",
) -> Understood:
    """All that the rules say of a sheet."""
    reading = recognised(page)
    return understand_reading(
        reading, answers=answers, villages=villages, today=today, filename=filename
    )


def understand_reading(
    reading: Recognised,
    *,
    answers: Mapping[str, str] | None = None,
    villages: Sequence[Village] = (),
    today: date = TODAY,
    filename: str = "",
) -> Understood:
    """All that the rules say of a sheet that was recognised."""
    cleaned = clean(reading, answers)
    context = Context(
        gazetteer=gazetteer(),
        register=VillageRegister(villages),
        today=today,
        filename=filename,
        answers=answers or {},
    )
    cleaned, subtotals = without_subtotals(cleaned, context)
    resolved = resolve(cleaned, context)
    problems = (
        *cleaned.reading.problems,
        *cleaned.problems,
        *subtotals,
        *resolved.problems,
        *check(cleaned, resolved),
    )
    return Understood(cleaned, resolved, problems)


def summary_sheet(*rows: Row) -> Sheet:
    """The summary sheet of communes."""
    return sheet(SUMMARY_HEAD, *rows)


def village_sheet(*rows: Row) -> Sheet:
    """A monthly report by village."""
    return sheet(VILLAGE_HEAD, *rows)


def village_row(
    village: object,
    *,
    commune: object = "Xã Lóng Sập",
    code: object = "",
    ambassadors: object = 3,
    guided: object = 20,
    period: object = "08/2026",
    note: object = "",
) -> Row:
    """One village of a monthly report."""
    return (period, "", commune, code, village, ambassadors, guided, note)


NOTHING = pd.DataFrame(columns=["upload_id", "row", *KEYS])
"""A store that holds nothing."""


def compared(
    new: Understood,
    old: Understood | None = None,
    *,
    earlier: Understood | None = None,
    answers: Mapping[str, str] | None = None,
) -> Changes:
    """What publishing ``new`` over ``old`` would do."""
    return compare(
        new.resolved,
        current=old.rows.reset_index() if old else NOTHING,
        earlier=earlier.rows.reset_index() if earlier else NOTHING,
        gazetteer=gazetteer(),
        answers=answers or {},
    )
