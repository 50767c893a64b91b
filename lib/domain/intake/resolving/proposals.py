"""Many miswritten names as one question: what each can only mean, agreed to all together.

A name is proposed where it can mean one place alone, and no other row of the file names that
place. Everything else stays a question of its own, and so does a single name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Column

NAMES = "names:"
"""The question's key is this, the kind of place, and a digest of the names and their meaning."""
COMMUNES, VILLAGES = "communes", "villages"
AS_PROPOSED, ONE_BY_ONE = "as_proposed", "one_by_one"
FEWEST = 2
"""One name alone is asked as itself."""
MOST_PROPOSED = 2000
"""So many names are looked at; there are hardly more villages."""
_SHOWN = 30
"""Pairs told in the sentence; the page shows all."""
_DIGEST = 12
_ANSWERS = "answers"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A name and what it can only mean."""

    key: str
    """Of the name's own question."""
    given: str
    answer: str
    """To that question, were it agreed to."""
    meant: str
    """The place in words."""
    place: Hashable
    """What no two rows may name; ``None`` where they may."""
    rows: list[int]
    settled: bool = False
    """Whether the name's own question is answered."""


@dataclass(frozen=True)
class Gathered:
    """The question that stands for many, or what its answer settles."""

    told: tuple[Problem, ...] = ()
    """The question, or the note of what was agreed to."""
    instead_of: frozenset[str] = frozenset()
    """The keys of the questions that are not asked themselves."""
    agreed: Mapping[str, str] = field(default_factory=dict)
    """Answers by the keys of the names' own questions."""

    def left(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems that are still to be told, the one question first."""
        others = (p for p in problems if not p.question or p.question not in self.instead_of)
        return [*self.told, *others]


NOTHING = Gathered()


def gathered(
    proposals: Iterable[Proposal],
    kind: str,
    *,
    named: Collection[Hashable],
    chosen: Collection[Hashable] = (),
    answers: Mapping[str, str],
    where: tuple[Recognised, Column | None],
) -> Gathered:
    """The one question, unless fewer than two names would be asked in it.

    ``named``: places that other rows name by themselves; ``chosen``: those that a person chose.
    The key depends on the file alone, so that it stays while single names are answered.
    """
    every = {p.key: p for p in proposals}
    often = Counter(p.place for p in every.values())
    members = [p for p in every.values() if _free(p, named) and (not p.place or often[p.place] < 2)]
    key = f"{NAMES}{kind}:{_digest(members)}"
    asked = [p for p in members if not p.settled and _free(p, chosen)]
    answer = answers.get(key, "") if len(members) >= FEWEST else ONE_BY_ONE
    if answer == AS_PROPOSED:
        agreed = {p.key: p.answer for p in asked}
        return Gathered(_agreed(asked, agreed), frozenset(agreed), agreed)
    if answer == ONE_BY_ONE or len(asked) < FEWEST:
        return NOTHING
    return Gathered((_question(key, kind, asked, where=where),), frozenset(p.key for p in asked))


def _free(proposal: Proposal, taken: Collection[Hashable]) -> bool:
    return proposal.place is None or proposal.place not in taken


def _digest(members: Iterable[Proposal]) -> str:
    told = "\n".join(sorted(f"{p.key}={p.answer}" for p in members))
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGEST]


def _question(
    key: str,
    kind: str,
    asked: Sequence[Proposal],
    *,
    where: tuple[Recognised, Column | None],
) -> Problem:
    reading, column = where
    rows = sorted(row for p in asked for row in p.rows)
    letters = reading.letters(column.key) if column else ""
    return Problem(
        code=Code.COMMUNES_PROPOSED if kind == COMMUNES else Code.VILLAGES_PROPOSED,
        severity=Severity.ASK,
        row=rows[0],
        column=letters,
        header=column.header if column else "",
        given=asked[0].given,
        values={
            "count": len(asked),
            "pairs": _pairs(asked),
            "rows": ", ".join(map(str, rows)),
            "cells": ", ".join(f"{letters}{p.rows[0]}" for p in asked),
            "table": "\n".join(_line(p) for p in asked),
        },
        question=key,
        options=(Option(AS_PROPOSED, ""), Option(ONE_BY_ONE, "")),
    )


def _pairs(asked: Sequence[Proposal]) -> str:
    shown = [f"“{p.given}” → {p.meant}" for p in asked[:_SHOWN]]
    return "; ".join([*shown, "…"] if len(asked) > _SHOWN else shown)


def _agreed(asked: Sequence[Proposal], agreed: Mapping[str, str]) -> tuple[Problem, ...]:
    """A note of the names taken as proposed, with what that answers one by one."""
    if not asked:
        return ()
    values = {"count": len(asked), "pairs": _pairs(asked), _ANSWERS: agreed}
    row = min(row for p in asked for row in p.rows)
    return (Problem(code=Code.NAMES_AGREED, severity=Severity.NOTE, row=row, values=values),)


def agreed_to(problems: Iterable[Problem]) -> dict[str, str]:
    """The answers to single names that agreeing to all of them has given."""
    found: dict[str, str] = {}
    for problem in problems:
        answers = problem.values.get(_ANSWERS) if problem.code is Code.NAMES_AGREED else None
        found |= answers if isinstance(answers, dict) else {}
    return found


def _line(proposal: Proposal) -> str:
    return "\t".join(" ".join(cell.split()) for cell in (proposal.given, proposal.meant))


def pairs_of(problem: Problem) -> list[tuple[str, str, str]]:
    """All pairs of such a question: the first cell, what is written, what it would mean."""
    if not problem.question.startswith(NAMES):
        return []
    lines = (line.split("\t") for line in str(problem.values.get("table", "")).splitlines())
    cells = str(problem.values.get("cells", "")).split(", ")
    return [(cell, given, meant) for cell, (given, meant) in zip(cells, lines, strict=True)]
