"""Who was told of which version of a plan, who has to be told again, and noting that it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.campaign.coming import StayKey
from lib.domain.campaign.telling import Event, Side, ToTell, events, to_tell
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.told.coming import InForce, plan_in_force, stays_of, stays_saved
from lib.store.engine import asking, writing
from lib.store.planning.plans import publications
from lib.store.planning.replies import Telling, add_tellings, tellings_of


@dataclass(frozen=True, kw_only=True)
class News:
    """The plan in force beside what everybody was last told."""

    plan: InForce
    to_tell: tuple[ToTell, ...]
    told: Mapping[Side, int]
    """The version each commune and team was last told of."""

    @property
    def up_to_date(self) -> list[Side]:
        """Who was told of the very version in force."""
        return sorted(side for side, plan in self.told.items() if plan == self.plan.plan_id)


def news_of(installation: Installation, season: str, *, who: Person) -> News | None:
    """Who has to be told of the plan in force; ``None`` where none is."""
    who.must(Act.SEE_PLANS)
    plan = plan_in_force(installation, season)
    if plan is None:
        return None
    with asking(installation.engine) as connection:
        told = {side: one.plan_id for side, one in _last(tellings_of(connection, season)).items()}
    versions = {number: stays_of(installation, number) for number in set(told.values())}
    return News(plan=plan, to_tell=tuple(to_tell(plan.stays, told, versions)), told=told)


def _last(told: Collection[Telling]) -> dict[Side, Telling]:
    """The newest telling of each that was not noted by mistake."""
    undone = {t.undoes for t in told}
    return {(t.party, t.code): t for t in told if t.undoes is None and t.id not in undone}


def note_told(
    installation: Installation,
    season: str,
    plan_id: int,
    *,
    sides: Collection[Side],
    who: Person,
) -> int:
    """Notes that these were told of the plan in force; gives how many.

    Raises ``NotAllowed`` where another version has come into force since it was looked at.
    """
    who.must(Act.PLAN)
    with writing(installation.engine) as connection:
        plan = plan_in_force(installation, season)
        if plan is None or plan.plan_id != plan_id:
            raise NotAllowed("reply_overtaken", season=season)
        at = installation.clock()
        new = [
            Telling(season=season, plan_id=plan_id, party=party, code=code, who=who.name, at=at)
            for party, code in sides
        ]
        add_tellings(connection, new)
        record(
            installation,
            connection,
            who,
            deed=Deed.PLAN_TOLD,
            subject=f"plan:{plan_id}",
            after={"told": [code for _, code in sides]},
        )
    return len(new)


def note_not_told(
    installation: Installation, season: str, *, sides: Collection[Side], who: Person
) -> int:
    """Takes back what was noted by mistake: what they were told of before holds again."""
    who.must(Act.PLAN)
    with writing(installation.engine) as connection:
        last = _last(tellings_of(connection, season))
        wrong = [last[side] for side in sides if side in last]
        if not wrong:
            raise NotAllowed("telling_nothing_there")
        at = installation.clock()
        add_tellings(
            connection,
            [
                Telling(season=season, plan_id=t.plan_id, party=t.party, code=t.code, undoes=t.id,
                        who=who.name, at=at)
                for t in wrong
            ],
        )  # fmt: skip
        record(
            installation,
            connection,
            who,
            deed=Deed.PLAN_NOT_TOLD,
            subject=f"plan:{wrong[0].plan_id}",
            before={"told": [t.code for t in wrong]},
        )
    return len(wrong)


def events_with(installation: Installation, saved: SavedPlan) -> dict[StayKey, Event]:
    """The calendar of a season with this version as its last: what it already is once published.

    For use cases that have asked who is acting.
    """
    with asking(installation.engine) as connection:
        published = [p.plan_id for p in reversed(publications(connection, saved.season))]
    before = [stays_of(installation, number) if number else {} for number in published]
    if published and published[-1] == saved.id:
        return events(before)
    return events([*before, stays_saved(saved)])
