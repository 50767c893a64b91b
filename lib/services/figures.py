"""Figures of one installation for pages outside Streamlit, kept while the data stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from lib.domain.indicators import INDICATORS, Measured, measure
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.domain.snapshot import Snapshot
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.overview import (
    periods_reported,
    priority_flags,
    snapshot_of,
    version_of_data,
    versions_by_period,
)
from lib.services.since import Since, since_then
from lib.store.engine import asking
from lib.store.uploads import last_change


class Figures:
    """Periods, snapshots and flags as of one version of the data; shared, never to be changed."""

    def __init__(self, house: House, kept: Kept) -> None:
        self.house = house
        self.version = version_of_data(house)
        self._store, self._moment = house.server, house.moment
        self._kept = kept

    @property
    def changed_at(self) -> datetime | None:
        """When something was last published or withdrawn (UTC)."""

        def ask() -> datetime | None:
            with asking(self.house.engine) as connection:
                return last_change(connection, as_of=self.house.as_of)

        return self._kept.get((self._store, self.version, "changed"), ask)

    @property
    def periods(self) -> list[Period]:
        """Months reported, newest first."""
        return self._kept.get(
            (self._store, self.version, "periods"), lambda: periods_reported(self.house)
        )  # fmt: skip

    def snapshot(self, period: Period) -> Snapshot:
        """All measures in the period; a publish for a later one leaves it as it is."""
        versions = self._kept.get(
            (self._store, self.version, "versions"), lambda: versions_by_period(self.house)
        )
        key = ("snapshot", self._store, period, versions.get(str(period), ""), self._moment)
        return self._kept.get(key, lambda: snapshot_of(self.house, period))

    def measured(self, indicator: str, period: Period) -> Measured:
        """One indicator in the period."""
        return measure(INDICATORS[indicator], self.snapshot(period))

    def all_measured(self, period: Period) -> dict[str, Measured]:
        """Every indicator in the period, by code."""
        return {code: self.measured(code, period) for code in INDICATORS}

    def before(self, indicator: str, period: Period) -> Measured | None:
        """The same in the period before, where anybody reported then."""
        earlier = period.previous
        return self.measured(indicator, earlier) if earlier in self.periods else None

    def flags(self, day: date) -> Mapping[str, list[PriorityFlag]]:
        """Priority flags in force on the day, by commune."""
        return self._kept.get(
            (self._store, self.version, "flags", day), lambda: priority_flags(self.house, day)
        )

    def since(self, now: Figures, period: Period) -> Since | None:
        """What has come since the freeze that these are of; ``None`` where they are of none."""
        freeze = self.house.freeze
        if freeze is None or not freeze.code:  # a plain moment has no name to be compared under
            return None
        return self._kept.get(
            ("since", self._store, self.version, now.version, period),
            lambda: since_then(
                now.house,
                freeze,
                period,
                then=self.all_measured(period),
                now=now.all_measured(period),
                periods=(next(iter(self.periods), None), next(iter(now.periods), None)),
            ),
        )
