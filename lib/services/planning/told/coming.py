"""The stays of published plans as communes and teams are told of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from lib.domain.campaign.coming import Coming, Comings, comings
from lib.domain.planning.question.instance import Instance
from lib.services.caching.answers import Stored
from lib.services.installation import Installation
from lib.services.planning.saved_plan import SavedPlan
from lib.store.engine import asking
from lib.store.planning.plans import body, plans_in_force, publications, version_of_plan

_KEPT = Stored("stays of a plan", 24)
"""A version never changes."""


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The plan in force of a season, as far as it is told."""

    season: str
    plan_id: int
    title: str
    version: int
    stays: Comings

    @property
    def last(self) -> date | None:
        """The last day of any stay."""
        return max((s.last for s in self.stays.values()), default=None)

    def to(self, commune: str) -> list[Coming]:
        """The stays in one commune, by day."""
        return [s for s in self.stays.values() if s.key.commune == commune]


def stays_saved(saved: SavedPlan) -> Comings:
    """The stays of a version at hand; none before it is solved."""
    if not saved.document:
        return {}
    return comings(saved.instance, saved.document, date.fromisoformat(saved.params["first_day"]))


def stays_of(installation: Installation, plan_id: int) -> Comings:
    """The stays of a version, for use cases that have asked who is acting."""

    def read() -> Comings:
        with asking(installation.engine) as connection:
            return _read(connection, plan_id)

    return _KEPT.get(installation, read, plan_id)


def _read(connection: Connection, plan_id: int) -> Comings:
    row = version_of_plan(connection, plan_id)
    if row is None or row.result is None:
        return {}
    return comings(
        Instance.model_validate_json(body(connection, row.instance)),
        json.loads(body(connection, row.result)),
        date.fromisoformat(row.params["first_day"]),
    )


def plan_in_force(installation: Installation, season: str) -> InForce | None:
    """What is in force in a season, for use cases that have asked who is acting."""
    with asking(installation.engine) as connection:
        told = publications(connection, season)
        row = version_of_plan(connection, told[0].plan_id) if told and told[0].plan_id else None
    if row is None:
        return None
    return InForce(
        season=season,
        plan_id=row.id,
        title=row.title,
        version=row.version,
        stays=stays_of(installation, row.id),
    )


def plan_ahead(installation: Installation) -> InForce | None:
    """The next plan in force that is not over, for use cases that have asked who is acting."""
    with asking(installation.engine) as connection:
        seasons = sorted(s for s, plan in plans_in_force(connection).items() if plan)
    for season in seasons:
        found = plan_in_force(installation, season)
        if found and found.last and found.last >= installation.today:
            return found
    return None
