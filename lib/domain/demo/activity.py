"""What a village does in a month, and its row in template 02."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.domain.demo.calendar import Habits
from lib.domain.demo.chance import Ints, stream
from lib.domain.demo.growth import Growth
from lib.domain.demo.words import NOTES
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES, PartsOf

_TEMPLATE = TEMPLATES["02_bao_cao_thang_thon_ban"]
_FORCES = next(rule.parts for rule in _TEMPLATE.checks if isinstance(rule, PartsOf))
TOPICS = ("guided_public_services", "guided_banking", "guided_safety", "guided_other")
GROUPS = (
    "first_time_minority",
    "first_time_elderly",
    "first_time_hardship",
    "first_time_disabled",
)
_TOPIC_SHARES = (0.46, 0.24, 0.20, 0.10)
_ELDERLY, _DISABLED = 0.16, 0.015
_NOTED = 0.03


@dataclass(frozen=True)
class Activity:
    """One row a village and one column a month; ``topics`` and ``groups`` have a third axis."""

    sessions: Ints
    turns: Ints
    first_time: Ints
    topics: Ints
    groups: Ints
    notes: Ints
    """Place in ``NOTES``, -1 for none."""


def activity_of(villages: pd.DataFrame, growth: Growth, seed: int) -> Activity:
    """Flows that follow from the households newly guided in the month."""
    rng = stream(seed, "activity")
    first_time = _first_time(rng, villages, growth)
    sessions = rng.poisson(0.3 + first_time / 14) + (first_time > 0)
    turns = first_time + rng.poisson(0.5 * first_time + 3.0 * sessions)
    noted = rng.random(turns.shape) < _NOTED
    return Activity(
        sessions=sessions,
        turns=turns,
        first_time=first_time,
        topics=rng.multinomial(turns, _TOPIC_SHARES),
        groups=_groups(rng, villages, first_time),
        notes=np.where(noted, rng.integers(0, len(NOTES), turns.shape), -1),
    )


def _first_time(rng: np.random.Generator, villages: pd.DataFrame, growth: Growth) -> Ints:
    """One or two people a household newly guided, together never more than the adults."""
    new = np.maximum(0, np.diff(growth.guided, axis=1, prepend=0))
    wanted = np.cumsum(np.round(new * rng.uniform(1.0, 1.7, new.shape)), axis=1)
    adults = villages["adults"].to_numpy(dtype=float)[:, None]
    people: Ints = np.diff(np.minimum(wanted, adults), axis=1, prepend=0).astype(np.int64)
    return people


def _groups(rng: np.random.Generator, villages: pd.DataFrame, first_time: Ints) -> Ints:
    """Each group among the people guided first; groups overlap."""
    minority = (villages["minority_households"] / villages["households"]).to_numpy(dtype=float)
    poor = (villages["poor_households"] / villages["households"]).to_numpy(dtype=float)
    chances = (minority[:, None], _ELDERLY, poor[:, None], _DISABLED)
    return np.stack([rng.binomial(first_time, chance) for chance in chances], axis=2)


def village_sheet(
    villages: pd.DataFrame, growth: Growth, activity: Activity, *, period: Period, month: int
) -> pd.DataFrame:
    """Template 02 of one month for all villages; who reports it is decided elsewhere."""
    notes = ("", *NOTES)
    return villages[["commune_code", "village_code", "village_name"]].assign(
        period=period,
        digital_team_active=growth.team_active[:, month],
        ambassadors=growth.ambassadors[:, month],
        **{key: growth.forces[:, month, n] for n, key in enumerate(_FORCES)},
        households_reviewed=growth.reviewed[:, month],
        households_needing=growth.needing[:, month],
        households_guided=growth.guided[:, month],
        households_digital=growth.digital[:, month],
        sessions=activity.sessions[:, month],
        guided_turns=activity.turns[:, month],
        **{key: activity.topics[:, month, n] for n, key in enumerate(TOPICS)},
        first_time=activity.first_time[:, month],
        **{key: activity.groups[:, month, n] for n, key in enumerate(GROUPS)},
        note=[notes[n + 1] for n in activity.notes[:, month]],
    )


def with_blanks(rows: pd.DataFrame, habits: Habits) -> pd.DataFrame:
    """Sparing communes leave topics and groups blank: unknown, not zero."""
    blank = rows["commune_code"].isin(habits.sparing)
    unknown = {key: rows[key].astype("Int64").mask(blank) for key in (*TOPICS, *GROUPS)}
    return rows.assign(**unknown)
