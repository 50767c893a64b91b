"""Planning questions made from the repository's own facts and a seed; everything else invented.

Populations, points and border communes are those of ``data/reference``; needs, flags, teams and
weeks are drawn. Nothing here knows the solver.
"""

from __future__ import annotations

import random
from typing import Any

from lib.files.reference import gazetteer, official_flags

HUBS = ("Tô Hiệu", "Thuận Châu", "Quỳnh Nhai", "Mường La", "Bắc Yên", "Phù Yên", "Mộc Châu",
        "Yên Châu", "Mai Sơn", "Sông Mã", "Sốp Cộp")  # fmt: skip
_PEOPLE_PER_HOUSEHOLD = 4.5
MONG = "Mông"


def province(
    teams: int,
    *,
    seed: int,
    weeks: int = 2,
    blackouts: bool = False,
    skills: bool = True,
    villages: bool = False,
    dates: bool = False,
    rules: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The 75 communes and so many teams, as the text of an instance file would state them.

    ``dates``: teams set out on any day, most of them within dates of their own, some twice.

    About half of the communes have priority (some flag of grade 2 or 3), as in the
    demonstration data.
    """
    rng = random.Random(f"planning {seed}")
    communes = [_commune(rng, c, skills=skills, villages=villages) for c in _places()]
    if blackouts:
        for commune in communes:
            commune["blackout_weeks"] = _blackout(rng, weeks)
    stated: dict[str, Any] = {"weeks": weeks, "households_per_volunteer_week": 25.0}
    made = [_team(rng, n, weeks) for n in range(1, teams + 1)]
    if dates:
        stated["start_every_days"] = 1
        for team in made:
            _dates(rng, team, 7 * weeks)
    return {
        "format": "ke-hoach/1",
        "title": f"Minh họa {seed}",
        "data_version": "minh-hoa",
        "communes": communes,
        "teams": made,
        "rules": stated | (rules or {}),
    }


def country(teams: int, communes: int, *, seed: int) -> dict[str, Any]:
    """As many communes as asked for, the province's own again and again on a wider map."""
    made = province(teams, seed=seed, weeks=12, dates=True)
    rng = random.Random(f"country {seed}")
    own = made["communes"]
    codes = {c["code"] for c in own}
    for n in range(communes - len(own)):
        one, east = own[n % len(own)], 1 + n // len(own)
        code = f"{90_000 + n}"
        made["communes"].append(
            one | {"code": code, "lon": one["lon"] + 1.5 * east, "name": f"{one['name']} {east}"}
        )
        codes.add(code)
    for team in made["teams"]:
        team["base"] = rng.choice(sorted(codes))
    return made


def _places() -> list[Any]:
    return sorted(gazetteer().communes.values(), key=lambda c: c.code)


def _border() -> set[str]:
    return {f.commune_code for f in official_flags()}


def _commune(rng: random.Random, place: Any, *, skills: bool, villages: bool) -> dict[str, Any]:
    centre = gazetteer().communes["03646"]
    away = ((place.lon - centre.lon) ** 2 + (place.lat - centre.lat) ** 2) ** 0.5
    border = place.code in _border()
    households = place.population / _PEOPLE_PER_HOUSEHOLD
    need = round(households * min(0.98, rng.uniform(0.55, 0.95) + (0.1 if border else 0)))
    made: dict[str, Any] = {
        "code": place.code,
        "name": place.name,
        "need": need,
        "flags": {
            "border": 2 if border else 0,
            "remote": min(3, int(away * 1.7 + rng.random() * 1.3)),
            "special_difficulty": rng.choice((0, 0, 1, 1, 1, 2, 3)) if away > 0.2 else 0,
        },
        "terrain": round(rng.uniform(0.6, 1.0) - (0.1 if border else 0), 2),
        "lon": place.lon,
        "lat": place.lat,
    }
    if skills and rng.random() < 0.15:
        made["needs_skills"] = [MONG]
    if villages:
        made["villages"] = _villages(rng, place.code, need)
    return made


def _villages(rng: random.Random, code: str, need: int) -> list[dict[str, Any]]:
    count = min(max(8, round(need / 108)), 60)
    parts = sorted(rng.randrange(need + 1) for _ in range(count - 1))
    needs = [b - a for a, b in zip([0, *parts], [*parts, need], strict=True)]
    return [
        {"code": f"{code}-{n:02d}", "need": part, "weight": rng.choice((1.0, 1.0, 1.2, 1.5))}
        for n, part in enumerate(needs, 1)
    ]


def _blackout(rng: random.Random, weeks: int) -> list[int]:
    """Most communes are closed for some weeks of flood or harvest."""
    if rng.random() < 0.25:
        return []
    first, length = rng.randint(1, weeks), rng.randint(1, max(1, weeks // 3))
    return [w for w in range(first, first + length) if w <= weeks]


def _team(rng: random.Random, number: int, weeks: int) -> dict[str, Any]:
    """Nearly half are small teams of commune unions that stay close to home.

    The others are larger, set out from Tô Hiệu or a former district seat, and go far.
    """
    codes = {c.name: c.code for c in gazetteer().communes.values()}
    local = rng.random() < 0.45
    hub = "Tô Hiệu" if rng.random() < 0.5 else rng.choice(HUBS)
    made: dict[str, Any] = {
        "code": f"TN-{number:03d}",
        "name": f"Đội hình {number} (minh họa)",
        "base": rng.choice(sorted(codes.values())) if local else codes[hub],
        "size": rng.choice((8, 10, 12) if local else (12, 15, 20, 25)),
        "skills": [MONG] if rng.random() < 0.25 else [],
        "max_minutes": rng.choice((45, 60, 90) if local else (120, 180, 240, 300)),
    }
    if weeks > 2:
        made["from_week"] = rng.choice((1, 1, 3, 5))
        made["to_week"] = min(weeks, made["from_week"] + rng.choice((3, 5, 7, 11)))
    return made


def _dates(rng: random.Random, team: dict[str, Any], days: int) -> None:
    """As unions write them: half a month or a month, a fifth of them all summer."""
    team.pop("from_week", None)
    team.pop("to_week", None)
    if rng.random() < 0.2:
        return
    first = rng.randint(1, max(1, days - 30))
    length = rng.choice((14, 15, 16, 30, 31))
    team |= {"from_day": first, "to_day": min(days, first + length - 1)}
    team["stays"] = 2 if length > 28 else 1


def corner(seed: int) -> dict[str, Any]:
    """A question small enough for another solver to prove: 12 communes, 8 teams, 3 rounds."""
    rng = random.Random(f"corner {seed}")
    whole = province(8, seed=1_000 + seed, weeks=6, blackouts=True)
    communes = rng.sample(whole["communes"], 12)
    for team in whole["teams"]:
        team["base"] = rng.choice(communes)["code"]
        team["stays"] = rng.choice((1, 1, 2))
    whole["rules"] |= {"max_teams": 2, "host_limit": 1}
    return whole | {"communes": communes}
