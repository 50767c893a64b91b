"""The rows of a list read one by one: whom they name, and every fault at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd
import phonenumbers

from lib.domain.days import DAY_MONTH_YEAR
from lib.domain.directory.form import BORN, CONSENTED, NAME, PHONE, TRAINED
from lib.domain.directory.people import Ambassador, months_after
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity
from lib.text import fold, say_date

ADULT_YEARS = 18
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Terms:
    """Of the day and the installation: what a list is held to."""

    today: date
    months: int
    """For how many months after the consent somebody is kept."""


class RowReader:
    """Reads one row after the other and collects what is wrong."""

    def __init__(self, cleaned: Cleaned, terms: Terms) -> None:
        self.problems: list[Problem] = []
        self._cleaned = cleaned
        self._terms = terms

    def person(self, number: int, row: pd.Series) -> Ambassador | None:
        """The person of this row; ``None`` where something is missing or wrong."""
        before = len(self.problems)
        name = self._text(number, row, NAME, required=True)
        phone = self._phone(number, self._text(number, row, PHONE))
        self._must_be_adult(number, self._text(number, row, BORN, required=True))
        consented = self._consent(number, self._text(number, row, CONSENTED, required=True))
        trained = self._text(number, row, TRAINED)
        if len(self.problems) > before or consented is None or not row["commune_code"]:
            return None
        return Ambassador(
            commune_code=row["commune_code"],
            village_key=row["unit_key"],
            village_name=row["unit_name"],
            name=name,
            phone=phone,
            consented_on=consented,
            trained_on=date.fromisoformat(trained) if trained else None,
            keep_until=months_after(consented, self._terms.months),
        )

    def _text(self, number: int, row: pd.Series, key: str, *, required: bool = False) -> str:
        value = row[key] if key in row.index else None
        if isinstance(value, str) and value:
            return value
        if required and (number, key) not in self._cleaned.unread:
            self._tell(Code.MISSING_VALUE, number, key, name=str(row["unit_name"]))
        return ""

    def _phone(self, number: int, given: str) -> str:
        if not given:
            return ""
        # Excel drops the zero in front of a telephone number it takes for a figure.
        digits = f"0{given}" if re.fullmatch(r"[1-9]\d{8}", given) else given
        try:
            found = phonenumbers.parse(digits, "VN")
        except phonenumbers.NumberParseException:
            found = None
        if found is None or not phonenumbers.is_valid_number(found):
            self._tell(Code.NOT_A_PHONE, number, PHONE, given=given)
            return ""
        return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)

    def _must_be_adult(self, number: int, given: str) -> None:
        if not given:
            return
        day = _latest_birth(given, self._terms.today)
        if day is None:
            self._tell(Code.NOT_A_BIRTH, number, BORN, given=given)
        elif months_after(day, 12 * ADULT_YEARS) > self._terms.today:
            self._tell(Code.UNDER_AGE, number, BORN, given=given, years=ADULT_YEARS)

    def _consent(self, number: int, given: str) -> date | None:
        if not given:
            return None
        day = date.fromisoformat(given)
        if day > self._terms.today:
            self._tell(Code.CONSENT_AHEAD, number, CONSENTED, given=say_date(day))
        elif months_after(day, self._terms.months) < self._terms.today:
            self._tell(
                Code.CONSENT_OVER, number, CONSENTED, given=say_date(day), months=self._terms.months
            )
        return day

    def _tell(self, code: Code, row: int, key: str, *, given: str = "", **values: object) -> None:
        self.problems.append(problem_at(self._cleaned, code, row, key=key, given=given, **values))


def problem_at(
    cleaned: Cleaned, code: Code, row: int, *, key: str, given: str = "", **values: object
) -> Problem:
    """A fault in a cell of the list."""
    return Problem(
        code=code,
        severity=Severity.ERROR,
        row=row,
        column=cleaned.reading.letters(key),
        header=cleaned.reading.template.by_key[key].header,
        given=given,
        values=values,
    )


def _latest_birth(given: str, today: date) -> date | None:
    """The latest day on which whoever wrote this may have been born; ``None``: it is no birth."""
    if _YEAR.fullmatch(given):
        parts = int(given), 12, 31
    elif match := _ISO_DAY.match(given):
        parts = int(match[1]), int(match[2]), int(match[3])
    elif match := DAY_MONTH_YEAR.fullmatch(fold(given)):
        parts = int(match[3]), int(match[2]), int(match[1])
    else:
        return None
    try:
        day = date(*parts)
    except ValueError:
        return None
    return day if 1900 <= day.year <= today.year else None
