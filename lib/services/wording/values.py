"""Values in words: with their unit and their state."""

from __future__ import annotations

import pandas as pd

from lib.domain.figures.indicators import Form, Indicator, Measured, State
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag
from lib.text import Words, say_number

DRAWN_FROM_GRADE = 2
"""Flags of grade 1 stand in tables and profiles; on the map they would drown the others."""


FLAG_LETTERS = {Flag.BORDER: "b", Flag.REMOTE: "r", Flag.SPECIAL_DIFFICULTY: "s"}


def shown(measured: Measured, code: str, say: Words) -> str:
    """A commune's value as people read it, with its unit."""
    row = measured.communes.loc[code]
    if row["withheld"]:
        return say("map.withheld")
    if not row["applies"]:
        return nothing_of(measured.indicator, say)
    if row["state"] == State.NO_DENOMINATOR:
        return lacking_of(row["lacking"], say)
    if row["blank"] and row["state"] == State.NOT_SENT:
        return say("map.blank")
    old = row["state"] == State.OLD
    value, numerator = ("old", "old_numerator") if old else ("value", "numerator")
    text = value_in_words(measured, row[value], row[numerator], say=say)
    beside = aside(measured, code, say)
    return f"{text} ({beside})" if beside else text


def aside(measured: Measured, code: str, say: Words) -> str:
    """What must be said beside a commune's figure: the month of an old one, and how many villages
    it rests on where it is not all; "" where it is this period's and whole."""
    # Cell by cell: this is asked of every commune in every layer, and a row is costly to make.
    told, of = [], measured.communes.at
    if of[code, "state"] == State.OLD:
        then = Period.parse(of[code, "old_for"])
        told.append(say("map.old_for", month=then.month, year=then.year))
        told += [say("map.blank_now")] if of[code, "blank"] else []
    if pd.notna(of[code, "part"]) and not of[code, "withheld"]:
        part, whole = (
            say_number(float(of[code, n]), language=say.language) for n in ("part", "whole")
        )
        told.append(say("map.in_part", part=part, whole=whole))
    return ", ".join(told)


def lacking(communes: pd.DataFrame, say: Words) -> str:
    """What is said where the denominator is missing, and which sheet has it; "" where nowhere."""
    sheets = sorted(set(communes["lacking"]) - {""})
    return say("map.lacking", sheets=", ".join(s[:2] for s in sheets)) if sheets else ""


def lacking_of(template: str, say: Words) -> str:
    """What is said of one commune whose denominator stands in a sheet that has not come."""
    return say("map.lacking", sheets=template[:2])


def nothing_of(indicator: Indicator, say: Words) -> str:
    """What is said of a commune where the figure has no meaning; never "no report"."""
    return indicator.nothing[say.language] if indicator.nothing else say("map.not_applicable")


def value_in_words(measured: Measured, value: object, numerator: object, *, say: Words) -> str:
    """A value with its unit; "no report" where nobody reported."""
    if value is None or pd.isna(value):
        return say("map.no_report")
    indicator, language = measured.indicator, say.language
    if indicator.form is Form.COMMUNES:
        if indicator.yes_no:
            return say("map.yes") if float(str(value)) >= 1 else say("map.no")
        count = say_number(float(str(numerator)), language=language)
        return f"{count} {say.unit(count, indicator.unit[language])}"
    number = say_number(float(str(value)), digits=indicator.digits, language=language)
    text = f"{number} {say.unit(number, indicator.unit[language])}"
    probable_error = indicator.form is Form.RATE and float(str(value)) > 100
    return f"{text} – {say('map.above_hundred')}" if probable_error else text
