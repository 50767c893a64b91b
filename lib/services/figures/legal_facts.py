"""Targets and priority flags on a day, each with basis, dates and where it was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.access.permissions import Act, Person
from lib.domain.figures.indicators import CATALOGUE, Form, Indicator
from lib.domain.figures.targets import Target
from lib.domain.places.gazetteer import PriorityFlag
from lib.files.reference import official_flags, targets
from lib.services.figures.snapshots import priority_flags, targets_on
from lib.services.installation import Installation
from lib.services.wording.table import Table
from lib.text import Words, say_date, say_number


@dataclass(frozen=True)
class SetTarget:
    """A provincial target. ``shipped``: it came with the product, nobody has entered one."""

    indicator: Indicator
    target: Target
    shipped: bool


@dataclass(frozen=True)
class SetFlag:
    """A flag of a commune. ``shipped``: of the product's own published sources."""

    flag: PriorityFlag
    shipped: bool


def targets_set(installation: Installation, day: date, *, who: Person) -> list[SetTarget]:
    """The targets in force on the day, in the order of the catalogue."""
    who.must(Act.SET_UP)
    found, own = targets_on(installation, day), targets()
    known = {**CATALOGUE, **installation.indicators}
    return [
        SetTarget(known[code], found[code], found[code] == own.get(code))
        for code in CATALOGUE
        if code in found
    ]


def flags_set(installation: Installation, day: date, *, who: Person) -> list[SetFlag]:
    """The flags in force on the day, by commune."""
    who.must(Act.SET_UP)
    own, names = set(official_flags()), installation.gazetteer.communes
    found = [
        f for mine in priority_flags(installation, day).values() for f in mine if f.holds_on(day)
    ]
    found.sort(key=lambda f: (names[f.commune_code].name, f.flag))
    return [SetFlag(f, f in own) for f in found]


def targets_table(found: Sequence[SetTarget], say: Words) -> Table:
    """What is to be reached, by when, and who says so."""
    rows = tuple(
        (
            f"{one.indicator.code} {one.indicator.name[say.language]}",
            _value(one, say),
            say_date(one.target.due_on),
            one.target.basis,
            _dates(one.target.valid_from, one.target.valid_to, say),
            say("legal.shipped" if one.shipped else "legal.uploaded_06"),
        )
        for one in found
    )
    names = ("indicator", "target", "due", "basis", "holds", "source")
    return Table(columns=tuple(say(f"legal.column_{n}") for n in names), rows=rows)


def _value(one: SetTarget, say: Words) -> str:
    indicator = one.indicator
    number = say_number(one.target.value, digits=indicator.digits, language=say.language)
    unit = "%" if indicator.form is Form.COMMUNES else indicator.unit[say.language]
    return f"{number} {say.unit(number, unit)}"


def flags_table(installation: Installation, found: Sequence[SetFlag], say: Words) -> Table:
    """Which commune carries which flag, of which grade, and who says so."""
    rows = tuple(
        (
            installation.gazetteer.communes[one.flag.commune_code].full_name,
            say(f"flag.{one.flag.flag}"),
            str(one.flag.grade),
            one.flag.basis,
            _dates(one.flag.valid_from, one.flag.valid_to, say),
            say("legal.shipped" if one.shipped else "legal.uploaded_07"),
        )
        for one in found
    )
    names = ("commune", "flag", "grade", "basis", "holds", "source")
    return Table(columns=tuple(say(f"legal.column_{n}") for n in names), rows=rows)


def _dates(first: date, last: date | None, say: Words) -> str:
    if last:
        return f"{say_date(first)} – {say_date(last)}"
    return say("legal.since", day=say_date(first))
