"""How plans are made without an optimiser, from the JSON of an instance alone.

``marginal`` is a careful analyst: the stay that gains most, again and again, guarantees first.
``by_priority`` is the office's sheet: communes sorted by priority, each gets the nearest free
team, round after round. Both keep every rule of docs/ke-hoach.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.planning.checker import Json, _Check, own

_PROMISE = 1e9
Cell = tuple[str, str, int]


class Desk:
    """What is free, and what a stay would gain; reads the instance as the checker does."""

    def __init__(self, instance: Json) -> None:
        self.read = _Check(instance, {"assignments": []})
        self.rules, self.instance = instance.get("rules", {}), instance
        read = self.read
        self.minutes = {
            (t["code"], c): read.minutes(t["base"], commune)
            for t in instance["teams"]
            for c, commune in read.communes.items()
        }
        self.curve = {c: read._values(k) for c, k in read.communes.items()}
        self.weight = {c: read._weight(k) for c, k in read.communes.items()}
        self.cells: list[Cell] = []
        self.reached: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.guests: Counter[tuple[str, int]] = Counter()
        self.skills: dict[str, set[str]] = defaultdict(set)

    def rounds(self, team: Json, code: str) -> Iterator[int]:
        """Rounds in which the team can still be put up there."""
        commune = self.read.communes[code]
        limit = team.get("max_minutes") or self.rules.get("max_minutes", 240.0)
        minutes = self.minutes[team["code"], code]
        if minutes is None or minutes > limit:
            return
        if self.held[code] >= own(commune, "max_teams", self.rules.get("max_teams", 3)):
            return
        beds = own(commune, "host_limit", self.rules.get("host_limit", 2))
        closed = self.read.closed(commune)
        for start in self.read.starts(team):
            days = range(start, start + self.read.length)
            free = all(self.guests[code, d] < beds for d in days)
            if free and not closed & set(days):
                yield start

    def gain(self, team: Json, code: str) -> float:
        commune = self.read.communes[code]
        reach = self.read.households({"team": team["code"]}, commune)
        before = self.reached[code]
        curve = self.curve[code]
        gain = self.weight[code] * sum(curve[before : before + reach])
        gain -= (
            2 * self.minutes[team["code"], code] / 60 * self.rules.get("travel_cost_per_hour", 1.5)
        )
        if self.held[code] < self.promised(commune):
            gain += _PROMISE
        missing = set(commune.get("needs_skills", [])) - self.skills[code]
        return gain + _PROMISE * len(missing & set(team.get("skills", [])))

    def promised(self, commune: Json) -> int:
        least = {"border": 1} | self.rules.get("guarantees", {})
        flags = commune.get("flags", {})
        own = commune.get("min_teams")
        return max([least[f] for f in least if flags.get(f, 0)] or [0]) if own is None else own

    def send(self, team: Json, code: str, start: int) -> None:
        self.cells.append((team["code"], code, start))
        commune = self.read.communes[code]
        self.reached[code] += self.read.households({"team": team["code"]}, commune)
        self.held[code] += 1
        self.skills[code] |= set(team.get("skills", []))
        for day in range(start, start + self.read.length):
            self.guests[code, day] += 1

    def figures(self) -> dict[str, Any]:
        """Value, weighted households, households by commune and guarantees missed."""
        weighted = sum(self.weight[c] * sum(self.curve[c][:n]) for c, n in self.reached.items())
        hours = sum(2 * self.minutes[t, c] / 60 for t, c, _ in self.cells)
        unmet = 0
        for code, commune in self.read.communes.items():
            unmet += max(0, self.promised(commune) - self.held[code])
            unmet += len(set(commune.get("needs_skills", [])) - self.skills[code])
        households = {
            c: min(n, self.read.communes[c]["need"] or 0) for c, n in self.reached.items()
        }
        cost = hours * self.rules.get("travel_cost_per_hour", 1.5)
        return {
            "weighted": weighted,
            "value": weighted - cost,
            "unmet": unmet,
            "households": households,
            "stays": len(self.cells),
        }


def marginal(instance: Json) -> dict[str, Any]:
    """The greedy plan's figures (teams make one stay each)."""
    desk = Desk(instance)
    free = {t["code"]: t for t in instance["teams"]}
    gains = {(t, c): desk.gain(free[t], c) for t in free for c in desk.read.communes
             if desk.minutes[t, c] is not None}  # fmt: skip
    while free:
        best = None
        for (t, c), gain in sorted(gains.items(), key=lambda kv: (-kv[1], kv[0])):
            start = next(desk.rounds(free[t], c), None) if gain > 0 else None
            if start is not None:
                best = (t, c, start)
                break
        if best is None:
            break
        team, code, start = best
        desk.send(free.pop(team), code, start)
        gains = {k: v for k, v in gains.items() if k[0] != team}
        for t, other in free.items():
            if (t, code) in gains:
                gains[t, code] = desk.gain(other, code)
    return desk.figures()


def by_priority(instance: Json) -> dict[str, Any]:
    """The figures of sorting communes by priority and sending each the nearest free team."""
    desk = Desk(instance)
    free = {t["code"]: t for t in instance["teams"]}
    order = sorted(desk.read.communes, key=lambda c: (-desk.weight[c], c))
    sent = True
    while free and sent:
        sent = False
        for code in order:
            near = sorted((m, t) for t in free if (m := desk.minutes[t, code]) is not None)
            for _, t in near:
                start = next(desk.rounds(free[t], code), None)
                if start is not None:
                    desk.send(free.pop(t), code, start)
                    sent = True
                    break
    return desk.figures()
