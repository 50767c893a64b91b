"""Reading the dated reference tables of ``data/reference``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from lib.domain.figures.targets import Target
from lib.domain.periods import Cadence
from lib.domain.places.gazetteer import Commune, Flag, FormerUnit, Gazetteer, PriorityFlag
from lib.domain.reporting.calendar import ReportingCalendar, Rule, Shift

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


def rows(name: str, folder: Path = REFERENCE) -> Iterator[dict[str, str]]:
    """The rows of one table, by column name."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def gazetteer(folder: Path = REFERENCE) -> Gazetteer:
    """All communes and the units they were formed from."""
    communes = (
        Commune(
            code=r["code"],
            name=r["name"],
            full_name=r["full_name"],
            area_km2=float(r["area_km2"]),
            population=int(r["population"]),
            lon=float(r["lon"]),
            lat=float(r["lat"]),
            source=r["source"],
        )
        for r in rows("communes", folder)
    )
    former = (
        FormerUnit(
            old_code=r["old_code"],
            name=r["old_name"],
            full_name=r["old_full_name"],
            district=r["old_district"],
            commune_code=r["commune_code"],
            also_written=tuple(filter(None, r["also_written"].split(";"))),
            source=r["source"],
        )
        for r in rows("predecessors", folder)
    )
    return Gazetteer(communes, former)


@cache
def official_flags(folder: Path = REFERENCE) -> tuple[PriorityFlag, ...]:
    """The priority flags whose legal basis or publication is known to the product."""
    return tuple(
        PriorityFlag(
            commune_code=r["commune_code"],
            flag=Flag(r["flag"]),
            grade=int(r["grade"]),
            basis=r["basis"],
            valid_from=date.fromisoformat(r["valid_from"]),
            valid_to=date.fromisoformat(r["valid_to"]) if r["valid_to"] else None,
        )
        for r in rows("priority_flags", folder)
    )


@cache
def targets(folder: Path = REFERENCE) -> dict[str, Target]:
    """Provincial targets that come with the product, by indicator code."""
    return {
        r["indicator"]: Target(
            value=float(r["value"]),
            due_on=date.fromisoformat(r["due_on"]) if r["due_on"] else None,
            basis=r["basis"],
            valid_from=date.fromisoformat(r["valid_from"]),
            valid_to=date.fromisoformat(r["valid_to"]) if r["valid_to"] else None,
        )
        for r in rows("targets", folder)
        if r["level"] == "province"
    }


@cache
def calendar(folder: Path = REFERENCE) -> ReportingCalendar:
    """When periods are cut off and reports are due."""
    rules = tuple(
        Rule(
            cadence=Cadence(r["cadence"]),
            what=r["what"],
            day=int(r["day"]),
            shift=Shift(r["shift"]),
            valid_from=date.fromisoformat(r["valid_from"]),
            basis=r["basis"],
        )
        for r in rows("calendar", folder)
    )
    days = frozenset(date.fromisoformat(r["day"]) for r in rows("holidays", folder))
    return ReportingCalendar(rules, days)
