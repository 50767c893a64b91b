"""``intake``: many files from a terminal, through the same board as the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lib.domain.access.permissions import Person
from lib.domain.errors import UnreadableFile
from lib.domain.intake.batch import UNWARNED, Line, Standing
from lib.files.reading.zip_of_files import CLOSED, JUNK, is_junk, told_apart
from lib.services.installation import Installation
from lib.services.intake.batch.board import Board, board_of
from lib.services.intake.batch.runs import Run, Runs
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.preview_json import sentences
from lib.text import Words


def taken_in(
    installation: Installation, source: Path, *, who: Person, publish_clean: bool
) -> Board:
    """The board of a folder's files, or of a zip, once all is checked; clean files published.

    Files of folders within the folder belong to it. Raises ``UnreadableFile`` when there is
    nothing to check or too much of it.
    """
    given, skipped = (
        _within(installation, source) if source.is_dir() else _read([(source.name, source)])
    )
    code = start_batch(installation, given, who=who, skipped=skipped).code
    runs = Runs(at_once=installation.settings.batch_workers)
    _wait(runs.check(installation, _board(installation, code, who)))
    if publish_clean:
        _wait(runs.publish(installation, _board(installation, code, who), UNWARNED, who=who))
    return _board(installation, code, who)


Files = list[tuple[str, bytes]]
Names = list[tuple[str, str]]


def _within(installation: Installation, folder: Path) -> tuple[Files, Names]:
    """The files of a folder and of those within it, each under a name of its own."""
    every = sorted(p for p in folder.rglob("*") if p.is_file())
    inner = {p: p.relative_to(folder).as_posix() for p in every}
    paths = [p for p in every if not is_junk(inner[p])]
    if len(paths) > installation.settings.max_batch_files:
        most = installation.settings.max_batch_files
        raise UnreadableFile("too_many_files", files=len(paths), most=most)
    if sum(p.stat().st_size for p in paths) > installation.settings.max_batch_bytes:
        raise UnreadableFile(
            "too_large_together", most=installation.settings.max_batch_bytes // 2**20
        )
    names = told_apart([inner[p] for p in paths])
    given, closed = _read(list(zip(names, paths, strict=True)))
    return given, [(p.name, JUNK) for p in every if is_junk(inner[p])] + closed


def _read(named: list[tuple[str, Path]]) -> tuple[Files, Names]:
    """What can be opened, and the names of what cannot."""
    given: Files = []
    closed: Names = []
    for name, path in named:
        try:
            given.append((name, path.read_bytes()))
        except OSError:
            closed.append((name, CLOSED))
    return given, closed


def _wait(run: Run | None) -> None:
    if run:
        run.over.wait()


def _board(installation: Installation, code: str, who: Person) -> Board:
    board = board_of(installation, code, who=who)
    assert board is not None  # noqa: S101 - this process has written it
    return board


def as_json(board: Board, say: Words) -> dict[str, Any]:
    """The board as plain data."""
    return {
        "batch": board.batch.code,
        "skipped": [{"file": name, "why": why} for name, why in board.batch.skipped],
        "files": [_file(line, say) for line in board.lines],
    }


def _file(line: Line, say: Words) -> dict[str, Any]:
    found = line.outcome
    return {
        "file": line.filename,
        "standing": str(line.standing),
        "upload": line.upload_id or None,
        "template": found.template or None if found else None,
        "periods": list(found.periods) if found else [],
        "communes": list(found.communes) if found else [],
        "problems": dict(found.counts) if found else {},
        "questions": [
            {"question": q.question, "say": sentences(q, say)[0]} for q in found.questions
        ]
        if found
        else [],
    }


def as_text(board: Board, say: Words) -> str:
    """A line for each file, the counts below."""
    lines = [f"{_word(line.standing, say):<20} {line.filename}" for line in board.lines]
    for why in dict.fromkeys(why for _, why in board.batch.skipped):
        names = ", ".join(name for name, w in board.batch.skipped if w == why)
        lines.append(say(f"board.skipped_{why}", names=names))
    counts = [f"{_word(s, say)}: {n}" for s, n in board.counts.items()]
    return "\n".join([*lines, "", ", ".join(counts), f"?lo={board.batch.code}"])


def _word(standing: Standing, say: Words) -> str:
    return say("board.pending" if standing is Standing.WAITING else f"board.{standing}")
