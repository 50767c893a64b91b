"""Summer volunteer teams, piling up where it is easy to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.domain.demo.chance import Floats, stream
from lib.domain.demo.words import (
    AFFILIATED_UNION,
    CAMPAIGNS,
    COMMUNE_UNION,
    CONTACTS,
    FOUNDERS,
    LANGUAGES,
    commune_union,
    team_name,
)
from lib.domain.stages import TeamState

_COMMUNES_PER_TEAM = 2
_CAMPAIGN_ENDS = (8, 31)


@dataclass(frozen=True, kw_only=True)
class Summer:
    """One campaign: how many communes each wave of teams reaches, the easiest first."""

    year: int
    waves: tuple[int, ...]
    first_day: date
    cancelled: int


SUMMERS = (
    Summer(year=2025, waves=(36, 12, 4), first_day=date(2025, 7, 7), cancelled=1),
    Summer(year=2026, waves=(55, 16, 8), first_day=date(2026, 6, 8), cancelled=2),
)


def teams_of(communes: pd.DataFrame, summer: Summer, seed: int) -> pd.DataFrame:
    """One row a team, with the columns of template 04; ``assigned`` is a tuple of codes.

    The first wave goes to most communes that are easy to reach, later waves to the easiest again.
    """
    rng = stream(seed, f"teams {summer.year}")
    ease = communes["remoteness"].to_numpy(dtype=float) + rng.normal(0, 0.08, len(communes))
    groups = [
        group for size in summer.waves for group in _neighbours(communes, np.argsort(ease)[:size])
    ]
    rows = [
        _team(rng, communes, summer, number=number, assigned=group)
        for number, group in enumerate(groups, 1)
    ]
    teams = pd.DataFrame(rows)
    called_off = rng.choice(len(teams), summer.cancelled, replace=False)
    statuses = [
        TeamState.CANCELLED if n in called_off else TeamState.FINISHED for n in range(len(teams))
    ]
    return teams.assign(status=statuses)


def _neighbours(communes: pd.DataFrame, chosen: np.ndarray) -> list[list[str]]:
    """The communes in groups of neighbours, by direction from their middle."""
    mine = communes.iloc[chosen]
    lon, lat = mine["lon"] - mine["lon"].mean(), mine["lat"] - mine["lat"].mean()
    around: Floats = np.arctan2(lat.to_numpy(dtype=float), lon.to_numpy(dtype=float))
    codes = [str(mine.index[n]) for n in np.argsort(around)]
    return [codes[n : n + _COMMUNES_PER_TEAM] for n in range(0, len(codes), _COMMUNES_PER_TEAM)]


def _team(
    rng: np.random.Generator,
    communes: pd.DataFrame,
    summer: Summer,
    *,
    number: int,
    assigned: list[str],
) -> dict[str, object]:
    own = bool(rng.random() < 0.4)
    starts_on = summer.first_day + timedelta(days=int(rng.integers(0, 30)))
    lasts = timedelta(days=int(rng.integers(18, 42)))
    founder = commune_union(communes.at[assigned[0], "name"]) if own else str(rng.choice(FOUNDERS))
    return {
        "team_code": f"TN{summer.year % 100}-{number:03d}",
        "period": summer.year,
        "team_name": team_name(number),
        "founded_by": founder,
        "founder_kind": COMMUNE_UNION if own else AFFILIATED_UNION,
        "campaign": str(rng.choice(CAMPAIGNS)),
        **_members(rng, own=own),
        "starts_on": starts_on,
        "ends_on": min(starts_on + lasts, date(summer.year, *_CAMPAIGN_ENDS)),
        "assigned": tuple(assigned),
        "commune_code": "; ".join(assigned),
        "contact_post": str(rng.choice(CONTACTS)),
    }


def _members(rng: np.random.Generator, *, own: bool) -> dict[str, object]:
    """Commune unions send mostly their own youth, affiliated unions mostly students."""
    members = int(rng.integers(8, 21))
    parts = rng.multinomial(members, (0.7, 0.1, 0.2) if own else (0.2, 0.7, 0.1))
    speakers = int(rng.binomial(members, 0.3))
    languages = str(rng.choice(LANGUAGES[1:])) if speakers else LANGUAGES[0]
    return {
        "members": members,
        "members_youth": int(parts[0]),
        "members_students": int(parts[1]),
        "members_pupils": int(parts[2]),
        "minority_speakers": speakers,
        "languages": languages,
    }
