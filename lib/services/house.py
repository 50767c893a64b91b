"""What every use case needs at hand: store, registers, settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from sqlalchemy import Engine

from lib.domain.indicators import Setup, set_up
from lib.domain.places import Gazetteer
from lib.files.reference import gazetteer
from lib.services.kept import Kept
from lib.settings import Settings
from lib.store.engine import open_engine
from lib.store.freezes import Freeze
from lib.store.uploads import read_mark
from lib.text.formats import HANOI

DEMO = "demo"
"""The mark of a store in which everything was made up."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """One installation, opened."""

    settings: Settings
    engine: Engine
    gazetteer: Gazetteer = field(default_factory=gazetteer)
    clock: Callable[[], datetime] = _now
    """Gives the moment in UTC; a generator of demo data sets it into the past."""

    freeze: Freeze | None = None
    """The moment whose figures are shown; ``None`` for those of now."""

    kept: Kept = field(default_factory=lambda: Kept(most=300), compare=False, repr=False)
    """What was read from the store, by version: three years of months, and what they share."""

    @property
    def as_of(self) -> datetime | None:
        """The moment until which the store is read; ``None`` for all of it."""
        return self.freeze.as_of if self.freeze else None

    @property
    def moment(self) -> str:
        """Stands in every key of what is kept, so that frozen and live never mix; "" is live."""
        if self.freeze is None:
            return ""
        return f"@{self.freeze.code or self.freeze.as_of.isoformat()}"

    @property
    def today(self) -> date:
        """The day in Sơn La."""
        return self.clock().astimezone(HANOI).date()

    @cached_property
    def is_demo(self) -> bool:
        """Whether everything in this store was made up."""
        with self.engine.connect() as connection:
            return read_mark(connection, DEMO) == "yes"


def open_house(settings: Settings) -> House:
    """Opens the store of these settings, bringing it to the newest schema."""
    return house_with(settings, open_engine(settings.store_url))


def house_with(settings: Settings, engine: Engine) -> House:
    """The installation of these settings with a store that is open already."""
    set_up(
        Setup(
            priority_from_grade=settings.priority_from_grade,
            digital_household_criterion=settings.digital_household_criterion.strip(),
            digital_household_source=settings.digital_household_source.strip(),
        )
    )
    return House(settings, engine)
