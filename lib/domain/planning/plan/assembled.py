"""From a checked choice of stays to the plan people read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from lib.domain.planning.plan.naming import named
from lib.domain.planning.plan.plan import (
    Certificate,
    Figures,
    Idle,
    IdleTeam,
    Plan,
    Promise,
    Stay,
    Stopped,
    Unmet,
    gap_between,
    known_sum,
    within,
)
from lib.domain.planning.plan.remarks import remarks_on
from lib.domain.planning.plan.villages import split
from lib.domain.planning.question.canonical import digest
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.question.travel import Source
from lib.domain.planning.question.weights import is_priority
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice, score
from lib.domain.planning.solver.layout import NOWHERE, Layout


def told_plan(choice: Choice, board: Board, certificate: Certificate) -> Plan:
    """The plan of a choice, with names, figures and everything that stays open."""
    stays, loss = _stays(choice, board)
    objective = certificate.objective - loss
    bound = certificate.bound
    gap = None if bound is None else gap_between(objective, bound)
    return Plan(
        instance=board.instance,
        stays=stays,
        idle=_idle(stays, choice, board),
        unmet=_unmet(choice, board),
        figures=_figures(choice, stays, board, loss=loss),
        certificate=replace(
            certificate,
            objective=objective,
            gap=gap,
            stopped=_stopped(certificate, gap),
            digest=digest(board.instance),
        ),
        remarks=remarks_on(board),
    )


def _stopped(certificate: Certificate, gap: float | None) -> Stopped:
    """Proven is what the stated gap proves, after villages are divided."""
    claimed = certificate.stopped is Stopped.PROVEN
    return (
        Stopped.ENDED if claimed and not within(gap, certificate.asked_gap) else certificate.stopped
    )


def _stays(choice: Choice, board: Board) -> tuple[tuple[Stay, ...], float]:
    """The stays by team, and what dividing villages lost against the first level."""
    by_commune: dict[int, list[tuple[str, int]]] = {}
    for team, c, r in sorted(named(choice, board), key=lambda s: (s[2], s[0], s[1])):
        by_commune.setdefault(c, []).append((team, r))
    told: list[Stay] = []
    lost = 0.0
    for c, mine in sorted(by_commune.items()):
        stays, loss = _stays_in(c, mine, board)
        told += stays
        lost += loss
    return tuple(sorted(told, key=lambda s: (s.team, s.start_day, s.commune))), lost


def _stays_in(c: int, mine: list[tuple[str, int]], board: Board) -> tuple[list[Stay], float]:
    commune, rules = board.communes[c], board.instance.rules
    row = class_of_team(board.classes)
    locked = {(k.team, k.commune, k.begins) for k in board.instance.locks}
    reach = [int(board.reach[row[team], c]) for team, _ in mine]
    divided = (
        split(commune, rules, reach, arranged=board.arranged[commune.code])
        if commune.villages
        else None
    )
    left = int(board.worth.length[c].sum())
    begun = {(team, board.starts[r]) for team, r in mine}
    stays = []
    for n, (team, r) in enumerate(mine):
        visits = divided.visits[n] if divided else ()
        households = sum(v.households for v in visits) if divided else min(reach[n], left)
        left -= households
        known = commune.need is not None
        minutes = float(board.minutes[row[team], c])
        stays.append(
            Stay(
                team=team,
                commune=commune.code,
                start_day=board.starts[r],
                end_day=board.starts[r] + rules.length - 1,
                minutes=None if np.isnan(minutes) else minutes,
                travel_source=Source(int(board.source[row[team], c])).name.lower(),
                households=households if known else None,
                locked=bool({(team, commune.code, d) for d in (None, board.starts[r])} & locked),
                villages=visits,
                at_home=bool(board.home[row[team], c]),
                stays_on=(team, board.starts[r] - rules.length) in begun,
            )
        )
    return stays, divided.loss if divided else 0.0


def _idle(stays: tuple[Stay, ...], choice: Choice, board: Board) -> tuple[IdleTeam, ...]:
    made = Counter(s.team for s in stays)
    layout = Layout(board, choice)
    idle = []
    for g, kind in enumerate(board.classes):
        for team in kind.members:
            missing = team.stays - made[team.code]
            if missing > 0:
                why = _why_idle(layout, g)
                idle.append(IdleTeam(team=team.code, stays=missing, why=why))
    return tuple(sorted(idle, key=lambda i: i.team))


def _why_idle(layout: Layout, g: int) -> Idle:
    if not layout.board.allowed[g].any():
        return Idle.EMPTY_WINDOW
    if not layout.board.usable[g].any():
        return Idle.OUT_OF_REACH
    free = layout.gain[(layout.kind == g) & (layout.at == NOWHERE)]
    return Idle.NO_USE if (free > -np.inf).any() else Idle.NO_ROOM


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


def _figures(choice: Choice, stays: tuple[Stay, ...], board: Board, *, loss: float) -> Figures:
    found = score(choice, board)
    priority = {c.code for c in board.communes if is_priority(c)}
    served = {s.commune for s in stays}
    return Figures(
        weighted=found.weighted - loss,
        households=known_sum(s.households for s in stays),
        priority_households=known_sum(s.households for s in stays if s.commune in priority),
        need=known_sum(c.need for c in board.communes),
        travel_hours=sum(2 * (s.minutes or 0) / 60 for s in stays if not s.stays_on),
        travel_cost=found.travel,
        beside_points=found.points,
        home_stays=sum(s.at_home for s in stays),
        kept_bonus=found.kept,
        communes_served=len(served),
        communes_without=len(board.communes) - len(served),
        moved=_moved(stays, board),
    )


def _moved(stays: tuple[Stay, ...], board: Board) -> tuple[str, ...]:
    """Teams that are still there and no longer go where, or when, they were to go."""
    now = {(s.team, s.commune, s.start_day) for s in stays}
    anytime = {(team, commune) for team, commune, _ in now}
    teams = {t.code for t in board.instance.teams}
    return tuple(
        sorted(
            {
                s.team
                for s in board.instance.previous.assignments
                if s.team in teams
                and (s.team, s.commune, s.begins) not in now
                and not (s.begins is None and (s.team, s.commune) in anytime)
            }
        )
    )
