"""What has come since a freeze, and which of its figures are others by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.domain.figures.indicators import Indicator, Measured
from lib.domain.periods import Period
from lib.services.installation import Installation
from lib.store.engine import asking
from lib.store.history.freezes import Freeze, changes_after

_COLUMNS = ["numerator", "denominator", "value"]


@dataclass(frozen=True)
class Moved:
    """An indicator whose figures are not the frozen ones any more."""

    indicator: Indicator
    communes: int
    """How many show another value, or have one only now, or have none any more."""
    then: float | None
    """Of the province."""
    now: float | None


@dataclass(frozen=True)
class Since:
    """What has come since a freeze that its period may show."""

    published: int
    withdrawn: int
    returned: int
    """How often a period was brought back to an earlier state, or such a return undone."""
    moved: tuple[Moved, ...]
    compared: int
    """So many indicators."""
    newer_period: Period | None
    """The newest month reported, where the freeze does not know it."""

    @property
    def nothing(self) -> bool:
        """Whether the freeze and the figures of now are the same."""
        return not (
            self.published or self.withdrawn or self.returned or self.moved or self.newer_period
        )


def since_then(
    live: Installation,
    freeze: Freeze,
    period: Period,
    *,
    then: Mapping[str, Measured],
    now: Mapping[str, Measured],
    periods: tuple[Period | None, Period | None],
) -> Since:
    """What has come since; ``periods``: the newest month known then, and now."""
    with asking(live.engine) as connection:
        published, withdrawn, returned = changes_after(connection, freeze.as_of, until=str(period))
    known, newest = periods
    both = [code for code in then if code in now]
    return Since(
        published,
        withdrawn,
        returned,
        tuple(_moved(then[code], now[code]) for code in both if _differ(then[code], now[code])),
        len(both),
        newest if newest and (known is None or newest > known) else None,
    )


def _moved(then: Measured, now: Measured) -> Moved:
    return Moved(now.indicator, _communes_moved(then, now), then.value, now.value)


def _differ(then: Measured, now: Measured) -> bool:
    return then.value != now.value or _communes_moved(then, now) > 0


def _communes_moved(then: Measured, now: Measured) -> int:
    one, other = (m.communes[_COLUMNS].astype("Float64") for m in (then, now))
    same = (one == other) | (one.isna() & other.isna())
    return int((~same.fillna(False)).any(axis=1).sum())
