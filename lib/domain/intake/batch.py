"""Many files beside one another: how each stands, what they ask together, which get in each
other's way. Nothing is chosen here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.domain.intake.checking.compare import UPDATE
from lib.domain.intake.outcome import Outcome, kind_of
from lib.domain.problems import Problem, Verdict

ASIDE = "aside"
"""Under this question stands that a file is left out; "" takes it back in."""
TRIED = "tried"
"""Under this question stands every time that a check of the file was begun."""
AGAIN = "again"
"""Under this question stands that a person wants the file checked once more."""
OF_THE_FILE = (ASIDE, TRIED, AGAIN)
"""What is kept beside the answers and is none."""


class Standing(StrEnum):
    """How a file stands, in the order in which a person works through them."""

    ASK = "ask"
    CLASH = "clash"
    WARN = "warn"
    INFERRED = "inferred"
    """Nothing is doubtful, yet something was understood for the sender or left out."""
    CLEAN = "clean"
    RETURNED = "returned"
    SAME = "same"
    ASIDE = "aside"
    WAITING = "waiting"
    PUBLISHED = "published"


UNWARNED = (Standing.INFERRED, Standing.CLEAN)
"""What may be published without having been looked at."""
_BY_VERDICT = {
    Verdict.ACCEPT: Standing.CLEAN,
    Verdict.WARN: Standing.WARN,
    Verdict.ASK: Standing.ASK,
    Verdict.REJECT: Standing.RETURNED,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file of a batch."""

    file_id: int
    filename: str
    sha256: str
    """"" where nothing was kept of it."""
    outcome: Outcome | None
    """``None`` until it is checked."""
    upload_id: int = 0
    aside: bool = False
    due: bool = False
    """Whether an answer came after the last check."""
    standing: Standing = Standing.WAITING
    rivals: tuple[int, ...] = ()
    """Other files of the batch for the same commune, period and template."""
    twin: int = 0
    """An earlier file of the batch with the same bytes."""


@dataclass(frozen=True, kw_only=True)
class SharedQuestion:
    """A question that one or many files ask."""

    kind: str
    problem: Problem
    """As the first of them asks it."""
    files: tuple[Line, ...]


def judged(
    line: Line, *, rivals: Mapping[int, tuple[int, ...]], twins: Mapping[int, int]
) -> Standing:
    """How a file stands; who came first and who gets in whose way is known."""
    if line.upload_id:
        return Standing.PUBLISHED
    if line.aside:
        return Standing.ASIDE
    if line.outcome is None:
        return Standing.WAITING
    if line.outcome.same_as or line.file_id in twins:
        return Standing.SAME
    if line.file_id in rivals and line.outcome.publishable:
        return Standing.CLASH
    if line.outcome.inferred and line.outcome.verdict is Verdict.ACCEPT:
        return Standing.INFERRED
    return _BY_VERDICT[line.outcome.verdict]


def twins_of(lines: Sequence[Line]) -> dict[int, int]:
    """For every file whose bytes came before in the batch: the earlier file."""
    first: dict[str, int] = {}
    return {
        line.file_id: first[line.sha256]
        for line in lines
        if line.sha256
        and not line.aside
        and first.setdefault(line.sha256, line.file_id) != line.file_id
    }


def rivals_of(lines: Iterable[Line]) -> dict[int, tuple[int, ...]]:
    """For every file the others that speak for the same commune and period by one template.

    Files that update other units of the same commune live together; what goes back to its
    sender, or is published already, stands in nobody's way.
    """
    by_scope: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.outcome and _may_be_published(line, line.outcome):
            for scope in line.outcome.base:
                by_scope.setdefault((line.outcome.template, scope), []).append(line)
    found: dict[int, set[int]] = {}
    for together in by_scope.values():
        for one in together:
            against = {o.file_id for o in together if _collide(one, o)}
            if against:
                found.setdefault(one.file_id, set()).update(against)
    return {file_id: tuple(sorted(others)) for file_id, others in found.items()}


def clashes_among(lines: Iterable[Line]) -> list[tuple[Line, ...]]:
    """Files that get in one another's way, each in one group only."""
    there = {line.file_id: line for line in lines if line.standing is Standing.CLASH}
    groups: list[tuple[Line, ...]] = []
    left = dict(there)
    while left:
        found, reached = set[int](), [next(iter(left))]
        while reached:
            file_id = reached.pop()
            if file_id not in found and file_id in there:
                found.add(file_id)
                reached.extend(there[file_id].rivals)
        groups.append(tuple(left.pop(i) for i in sorted(found)))
    return groups


def contested(group: Iterable[Line]) -> dict[str, tuple[Line, ...]]:
    """For every "period commune" that several files of a group tell of: these files."""
    lines = tuple(group)
    scopes = sorted({scope for line in lines if line.outcome for scope in line.outcome.base})
    found = {
        scope: tuple(one for one in lines if one.outcome and scope in one.outcome.base)
        for scope in scopes
    }
    return {
        scope: there
        for scope, there in found.items()
        if any(_collide(one, other) for one in there for other in there)
    }


def _may_be_published(line: Line, outcome: Outcome) -> bool:
    taken = line.aside or line.upload_id or outcome.same_as
    return not taken and outcome.verdict is not Verdict.REJECT


def _collide(one: Line, other: Line) -> bool:
    if one.file_id == other.file_id or not one.outcome or not other.outcome:
        return False
    if one.sha256 == other.sha256:
        return False  # twins are told as such
    if one.outcome.mode == other.outcome.mode == UPDATE:
        return bool(set(one.outcome.units) & set(other.outcome.units))
    return True


def shared_questions(lines: Iterable[Line]) -> list[SharedQuestion]:
    """Every open question once, those that most files ask first."""
    asked: dict[str, list[tuple[Problem, Line]]] = {}
    for line in lines:
        if line.standing is not Standing.ASK or line.outcome is None:
            continue
        own = {kind_of(q): q for q in line.outcome.questions}
        for kind, question in own.items():
            asked.setdefault(kind, []).append((question, line))
    shared = [
        SharedQuestion(kind=kind, problem=who[0][0], files=tuple(line for _, line in who))
        for kind, who in asked.items()
    ]
    return sorted(shared, key=lambda s: -len(s.files))
