"""What a household counts and what a commune is promised, from flags, settings and exceptions."""

from __future__ import annotations

from lib.domain.planning.question.instance import FLAGS, Commune, Rules, Team

PRIORITY_FROM = 2
"""The grade from which a flag makes a commune a priority commune."""


def weight_of(commune: Commune, rules: Rules) -> float:
    """The weight of a household: 1 and what each grade of each flag adds, unless stated."""
    if commune.weight is not None:
        return commune.weight
    extra = (getattr(rules.weights, f) * getattr(commune.flags, f) for f in FLAGS)
    return float(1 + sum(extra))


def is_priority(commune: Commune) -> bool:
    """Whether any flag holds at the middle grade or above.

    Most communes carry some flag of the lowest grade: that would tell nothing.
    """
    return any(getattr(commune.flags, f) >= PRIORITY_FROM for f in FLAGS)


def promised_teams(commune: Commune, rules: Rules) -> int:
    """The guarantee: at least so many teams."""
    if commune.min_teams is not None:
        return commune.min_teams
    flagged = (getattr(rules.guarantees, f) if getattr(commune.flags, f) > 0 else 0 for f in FLAGS)
    return max(flagged)


def most_teams(commune: Commune, rules: Rules) -> int:
    """The fairness cap, in stays of the whole campaign."""
    return rules.max_teams if commune.max_teams is None else commune.max_teams


def host_limit(commune: Commune, rules: Rules) -> int:
    """Teams the commune can put up in one week."""
    return rules.host_limit if commune.host_limit is None else commune.host_limit


def capacity(team: Team, rules: Rules) -> float:
    """Households one stay of the team reaches on easy ground."""
    if team.households_per_stay is not None:
        return float(team.households_per_stay)
    return team.size * rules.length / 7 * rules.households_per_volunteer_week
