"""Answers that are remembered for a sender and a template. Taking one back adds a record too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from lib.store.schema.records import lesson, unlearned
from lib.text import fold


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What somebody once answered, and when (UTC)."""

    id: int
    sender: str
    template: str
    question: str
    answer: str
    who: str
    at: datetime


def add_lessons(
    connection: Connection,
    answers: Mapping[str, str],
    *,
    sender: str,
    template: str,
    who: str,
    at: datetime,
) -> None:
    """Remembers answers by question for this sender and template."""
    common = {"sender": fold(sender), "template": template, "who": who, "at": at}
    if answers:
        rows = [{**common, "question": q, "answer": a} for q, a in answers.items()]
        connection.execute(insert(lesson), rows)


def lessons(connection: Connection, *, sender: str | None, template: str = "") -> list[Lesson]:
    """What holds for this sender, the newest answer to each question; "" means any template.

    ``sender``: ``None`` for everybody.
    """
    query = (
        select(lesson)
        .where(~select(unlearned).where(unlearned.c.lesson_id == lesson.c.id).exists())
        .order_by(lesson.c.id)
    )
    if sender is not None:
        query = query.where(lesson.c.sender == fold(sender))
    if template:
        query = query.where(lesson.c.template == template)
    newest = {
        (r.sender, r.template, r.question): Lesson(**r._mapping) for r in connection.execute(query)
    }
    return list(newest.values())


def lessons_of(
    connection: Connection, senders: str, *, question: str, template: str = ""
) -> list[Lesson]:
    """What holds for senders whose names begin so, where the question begins so; newest last."""
    query = (
        select(lesson)
        .where(~select(unlearned).where(unlearned.c.lesson_id == lesson.c.id).exists())
        .where(lesson.c.sender.startswith(fold(senders), autoescape=True))
        .where(lesson.c.question.startswith(question, autoescape=True))
        .order_by(lesson.c.id)
    )
    if template:
        query = query.where(lesson.c.template == template)
    newest = {
        (r.sender, r.template, r.question): Lesson(**r._mapping) for r in connection.execute(query)
    }
    return list(newest.values())


def unlearn(connection: Connection, one: Lesson, *, who: str, at: datetime) -> None:
    """Takes back the answer and those that it stood for before: the question is asked again."""
    same = select(lesson.c.id).where(
        lesson.c.sender == one.sender,
        lesson.c.template == one.template,
        lesson.c.question == one.question,
        ~select(unlearned).where(unlearned.c.lesson_id == lesson.c.id).exists(),
    )
    ids = list(connection.execute(same).scalars())
    if ids:
        connection.execute(insert(unlearned), [{"lesson_id": i, "who": who, "at": at} for i in ids])
