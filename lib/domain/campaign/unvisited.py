"""Villages no team was ever in, and which of them lie near a team that is out there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.domain.planning.question.instance import Commune
from lib.domain.planning.question.travel import straight_km

REACH_KM = 20.0
"""How near is near, as the crow flies between the centres of two communes."""


@dataclass(frozen=True, kw_only=True)
class Untouched:
    """One village of the register that no report of any year names."""

    commune: str
    code: str
    name: str
    households: float | None


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """What lies around a team."""

    team: str
    at: str
    """The commune where the team is."""
    villages: int
    by_commune: tuple[tuple[str, int, float], ...]
    """Commune, villages there, kilometres in a straight line; the nearest first."""
    doubtful: tuple[str, ...]
    """Communes among them whose published point is known to be kilometres off."""


def untouched(register: pd.DataFrame, visited: Collection[str]) -> tuple[Untouched, ...]:
    """Villages of the register (newest of each commune) without any drive done, by code."""
    if register.empty:
        return ()
    left = register[~register["unit_key"].isin(list(visited))]
    rows = left.to_dict("records")
    return tuple(
        sorted(
            (
                Untouched(
                    commune=str(r["commune_code"]),
                    code=str(r["unit_key"]),
                    name=str(r["unit_name"]),
                    households=None if pd.isna(r.get("households")) else float(r["households"]),
                )
                for r in rows
            ),
            key=lambda u: u.code,
        )
    )


def nearby(
    teams: Iterable[tuple[str, str]],
    villages: Sequence[Untouched],
    places: Mapping[str, Commune],
    *,
    km: float = REACH_KM,
) -> list[Nearby]:
    """For every (team, commune) the villages never visited within ``km``; the most first."""
    counts: dict[str, int] = defaultdict(int)
    for village in villages:
        counts[village.commune] += 1
    found = [_around(team, at, counts, places=places, km=km) for team, at in teams if at in places]
    return sorted((n for n in found if n.villages), key=lambda n: (-n.villages, n.team, n.at))


def _around(
    team: str, at: str, counts: Mapping[str, int], *, places: Mapping[str, Commune], km: float
) -> Nearby:
    here = places[at]
    near = []
    for code, count in counts.items():
        away = straight_km(here, places[code]) if code in places else None
        if away is not None and away <= km:
            near.append((code, count, round(away, 1)))
    near.sort(key=lambda line: (line[2], line[0]))
    doubtful = {code for code, _, _ in near if places[code].point_doubtful}
    doubtful |= {at} if here.point_doubtful else set()
    return Nearby(
        team=team,
        at=at,
        villages=sum(count for _, count, _ in near),
        by_commune=tuple(near),
        doubtful=tuple(sorted(doubtful)),
    )
