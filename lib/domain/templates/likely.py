"""What nearly always holds in a row of a template; a row that breaks it is told, never refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NearPeriod:
    """A day lies no more than so many days before the row's period begins, or after it ends."""

    key: str
    before: int
    after: int


@dataclass(frozen=True)
class SinceBegun:
    """A day of the movement's own time: an earlier one has a wrong year."""

    key: str


@dataclass(frozen=True)
class NotAhead:
    """A day that has come: what is told of it has happened."""

    key: str
    where: tuple[str, str] = ("", "")
    """A column and its choice of the rows that this is asked of; else of all."""


@dataclass(frozen=True)
class WorkDays:
    """Days worked are at most the people times the days from the first to the last."""

    total: str
    people: str
    first: str
    last: str


@dataclass(frozen=True)
class Lasting:
    """From the first to the last day it is at most so many days."""

    first: str
    last: str
    most: int


@dataclass(frozen=True)
class Usual:
    """A number is hardly ever above ``most``: beyond, another unit was meant."""

    key: str
    most: float


@dataclass(frozen=True)
class PerDay:
    """There are at most ``most`` of these on each day from the first to the last."""

    key: str
    first: str
    last: str
    most: int


@dataclass(frozen=True)
class OwnUnit:
    """A value is in the unit of what it is of; of a share, 100 is the most."""

    key: str
    unit: str
    units: tuple[tuple[str, str], ...]
    """Each code of a row, and the right unit."""
