"""An independent reading of docs/ke-hoach.md: does a plan keep every rule, is its value right?

Works on the JSON of the instance and of the answer alone and shares no code with the solver.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from lib.text import fold

Json = dict[str, Any]
TOLERANCE = 1e-6
DIMINISHING = [
    {"share": 0.5, "value": 1.0},
    {"share": 0.3, "value": 0.7},
    {"share": 0.2, "value": 0.4},
]


def violations(instance: Json, answer: Json) -> list[str]:
    """Every rule the answer breaks, in words; empty for a sound plan."""
    return _Check(instance, answer).all()


class _Check:
    def __init__(self, instance: Json, answer: Json) -> None:
        self.instance, self.answer = instance, answer
        self.rules = instance.get("rules", {})
        self.communes = {c["code"]: c for c in instance["communes"]}
        self.teams = {t["code"]: t for t in instance["teams"]}
        self.stays = answer["assignments"]
        self.days = 7 * self.rules.get("weeks", 2)
        self.length = self.rules.get("stay_days") or 7 * self.rules.get("stay_weeks", 2)
        """Of a stay, in days."""
        self.found: list[str] = []

    def all(self) -> list[str]:
        for stay in self.stays:
            self._stay(stay)
        self._teams()
        self._communes()
        self._locks()
        self._promises()
        self._value()
        return self.found

    def say(self, *words: object) -> None:
        self.found.append(" ".join(map(str, words)))

    # -- days, counted from the first of the campaign ----------------------------------------

    def window(self, team: Json) -> tuple[int, int]:
        first = team.get("from_day") or 7 * (team.get("from_week", 1) - 1) + 1
        last = team.get("to_day") or 7 * (team.get("to_week") or 60)
        return first, min(last, self.days)

    def starts(self, team: Json) -> list[int]:
        every = self.rules.get("start_every_days") or 7 * (self.rules.get("start_every_weeks") or 0)
        common = range(1, self.days - self.length + 2, every or self.length)
        first, last = self.window(team)
        return [
            d
            for d in team.get("start_days") or common
            if d >= first and d + self.length - 1 <= last
        ]

    def closed(self, commune: Json) -> set[int]:
        return {d for w in commune.get("blackout_weeks", []) for d in range(7 * w - 6, 7 * w + 1)}

    def on_drive(self, drive: Json) -> range:
        first = drive.get("from_day") or 7 * drive["from_week"] - 6
        return range(first, (drive.get("to_day") or 7 * drive["to_week"]) + 1)

    def guests(self, stays: list[Json], code: str) -> list[Json]:
        """Those who are not at home there."""
        return [s for s in stays if self.teams[s["team"]].get("home") != code]

    # -- one stay --------------------------------------------------------------------------

    def _stay(self, stay: Json) -> None:
        team, commune = self.teams.get(stay["team"]), self.communes.get(stay["commune"])
        if team is None or commune is None:
            return self.say("unknown code", stay)
        first, last = stay["start_day"], stay["end_day"]
        if last - first + 1 != self.length or last > self.days or first < 1:
            self.say("wrong length", stay)
        if (stay["start_week"], stay["end_week"]) != ((first + 6) // 7, (last + 6) // 7):
            self.say("other weeks than days", stay)
        if first not in self.starts(team):
            self.say("no such day to begin", stay)
        if self.closed(commune) & set(range(first, last + 1)):
            self.say("in closed weeks", stay)
        if stay["at_home"] != (team.get("home") == stay["commune"]):
            self.say("at home or not", stay)
        for ban in self.instance.get("forbidden", []):
            if ban["commune"] == stay["commune"] and ban.get("team") in (None, stay["team"]):
                self.say("forbidden", stay)
        self._road(stay, team, commune)
        return None

    def _road(self, stay: Json, team: Json, commune: Json) -> None:
        minutes = self.minutes(team["base"], commune)
        locked = any(
            k["team"] == stay["team"] and k["commune"] == stay["commune"]
            for k in self.instance.get("locks", [])
        )
        limit = team.get("max_minutes")
        limit = self.rules.get("max_minutes", 240.0) if limit is None else limit
        if not locked and (minutes is None or minutes > limit + TOLERANCE):
            self.say("too far", minutes, limit, stay)
        if minutes != stay["minutes"] and abs((minutes or 0) - (stay["minutes"] or 0)) > 0.051:
            self.say("other minutes", minutes, stay)

    def minutes(self, base: str, commune: Json) -> float | None:
        travel = self.instance.get("travel", {})
        for trip in travel.get("overrides", []):
            if (trip["base"], trip["commune"]) == (base, commune["code"]):
                return float(trip["minutes"])
        known = travel.get("minutes", {}).get(base, {}).get(commune["code"])
        if known is not None:
            return float(known)
        if base == commune["code"]:
            return 0.0
        place = self.communes.get(base) or next(
            b for b in self.instance.get("bases", []) if b["code"] == base
        )
        measured = travel.get("road_minutes", {}).get(base, {})
        if commune["code"] in measured:
            return round(measured[commune["code"]] * self._slower(base, measured), 1)
        km = _km(place, commune)
        if km is None:
            return None
        speed = travel.get("km_per_hour", 30.0)
        return round(km * self._detour(base, place, speed) / speed * 60, 1)

    def _slower(self, base: str, measured: Json) -> float:
        """How much longer ten or more known trips took than a map says."""
        ratios = []
        for trip in self.instance["travel"].get("calibration", []):
            doubtful = any(
                self.communes.get(c, {}).get("point_doubtful") for c in (base, trip["commune"])
            )
            if trip["base"] == base and measured.get(trip["commune"]) and not doubtful:
                ratios.append(trip["minutes"] / measured[trip["commune"]])
        return statistics.median(ratios) if len(ratios) >= 10 else 1.0

    def _detour(self, base: str, place: Json, speed: float) -> float:
        travel = self.instance.get("travel", {})
        factors = []
        for trip in travel.get("calibration", []):
            if trip["base"] == base and trip["commune"] in self.communes:
                km = _km(place, self.communes[trip["commune"]])
                if km:
                    factors.append(trip["minutes"] / 60 * speed / km)
        if len(factors) >= 10:
            factors.sort()
            half = len(factors) // 2
            return factors[half] if len(factors) % 2 else (factors[half - 1] + factors[half]) / 2
        return float(travel.get("detour", 1.5))

    # -- many stays ------------------------------------------------------------------------

    def _teams(self) -> None:
        by_team = defaultdict(list)
        for stay in self.stays:
            by_team[stay["team"]].append(stay)
        for code, mine in by_team.items():
            if len(mine) > self.teams[code].get("stays", 1):
                self.say("too many stays", code)
            mine.sort(key=lambda s: s["start_day"])
            for one, other in pairwise(mine):
                if other["start_day"] <= one["end_day"]:
                    self.say("in two places at once", code)
                joined = one["commune"] == other["commune"]
                if other["stays_on"] != (joined and other["start_day"] == one["end_day"] + 1):
                    self.say("stays on or not", other)
            if mine[0]["stays_on"]:
                self.say("stays on where it was not", mine[0])

    def _communes(self) -> None:
        for code, commune in self.communes.items():
            mine = self.guests([s for s in self.stays if s["commune"] == code], code)
            drives = [d for d in self.instance.get("drives", []) if d["commune"] == code]
            there = sum(d.get("teams", 1) for d in drives)
            cap = own(commune, "max_teams", self.rules.get("max_teams", 3))
            if mine and len(mine) > max(0, cap - there):
                self.say("over the cap", code, len(mine), cap)
            beds = own(commune, "host_limit", self.rules.get("host_limit", 2))
            for day in range(1, self.days + 1):
                guests = sum(s["start_day"] <= day <= s["end_day"] for s in mine)
                hosted = sum(d.get("teams", 1) for d in drives if day in self.on_drive(d))
                if guests and guests > max(0, beds - hosted):
                    self.say("over the host limit", code, day)

    def _locks(self) -> None:
        for lock in self.instance.get("locks", []):
            kept = [
                s
                for s in self.stays
                if s["team"] == lock["team"]
                and s["commune"] == lock["commune"]
                and begins(lock) in (None, s["start_day"])
            ]
            if not kept:
                self.say("lock not kept", lock)

    # -- promises and value ----------------------------------------------------------------

    def _promises(self) -> None:
        missing = 0
        promised = {"border": 1, "remote": 0, "special_difficulty": 0}
        promised |= self.rules.get("guarantees", {})
        for code, commune in self.communes.items():
            flags = commune.get("flags", {})
            least = commune.get("min_teams")
            if least is None:
                least = max([promised[f] for f in promised if flags.get(f, 0) > 0] or [0])
            drives = [d for d in self.instance.get("drives", []) if d["commune"] == code]
            mine = [s for s in self.stays if s["commune"] == code]
            there = len(mine) + sum(d.get("teams", 1) for d in drives)
            missing += max(0, least - there)
            skills = {fold(k) for s in mine for k in self.teams[s["team"]].get("skills", [])}
            skills |= {fold(k) for d in drives for k in d.get("skills", [])}
            missing += len(set(map(fold, commune.get("needs_skills", []))) - skills)
        told = sum(u["missing"] for u in self.answer["unmet"])
        if missing != told or missing != self.answer["unmet_count"]:
            self.say("unmet", missing, "told", told, self.answer["unmet_count"])
        if self.answer["unmet_bound"] > missing:
            self.say("fewer unmet than proven possible")

    def _value(self) -> None:
        value = sum(self._worth(c) for c in self.communes.values())
        hours = sum(2 * (s["minutes"] or 0) / 60 for s in self.stays if not s["stays_on"])
        if abs(hours - self.answer["figures"]["travel_hours"]) > TOLERANCE:
            self.say("hours", self.answer["figures"]["travel_hours"], "are", hours)
        value -= hours * self.rules.get("travel_cost_per_hour", 1.5)
        value += sum(self.points(self.teams[s["team"]], s["commune"]) for s in self.stays)
        self._kept()
        answer = self.answer
        if abs(value - answer["objective"]) > TOLERANCE * max(1, abs(value)):
            self.say("objective", answer["objective"], "is", value)
        self._proof()

    def points(self, team: Json, code: str) -> float:
        """What a stay is worth beside its work."""
        commune, home = self.communes[code], 0.0
        if team.get("home") == code:
            drives = [d for d in self.instance.get("drives", []) if d["commune"] == code]
            left = (commune["need"] or 0) - sum(d.get("households", 0) for d in drives)
            guided = min(self.households({"team": team["code"]}, commune), max(0, left))
            home = guided * self.rules.get("home_worth", 2.0)
        again = team.get("earlier", []).count(code) * self.rules.get("return_worth", 0.0)
        return float(home + again)

    def visits(self) -> int:
        """Villages that a team has time for in one stay."""
        return int(max(1, self.rules.get("villages_per_week", 5) * self.length // 7))

    def _proof(self) -> None:
        """No bound: no gap and nothing proven; else a gap that is the two figures' own."""
        answer = self.answer
        bound, proven = answer["bound"], answer["stopped"] == "proven"
        if bound is None:
            if answer["gap"] is not None or proven:
                self.say("proven without a bound")
            return
        if answer["objective"] > bound + TOLERANCE * max(1, abs(bound)):
            self.say("objective above bound")
        gap = min(1.0, (bound - answer["objective"]) / max(abs(bound), 1e-9))
        if abs(gap - answer["gap"]) > 2e-9 * max(1, 1 / max(abs(bound), 1e-9)):
            self.say("gap", answer["gap"], "is", gap)
        if proven and answer["gap"] > answer["asked_gap"]:
            self.say("proven with a gap of", answer["gap"], "where asked", answer["asked_gap"])

    def _worth(self, commune: Json) -> float:
        before = sum(
            d.get("households", 0)
            for d in self.instance.get("drives", [])
            if d["commune"] == commune["code"]
        )
        mine = [s for s in self.stays if s["commune"] == commune["code"]]
        reached = sum(self.households(s, commune) for s in mine)
        left = max(0, (commune["need"] or 0) - before)
        if commune["need"] is None:
            if any(s["households"] is not None for s in mine):
                self.say("households where nobody knows", commune["code"])
            return 0.0
        told = sum(s["households"] for s in mine)
        weight = self._weight(commune)
        values = self._values(commune)
        if not commune.get("villages"):
            if told != min(reached, left):
                self.say("households", commune["code"], told, reached, left)
            return weight * sum(values[before : before + reached])
        if told > left:
            self.say("more households than are left", commune["code"], told, left)
        return weight * (sum(values[before : before + told]) + self._visits(commune, mine, before))

    def _visits(self, commune: Json, mine: list[Json], before: int) -> float:
        """What the visited villages add; drives are taken to have begun with the weightiest."""
        villages = {v["code"]: v for v in commune["villages"]}
        left = {}
        for v in sorted(
            villages.values(), key=lambda v: (-v.get("weight", 1), -v["need"], v["code"])
        ):
            left[v["code"]] = v["need"] - min(before, v["need"])
            before -= v["need"] - left[v["code"]]
        most = self.visits()
        extra = 0.0
        for stay in mine:
            if len(stay["villages"]) > most:
                self.say("too many villages", stay)
            guided = sum(v["households"] for v in stay["villages"])
            if guided != stay["households"] or guided > self.households(stay, commune):
                self.say("villages do not add up", stay)
            for visit in stay["villages"]:
                left[visit["village"]] -= visit["households"]
                extra += (villages[visit["village"]].get("weight", 1) - 1) * visit["households"]
        if min(left.values()) < 0:
            self.say("more households than a village has", commune["code"])
        return extra

    def households(self, stay: Json, commune: Json) -> int:
        team = self.teams[stay["team"]]
        full = team.get("households_per_stay")
        if full is None:
            full = team["size"] * self.length / 7
            full *= self.rules.get("households_per_volunteer_week", 10.0)
        reach = math.floor(full * commune.get("terrain", 1.0) + 1e-9)
        if commune.get("villages"):
            visits = self.visits()
            needs = sorted((v["need"] for v in commune["villages"]), reverse=True)
            reach = min(reach, sum(needs[:visits]))
        return reach

    def _values(self, commune: Json) -> list[float]:
        """What each single household counts by diminishing returns, the best first."""
        need = commune["need"] or 0
        slices = self.rules.get("diminishing", DIMINISHING)
        values: list[float] = []
        total = 0.0
        for n, piece in enumerate(slices):
            total += piece["share"]
            end = need if n == len(slices) - 1 else round(need * total)
            values += [piece["value"]] * (end - len(values))
        return values

    def _weight(self, commune: Json) -> float:
        if commune.get("weight") is not None:
            return float(commune["weight"])
        weights = {"border": 0.5, "remote": 0.5, "special_difficulty": 0.5}
        weights |= self.rules.get("weights", {})
        flags = commune.get("flags", {})
        return 1 + sum(weights[f] * flags.get(f, 0) for f in weights)

    def _kept(self) -> None:
        """Points for keeping stays of the plan in force: told apart, no part of the value."""
        previous = self.instance.get("previous", {})
        before = Counter((s["team"], s["commune"]) for s in previous.get("assignments", []))
        now = Counter((s["team"], s["commune"]) for s in self.stays)
        bonus = previous.get("keep_bonus")
        kept = sum((before & now).values()) * (40.0 if bonus is None else bonus)
        if abs(kept - self.answer["figures"]["kept_bonus"]) > TOLERANCE:
            self.say("kept", self.answer["figures"]["kept_bonus"], "is", kept)


def begins(lock: Json) -> int | None:
    """The first day that a lock names, if it names any."""
    week = lock.get("start_week")
    return lock.get("start_day") or (None if week is None else 7 * week - 6)


def own(commune: Json, key: str, default: int) -> int:
    value = commune.get(key)
    return default if value is None else int(value)


def _km(one: Json, other: Json) -> float | None:
    if None in (one.get("lon"), one.get("lat"), other.get("lon"), other.get("lat")):
        return None
    lat1, lon1, lat2, lon2 = (
        math.radians(x) for x in (one["lat"], one["lon"], other["lat"], other["lon"])
    )
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))
