"""Batches of files: what was dropped, answered, found and published.

Rows are only ever added; but of a list of people nothing is kept, see ``let_go``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, insert, not_, select, update

from lib.store.engine import wipe_what_goes
from lib.store.schema.batches import (
    batch,
    batch_answer,
    batch_check,
    batch_end,
    batch_file,
    batch_published,
)
from lib.store.schema.records import file, upload
from lib.text import fold


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Files dropped together by somebody, and when (UTC)."""

    id: int
    code: str
    who: str
    at: datetime
    skipped: tuple[tuple[str, str], ...]
    """Name and reason of what was no report."""
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file as it was dropped; ``content`` only where it may be opened."""

    filename: str
    sha256: str = ""
    content: bytes = b""
    refused: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class BatchFile:
    """A file of a batch."""

    id: int
    batch_id: int
    filename: str
    sha256: str
    refused: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class BatchAnswer:
    """What somebody answered for one file, or for all that ask the same."""

    id: int
    file_id: int | None
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class BatchCheck:
    """What the newest check of a file found."""

    file_id: int
    answered: int
    outcome: Mapping[str, Any]


def add_batch(
    connection: Connection,
    files: Sequence[NewFile],
    *,
    code: str,
    who: str,
    at: datetime,
    skipped: Sequence[tuple[str, str]],
) -> int:
    """Writes the batch and keeps the bytes of its files; its number."""
    fields = {"code": code, "who": who, "sender": fold(who), "at": at}
    batch_id = connection.execute(
        insert(batch).returning(batch.c.id), fields | {"skipped": [list(s) for s in skipped]}
    ).scalar_one()
    kept = {f.sha256: f.content for f in files if f.sha256}
    known = select(file.c.sha256).where(file.c.sha256.in_(kept))
    for sha256 in kept.keys() - set(connection.execute(known).scalars()):
        content = kept[sha256]
        values = {"sha256": sha256, "content": content, "size": len(content)}
        connection.execute(insert(file), values)
    rows = [
        {
            "batch_id": batch_id,
            "filename": f.filename,
            "sha256": f.sha256 or None,
            "refused": dict(f.refused),
        }
        for f in files
    ]
    connection.execute(insert(batch_file), rows)
    return int(batch_id)


def find_batch(connection: Connection, *, code: str = "", id: int = 0) -> Batch | None:
    """The batch with this code, or with this number."""
    query = _batches().where(batch.c.code == code if code else batch.c.id == id)
    # ``first`` closes the cursor: one left open keeps SQLite's writers out until it is collected.
    row = connection.execute(query).first()
    return _batch(row) if row else None


def batches_of(connection: Connection, sender: str) -> list[Batch]:
    """The batches that a person has not put away, newest first."""
    query = _batches().where(batch.c.sender == fold(sender), batch_end.c.at.is_(None))
    return [_batch(row) for row in connection.execute(query.order_by(batch.c.id.desc()))]


def _batches() -> Any:
    return select(batch, batch_end.c.at.label("ended")).join(
        batch_end, batch_end.c.batch_id == batch.c.id, isouter=True
    )


def _batch(row: Any) -> Batch:
    return Batch(
        id=row.id,
        code=row.code,
        who=row.who,
        at=row.at,
        skipped=tuple((name, why) for name, why in row.skipped),
        ended=row.ended is not None,
    )


def files_of(connection: Connection, batch_id: int) -> list[BatchFile]:
    """The files in the order in which they were dropped."""
    query = select(batch_file).where(batch_file.c.batch_id == batch_id).order_by(batch_file.c.id)
    return [_file(row) for row in connection.execute(query)]


def file_by_id(connection: Connection, file_id: int) -> BatchFile:
    """One file."""
    return _file(connection.execute(select(batch_file).where(batch_file.c.id == file_id)).one())


def let_go(connection: Connection, one: BatchFile, refused: Mapping[str, Any]) -> None:
    """Keeps the refusal of a file and none of its bytes, unless something published needs them."""
    here = batch_file.c.id == one.id
    connection.execute(update(batch_file).where(here).values(sha256=None, refused=dict(refused)))
    needed = (select(t.c.sha256).where(t.c.sha256 == one.sha256) for t in (upload, batch_file))
    unneeded = [not_(exists(query)) for query in needed]
    wipe_what_goes(connection)
    connection.execute(delete(file).where(file.c.sha256 == one.sha256, *unneeded))


def _file(row: Any) -> BatchFile:
    return BatchFile(**{**row._mapping, "sha256": row.sha256 or ""})


def _counted(connection: Connection, rows: Table) -> dict[int, int]:
    query = select(rows.c.batch_id, func.count()).group_by(rows.c.batch_id)
    return dict(connection.execute(query).all())


def counted(connection: Connection, batch_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Files and published files of these batches."""
    files, done = _counted(connection, batch_file), _counted(connection, batch_published)
    return {i: (files.get(i, 0), done.get(i, 0)) for i in batch_ids}


def add_answers(
    connection: Connection,
    batch_id: int,
    answers: Mapping[str, str],
    *,
    file_id: int | None,
    who: str,
    at: datetime,
) -> None:
    """Answers for one file, or (``None``) for all that ask the same."""
    common = {"batch_id": batch_id, "file_id": file_id, "who": who, "at": at}
    if answers:
        rows = [{**common, "question": q, "answer": a} for q, a in answers.items()]
        connection.execute(insert(batch_answer), rows)


def answers_of(connection: Connection, batch_id: int) -> list[BatchAnswer]:
    """All answers, oldest first: the newest to a question holds."""
    columns = (
        batch_answer.c.id,
        batch_answer.c.file_id,
        batch_answer.c.question,
        batch_answer.c.answer,
    )
    query = select(*columns).where(batch_answer.c.batch_id == batch_id)
    found = connection.execute(query.order_by(batch_answer.c.id))
    return [BatchAnswer(**row._mapping) for row in found]


def add_check(
    connection: Connection,
    one: BatchFile,
    outcome: Mapping[str, Any],
    *,
    answered: int,
    at: datetime,
) -> None:
    """What a check found; it holds from now on."""
    values = {"batch_id": one.batch_id, "file_id": one.id, "answered": answered, "at": at}
    connection.execute(insert(batch_check), values | {"outcome": dict(outcome)})


def checks_of(connection: Connection, batch_id: int) -> dict[int, BatchCheck]:
    """The newest check of every file that was checked."""
    newest = (
        select(func.max(batch_check.c.id))
        .where(batch_check.c.batch_id == batch_id)
        .group_by(batch_check.c.file_id)
    )
    columns = (batch_check.c.file_id, batch_check.c.answered, batch_check.c.outcome)
    query = select(*columns).where(batch_check.c.id.in_(newest))
    return {row.file_id: BatchCheck(**row._mapping) for row in connection.execute(query)}


def add_published(connection: Connection, one: BatchFile, upload_id: int) -> None:
    """The file has become an upload."""
    values = {"file_id": one.id, "batch_id": one.batch_id, "upload_id": upload_id}
    connection.execute(insert(batch_published), values)


def published_of(connection: Connection, batch_id: int) -> dict[int, int]:
    """The upload of every published file."""
    columns = (batch_published.c.file_id, batch_published.c.upload_id)
    query = select(*columns).where(batch_published.c.batch_id == batch_id)
    return dict(connection.execute(query).all())


def end_batch(connection: Connection, batch_id: int, *, who: str, at: datetime) -> None:
    """Puts the batch away; putting it away twice changes nothing."""
    known = select(batch_end.c.batch_id).where(batch_end.c.batch_id == batch_id)
    if not connection.execute(known).first():
        connection.execute(insert(batch_end), {"batch_id": batch_id, "who": who, "at": at})
