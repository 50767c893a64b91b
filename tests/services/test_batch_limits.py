"""Files of a batch that never end, fill the memory or end the process: set aside with their
reason, tried again only when a person wants it, and nobody else's files wait for them."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from lib.domain.audit.chain import Deed
from lib.domain.errors import UnreadableFile
from lib.domain.intake.batch import Standing
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.intake.batch import process as batch_process
from lib.services.intake.batch.board import Board, begin_try, board_of, try_again
from lib.services.intake.batch.files import INTERRUPTED, TOO_HARD, preview_file
from lib.services.intake.batch.runs import Runs
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.batch.workers import Hands
from lib.store.audit.entries import Wanted, entries
from lib.store.engine import asking
from tests.support.patience import PATIENCE_S
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

_SECONDS = 12
"""Long enough for a small file on a machine that does much else."""


@pytest.fixture
def stumbling(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setattr(batch_process, "_MODULE", "tests.support.stuck_worker")
    return replace(
        installation,
        settings=installation.settings.model_copy(update={"batch_file_seconds": _SECONDS}),
    )


def dropped(installation: Installation, *names: str, who: str = "An") -> Board:
    files = [
        (f"{n}.csv", summary(summary_row(f"Xã {c}")))
        for n, c in zip(names, _COMMUNES, strict=False)
    ]
    return seen(installation, start_batch(installation, files, who=staff(who)).code)


_COMMUNES = ("Mường La", "Chiềng An", "Chiềng Sinh")


def seen(installation: Installation, code: str) -> Board:
    board = board_of(installation, code, who=staff())
    assert board
    return board


def worked(installation: Installation, board: Board, runs: Runs | None = None) -> Board:
    run = (runs or Runs(at_once=2)).check(installation, board)
    assert run
    assert run.over.wait(PATIENCE_S)
    return seen(installation, board.batch.code)


def refusals(board: Board) -> dict[str, str]:
    return {
        line.filename: line.outcome.refused
        for line in board.lines
        if line.outcome and line.outcome.refused
    }


def test_files_that_take_too_much_are_set_aside_and_the_others_go_on(stumbling):
    board = worked(stumbling, dropped(stumbling, "treo", "đầy", "sạch"))

    assert refusals(board) == {"treo.csv": TOO_HARD, "đầy.csv": TOO_HARD}
    assert board.counts == {Standing.RETURNED: 2, Standing.CLEAN: 1}
    assert board.due == ()
    with asking(stumbling.engine) as connection:
        kept = [e for e in entries(connection, Wanted()) if e.deed == Deed.SET_ASIDE]
    assert {e.subject for e in kept} == {"file:treo.csv", "file:đầy.csv"}


def test_what_was_set_aside_is_not_looked_into_by_the_pages(stumbling):
    board = worked(stumbling, dropped(stumbling, "treo"))

    with pytest.raises(UnreadableFile) as refused:
        preview_file(stumbling, board.lines[0].file_id, who=staff())

    assert refused.value.code == TOO_HARD


def test_a_person_may_have_it_tried_again(stumbling, monkeypatch):
    board = worked(stumbling, dropped(stumbling, "treo"))
    monkeypatch.setattr(batch_process, "_MODULE", "lib.services.intake.batch.process")
    try_again(stumbling, board.batch, board.lines[0].file_id, who=staff())
    again = seen(stumbling, board.batch.code)
    calm = replace(
        stumbling, settings=stumbling.settings.model_copy(update={"batch_file_seconds": 60})
    )

    assert len(again.due) == 1
    assert worked(calm, again).counts == {Standing.CLEAN: 1}


def test_a_file_over_which_the_server_ends_is_tried_twice_and_no_more(stumbling):
    board = dropped(stumbling, "treo")
    file_id = board.lines[0].file_id
    for _ in range(2):  # the server began, and was gone before anything was found
        begin_try(stumbling, file_id)

    after = worked(stumbling, seen(stumbling, board.batch.code), Runs(at_once=2))

    assert refusals(after) == {"treo.csv": INTERRUPTED}
    assert after.due == ()


def test_a_process_that_dies_over_a_file_twice_refuses_it(stumbling):
    board = worked(stumbling, dropped(stumbling, "chết", "sạch"))

    assert refusals(board) == {"chết.csv": "broken_file"}


def test_somebody_elses_file_does_not_wait_for_a_person_whose_files_never_end(stumbling):
    runs = Runs(at_once=2)
    hostile = dropped(stumbling, "treo 1", "treo 2", "treo 3", who="Kẻ Xấu")
    beside = dropped(stumbling, "sạch", who="Bình")
    first = runs.check(stumbling, hostile)
    time.sleep(1)

    run = runs.check(stumbling, beside)
    assert run
    assert run.over.wait(PATIENCE_S)

    assert seen(stumbling, beside.batch.code).counts == {Standing.CLEAN: 1}
    assert first
    assert not first.over.is_set()
    assert first.over.wait(PATIENCE_S)


def test_publishing_that_never_ends_leaves_nothing_half_done(stumbling, monkeypatch):
    board = worked(stumbling, dropped(stumbling, "kẹt"))
    monkeypatch.setenv("STUCK_PUBLISHING", "1")

    run = Runs(at_once=2).publish(stumbling, board, (Standing.CLEAN,), who=staff("An"))
    assert run
    assert run.over.wait(PATIENCE_S)

    after = seen(stumbling, board.batch.code)
    assert history(stumbling, who=staff()) == []
    assert refusals(after) == {"kẹt.csv": TOO_HARD}
    assert after.counts == {Standing.RETURNED: 1}


def test_hands_go_first_to_whoever_has_fewest_then_to_whoever_came_first(installation):
    hands, order, go = Hands(1), list[str](), threading.Event()

    def work(person: str, number: int) -> None:
        with hands.worker(person, installation.settings):
            order.append(f"{person}{number}")
            go.wait(5)

    threads = []
    for person, number in (("a", 1), ("a", 2), ("a", 3), ("b", 1)):
        threads.append(threading.Thread(target=work, args=(person, number)))
        threads[-1].start()
        time.sleep(0.05)
    go.set()
    for thread in threads:
        thread.join()

    assert order[0] == "a1"
    assert order.index("b1") < 3


def test_who_was_late_once_holds_one_hand_at_most(installation):
    hands = Hands(2)
    with hands.worker("a", installation.settings) as worker:
        worker.late = True
    held, over = list[int](), threading.Event()

    def work() -> None:
        with hands.worker("a", installation.settings):
            held.append(1)
            over.wait(5)

    for _ in range(2):
        threading.Thread(target=work, daemon=True).start()
    time.sleep(0.3)

    assert len(held) == 1
    with hands.worker("b", installation.settings):
        over.set()
