"""``intake``: many files from a terminal, through the same board as the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lib.domain.access import Person
from lib.domain.board import Line, Standing
from lib.services.answers import sentences
from lib.services.batch_runs import Run, Runs
from lib.services.batches import Board, board_of, start_batch
from lib.services.house import House
from lib.text import Words


def taken_in(house: House, source: Path, *, who: Person, publish_clean: bool) -> Board:
    """The board of a folder's files, or of a zip, once all is checked; clean files published.

    Raises ``UnreadableFile`` when there is nothing to check or too much of it.
    """
    paths = sorted(p for p in source.iterdir() if p.is_file()) if source.is_dir() else [source]
    given = [(p.name, p.read_bytes()) for p in paths if not p.name.startswith((".", "~$"))]
    code = start_batch(house, given, who=who).code
    runs = Runs(at_once=house.settings.batch_workers)
    _wait(runs.check(house, _board(house, code, who)))
    if publish_clean:
        _wait(runs.publish(house, _board(house, code, who), Standing.CLEAN, who=who))
    return _board(house, code, who)


def _wait(run: Run | None) -> None:
    if run:
        run.over.wait()


def _board(house: House, code: str, who: Person) -> Board:
    board = board_of(house, code, who=who)
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
    counts = [f"{_word(s, say)}: {n}" for s, n in board.counts.items()]
    return "\n".join([*lines, "", ", ".join(counts), f"?lo={board.batch.code}"])


def _word(standing: Standing, say: Words) -> str:
    return say("board.pending" if standing is Standing.WAITING else f"board.{standing}")
