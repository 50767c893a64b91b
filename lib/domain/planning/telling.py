"""From a checked choice of stays to the plan people read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from lib.domain.planning.board import Board
from lib.domain.planning.choice import Choice, score
from lib.domain.planning.instance import digest
from lib.domain.planning.naming import named
from lib.domain.planning.plan import (
    Certificate,
    Figures,
    Idle,
    IdleTeam,
    Plan,
    Promise,
    Stay,
    Unmet,
)
from lib.domain.planning.remarks import remarks_on
from lib.domain.planning.travel import Source
from lib.domain.planning.weights import is_priority


def told_plan(choice: Choice, board: Board, certificate: Certificate) -> Plan:
    """The plan of a choice, with names, figures and everything that stays open."""
    stays = _stays(choice, board)
    return Plan(
        instance=board.instance,
        stays=stays,
        idle=_idle(stays, board),
        unmet=_unmet(choice, board),
        figures=_figures(choice, stays, board),
        certificate=replace(certificate, digest=digest(board.instance)),
        remarks=remarks_on(board),
    )


def _stays(choice: Choice, board: Board) -> tuple[Stay, ...]:
    row = {t.code: g for g, k in enumerate(board.classes) for t in k.members}
    locked = {(k.team, k.commune) for k in board.instance.locks}
    left = {n: board.worth.length[n].sum() for n in range(len(board.communes))}
    stays = []
    for team, c, r in sorted(named(choice, board), key=lambda s: (s[2], s[0], s[1])):
        g = row[team]
        households = int(min(board.reach[g, c], left[c]))
        left[c] -= households
        minutes = float(board.minutes[g, c])
        start = board.starts[r]
        stays.append(
            Stay(
                team=team,
                commune=board.communes[c].code,
                start_week=start,
                end_week=start + board.instance.rules.stay_weeks - 1,
                minutes=None if np.isnan(minutes) else minutes,
                travel_source=Source(int(board.source[g, c])).name.lower(),
                households=households,
                locked=(team, board.communes[c].code) in locked,
            )
        )
    return tuple(sorted(stays, key=lambda s: (s.team, s.start_week, s.commune)))


def _idle(stays: tuple[Stay, ...], board: Board) -> tuple[IdleTeam, ...]:
    made = Counter(s.team for s in stays)
    held: Counter[str] = Counter(s.commune for s in stays)
    full = np.array([held[c.code] for c in board.communes]) >= board.cap
    idle = []
    for g, kind in enumerate(board.classes):
        for team in kind.members:
            missing = team.stays - made[team.code]
            if missing > 0:
                why = _why_idle(board, g, full)
                idle.append(IdleTeam(team=team.code, stays=missing, why=why))
    return tuple(sorted(idle, key=lambda i: i.team))


def _why_idle(board: Board, g: int, full: np.ndarray) -> Idle:
    if not board.allowed[g].any():
        return Idle.EMPTY_WINDOW
    if not board.usable[g].any():
        return Idle.OUT_OF_REACH
    return Idle.NO_ROOM if full[board.usable[g]].all() else Idle.NO_USE


def _unmet(choice: Choice, board: Board) -> tuple[Unmet, ...]:
    counts = np.zeros_like(board.reach)
    for (g, c, _), n in choice.items():
        counts[g, c] += n
    held, served = counts.sum(axis=0), counts.T @ board.skilled.astype(np.int64)
    found = []
    for c, commune in enumerate(board.communes):
        if held[c] < board.demand[c]:
            missing = int(board.demand[c] - held[c])
            found.append(Unmet(commune=commune.code, promise=Promise.TEAMS, missing=missing))
        for k, skill in enumerate(board.skills):
            if board.wanted[c, k] and not served[c, k]:
                found.append(Unmet(commune=commune.code, promise=Promise.SKILL, skill=skill))
    return tuple(found)


def _figures(choice: Choice, stays: tuple[Stay, ...], board: Board) -> Figures:
    found = score(choice, board)
    priority = {c.code for c in board.communes if is_priority(c)}
    served = {s.commune for s in stays}
    return Figures(
        weighted=found.weighted,
        households=sum(s.households for s in stays),
        priority_households=sum(s.households for s in stays if s.commune in priority),
        need=sum(c.need or 0 for c in board.communes),
        travel_hours=sum(2 * (s.minutes or 0) / 60 for s in stays),
        travel_cost=found.travel,
        kept_bonus=found.kept,
        communes_served=len(served),
        communes_without=len(board.communes) - len(served),
        moved=_moved(stays, board),
    )


def _moved(stays: tuple[Stay, ...], board: Board) -> tuple[str, ...]:
    teams = {t.code for t in board.instance.teams}
    before: dict[str, set[tuple[str, int | None]]] = {}
    for stay in board.instance.previous.assignments:
        before.setdefault(stay.team, set()).add((stay.commune, stay.start_week))
    now: dict[str, set[tuple[str, int | None]]] = {}
    for s in stays:
        now.setdefault(s.team, set()).add((s.commune, s.start_week))
    changed = (
        t
        for t, cells in before.items()
        if t in teams
        and {c for c, w in cells if w is None} - {c for c, _ in now.get(t, set())}
        | ({k for k in cells if k[1] is not None} - now.get(t, set()))
    )
    return tuple(sorted(changed))
