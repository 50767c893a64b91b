"""True figures of communes, villages, teams and drives that keep the template's own rules."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from lib.domain.intake.cells.cells import CLEANERS
from lib.domain.periods import Cadence, Period
from lib.domain.places.gazetteer import Commune, FormerUnit
from lib.domain.templates import (
    AtMost,
    Column,
    Lasting,
    Level,
    PartsOf,
    PerDay,
    Role,
    Template,
    Usual,
    WorkDays,
)
from lib.domain.templates.base import Likely
from lib.domain.templates.kinds import Kind
from lib.files.reference import gazetteer

VILLAGES = ("Bản Pha Đón", "Bản Hòa Bình", "Tiểu khu 5", "Thôn Nà Sản", "Bản Thủy Lợi", "Tổ 2")
"""The villages that the register of the testing installation has in every commune."""

MONTH, YEAR = Period(2026, 8), Period(2026)


@dataclass
class Line:
    """One true row: cleaned values by column key, and whose they are."""

    values: dict[str, object]
    commune: Commune | None = None
    former: FormerUnit | None = None
    village: str = ""
    code: str = ""


@dataclass
class Truth:
    """All that a file says."""

    template: Template
    period: str
    lines: list[Line] = field(default_factory=list)


def true_figures(template: Template, rng: random.Random) -> Truth:
    """Between 3 and 12 rows of a template, whole and right."""
    truth = Truth(template, _period(template))
    communes = rng.sample(sorted(gazetteer().communes.values(), key=lambda c: c.code), 12)
    if template.level is Level.VILLAGE:
        for commune in communes[: rng.choice([1, 1, 2, 3])]:
            whole = template.cadence is Cadence.YEARLY  # a register that shrinks is a warning
            few = len(VILLAGES) if whole else rng.randint(3, len(VILLAGES))
            for village in rng.sample(VILLAGES, few):
                truth.lines.append(Line({}, commune, village=village))
    else:
        for number, commune in enumerate(communes[: rng.randint(3, 12)], start=1):
            truth.lines.append(Line({}, commune, code=f"M{rng.randint(10, 99)}-{number:03d}"))
    for line in truth.lines:
        line.values = figures(template, rng)
        if line.commune and "village_code" in line.values:  # the one where the drive went
            line.values["village_code"] = f"{line.commune.code}-001"
    return truth


def _period(template: Template) -> str:
    """The month or year of the file; another cadence takes it from the template's example."""
    if template.cadence is Cadence.MONTHLY:
        return str(MONTH)
    column = template.role(Role.PERIOD)
    if template.cadence is Cadence.YEARLY or column is None:
        return str(YEAR)
    return str(CLEANERS[column.kind](column.example))


def figures(template: Template, rng: random.Random) -> dict[str, object]:
    """Values for every value column that hold against one another."""
    values = {c.key: _value(template, c, rng) for c in template.values}
    # Numbers first, then days, then what is so many a day.
    for likely in sorted(template.likely, key=lambda rule: _ORDER.get(type(rule), 2)):
        _keep(likely, values)
    ordered = [rule for rule in template.likely if isinstance(rule, AtMost)]
    for _ in range(len(template.checks) + len(ordered) + 2):
        for rule in (*template.checks, *ordered):
            _hold(rule, values)
    _parts_of_few(template, values)
    return values


_ORDER = {Usual: 0, Lasting: 1}


def _parts_of_few(template: Template, values: dict[str, object]) -> None:
    """Where the parts nearly always give the total, they are few and do."""
    for whole in (rule for rule in template.likely if isinstance(rule, PartsOf)):
        for part in whole.parts:
            values[part] = int(str(values[part])) % 90
        _hold(whole, values)
        for rule in template.checks:
            if isinstance(rule, AtMost) and rule.upper == whole.total:
                least = min(int(str(values[rule.lower])), int(str(values[whole.total])))
                values[rule.lower] = least


def _value(template: Template, column: Column, rng: random.Random) -> object:
    match column.kind:
        case Kind.COUNT:
            return rng.choice([rng.randint(0, 30), rng.randint(30, 999), rng.randint(1000, 9999)])
        case Kind.DECIMAL:
            return round(rng.uniform(0.5, 99), rng.choice([1, 2]))
        case Kind.YES_NO:
            return rng.choice([0, 1])
        case Kind.CHOICE:
            return rng.choice(column.choices)
        case Kind.DATE:
            return _day(template, column, rng).isoformat()
        case Kind.TEXT:
            return column.example or rng.choice([None, "Sóng yếu; cần hỗ trợ", "đã gửi, chờ số"])
        case _:
            return CLEANERS[column.kind](column.example)


def _day(template: Template, column: Column, rng: random.Random) -> date:
    """A day of the file's year; those that end something come later."""
    first = date(YEAR.year, 1, 1) + timedelta(days=rng.randint(0, 150))
    later = {"ends_on": 60, "valid_to": 60, "plan_sent_on": 60, "written_on": 30}
    return first + timedelta(days=later.get(column.key, 0))


def _keep(rule: Likely, values: dict[str, object]) -> None:
    """What nearly always holds, made to hold: drives are short, work is no more than its days."""
    match rule:
        case Lasting():
            first = date.fromisoformat(str(values[rule.first]))
            values[rule.last] = (first + timedelta(days=int(first.day) % 20)).isoformat()
        case Usual():
            values[rule.key] = values[rule.key] % rule.most  # type: ignore[operator]
            if float(str(values[rule.key])).is_integer():
                values[rule.key] = int(float(str(values[rule.key])))
        case PerDay():
            first, last = (date.fromisoformat(str(values[key])) for key in (rule.first, rule.last))
            values[rule.key] = int(str(values[rule.key])) % ((last - first).days + 2)
        case WorkDays():
            values[rule.total] = int(str(values[rule.people])) // 2


def _hold(rule: AtMost | PartsOf, values: dict[str, object]) -> None:
    if isinstance(rule, PartsOf):
        values[rule.total] = sum(values[p] for p in rule.parts)  # type: ignore[misc]
    elif values[rule.lower] > values[rule.upper]:  # type: ignore[operator]
        values[rule.upper] = values[rule.lower]
