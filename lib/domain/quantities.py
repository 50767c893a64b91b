"""What is counted, and how: so that lượt and người, stocks and flows cannot be mixed by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import pandas as pd


class Measures(Protocol):
    """Whatever holds measures by name: the communes of a period, or its villages row by row."""

    def __getitem__(self, measure: str) -> pd.Series:
        """One measure; all missing where nobody told it."""


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
    """Some measure with its kind. ``of`` takes it from communes, or from villages row by row."""

    thing: Thing
    timing: Timing
    measures: tuple[str, ...]
    """As the templates' columns name them."""
    of: Callable[[Measures], pd.Series]
    names: tuple[str, ...] = ()
    """Of the measures in a snapshot, where they are other than ``measures``."""

    @property
    def read(self) -> tuple[str, ...]:
        """The names under which a snapshot holds what is read."""
        return self.names or self.measures

    def __sub__(self, other: Quantity) -> Quantity:
        """The difference of two quantities of one kind; missing where either is."""
        must_match(self, other)
        return Quantity(
            self.thing,
            self.timing,
            (*other.measures, *self.measures),
            lambda known: self.of(known) - other.of(known),
        )


def must_match(one: Quantity, other: Quantity) -> None:
    """Raises ``MixedQuantities`` unless both count the same thing with the same timing."""
    if (one.thing, one.timing) != (other.thing, other.timing):
        raise MixedQuantities(one.measures, one.thing, one.timing, other.thing, other.timing)


def stock(measure: str, thing: Thing) -> Quantity:
    """A measure as it stands at the end of the period."""
    return Quantity(thing, Timing.STOCK, (measure,), lambda known: known[measure])


def flow(measure: str, thing: Thing) -> Quantity:
    """A measure of what happened within the period."""
    return Quantity(thing, Timing.FLOW, (measure,), lambda known: known[measure])


def to_date(quantity: Quantity) -> Quantity:
    """A flow added up since the programme began: a stock."""
    (measure,) = quantity.measures
    name = f"{measure}_to_date"
    return Quantity(
        quantity.thing, Timing.STOCK, (measure,), lambda known: known[name], names=(name,)
    )
