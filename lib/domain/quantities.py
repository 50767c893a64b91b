"""What is counted, and how: so that lượt and người, stocks and flows cannot be mixed by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.domain.snapshot import Snapshot


class Thing(StrEnum):
    """What one unit of a figure is."""

    PEOPLE = "people"
    TURNS = "turns"
    """Attendances, "lượt": one person may count several times."""
    HOUSEHOLDS = "households"
    VILLAGES = "villages"
    COMMUNES = "communes"
    SESSIONS = "sessions"
    TEAMS = "teams"
    DRIVES = "drives"
    WORKDAYS = "workdays"
    """Volunteer-days, "ngày công"."""


class Timing(StrEnum):
    """Stocks are as they stand at the period's end ("lũy kế"); flows happen within it."""

    STOCK = "stock"
    FLOW = "flow"


class MixedQuantities(TypeError):
    """Two quantities that must not be added, subtracted or divided."""


@dataclass(frozen=True)
class Quantity:
    """Some measure of a snapshot with its kind. ``of`` gives it by commune code."""

    thing: Thing
    timing: Timing
    measures: tuple[str, ...]
    of: Callable[[Snapshot], pd.Series]

    def __sub__(self, other: Quantity) -> Quantity:
        """The difference of two quantities of one kind; missing where either is."""
        must_match(self, other)
        return Quantity(
            self.thing,
            self.timing,
            (*other.measures, *self.measures),
            lambda snapshot: self.of(snapshot) - other.of(snapshot),
        )


def must_match(one: Quantity, other: Quantity) -> None:
    """Raises ``MixedQuantities`` unless both count the same thing with the same timing."""
    if (one.thing, one.timing) != (other.thing, other.timing):
        raise MixedQuantities(one.measures, one.thing, one.timing, other.thing, other.timing)


def stock(measure: str, thing: Thing) -> Quantity:
    """A measure as it stands at the end of the period."""
    return Quantity(thing, Timing.STOCK, (measure,), lambda snapshot: snapshot[measure])


def flow(measure: str, thing: Thing) -> Quantity:
    """A measure of what happened within the period."""
    return Quantity(thing, Timing.FLOW, (measure,), lambda snapshot: snapshot[measure])


def to_date(quantity: Quantity) -> Quantity:
    """A flow added up since the programme began: a stock."""
    (measure,) = quantity.measures
    name = f"{measure}_to_date"
    return Quantity(quantity.thing, Timing.STOCK, (measure,), lambda snapshot: snapshot[name])
