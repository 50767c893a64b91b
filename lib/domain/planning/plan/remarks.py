"""What a planner should know about an instance although a plan can be made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lib.domain.planning.question.days import drive_days, last_day, team_starts
from lib.domain.planning.question.faults import Fault, FaultCode, Values
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.needs import month_written
from lib.domain.planning.question.team_classes import travel_limit
from lib.domain.planning.question.travel import Source
from lib.domain.planning.solver.arrays import Board

_NAMED = 8


def remarks_on(board: Board) -> tuple[Fault, ...]:
    """Everything remarkable, in a fixed order."""
    return tuple(
        f
        for part in (_teams, _needs, _reach, _travel, _locks, _previous, _drives, _skills)
        for f in part(board)
    )


def _told(code: FaultCode, names: list[str], where: str = "", **more: object) -> Iterator[Fault]:
    if names:
        shown = ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        yield Fault(code, where, {"count": len(names), "names": shown} | more, refuses=False)


def _teams(board: Board) -> Iterator[Fault]:
    if not board.instance.teams:
        yield Fault(FaultCode.NO_TEAMS, "teams", refuses=False)
    empty = [t.code for t in board.instance.teams if not team_starts(t, board.instance.rules)]
    yield from _told(FaultCode.EMPTY_WINDOW, empty, "teams")


def _needs(board: Board) -> Iterator[Fault]:
    unknown = [c.name or c.code for c in board.communes if c.need is None]
    yield from _told(FaultCode.NEED_UNKNOWN, unknown, "communes")
    yield from needs_marked(board.instance)
    if unknown and len(unknown) == len(board.communes):
        return
    if not any(c.need for c in board.communes):
        yield Fault(FaultCode.NO_NEED, "communes", refuses=False)


def needs_marked(instance: Instance) -> tuple[Fault, ...]:
    """Communes whose need is of an older report, or was entered by hand."""
    communes = instance.communes
    old = [f"{c.name or c.code} ({month_written(c.need_of)})" for c in communes if c.need_of]
    by_hand = [f"{c.name or c.code} ({c.need_basis})" for c in communes if c.need_basis]
    return (
        *_told(FaultCode.NEED_OLD, old, "communes"),
        *_told(FaultCode.NEED_BY_HAND, by_hand, "communes"),
    )


def _reach(board: Board) -> Iterator[Fault]:
    if not board.classes:
        return
    nowhere = np.flatnonzero(~board.usable.any(axis=0))
    names = [board.communes[c].name or board.communes[c].code for c in nowhere]
    yield from _told(FaultCode.COMMUNE_OUT_OF_REACH, names, "communes")
    stuck = [
        t.code
        for g in np.flatnonzero(~board.usable.any(axis=1))
        for t in board.classes[g].members
        if team_starts(t, board.instance.rules)
    ]
    yield from _told(FaultCode.TEAM_OUT_OF_REACH, sorted(stuck), "teams")


def _travel(board: Board) -> Iterator[Fault]:
    bases, trips = board.trips.bases, board.trips
    holes = [
        f"{bases[b]} → {board.communes[c].name or board.communes[c].code}"
        for b, c in zip(*np.nonzero(trips.source == Source.NONE), strict=True)
    ]
    yield from _told(FaultCode.TRAVEL_HOLES, holes, "travel")
    guessed = int((trips.source == Source.ESTIMATE).sum())
    if guessed:
        values: Values = {"count": guessed, "total": trips.source.size}
        yield Fault(FaultCode.TRAVEL_ESTIMATED, "travel", values, refuses=False)
    reckoned = (trips.source == Source.ESTIMATE) | (trips.source == Source.ROAD)
    estimated = reckoned.any(axis=0)
    doubtful = [
        c.name or c.code for n, c in enumerate(board.communes) if c.point_doubtful and estimated[n]
    ]
    yield from _told(FaultCode.POINT_DOUBTFUL, doubtful, "travel")
    known = {c.code for c in board.communes} | {b.code for b in board.instance.bases}
    stated = board.instance.travel.minutes
    named = set(stated) | {c for row in stated.values() for c in row}
    measured = board.instance.travel.road_minutes
    named |= set(measured) | {c for row in measured.values() for c in row}
    for trip in (*board.instance.travel.overrides, *board.instance.travel.calibration):
        named |= {trip.base, trip.commune}
    yield from _told(FaultCode.TRAVEL_CODE_UNKNOWN, sorted(named - known), "travel")


def _locks(board: Board) -> Iterator[Fault]:
    beyond = []
    for lock in board.instance.locks:
        g = next(n for n, k in enumerate(board.classes) if k.members[0].code == lock.team)
        team = board.classes[g].members[0]
        limit = travel_limit(team, board.instance)
        c = next(n for n, k in enumerate(board.communes) if k.code == lock.commune)
        if not board.minutes[g, c] <= limit:
            beyond.append(f"{lock.team} → {board.communes[c].name or lock.commune}")
    yield from _told(FaultCode.LOCK_BEYOND_LIMIT, beyond, "locks")


def _previous(board: Board) -> Iterator[Fault]:
    teams = {t.code for t in board.instance.teams}
    gone = {s.team for s in board.instance.previous.assignments} - teams
    yield from _told(FaultCode.PREVIOUS_GONE, sorted(gone), "previous")
    communes = {c.code for c in board.communes}
    unknown = {s.commune for s in board.instance.previous.assignments} - communes
    yield from _told(FaultCode.PREVIOUS_COMMUNE_GONE, sorted(unknown), "previous")


def _drives(board: Board) -> Iterator[Fault]:
    last = last_day(board.instance.rules)
    names = {c.code: c.name or c.code for c in board.communes}
    beyond = [
        f"{names[d.commune]} ({d.from_week}–{d.to_week})"
        for d in board.instance.drives
        if drive_days(d)[-1] > last
    ]
    yield from _told(FaultCode.DRIVES_BEYOND, beyond, "drives", last=board.instance.rules.weeks)


def _skills(board: Board) -> Iterator[Fault]:
    if not board.classes:
        return
    nobody = [s for k, s in enumerate(board.skills) if not board.skilled[:, k].any()]
    yield from _told(FaultCode.SKILL_NOBODY_HAS, nobody, "communes.needs_skills")
