"""After a change of the plan: who has to be told again, and what a calendar has to take over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.domain.campaign.coming import Coming, Comings, Part, StayKey, changed_parts
from lib.domain.campaign.replies import Party

Side = tuple[Party, str]
"""A commune or a team, by its code."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One stay that is another than was told: new without ``before``, gone without ``after``."""

    before: Coming | None
    after: Coming | None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """Somebody who does not know the plan as it is."""

    side: Side
    told: int | None
    """The version they were last told of; ``None``: of none yet."""
    changes: tuple[Change, ...]


def of_side(stays: Comings, side: Side) -> Comings:
    """The stays that concern a commune or a team."""
    party, code = side
    return {k: s for k, s in stays.items()
            if (k.commune if party is Party.COMMUNE else k.team) == code}  # fmt: skip


def sides(stays: Comings) -> list[Side]:
    """Everybody whom these stays concern: communes first."""
    communes = dict.fromkeys((Party.COMMUNE, key.commune) for key in sorted(stays))
    teams = dict.fromkeys((Party.TEAM, key.team) for key in sorted(stays))
    return sorted(communes) + sorted(teams)


def changes(before: Comings, after: Comings) -> tuple[Change, ...]:
    """What is new, another or gone, in the order of the days."""
    found = [
        Change(before=before.get(key), after=stay, parts=_parts(before.get(key), stay))
        for key, stay in after.items()
        if key not in before or changed_parts(before[key], stay)
    ]
    return (*found, *(Change(before=s, after=None) for k, s in before.items() if k not in after))


def _parts(before: Coming | None, after: Coming) -> tuple[Part, ...]:
    return changed_parts(before, after) if before else ()


def to_tell(
    now: Comings, told: Mapping[Side, int], versions: Mapping[int, Comings]
) -> list[ToTell]:
    """Everybody whose stays are other than those they were last told of.

    ``told``: the version each was last told of; ``versions`` are the stays of those.
    """
    found = []
    for side in dict.fromkeys([*sides(now), *sorted(told)]):
        number = told.get(side)
        before = {} if number is None else of_side(versions.get(number, {}), side)
        differ = changes(before, of_side(now, side))
        if differ:
            found.append(ToTell(side=side, told=number, changes=differ))
    return found


@dataclass(frozen=True, kw_only=True)
class Event:
    """A stay as a calendar keeps it: what it was last, and how often that has changed."""

    stay: Coming
    sequence: int
    cancelled: bool = False


def events(history: Iterable[Comings]) -> dict[StayKey, Event]:
    """Every stay that was ever published, the oldest plan first.

    A calendar takes an event over only where its number has grown: it grows when that stay is
    another, falls away or comes back, and never because other stays have changed.
    """
    known: dict[StayKey, Event] = {}
    for stays in history:
        for key, stay in stays.items():
            known[key] = _next(known.get(key), stay)
        for key in known.keys() - stays.keys():
            was = known[key]
            if not was.cancelled:
                known[key] = Event(stay=was.stay, sequence=was.sequence + 1, cancelled=True)
    return known


def _next(was: Event | None, stay: Coming) -> Event:
    if was is None:
        return Event(stay=stay, sequence=0)
    same = not was.cancelled and not changed_parts(was.stay, stay)
    return Event(stay=stay, sequence=was.sequence + (0 if same else 1))
