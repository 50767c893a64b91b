"""What a plan claims of itself, held against the joint model: proofs, bounds and “at most”."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.why.margins import binding, one_more
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.planning.checker import Json, violations
from tests.planning.second_opinion.joint import best

_ROUNDING = 1e-5
_MANY = 1_000
SPELLINGS = ("Mông", "mông", "Mo\u0302ng", "MÔNG")


def small(seed: int) -> Json:
    """A question of a few communes and teams with every kind of rule."""
    rng = random.Random(f"claims {seed}")
    weeks = rng.choice((2, 4, 6))
    communes = [_commune(rng, f"C{n}", weeks) for n in range(rng.randint(2, 5))]
    places = [c["code"] for c in communes]
    teams = [_team(rng, f"T{n}", places, weeks) for n in range(rng.randint(1, 4))]
    starts = range(1, weeks, 2)
    dates = rng.random() < 0.5
    if dates:
        for team in teams:
            _in_days(rng, team, places, 7 * weeks)
    stays = [
        {"team": t["code"], "commune": rng.choice(places), "start_week": rng.choice(starts)}
        for t in teams
    ]
    made: Json = {
        "communes": communes,
        "teams": teams,
        "travel": {
            "minutes": {
                a: {b: rng.choice((None, 20, 60, 150, 200, 300)) for b in places} for a in places
            }
        },
        "rules": {
            "weeks": weeks,
            "start_every_weeks": rng.choice((None, None, 1)),
            "villages_per_week": rng.choice((1, 2, 5)),
        },
    }
    if dates:
        made["rules"] |= {
            "stay_days": rng.choice((None, 7, 10, 14)),
            "start_every_days": rng.choice((None, 1, 1, 5)),
            "home_worth": rng.choice((0.0, 0.5, 1.5)),
            "return_worth": rng.choice((0.0, 30.0, -30.0)),
            "travel_cost_per_hour": rng.choice((1.5, 20.0)),
        }
    if rng.random() < 0.3:
        made["drives"] = [
            {"commune": rng.choice(places), "from_week": 1, "to_week": 2, "households": 60}
            | ({"from_day": 4, "to_day": rng.randint(4, 13)} if dates else {})
        ]
    if rng.random() < 0.3:
        made["locks"] = [stays[0] | {"start_week": rng.choice((None, 1))}]
    if rng.random() < 0.3:
        made["previous"] = {"assignments": stays, "keep_bonus": rng.choice((None, 5.0, 300.0))}
    return made


def _commune(rng: random.Random, code: str, weeks: int) -> Json:
    made: Json = {
        "code": code,
        "need": rng.choice((None, 0, 90, 200, 400, 800)),
        "flags": {"border": rng.choice((0, 0, 1, 2))},
        "terrain": rng.choice((0.6, 0.8, 1.0)),
        "max_teams": rng.choice((None, 1, 2)),
        "host_limit": rng.choice((None, 1)),
        "needs_skills": [rng.choice(SPELLINGS)] if rng.random() < 0.3 else [],
        "blackout_weeks": [rng.randint(1, weeks)] if rng.random() < 0.3 else [],
    }
    if made["need"] and rng.random() < 0.3:
        needs = [rng.randint(5, 120) for _ in range(rng.randint(2, 5))]
        made["need"] = sum(needs)
        made["villages"] = [
            {"code": f"{code}-{n}", "need": k, "weight": rng.choice((1.0, 1.2, 1.5))}
            for n, k in enumerate(needs)
        ]
    return made


def _in_days(rng: random.Random, team: Json, places: list[str], days: int) -> None:
    """Dates as unions write them, own people, earlier summers."""
    first = rng.choice((1, 3, 6, 8))
    team |= {"from_day": first, "to_day": min(days, first + rng.choice((9, 13, 20, 41)))}
    if rng.random() < 0.3:
        team["start_days"] = sorted(rng.sample(range(1, days), 3))
    if rng.random() < 0.5:
        team["home"] = rng.choice((team["base"], rng.choice(places)))
    team["earlier"] = [p for p in places if rng.random() < 0.3]


def _team(rng: random.Random, code: str, places: list[str], weeks: int) -> Json:
    return {
        "code": code,
        "base": rng.choice(places),
        "size": rng.choice((5, 9, 15)),
        "skills": [rng.choice(SPELLINGS)] if rng.random() < 0.4 else [],
        "stays": rng.choice((1, 1, 2)),
        "from_week": rng.choice((1, 1, min(3, weeks - 1))),
    }


def false_claims(instance: Json, **effort: Any) -> list[str]:
    """Everything the answer says that is not so; empty also where the question is refused."""
    try:
        plan = solve(read_instance(json.dumps(instance)), Effort(**effort))
    except Refused:
        return []
    answer = json.loads(json.dumps(plan_as_json(plan, words()), allow_nan=False))
    found = violations(instance, answer)
    truth = best(instance)
    if truth is None:
        return [*found, "a plan although the locks leave none"]
    unmet, value = truth
    slack = _ROUNDING * max(1.0, abs(value))
    if answer["unmet_bound"] > unmet:
        found.append(f"unmet_bound {answer['unmet_bound']}, possible {unmet}")
    same = answer["unmet_count"] == unmet
    if answer["bound"] is not None and answer["bound"] < value - slack:
        found.append(f"bound {answer['bound']}, possible {value}")
    if same and answer["objective"] > value + slack:
        found.append(f"worth {answer['objective']}, possible {value}")
    if answer["stopped"] == "proven":
        within = answer["asked_gap"] * max(1.0, abs(value)) + slack
        if not same or answer["objective"] < value - within:
            found.append(f"proven {answer['objective']}, possible {value}")
    return found + _at_most(plan, instance, answer)


def _at_most(plan: Any, instance: Json, answer: Json) -> list[str]:
    """The value of one more team and of rules lifted, each question solved anew."""
    found = []
    for told in one_more(plan):
        like = next(t for t in instance["teams"] if t["code"] == told.like)
        more = instance | {"teams": [*instance["teams"], like | {"code": "MORE"}]}
        found += _compared(f"one more {told.like}", told, more, answer)
    for told in binding(plan):
        found += _compared(f"without {told.family}", told, lifted(instance, told.family), answer)
    return found


def _compared(what: str, told: Any, freed: Json, answer: Json) -> list[str]:
    truth = best(freed)
    assert truth is not None
    gain = truth[1] - answer["objective"]
    slack = _ROUNDING * max(1.0, abs(truth[1]))
    if told.gain < gain - slack:
        return [f"{what}: at most {told.gain}, true {gain}"]
    if told.exact and abs(told.gain - gain) > slack:
        return [f"{what}: exactly {told.gain}, true {gain}"]
    return []


def lifted(instance: Json, family: str) -> Json:
    """The question without the rules of one family, as docs/ke-hoach.md names them."""
    teams, communes = instance["teams"], instance["communes"]
    every = sorted({s for c in communes for s in c["needs_skills"]})
    of_teams = {
        "reach": {"max_minutes": 10_000},
        "windows": {
            "from_week": 1,
            "to_week": None,
            "from_day": None,
            "to_day": None,
            "start_days": [],
        },
        "skills": {"skills": every},
    }
    of_communes = {
        "blackouts": {"blackout_weeks": []},
        "hosts": {"host_limit": _MANY},
        "caps": {"max_teams": _MANY},
        "promises": {"min_teams": 0, "needs_skills": []},
    }
    if family in of_teams:
        return instance | {"teams": [t | of_teams[family] for t in teams]}
    if family in of_communes:
        return instance | {"communes": [c | of_communes[family] for c in communes]}
    return instance | {{"locks": "locks", "bans": "forbidden"}[family]: []}


def counted(seeds: range) -> Counter[str]:
    """How many questions make a false claim of each kind; ``questions`` counts them all."""
    found: Counter[str] = Counter(questions=len(seeds))
    for seed in seeds:
        effort = {"gap": 0.0} if seed % 2 else {}
        for claim in false_claims(small(seed), **effort):
            found[claim.split(" ")[0]] += 1
    return found
