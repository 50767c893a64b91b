"""What the guide tells of an indicator, derived from its declaration and the target in force."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lib.domain.figures.indicators import Form, Indicator
from lib.domain.figures.targets import Target
from lib.domain.templates import TEMPLATES, Level
from lib.text import Words, say_date, say_number


class Facts(NamedTuple):
    """One indicator in words; ``lines`` are terms with what is said of them."""

    code: str
    name: str
    gloss: str
    lines: list[tuple[str, str]]


def facts_of(indicator: Indicator, target: Target | None, say: Words) -> Facts:
    """Everything that is declared, in the order in which people ask."""
    language = say.language
    told = {
        "formula": indicator.formula[language],
        "unit": _unit(indicator, say),
        "better": say(f"guide.better_{indicator.better}"),
        "cadence": say(f"cadence.{indicator.cadence}"),
        "timing": say(f"guide.timing_{indicator.numerator.timing}"),
        "target": _target(indicator, target, say),
        "breakdowns": ", ".join(_breakdowns(indicator, say)),
        "basis": indicator.basis,
    }
    lines = [(say(f"guide.{term}"), text) for term, text in told.items()]
    return Facts(indicator.code, indicator.name[language], indicator.gloss[language], lines)


def _unit(indicator: Indicator, say: Words) -> str:
    own = indicator.unit[say.language]
    if indicator.form is Form.COMMUNES:
        return say("guide.unit_communes", unit=own)
    return own


def _target(indicator: Indicator, target: Target | None, say: Words) -> str:
    """The value, since when, until when, and who set it."""
    if target is None:
        return say("guide.no_target")
    unit = "%" if indicator.is_percent else indicator.unit[say.language]
    number = say_number(target.value, digits=_digits(target.value), language=say.language)
    value = f"{number} {say.unit(number, unit)}"
    parts = [say("guide.at_least", value=value) if indicator.form is Form.GAP else value]
    if target.valid_from > date.min:
        parts.append(say("guide.valid_from", day=say_date(target.valid_from)))
    if target.due_on:
        parts.append(say("guide.due_on", day=say_date(target.due_on)))
    source = say("guide.source", basis=target.basis) if target.basis else ""
    return ". ".join(filter(None, (", ".join(parts), source)))


def _digits(value: float) -> int:
    return 0 if value == int(value) else 1


def _breakdowns(indicator: Indicator, say: Words) -> list[str]:
    """How the figure can be taken apart: by place as deep as it was reported, and by time."""
    commune = [] if indicator.form is Form.GAP else ["commune"]
    village = ["village"] if commune and _by_village(indicator) else []
    keys = [*commune, *village, "area_kind", "border", "special", "period"]
    return [say(f"breakdown.{key}") for key in keys]


def _by_village(indicator: Indicator) -> bool:
    """Whether the figure is reported village by village."""
    known = {
        column.key
        for template in TEMPLATES.values()
        if template.level is Level.VILLAGE
        for column in template.values
    }
    counted = {"villages_with_ambassador", "villages_reported"}
    return any(measure in known | counted for measure in indicator.numerator.measures)
