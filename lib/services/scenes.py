"""A commune's value in words."""

from __future__ import annotations

import pandas as pd

from lib.domain.indicators import Form, Measured
from lib.text import Words, say_number


def shown(measured: Measured, code: str, say: Words) -> str:
    """A commune's value as people read it, with its unit."""
    row = measured.communes.loc[code]
    if row["withheld"]:
        return say("map.withheld")
    return value_in_words(measured, row["value"], row["numerator"], say)


def value_in_words(measured: Measured, value: object, numerator: object, say: Words) -> str:
    """A value with its unit; "no report" where nobody reported."""
    if value is None or pd.isna(value):
        return say("map.no_report")
    indicator, language = measured.indicator, say.language
    if indicator.form is Form.COMMUNES:
        if indicator.unit["en"] == "yes/no":
            return say("map.yes") if float(str(value)) >= 1 else say("map.no")
        return f"{say_number(float(str(numerator)), language=language)} {indicator.unit[language]}"
    number = say_number(float(str(value)), digits=indicator.digits, language=language)
    text = f"{number} {indicator.unit[language]}"
    probable_error = indicator.form is Form.RATE and float(str(value)) > 100
    return f"{text} – {say('map.above_hundred')}" if probable_error else text
