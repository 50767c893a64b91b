"""Figures of many communes in words: of the province, and of a group."""

from __future__ import annotations

from lib.domain.figures.analysis.groups import GroupFigure
from lib.domain.figures.indicators import Form, Indicator, Measured
from lib.services.wording import figures as wording
from lib.services.wording.table import DASH
from lib.text import Words, say_number


def province_of(measured: Measured, say: Words) -> str:
    """The province's figure; of a count it says that it is a sum."""
    if measured.value is None:
        return DASH
    if measured.indicator.form is Form.COMMUNES:
        top, bottom = measured.numerator, measured.denominator
        return say("profile.communes_of", part=whole(top, say), count=whole(bottom, say))
    said = wording.provincial(measured, say)
    if measured.indicator.form is Form.GAP:
        return signed(said, measured.indicator, say)
    return say("profile.sum", value=said) if measured.indicator.form is Form.COUNT else said


def group_value(measured: Measured, figure: GroupFigure, say: Words) -> str:
    """The figure of a group beside one commune: a rate, communes with it, or the median count."""
    indicator = measured.indicator
    if figure.value is None:
        return DASH
    if indicator.form is Form.COMMUNES:
        top, bottom = figure.numerator, figure.denominator
        return say("profile.communes_of", part=whole(top, say), count=whole(bottom, say))
    if indicator.form is Form.COUNT:
        median = say_number(figure.typical, digits=indicator.digits, language=say.language)
        return say("profile.median", value=median)
    number = say_number(figure.value, digits=indicator.digits, language=say.language)
    return signed(number, indicator, say)


def signed(number: str, indicator: Indicator, say: Words) -> str:
    """A number with the sign that belongs to it; the unit of a count stands in its name."""
    if indicator.form is Form.GAP:
        return f"{number} {say.unit(number, indicator.unit[say.language])}"
    return f"{number} %" if indicator.is_percent else number


def whole(value: float | None, say: Words) -> str:
    """A count as people write it."""
    return say_number(value, language=say.language)
