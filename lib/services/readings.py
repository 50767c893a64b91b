"""What the store says, read once and kept while the uploads it comes from stay the same."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection

from lib.services.house import House
from lib.store.figures import in_force, sums_in_force
from lib.store.uploads import scope_versions


class Readings:
    """Rows and sums in force, now or as known at a moment before.

    Each is kept under the versions of its own template and periods: an upload for one month makes
    only that month's rows be read again. Shared: never change what they give.
    """

    def __init__(self, house: House, connection: Connection, as_of: datetime | None) -> None:
        self._kept, self._store = house.kept, house.server
        self._connection = connection
        self._as_of = as_of
        self._versions = scope_versions(connection)

    def rows(self, template: str, periods: Collection[str]) -> pd.DataFrame:
        """The rows in force of these periods."""
        return self._kept.get(
            ("rows", *self._key(template, periods)),
            lambda: in_force(self._connection, template, periods=periods, as_of=self._as_of),
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
        return self._kept.get(("newest", *self._key(template, periods)), read)

    def sums(self, template: str, keys: Sequence[str], *, until: str) -> pd.DataFrame:
        """Sums of the values by commune code (the index), from the first period to ``until``."""

        def month(period: str) -> pd.DataFrame:
            return self._kept.get(
                ("sums", *self._key(template, [period]), *keys),
                lambda: sums_in_force(
                    self._connection, template, keys, period=period, as_of=self._as_of
                ),
            )

        def add() -> pd.DataFrame:
            if not periods:
                return pd.DataFrame(columns=list(keys), dtype="Float64")
            return pd.concat(map(month, periods)).groupby("commune_code").sum(min_count=1)

        periods = self._periods(template, until)
        return self._kept.get(("sums until", *self._key(template, periods), *keys), add)

    def _periods(self, template: str, until: str) -> list[str]:
        return sorted(p for t, p in self._versions if t == template and p <= until)

    def _key(self, template: str, periods: Collection[str]) -> tuple[Hashable, ...]:
        versions = tuple((p, self._versions.get((template, p))) for p in sorted(periods))
        return (self._store, template, self._as_of, versions)
