"""The best plan of a small question as one plain model, written from docs/ke-hoach.md alone.

One binary for every team, commune and first day, villages visit by visit: no classes, no bound
passed on from one level to the next. Shares no code with the product's model, only the solver
library.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby

import highspy

from lib.text import fold
from tests.planning.baselines import Desk
from tests.planning.checker import Json, begins, own

_BEYOND = 1e9
_SECONDS = 20.0
Stay = tuple[str, str, int]


@dataclass
class Joint:
    """The model under construction: columns, rows, and what each column is worth."""

    desk: Desk
    highs: highspy.Highs = field(default_factory=highspy.Highs)
    worth: list[float] = field(default_factory=list)
    go: dict[Stay, int] = field(default_factory=dict)
    """Team, commune, first day."""
    short: list[int] = field(default_factory=list)

    def column(self, most: float, worth: float = 0.0, *, whole: bool = True) -> int:
        self.highs.addVar(0.0, most)
        index = len(self.worth)
        self.worth.append(worth)
        if whole:
            self.highs.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        return index

    def row(self, entries: Counter[int], *, least: float = -_BEYOND, most: float = _BEYOND) -> None:
        self.highs.addRow(least, most, len(entries), list(entries), list(entries.values()))


def best(instance: Json) -> tuple[int, float] | None:
    """Fewest guarantees missed and the most value then; ``None`` where locks leave no plan.

    Points for keeping stays of a plan in force are no value and are left out.
    """
    model = Joint(Desk(instance))
    model.highs.silent()
    model.highs.setOptionValue("threads", 1)
    model.highs.setOptionValue("mip_allow_restart", False)
    model.highs.setOptionValue("mip_rel_gap", 0.0)
    model.highs.setOptionValue("mip_abs_gap", 1e-7)
    model.highs.setOptionValue("time_limit", _SECONDS)
    _stays(model)
    _teams(model)
    for code, commune in model.desk.read.communes.items():
        _room(model, code, commune)
        _promises(model, code, commune)
        _value(model, code, commune)
    _locks(model)
    missing = dict.fromkeys(model.short, 1.0)
    unmet = _solved(model, [-missing.get(i, 0.0) for i in range(len(model.worth))])
    if unmet is None:
        return None
    fewest = round(-unmet)
    if model.short:
        model.row(Counter(dict.fromkeys(model.short, 1.0)), most=fewest)
    value = _solved(model, model.worth)
    assert value is not None
    return fewest, value


def _solved(model: Joint, worth: list[float]) -> float | None:
    highs = model.highs
    if not worth:
        return 0.0
    highs.changeColsCost(len(worth), list(range(len(worth))), worth)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    assert status == highspy.HighsModelStatus.kOptimal, status
    return float(highs.getInfo().objective_function_value)


def _stays(model: Joint) -> None:
    """Every stay that team, road, weeks and bans allow; a lock passes the travel limit."""
    desk = model.desk
    locked = {(k["team"], k["commune"]) for k in desk.instance.get("locks", [])}
    bans = {(b.get("team"), b["commune"]) for b in desk.instance.get("forbidden", [])}
    hour = desk.rules.get("travel_cost_per_hour", 1.5)
    for t, team in desk.read.teams.items():
        limit = team.get("max_minutes")
        limit = desk.rules.get("max_minutes", 240.0) if limit is None else limit
        for c, commune in desk.read.communes.items():
            minutes = desk.minutes[t, c]
            near = (minutes is not None and minutes <= limit) or (t, c) in locked
            if not near or {(t, c), (None, c)} & bans:
                continue
            road = 2 * (minutes or 0) / 60 * hour
            for r in desk.read.starts(team):
                if not desk.read.closed(commune) & set(range(r, r + desk.read.length)):
                    model.go[t, c, r] = model.column(1.0, desk.read.points(team, c) - road)
            _staying_on(model, t, c, road)


def _staying_on(model: Joint, team: str, code: str, road: float) -> None:
    """Two stays on end in one commune: one journey less."""
    length = model.desk.read.length
    mine = {r: i for (t, c, r), i in model.go.items() if (t, c) == (team, code)}
    for r, i in mine.items():
        if r + length in mine:
            on = model.column(1.0, road)
            model.row(Counter({on: 1.0, i: -1.0}), most=0.0)
            model.row(Counter({on: 1.0, mine[r + length]: -1.0}), most=0.0)


def _teams(model: Joint) -> None:
    read = model.desk.read
    for t, team in read.teams.items():
        mine = {k: i for k, i in model.go.items() if k[0] == t}
        model.row(Counter(dict.fromkeys(mine.values(), 1.0)), most=team.get("stays", 1))
        for day in range(1, read.days + 1):
            there = [i for (_, _, r), i in mine.items() if r <= day < r + read.length]
            model.row(Counter(dict.fromkeys(there, 1.0)), most=1)


def _room(model: Joint, code: str, commune: Json) -> None:
    desk = model.desk
    drives = _drives(desk, code)
    here = {
        k: i
        for k, i in model.go.items()
        if k[1] == code and desk.read.teams[k[0]].get("home") != code
    }
    cap = own(commune, "max_teams", desk.rules.get("max_teams", 3))
    left = max(0, cap - sum(d.get("teams", 1) for d in drives))
    model.row(Counter(dict.fromkeys(here.values(), 1.0)), most=left)
    beds = own(commune, "host_limit", desk.rules.get("host_limit", 2))
    for day in range(1, desk.read.days + 1):
        taken = sum(d.get("teams", 1) for d in drives if day in desk.read.on_drive(d))
        there = [i for (_, _, r), i in here.items() if r <= day < r + desk.read.length]
        model.row(Counter(dict.fromkeys(there, 1.0)), most=max(0, beds - taken))


def _promises(model: Joint, code: str, commune: Json) -> None:
    desk = model.desk
    drives = _drives(desk, code)
    here = {k: i for k, i in model.go.items() if k[1] == code}
    least = max(0, desk.promised(commune) - sum(d.get("teams", 1) for d in drives))
    asked = [(list(here.values()), least)] if least else []
    known = {fold(s) for d in drives for s in d.get("skills", [])}
    for skill in {fold(s) for s in commune.get("needs_skills", [])} - known:
        able = [
            i
            for (t, _, _), i in here.items()
            if skill in map(fold, desk.read.teams[t].get("skills", []))
        ]
        asked.append((able, 1))
    for columns, number in asked:
        slack = model.column(number)
        model.short.append(slack)
        model.row(Counter(dict.fromkeys([*columns, slack], 1.0)), least=number)


def _value(model: Joint, code: str, commune: Json) -> None:
    desk = model.desk
    here = {k: i for k, i in model.go.items() if k[1] == code}
    before = sum(d.get("households", 0) for d in _drives(desk, code))
    pieces = [
        model.column(len(list(same)), desk.weight[code] * v, whole=False)
        for v, same in groupby(desk.curve[code][before:])
    ]
    reached: Counter[int] = Counter()
    if commune.get("villages"):
        reached.update(_visits(model, code, commune, here))
    else:
        for (t, _, _), i in here.items():
            reached[i] += desk.read.households({"team": t}, commune)
    row = Counter({i: -float(n) for i, n in reached.items()})
    row.update(dict.fromkeys(pieces, 1.0))
    if pieces:
        model.row(row, most=0.0)


def _visits(model: Joint, code: str, commune: Json, here: dict[Stay, int]) -> Counter[int]:
    """Households by visit; drives are taken to have begun with the weightiest villages."""
    desk = model.desk
    before = sum(d.get("households", 0) for d in _drives(desk, code))
    ordered = sorted(
        commune["villages"], key=lambda v: (-v.get("weight", 1), -v["need"], v["code"])
    )
    in_village: dict[str, Counter[int]] = defaultdict(Counter)
    left = {}
    for village in ordered:
        left[village["code"]] = village["need"] - min(before, village["need"])
        before -= village["need"] - left[village["code"]]
    guided: Counter[int] = Counter()
    most = desk.read.visits()
    for (t, _, _), i in here.items():
        reach = desk.read.households({"team": t}, commune)
        visits, mine = Counter({i: -float(most)}), Counter({i: -float(reach)})
        for village in ordered:
            extra = desk.weight[code] * (village.get("weight", 1) - 1)
            full = min(reach, left[village["code"]])
            h = model.column(full, extra, whole=False)
            visit = model.column(1.0)
            model.row(Counter({h: 1.0, visit: -float(full)}), most=0.0)
            visits[visit] = mine[h] = in_village[village["code"]][h] = guided[h] = 1
        model.row(visits, most=0.0)
        model.row(mine, most=0.0)
    for village in ordered:
        model.row(in_village[village["code"]], most=left[village["code"]])
    return guided


def _locks(model: Joint) -> None:
    for lock in model.desk.instance.get("locks", []):
        kept = [
            i
            for (t, c, r), i in model.go.items()
            if (t, c) == (lock["team"], lock["commune"]) and begins(lock) in (None, r)
        ]
        model.row(Counter(dict.fromkeys(kept, 1.0)), least=1)


def _drives(desk: Desk, code: str) -> list[Json]:
    return [d for d in desk.instance.get("drives", []) if d["commune"] == code]
