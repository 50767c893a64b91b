"""Holidays: which are entered, entering more, and taking one out that has not come yet."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.reporting.holidays import HOLIDAYS, LONGEST_DAYS, Holiday, holidays_of, plain_of
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.services.installation import Installation
from lib.services.settings.changing import write_change
from lib.store.engine import asking
from lib.store.settings.changes import SettingChange, newest_of_each, setting_changes
from lib.text import say_date

_SHORTEST_NAME = 2


@dataclass(frozen=True)
class HolidaysStanding:
    """What is entered, and by which change."""

    holidays: tuple[Holiday, ...]
    change: SettingChange | None


def holidays_standing(installation: Installation, *, who: Person) -> HolidaysStanding:
    """The holidays entered here, the earliest first."""
    who.must(Act.SET_UP)
    with asking(installation.engine) as connection:
        change = newest_of_each(setting_changes(connection, key=HOLIDAYS)).get(HOLIDAYS)
    return HolidaysStanding(holidays_of(change.value if change else None), change)


def add_holiday(
    installation: Installation, new: Holiday, *, who: Person, reason: str, seen: int | None = None
) -> SettingChange:
    """One more. Raises ``NotAllowed`` without name or basis, or for days that are none or many."""
    who.must(Act.SET_UP)
    if len(new.name.strip()) < _SHORTEST_NAME:
        raise NotAllowed("holiday_name")
    if len(new.basis.strip()) < SHORTEST_REASON:
        raise NotAllowed("basis_needed", least=SHORTEST_REASON)
    if not 0 <= (new.last - new.first).days < LONGEST_DAYS:
        raise NotAllowed("holiday_days", most=LONGEST_DAYS)

    def decide(changes: list[SettingChange]) -> list[dict[str, str]]:
        known = holidays_of(changes[-1].value if changes else None)
        return plain_of({*known, new})

    return write_change(installation, HOLIDAYS, decide, who=who, reason=reason, seen=seen)


def remove_holiday(
    installation: Installation, gone: Holiday, *, who: Person, reason: str, seen: int | None = None
) -> SettingChange:
    """Takes one out. One that has begun stays: nobody becomes late by a change."""
    who.must(Act.SET_UP)
    if gone.first <= installation.today:
        raise NotAllowed("holiday_past", day=say_date(gone.first))

    def decide(changes: list[SettingChange]) -> list[dict[str, str]]:
        known = holidays_of(changes[-1].value if changes else None)
        return plain_of(h for h in known if h != gone)

    return write_change(installation, HOLIDAYS, decide, who=who, reason=reason, seen=seen)
