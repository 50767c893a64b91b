"""Saved plans of volunteer teams: versions that never overwrite each other, and the one in force.

Every save is a new version of its line. Whoever saves on a version that is no longer the newest
is told what came between, and goes on in a line of their own or from what is there.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.planning.question.instance import Instance
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.planning.saved_plan import (
    PlanDraft,
    PlanHead,
    PlanOvertaken,
    PlanStatus,
    SavedPlan,
)
from lib.store.engine import asking, writing
from lib.store.planning.plans import (
    PlanRow,
    Publication,
    add_publication,
    add_version,
    body,
    keep_body,
    newest_of_line,
    newest_of_lines,
    plans_in_force,
    publications,
    version_of_plan,
    versions_of,
)

SHORTEST_REASON = 5


def plan_of(installation: Installation, plan_id: int, *, who: Person) -> SavedPlan:
    """One saved version. Raises ``NotAllowed("no_plan")`` where there is none of this number."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        row = version_of_plan(connection, plan_id)
        if row is None:
            raise NotAllowed("no_plan", id=plan_id)
        return _whole(connection, row)


def published_plan(installation: Installation, season: str, *, who: Person) -> SavedPlan | None:
    """The plan in force of a season (its year); ``None`` where none is published."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        told = publications(connection, season)
        row = version_of_plan(connection, told[0].plan_id) if told and told[0].plan_id else None
        return _whole(connection, row) if row else None


def plans(installation: Installation, *, who: Person) -> list[PlanHead]:
    """The newest version of every line, and the one in force of every season; newest first."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        rows = {row.id: row for row in newest_of_lines(connection)}
        for plan_id in plans_in_force(connection).values():
            row = version_of_plan(connection, plan_id) if plan_id else None
            if row:
                rows[row.id] = row
        return _heads(connection, [rows[i] for i in sorted(rows, reverse=True)])


def versions(
    installation: Installation, *, who: Person, season: str = "", line: str = ""
) -> list[PlanHead]:
    """All versions, of a season or a line where named; the newest first."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        return _heads(connection, versions_of(connection, season=season, line=line))


def save_plan(
    installation: Installation, draft: PlanDraft, *, who: Person, base: int | None = None
) -> SavedPlan:
    """Saves a new version on ``base``, or begins a line. What changed nothing saves nothing.

    Raises ``PlanOvertaken`` where the line went on without ``base``.
    """
    who.must(Act.PLAN)
    with writing(installation.engine) as connection:
        before = version_of_plan(connection, base) if base else None
        if before:
            newest = newest_of_line(connection, before.line)
            if newest and newest.id != before.id:
                raise PlanOvertaken(_heads(connection, [newest])[0])
        row = _row(installation, connection, draft, who=who, before=before)
        if before and _same(before, row):
            return _whole(connection, before)
        return _saved(installation, connection, row, who=who)


def branch_plan(
    installation: Installation, draft: PlanDraft, *, who: Person, base: int
) -> SavedPlan:
    """The same in a line of its own: what somebody else saved stays as it is."""
    who.must(Act.PLAN)
    with writing(installation.engine) as connection:
        before = version_of_plan(connection, base)
        row = _row(installation, connection, draft, who=who, before=before)
        row = replace(row, line=secrets.token_hex(4), version=1)
        return _saved(installation, connection, row, who=who)


def _saved(
    installation: Installation, connection: Connection, row: PlanRow, *, who: Person
) -> SavedPlan:
    kept = replace(row, id=add_version(connection, row))
    told = {"name": kept.title, "period": kept.season, "version": kept.version, "note": kept.note}
    record(
        installation, connection, who, deed=Deed.PLAN_SAVED, subject=f"plan:{kept.id}", after=told
    )
    return _whole(connection, kept)


def publish_plan(
    installation: Installation, plan_id: int, *, who: Person, reason: str = ""
) -> Publication:
    """Puts a version in force for its season; the former is superseded in the same transaction.

    Raises ``NotAllowed`` for a version that is not solved, is in force, or replaces another
    without a reason.
    """
    who.must(Act.PLAN)
    with writing(installation.engine) as connection:
        row = version_of_plan(connection, plan_id)
        if row is None:
            raise NotAllowed("no_plan", id=plan_id)
        if row.result is None:
            raise NotAllowed("plan_not_solved")
        former = plans_in_force(connection).get(row.season)
        if former == plan_id:
            raise NotAllowed("plan_in_force")
        if former and len(reason.strip()) < SHORTEST_REASON:
            raise NotAllowed("why_needed", least=SHORTEST_REASON)
        new = Publication(
            season=row.season,
            plan_id=plan_id,
            who=who.name,
            at=installation.clock(),
            reason=reason.strip(),
        )
        told = {"period": row.season, "name": row.title, "version": row.version}
        why = {"reason": new.reason} if new.reason else {}
        record(
            installation,
            connection,
            who,
            deed=Deed.PLAN_PUBLISHED,
            subject=f"plan:{plan_id}",
            after=told | why,
        )
        return replace(new, id=add_publication(connection, new))


def undo_publication(
    installation: Installation, season: str, *, who: Person, reason: str
) -> Publication:
    """Takes the last publication of a season back: the former plan is in force again, or none.

    Raises ``NotAllowed`` without a reason, or where nothing is in force.
    """
    who.must(Act.PLAN)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)
    with writing(installation.engine) as connection:
        standing = _standing(publications(connection, season))
        if not standing:
            raise NotAllowed("plan_none_in_force", season=season)
        new = Publication(
            season=season,
            plan_id=standing[1].plan_id if len(standing) > 1 else None,
            undoes=standing[0].id,
            who=who.name,
            at=installation.clock(),
            reason=reason.strip(),
        )
        told = {"period": season, "reason": new.reason, "in_force": new.plan_id}
        about = f"plan:{standing[0].plan_id}"
        record(installation, connection, who, deed=Deed.PLAN_WITHDRAWN, subject=about, after=told)
        return replace(new, id=add_publication(connection, new))


def published_history(installation: Installation, season: str, *, who: Person) -> list[Publication]:
    """Everything published and taken back in a season, the newest first."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        return publications(connection, season)


def _standing(told: list[Publication]) -> list[Publication]:
    """The publications that were not taken back, the newest first."""
    undone = {p.undoes for p in told}
    return [p for p in told if p.undoes is None and p.id not in undone]


def _row(
    installation: Installation,
    connection: Connection,
    draft: PlanDraft,
    *,
    who: Person,
    before: PlanRow | None,
) -> PlanRow:
    told = json.dumps(draft.document, ensure_ascii=False) if draft.document else None
    return PlanRow(
        line=before.line if before else secrets.token_hex(4),
        version=before.version + 1 if before else 1,
        base_id=before.id if before else None,
        season=draft.season,
        title=draft.title.strip(),
        who=who.name,
        at=installation.clock(),
        params=dict(draft.params),
        instance=keep_body(connection, draft.instance.model_dump_json()),
        result=keep_body(connection, told) if told else None,
        note=draft.note,
    )


def _same(one: PlanRow, other: PlanRow) -> bool:
    names = ("season", "title", "params", "instance", "result")
    return all(getattr(one, n) == getattr(other, n) for n in names)


def _heads(connection: Connection, rows: list[PlanRow]) -> list[PlanHead]:
    told = publications(connection)
    force = set(plans_in_force(connection).values())
    ever = {p.plan_id for p in told}
    return [PlanHead(**_head(row, force=force, ever=ever)) for row in rows]


def _whole(connection: Connection, row: PlanRow) -> SavedPlan:
    head = _heads(connection, [row])[0]
    return SavedPlan(
        **vars(head),
        instance=Instance.model_validate_json(body(connection, row.instance)),
        document=json.loads(body(connection, row.result)) if row.result else {},
        params=dict(row.params),
    )


def _head(row: PlanRow, *, force: set[int | None], ever: set[int | None]) -> dict[str, Any]:
    if row.id in force:
        status = PlanStatus.PUBLISHED
    else:
        status = PlanStatus.SUPERSEDED if row.id in ever else PlanStatus.DRAFT
    return {
        "id": row.id,
        "line": row.line,
        "season": row.season,
        "title": row.title,
        "version": row.version,
        "status": status,
        "author": row.who,
        "at": row.at,
        "base_version": row.base_id,
        "solved": row.result is not None,
        "note": row.note,
    }
