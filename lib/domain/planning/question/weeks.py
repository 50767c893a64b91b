"""When teams can be there: start rounds, blackout weeks, windows and places to sleep."""

from __future__ import annotations

from lib.domain.planning.question.instance import Commune, Instance, Rules, Team
from lib.domain.planning.question.weights import host_limit, start_weeks


def span(start: int, rules: Rules) -> range:
    """The weeks of a stay that begins in week ``start``."""
    return range(start, start + rules.stay_weeks)


def team_rounds(team: Team, rules: Rules) -> tuple[int, ...]:
    """Start weeks whose whole stay lies in the team's window."""
    last = rules.weeks if team.to_week is None else min(team.to_week, rules.weeks)
    return tuple(
        s for s in start_weeks(rules) if s >= team.from_week and s + rules.stay_weeks - 1 <= last
    )


def open_rounds(commune: Commune, rules: Rules) -> tuple[int, ...]:
    """Start weeks whose stay touches no blackout week of the commune."""
    closed = set(commune.blackout_weeks)
    return tuple(s for s in start_weeks(rules) if not closed & set(span(s, rules)))


def beds_by_week(instance: Instance, commune: Commune) -> dict[int, int]:
    """Teams that can still be put up in each week, drives already arranged taken off."""
    limit = host_limit(commune, instance.rules)
    beds = dict.fromkeys(range(1, instance.rules.weeks + 1), limit)
    for drive in instance.drives:
        if drive.commune == commune.code:
            for week in range(drive.from_week, drive.to_week + 1):
                if week in beds:
                    beds[week] = max(0, beds[week] - drive.teams)
    return beds


def beds_by_round(instance: Instance, commune: Commune) -> dict[int, int]:
    """Teams that can be put up through a whole stay, by start week; only open rounds."""
    beds = beds_by_week(instance, commune)
    rules = instance.rules
    return {s: min(beds[w] for w in span(s, rules)) for s in open_rounds(commune, rules)}
