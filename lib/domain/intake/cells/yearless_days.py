"""Days without their year ("15/6") in a list that is of one year, as its title says."""

from __future__ import annotations

import re

from lib.domain.intake.cells.cells import clean_date
from lib.domain.intake.cells.raw import Fault
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.templates import Column
from lib.domain.templates.likely import NearPeriod

_DAY = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})")


def in_year(raw: str, column: Column, reading: Recognised) -> str:
    """The day as ISO text, "" where the cell is no such day.

    Only of a column whose days lie in the period, under titles that name one year and no other.
    """
    near = any(isinstance(r, NearPeriod) and r.key == column.key for r in reading.template.likely)
    found = _DAY.fullmatch(raw.strip()) if near else None
    years = {year for _, _, named in reading.titles for year in named.years}
    if found is None or len(years) != 1:
        return ""
    day = clean_date(f"{found[1]}/{found[2]}/{years.pop()}")
    return "" if isinstance(day, Fault) else str(day or "")
