"""What every use case needs at hand: store, registers, settings and the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from sqlalchemy import Engine

from lib.domain.figures.indicators import Indicator, Setup, set_up
from lib.domain.periods import set_cut_offs
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.reporting.calendar import ReportingCalendar
from lib.domain.reporting.due_days import rules_of
from lib.domain.reporting.holidays import HOLIDAYS, holidays_of
from lib.files.reference import calendar, gazetteer
from lib.services.shared_cache import Memory
from lib.settings import Settings
from lib.store.engine import asking
from lib.store.history.freezes import Freeze
from lib.store.history.uploads import data_version, read_mark
from lib.store.settings.changes import SettingChange, newest_of_each, setting_changes
from lib.text.formats import HANOI

DEMO = "demo"
"""The mark of a store in which everything was made up."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class _Settled:
    """What this process knows of the store by now: up to which change of settings its cut-off days
    are set, and which store it is.
    """

    change: int = 0
    epoch: str = ""
    """The name of the store that this process has settled with; see ``succession``."""
    place: str = ""
    demo: tuple[str, bool] | None = None
    """Whether the store of that name was made up."""


@dataclass(frozen=True)
class Installation:
    """One installation, opened."""

    settings: Settings
    """The server's own; of what administrators may change, the default: see ``in_force``."""
    engine: Engine
    gazetteer: Gazetteer = field(default_factory=gazetteer)
    clock: Callable[[], datetime] = _now
    """Gives the moment in UTC; a generator of demo data sets it into the past."""

    freeze: Freeze | None = None
    """The moment whose figures are shown; ``None`` for those of now."""

    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """What is kept of it; see ``caching``."""

    settled: _Settled = field(default_factory=_Settled, compare=False, repr=False)

    @property
    def in_force(self) -> Settings:
        """The settings as administrators have changed them, asked of the store each time.

        A frozen moment keeps the values of then where figures depend on them.
        """
        return self._with(self._changes())

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Those that have a meaning by the settings in force, by code."""
        settled = self.in_force
        return set_up(
            Setup(
                priority_from_grade=settled.priority_from_grade,
                ambassadors_per_village=settled.ambassadors_per_village,
                digital_household_criterion=settled.digital_household_criterion.strip(),
                digital_household_source=settled.digital_household_source.strip(),
            )
        )

    @property
    def calendar(self) -> ReportingCalendar:
        """When reports are due, as the product brings it and administrators changed it."""
        changed = newest_of_each(self._changes(), until=self.as_of)
        found = _with_rules(changed)
        entered = holidays_of(changed[HOLIDAYS].value) if HOLIDAYS in changed else ()
        return found.with_holidays(day for holiday in entered for day in holiday.days)

    def _changes(self) -> list[SettingChange]:
        """All changes; where the newest comes from elsewhere, the cut-off days follow it."""
        with asking(self.engine) as connection:
            found = setting_changes(connection)
        newest = found[-1].id if found else 0
        if newest != self.settled.change:
            self.settled.change = newest
            set_cut_offs(_with_rules(newest_of_each(found)).cut_offs)
        return found

    def _with(self, changes: list[SettingChange]) -> Settings:
        now, then = newest_of_each(changes), newest_of_each(changes, until=self.as_of)
        sides = {
            name: (then if mark.figures else now).get(name)
            for name, mark in Settings.adjustable().items()
        }
        told = {name: c.value for name, c in sides.items() if c and c.value is not None}
        return self.settings.model_copy(update=told) if told else self.settings

    @property
    def as_of(self) -> datetime | None:
        """The moment until which the store is read; ``None`` for all of it."""
        return self.freeze.as_of if self.freeze else None

    @property
    def moment(self) -> str:
        """Stands in every key of what is kept: frozen and live never mix, nor do settings.

        "" is live, with all that figures depend on as the product brings it.
        """
        if self.freeze is None:
            newest = max((c.id for c in self._changes() if _of_figures(c.key)), default=0)
            return f"~{newest}" if newest else ""
        return f"@{self.freeze.code or self.freeze.as_of.isoformat()}"

    @property
    def server(self) -> str:
        """Tells this store from every other, also from itself before it was put back; stands in
        every key of what is kept, and in what browsers keep.
        """
        return f"{self.settings.store_url} {self.settled.epoch} {self.settled.place}"

    @cached_property
    def told_at_start(self) -> str:
        """All that the server was told: installations of one process may be told otherwise."""
        return self.settings.model_dump_json()

    @property
    def newest_change(self) -> int:
        """The number of the newest change of any setting; 0 before the first."""
        return max((c.id for c in self._changes()), default=0)

    @property
    def today(self) -> date:
        """The day in Sơn La."""
        return self.clock().astimezone(HANOI).date()

    @property
    def is_demo(self) -> bool:
        """Whether everything in this store was made up; asked once of each store."""
        name, known = self.settled.epoch, self.settled.demo
        if known is None or known[0] != name:
            with asking(self.engine) as connection:
                known = (name, read_mark(connection, DEMO) == "yes")
            self.settled.demo = known
        return known[1]


def _with_rules(changed: Mapping[str, SettingChange]) -> ReportingCalendar:
    return calendar().with_rules(r for c in changed.values() for r in rules_of(c.key, c.value))


def version_of_data(installation: Installation) -> str:
    """Changes with every publish and withdrawal; of a frozen moment it never does."""
    with asking(installation.engine) as connection:
        return data_version(connection, as_of=installation.as_of) + installation.moment


def _of_figures(key: str) -> bool:
    """Whether figures depend on it; of due days what was sent in time does."""
    mark = Settings.adjustable().get(key)
    return mark is None or mark.figures
