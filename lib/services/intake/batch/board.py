"""Many files at once: taking them in as a batch, and the board on which they stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.intake.batch import (
    AGAIN,
    ASIDE,
    OF_THE_FILE,
    TRIED,
    Line,
    SharedQuestion,
    Standing,
    contested,
    judged,
    rivals_of,
    shared_questions,
    twins_of,
)
from lib.domain.intake.leaving import LEFT, left_to_others
from lib.domain.intake.outcome import from_json, kind_of
from lib.services.installation import Installation
from lib.store.engine import asking, writing
from lib.store.intake import batches as store
from lib.store.intake.batches import Batch, BatchAnswer, BatchFile

_NO_WORK = (Standing.PUBLISHED, Standing.ASIDE, Standing.SAME)


@dataclass(frozen=True)
class Board:
    """A batch as it stands now."""

    batch: Batch
    lines: tuple[Line, ...] = ()

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """Files by how they stand."""
        return Counter(line.standing for line in self.lines)

    @cached_property
    def questions(self) -> list[SharedQuestion]:
        """Every open question once."""
        return shared_questions(self.lines)

    @property
    def due(self) -> tuple[int, ...]:
        """The files that wait for a check."""
        return tuple(line.file_id for line in self.lines if line.due)

    def ready(self, *standings: Standing) -> tuple[int, ...]:
        """The files of these standings that can be published, registers before what needs them."""
        found = [
            line
            for line in self.lines
            if line.standing in standings and line.outcome and line.outcome.publishable
        ]
        found.sort(key=lambda line: line.outcome.template if line.outcome else "")
        return tuple(line.file_id for line in found)

    def line(self, file_id: int) -> Line | None:
        """The line of a file."""
        return next((line for line in self.lines if line.file_id == file_id), None)


def board_of(installation: Installation, code: str, *, who: Person) -> Board | None:
    """The board of the batch with this code; ``None`` where there is none."""
    who.must(Act.UPLOAD, EVERYWHERE)
    with asking(installation.engine) as connection:
        batch = store.find_batch(connection, code=code)
        if batch is None:
            return None
        files = store.files_of(connection, batch.id)
        checks = store.checks_of(connection, batch.id)
        answers = store.answers_of(connection, batch.id)
        published = store.published_of(connection, batch.id)
    outcomes = {i: from_json(c.outcome) for i, c in checks.items()}
    lines = [
        Line(
            file_id=f.id,
            filename=f.filename,
            sha256=f.sha256,
            outcome=outcomes.get(f.id),
            upload_id=published.get(f.id, 0),
            aside=_own(answers, f.id).get(ASIDE) == "1",
        )
        for f in files
    ]
    known = {i: c.answered for i, c in checks.items()}
    return Board(batch, _placed(lines, answers, known))


def _placed(
    lines: list[Line], answers: Sequence[BatchAnswer], known: Mapping[int, int]
) -> tuple[Line, ...]:
    rivals, twins = rivals_of(lines), twins_of(lines)
    standing = [
        replace(
            line,
            standing=judged(line, rivals=rivals, twins=twins),
            rivals=rivals.get(line.file_id, ()),
            twin=twins.get(line.file_id, 0),
        )
        for line in lines
    ]
    return tuple(replace(line, due=_is_due(line, answers, known)) for line in standing)


def _is_due(line: Line, answers: Sequence[BatchAnswer], known: Mapping[int, int]) -> bool:
    """Never checked, or answered since: for itself, or a question that it shares."""
    if line.standing in _NO_WORK:
        return False
    if line.outcome is None:
        return True
    asked = {kind_of(q) for q in line.outcome.questions}
    seen = known.get(line.file_id, 0)
    return any(
        a.id > seen
        and (a.file_id == line.file_id or (a.file_id is None and a.question in asked))
        and a.question not in (ASIDE, TRIED)
        for a in answers
    )


def _own(answers: Iterable[BatchAnswer], file_id: int) -> dict[str, str]:
    """The newest answers given for one file alone; those taken back are gone."""
    newest = {a.question: a.answer for a in answers if a.file_id == file_id}
    return {question: answer for question, answer in newest.items() if answer}


def answers_for(
    installation: Installation, one: BatchFile
) -> tuple[dict[str, str], dict[str, str], int]:
    """A file's own answers, those for all by what they share, and the newest answer's number."""
    with asking(installation.engine) as connection:
        answers = store.answers_of(connection, one.batch_id)
    own = {q: a for q, a in _own(answers, one.id).items() if q not in OF_THE_FILE}
    shared = {a.question: a.answer for a in answers if a.file_id is None}
    newest = max((a.id for a in answers), default=0)
    return own, {kind: answer for kind, answer in shared.items() if answer}, newest


def answers_by_file(installation: Installation, batch_id: int) -> dict[int, dict[str, str]]:
    """Of each file the answers given for it alone."""
    with asking(installation.engine) as connection:
        answers = store.answers_of(connection, batch_id)
    files = {a.file_id for a in answers if a.file_id is not None}
    return {i: {q: a for q, a in _own(answers, i).items() if q not in OF_THE_FILE} for i in files}


def answer_all(
    installation: Installation, batch: Batch, answers: Mapping[str, str], *, who: Person
) -> None:
    """One answer by what is shared (``kind_of``), for every file that asks it."""
    who.must(Act.UPLOAD, EVERYWHERE)
    _answer(installation, batch, answers, who=who.name, file_id=None)


def answer_one(
    installation: Installation,
    batch: Batch,
    file_id: int,
    *,
    answers: Mapping[str, str],
    who: Person,
) -> None:
    """Answers for one file only, by question; "" takes one back."""
    who.must(Act.UPLOAD, EVERYWHERE)
    _answer(installation, batch, answers, who=who.name, file_id=file_id)


def set_aside(
    installation: Installation, batch: Batch, files: Iterable[int], *, who: Person
) -> None:
    """Leaves files out: of rivals, all but the one a person chose."""
    who.must(Act.UPLOAD, EVERYWHERE)
    for file_id in files:
        _answer(installation, batch, {ASIDE: "1"}, who=who.name, file_id=file_id)


def choose_by_commune(
    installation: Installation,
    batch: Batch,
    group: Sequence[Line],
    *,
    chosen: Mapping[str, int],
    who: Person,
) -> None:
    """Of files in one another's way, for each "period commune" the file that speaks for it.

    The others are taken in without that commune; one that has nothing left is set aside.
    """
    who.must(Act.UPLOAD, EVERYWHERE)
    disputed = contested(group)
    for line in group:
        lost = [
            scope
            for scope, file_id in chosen.items()
            if file_id != line.file_id and line in disputed.get(scope, ())
        ]
        if lost and line.outcome and set(line.outcome.base) <= set(lost):
            set_aside(installation, batch, [line.file_id], who=who)
        elif lost:
            answers = {left_to_others(scope): LEFT for scope in lost}
            answer_one(installation, batch, line.file_id, answers=answers, who=who)


def take_in_again(installation: Installation, batch: Batch, file_id: int, *, who: Person) -> None:
    """A file that was left out stands among the others again."""
    who.must(Act.UPLOAD, EVERYWHERE)
    _answer(installation, batch, {ASIDE: ""}, who=who.name, file_id=file_id)


def try_again(installation: Installation, batch: Batch, file_id: int, *, who: Person) -> None:
    """A file whose check did not come to an end is checked once more."""
    who.must(Act.UPLOAD, EVERYWHERE)
    _answer(installation, batch, {AGAIN: "1"}, who=who.name, file_id=file_id)


def begin_try(installation: Installation, file_id: int) -> int:
    """Notes that a check begins; how many were begun before it and came to no end.

    It stands in the store before anything is looked at: a file over which the whole server ends
    is known by it when the server is back.
    """
    with asking(installation.engine) as connection:
        one = store.file_by_id(connection, file_id)
        answers = [a for a in store.answers_of(connection, one.batch_id) if a.file_id == file_id]
        check = store.checks_of(connection, one.batch_id).get(file_id)
    again = max((a.id for a in answers if a.question == AGAIN), default=0)
    since = max(check.answered if check else 0, again)
    before = sum(a.question == TRIED and a.id > since for a in answers)
    with writing(installation.engine) as connection:
        store.add_answers(
            connection, one.batch_id, {TRIED: "1"}, file_id=file_id, who="", at=installation.clock()
        )
    return before


def _answer(
    installation: Installation,
    batch: Batch,
    answers: Mapping[str, str],
    *,
    who: str,
    file_id: int | None,
) -> None:
    with writing(installation.engine) as connection:
        store.add_answers(
            connection, batch.id, answers, file_id=file_id, who=who.strip(), at=installation.clock()
        )


def unfinished(installation: Installation, *, who: Person) -> list[tuple[Batch, int, int]]:
    """The batches a person has not put away, newest first, with files and published files."""
    if not who.may(Act.UPLOAD, EVERYWHERE):
        return []
    with asking(installation.engine) as connection:
        found = store.batches_of(connection, who.name)
        counts = store.counted(connection, [b.id for b in found])
    return [(b, *counts[b.id]) for b in found]


def put_away(installation: Installation, batch: Batch, *, who: Person) -> None:
    """The batch is no longer offered; all that it holds stays."""
    who.must(Act.UPLOAD, EVERYWHERE)
    with writing(installation.engine) as connection:
        store.end_batch(connection, batch.id, who=who.name.strip(), at=installation.clock())
