"""When reports are due: what holds now and from when, and changing it for periods to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.periods import Cadence, Period
from lib.domain.reporting.calendar import Rule, Shift
from lib.domain.reporting.due_days import (
    DUTIES,
    LAST_DAY,
    Duty,
    plain_of,
    rules_of,
    valid_from,
    with_rule,
)
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.files.reference import calendar
from lib.services.installation import Installation
from lib.services.settings.changing import write_change
from lib.store.engine import asking
from lib.store.settings.changes import SettingChange, newest_of_each, setting_changes
from lib.text import say_date

_AHEAD = {Cadence.MONTHLY: 12, Cadence.QUARTERLY: 4, Cadence.YEARLY: 2}


@dataclass(frozen=True, kw_only=True)
class DueStanding:
    """A due day as it stands for the period that runs now."""

    duty: Duty
    period: Period
    day: date | None
    """``None`` where no due day is set."""
    rule: Rule | None
    coming: tuple[Rule, ...]
    """Rules that hold for later periods only."""
    change: SettingChange | None
    """The newest change here, also one back to the product's own rules."""


def due_days_standing(installation: Installation, *, who: Person) -> list[DueStanding]:
    """Everything that has a due day, or could have one."""
    who.must(Act.SET_UP)
    with asking(installation.engine) as connection:
        newest = newest_of_each(setting_changes(connection))
    now = installation.calendar
    found = []
    for key, duty in DUTIES.items():
        period = duty.period(installation.today)
        rule = now.rule(period, duty.what)
        change = newest.get(key)
        own = rules_of(key, change.value if change else None)
        found.append(
            DueStanding(
                duty=duty,
                period=period,
                day=now.day(period, duty.what),
                rule=rule,
                coming=tuple(r for r in own if r.valid_from > valid_from(period)),
                change=change,
            )
        )
    return found


def product_rule(duty: Duty, period: Period) -> Rule | None:
    """What holds where nobody changed anything."""
    return calendar().rule(period, duty.what)


@dataclass(frozen=True, kw_only=True)
class NewDay:
    """A due day that somebody wants, from the period ``first`` on."""

    first: Period
    day: int
    basis: str
    month: int = 0
    """Of the year, for what is due once a year."""
    shift: Shift = Shift.STAY


def periods_to_come(installation: Installation, duty: Duty) -> list[Period]:
    """The periods from which on a new due day may hold."""
    running = duty.period(installation.today)
    periods = [running.next if duty.is_cut_off else running]
    for _ in range(_AHEAD[duty.cadence]):
        periods.append(periods[-1].next)
    return periods


def set_due_day(
    installation: Installation,
    key: str,
    wanted: NewDay,
    *,
    who: Person,
    reason: str,
    seen: int | None = None,
) -> SettingChange:
    """Another due day, or another cut-off day; periods before its first keep theirs.

    Raises ``NotAllowed`` for what is no due day, without a basis, or where the new day of the first
    period has passed already: nobody becomes late by a change. A period that has begun keeps its
    last day.
    """
    who.must(Act.SET_UP)
    duty = DUTIES.get(key)
    if duty is None or wanted.first.cadence is not duty.cadence:
        raise NotAllowed("setting_unknown", given=key)
    new = _rule(duty, wanted)
    if not duty.is_cut_off:  # of that, whatever has begun is refused where it is written
        _must_be_ahead(installation, duty, wanted.first, new=new)

    def decide(changes: list[SettingChange]) -> list[dict[str, object]]:
        own = rules_of(key, changes[-1].value if changes else None)
        return plain_of(with_rule(own, new))

    return write_change(installation, key, decide, who=who, reason=reason, seen=seen)


def _rule(duty: Duty, wanted: NewDay) -> Rule:
    yearly = duty.cadence is Cadence.YEARLY
    if not 1 <= wanted.day <= LAST_DAY or (yearly and not 1 <= wanted.month <= 12):
        raise NotAllowed("setting_beyond")
    if len(wanted.basis.strip()) < SHORTEST_REASON:
        raise NotAllowed("basis_needed", least=SHORTEST_REASON)
    return Rule(
        cadence=duty.cadence,
        what=duty.what,
        day=wanted.day,
        month=wanted.month if yearly else 0,
        shift=Shift.STAY if duty.is_cut_off else wanted.shift,
        valid_from=valid_from(wanted.first),
        basis=" ".join(wanted.basis.split()),
    )


def _must_be_ahead(installation: Installation, duty: Duty, first: Period, *, new: Rule) -> None:
    due = installation.calendar.with_rules([new]).day(first, duty.what)
    if due is None or due < installation.today:
        raise NotAllowed("due_day_past", day=say_date(due))
