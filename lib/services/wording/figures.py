"""Figures in words: values, changes, who reported; for every screen."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from lib.domain.access.permissions import Reporters
from lib.domain.figures.analysis.change import provincial_change
from lib.domain.figures.indicators import CATALOGUE, FEWEST_TOLD, Form, Indicator, Measured
from lib.domain.periods import Cadence, Period
from lib.domain.places.gazetteer import Flag
from lib.services.wording.values import nothing_of
from lib.store.history.uploads import Upload
from lib.text import Words, say_change, say_date, say_number, written_out

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMERALS = ("", "I", "II", "III", "IV")
"""Of the quarters."""

GLYPHS = {Flag.REMOTE: "▲", Flag.SPECIAL_DIFFICULTY: "◇"}
"""The signs of the map where a line of text has to name them."""


def corrected(upload: Upload, say: Words) -> str:
    """ "(sửa sau chốt kỳ, lý do: …)" of an upload that touched a closed period, else ""."""
    if not upload.correction:
        return ""
    return f"({say('closing.correction', reason=upload.correction)})"


def period_name(period: Period, say: Words) -> str:
    """ "Kỳ tháng 8/2026 (15/7–14/8)", "Quý II/2026 (15/3–14/6)"."""
    return say(
        "period.quarter_days" if period.quarter else "period.month",
        quarter=NUMERALS[period.quarter],
        month=period.month,
        year=period.year,
        start=f"{period.start.day}/{period.start.month}",
        end=f"{period.end.day}/{period.end.month}",
    )


def short_period(period: Period, say: Words) -> str:
    """ "Tháng 8/2026", "Quý II/2026", or the year."""
    return say(f"period.{_BY_CADENCE[period.cadence]}", **_parts(period))


def period_within(period: Period, say: Words) -> str:
    """The same in the middle of a sentence: "tháng 8/2026"."""
    return say(f"period.within.{_BY_CADENCE[period.cadence]}", **_parts(period))


_BY_CADENCE = {Cadence.MONTHLY: "short", Cadence.QUARTERLY: "quarter", Cadence.YEARLY: "year"}


def _parts(period: Period) -> dict[str, object]:
    return {"month": period.month, "quarter": NUMERALS[period.quarter], "year": period.year}


def versus(period: Period, say: Words) -> str:
    """ "So với tháng 3/2026"."""
    return say("compare.with", period=period_within(period, say))


def unit_words(say: Words) -> dict[str, str]:
    """For readers without the catalogue: the forms of each unit whose word goes with its number."""
    units = {indicator.unit[say.language] for indicator in CATALOGUE.values()}
    forms = {unit: say.unit_forms(unit) for unit in sorted({*units, say("map.points")})}
    return {f"unit_{unit}": written_out(found) for unit, found in forms.items() if found}


def moved_by(measured: Measured, before: Measured | None, say: Words) -> tuple[str, int]:
    """ "+0,4 điểm phần trăm", and of how many communes where it is not all that reported, else 0;
    "" where nothing is known.
    """
    before = measured.comparable(before)
    found = provincial_change(before, measured) if before else None
    if found is None:
        return "", 0
    indicator = measured.indicator
    moved = say_change(found.by, digits=indicator.digits, language=say.language)
    unit = say("map.points") if indicator.is_percent else indicator.unit[say.language]
    return f"{moved} {say.unit(moved, unit)}", 0 if found.everyone else found.both


def provincial(measured: Measured, say: Words) -> str:
    """The province's value with its sign, or a dash."""
    if measured.value is None:
        return "–"
    digits = measured.indicator.digits
    number = say_number(measured.value, digits=digits, language=say.language)
    return f"{number} %" if measured.indicator.is_percent else number


def reported(measured: Measured, say: Words) -> str:
    """ "69/75 xã đã báo cáo"; of quarters also which, of small counts how many are left out.

    Where nothing is judged, why that is.
    """
    if measured.unjudged:
        return nothing_of(measured.indicator, say)
    told = [_reporters(measured, say)]
    if measured.quarter is not None:
        told.append(say("map.of_quarter", quarter=short_period(measured.quarter, say)))
    if measured.in_part:
        told.append(say("map.some_in_part", count=measured.in_part))
    if measured.held_back:
        told.append(say("map.held_back", count=measured.held_back, least=FEWEST_TOLD))
    return ", ".join(told)


def _reporters(measured: Measured, say: Words) -> str:
    """ "69/75 xã đã báo cáo"; where somebody else reports for the communes, who that is."""
    indicator, counts = measured.indicator, {"count": measured.reporting, "total": measured.total}
    if indicator.reporters is not Reporters.COMMUNES:
        who = say(f"progress.who.{indicator.reporters}")
        return say("map.reported_by", who=who, **counts)
    told, silent = say("map.reported", **counts), measured.total - measured.reporting
    if indicator.form is Form.COMMUNES and silent and measured.reporting:
        return f"{told}, {say('map.silent_as_no', count=silent)}"
    return told


def shares(measured: Measured, say: Words) -> str:
    """The two shares that a gap lies between, in words; "" for other figures and where unknown."""
    days, left = measured.numerator, measured.denominator
    if measured.indicator.form is not Form.GAP or days is None or left is None:
        return ""
    language = say.language
    told = [say_number(share, digits=1, language=language) for share in (days, left)]
    return say("map.shares", days=told[0], left=told[1], communes=len(measured.priority))


def fraction(numerator: float | None, denominator: float | None, say: Words) -> str:
    """ "12.340 / 20.110": what was divided by what; "" where one is unknown."""
    if numerator is None or pd.isna(numerator) or denominator is None or pd.isna(denominator):
        return ""
    top, bottom = (say_number(float(n), language=say.language) for n in (numerator, denominator))
    return f"{top} / {bottom}"


def whole_fraction(
    indicator: Indicator, numerator: float | None, denominator: float | None, *, say: Words
) -> str:
    """What a figure of many communes was reckoned from: a division, or a gap's two shares."""
    if indicator.form is not Form.GAP or numerator is None or denominator is None:
        return fraction(numerator, denominator, say)
    told = [say_number(n, digits=1, language=say.language) for n in (numerator, denominator)]
    return " − ".join(f"{number} %" for number in told)


def commune_fraction(measured: Measured, code: str, say: Words) -> str:
    """What a commune's value was divided from; "" for yes and no, and for what it has not."""
    if measured.indicator.form in (Form.COMMUNES, Form.GAP):
        return ""
    row = measured.communes.loc[code]
    return fraction(row["numerator"], row["denominator"], say)


def say_cell(value: object, say: Words) -> str:
    """A reported value as people write it; nothing where nothing was reported."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool):
        return say("map.yes" if value else "map.no")
    if isinstance(value, int | float):
        digits = next(d for d in (0, 1, 2) if d == 2 or round(value, d) == value)
        return say_number(value, digits=digits, language=say.language)
    text = str(value)
    return say_date(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else text
