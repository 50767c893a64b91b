"""The figures of one installation at its moment: the one set that pages, routes and files read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime

from lib.domain.access.permissions import Act, Reporters
from lib.domain.figures.analysis.briefing import Remark
from lib.domain.figures.indicators import Indicator, Measured, measure
from lib.domain.figures.snapshot import COMMUNE_MONTH, Snapshot
from lib.domain.periods import Period
from lib.domain.places.gazetteer import PriorityFlag
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.briefing import remarks_on
from lib.services.figures.since_freeze import Since, since_then
from lib.services.figures.snapshots import (
    day_of,
    months_open,
    periods_reported,
    priority_flags,
    snapshot_of,
    versions_by_period,
)
from lib.services.installation import Installation
from lib.services.wording.figures import period_name
from lib.store.engine import asking
from lib.store.history.uploads import last_change
from lib.text import Words, say_date

_ALL = Everybody(Act.SEE_FIGURES)


class Figures:
    """Periods, snapshots and flags as one viewer sees them; shared, never to be changed."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @property
    def installation(self) -> Installation:
        """The installation at the moment whose figures these are."""
        return self.viewer.installation

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.viewer.version

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Those that have a meaning, by code."""
        return self.viewer.indicators

    @property
    def changed_at(self) -> datetime | None:
        """When something was last published or withdrawn (UTC)."""
        return changed_at(self.viewer)

    @property
    def periods(self) -> list[Period]:
        """Months reported, newest first."""
        return periods(self.viewer)

    @property
    def newest(self) -> Period | None:
        """The newest month reported, which is shown where none is asked for."""
        return next(iter(self.periods), None)

    @property
    def open(self) -> list[Period]:
        """Months to look at, newest first: reported, or ended without a report."""
        installation = self.installation
        return months_open(
            self.periods, day_of(installation.as_of) if installation.as_of else self.viewer.today
        )

    def silence(self, period: Period, say: Words) -> str:
        """Of a month that has ended without any report: that it has, and when reports are due; ""
        of others. An indicator's ``{name}`` is left open."""
        if period in self.periods or period not in self.open or self._offices_told(period):
            return ""
        due = self.installation.calendar.due(period, Reporters.COMMUNES)
        told = {"period": period_name(period, say), "name": "{name}"}
        if due is None:
            return say("map.nobody_yet_undated", **told)
        return say("map.nobody_yet", due=say_date(due), **told)

    def _offices_told(self, period: Period) -> bool:
        """Whether a commune sent its own monthly sheet."""
        rows = self.snapshot(period).rows[COMMUNE_MONTH]
        return bool((rows["period"] == str(period)).any())

    def snapshot(self, period: Period) -> Snapshot:
        """All measures in the period; a publish for a later one leaves it as it is."""
        return snapshot(self.viewer, period)

    def measured(self, indicator: str, period: Period) -> Measured:
        """One indicator in the period."""
        return measure(self.indicators[indicator], self.snapshot(period))

    def all_measured(self, period: Period) -> dict[str, Measured]:
        """Every indicator in the period, by code."""
        taken = self.snapshot(period)
        return {code: measure(indicator, taken) for code, indicator in self.indicators.items()}

    def before(self, indicator: str, period: Period) -> Measured | None:
        """The same in the period before, where anybody reported then."""
        earlier = period.previous
        return self.measured(indicator, earlier) if earlier in self.periods else None

    def flags(self, day: date) -> Mapping[str, list[PriorityFlag]]:
        """Priority flags in force on the day, by commune."""
        return flags(self.viewer, day)

    def remarks(self, period: Period) -> list[Remark]:
        """Whom to call in the period."""
        return remarks(self.viewer, period)

    def since(self, now: Figures, period: Period) -> Since | None:
        """What has come since the freeze that these are of; ``None`` where they are of none."""
        freeze = self.installation.freeze
        if freeze is None or not freeze.code:  # a plain moment has no name to be compared under
            return None
        return since(self.viewer, now.viewer, period)


@cached("last change", _ALL, most=40)
def changed_at(viewer: Viewer) -> datetime | None:
    """When something was last published or withdrawn (UTC)."""
    with asking(viewer.installation.engine) as connection:
        return last_change(connection, as_of=viewer.installation.as_of)


@cached("periods", _ALL, most=40)
def periods(viewer: Viewer) -> list[Period]:
    """Months reported, newest first."""
    return periods_reported(viewer.installation)


@cached("versions of periods", _ALL, most=8)
def versions(viewer: Viewer) -> Mapping[str, str]:
    """The version of each period's own figures."""
    return versions_by_period(viewer.installation)


def _of_the_period(viewer: Viewer, period: Period) -> Hashable:
    return versions(viewer).get(str(period), "")


@cached("snapshot", _ALL, most=60, version=_of_the_period)
def snapshot(viewer: Viewer, period: Period) -> Snapshot:
    """All measures in the period, with every indicator that was worked out of them."""
    return snapshot_of(
        viewer.installation, period, before=lambda earlier: snapshot(viewer, earlier)
    )


@cached("flags", _ALL, most=40)
def flags(viewer: Viewer, day: date) -> Mapping[str, list[PriorityFlag]]:
    """Priority flags in force on the day, by commune."""
    return priority_flags(viewer.installation, day)


@cached("remarks", _ALL, most=60)
def remarks(viewer: Viewer, period: Period) -> list[Remark]:
    """Whom to call in the period."""
    here = Figures(viewer)
    return remarks_on(period, periods=here.periods, measured=here.measured, flags=here.flags)


@cached("since a freeze", _ALL, most=30)
def since(viewer: Viewer, now: Viewer, period: Period) -> Since:
    """What has come since the freeze of the viewer, and which figures are others by now."""
    then, today = Figures(viewer), Figures(now)
    freeze = viewer.installation.freeze
    if freeze is None:
        raise LookupError("nothing is frozen")
    return since_then(
        now.installation,
        freeze,
        period,
        then=then.all_measured(period),
        now=today.all_measured(period),
        periods=(next(iter(then.periods), None), next(iter(today.periods), None)),
    )
