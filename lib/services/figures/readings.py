"""What the store says, read once and kept while the uploads it comes from stay the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection

from lib.services.caching.answers import Stored
from lib.services.installation import Installation
from lib.store.figures.figures import in_force, sums_in_force
from lib.store.history.uploads import scope_versions

# Three years of months, and what they share.
_ROWS = Stored("rows", most=220)
_NEWEST = Stored("newest rows", most=20)
_SUMS = Stored("sums", most=120)
_SUMS_UNTIL = Stored("sums until", most=80)
# What was counted of the rows by commune: small, seven for each month.
_PARTS = Stored("parts", most=400)
_LAST = "9"
"""After every period."""


class Readings:
    """Rows and sums in force, now or as known at a moment before.

    Each is kept under the versions of its own template and periods: an upload for one month makes
    only that month's rows be read again. Shared: never change what they give.
    """

    def __init__(
        self, installation: Installation, connection: Connection, as_of: datetime | None
    ) -> None:
        self._installation = installation
        self._connection = connection
        self._as_of = as_of
        self._versions = scope_versions(connection)
        self._given: dict[str, tuple[Hashable, ...]] = {}

    def rows(self, template: str, periods: Collection[str]) -> pd.DataFrame:
        """The rows in force of these periods."""
        key = self._key(template, periods)
        self._given[template] = ("rows", *key)
        return _ROWS.get(
            self._installation,
            lambda: in_force(self._connection, template, periods=periods, as_of=self._as_of),
            *key,
        )

    def newest(self, template: str, *, until: str) -> pd.DataFrame:
        """The rows of each commune's newest period up to ``until``."""

        def read() -> pd.DataFrame:
            found = self.rows(template, periods)
            if found.empty:
                return found
            last = found.groupby("commune_code")["period"].transform("max")
            return found[found["period"] == last]

        periods = self._periods(template, until)
        key = self._key(template, periods)
        found = _NEWEST.get(self._installation, read, *key)
        self._given[template] = ("newest", *key)
        return found

    def every(self, template: str, *, until: str = _LAST) -> pd.DataFrame:
        """The rows in force of all periods up to ``until``."""
        return self.rows(template, self._periods(template, until))

    def part(
        self, name: str, templates: Sequence[str], make: Callable[[], pd.DataFrame]
    ) -> pd.DataFrame:
        """What is made of the rows that were given last of these templates, kept as they are."""
        return _PARTS.get(self._installation, make, name, *(self._given[t] for t in templates))

    def sums(self, template: str, keys: Sequence[str], *, until: str) -> pd.DataFrame:
        """Sums of the values by commune code (the index), from the first period to ``until``."""

        def month(period: str) -> pd.DataFrame:
            return _SUMS.get(
                self._installation,
                lambda: sums_in_force(
                    self._connection, template, keys, period=period, as_of=self._as_of
                ),
                *self._key(template, [period]),
                *keys,
            )

        def add() -> pd.DataFrame:
            if not periods:
                return pd.DataFrame(columns=list(keys), dtype="Float64")
            return pd.concat(map(month, periods)).groupby("commune_code").sum(min_count=1)

        periods = self._periods(template, until)
        return _SUMS_UNTIL.get(self._installation, add, *self._key(template, periods), *keys)

    def _periods(self, template: str, until: str) -> list[str]:
        return sorted(p for t, p in self._versions if t == template and p <= until)

    def _key(self, template: str, periods: Collection[str]) -> tuple[Hashable, ...]:
        versions = tuple((p, self._versions.get((template, p))) for p in sorted(periods))
        return (template, self._as_of, versions)
