"""Work done aside comes back whole, or is ended and told calmly; nobody else notices."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from lib.aside.asking import Aside, Limits, Refusals
from lib.domain.errors import UnreadableFile
from lib.domain.patience import patience
from lib.maps.boundaries import BoundaryProblem
from tests.support.patience import PATIENCE_S

WORKS = "tests.aside.works"
SMALL = Limits(memory=100 * 2**20, answer=50 * 2**20, seconds=2, patience=8)


@pytest.fixture(scope="module")
def aside():
    made = Aside(WORKS, limits=SMALL)
    yield made
    made.stop()


def refusal(aside: Aside, work: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        aside.ask(work, b"x")
    return refused.value.code


def test_values_and_blocks_come_back_as_they_were(aside):
    told, blocks = aside.ask("give_back", "đủ".encode(), text="Xã Lóng Sập", number=1.5)

    assert told == {"text": "Xã Lóng Sập", "number": 1.5, "size": 5}
    assert [bytes(b) for b in blocks] == ["đủ".encode(), b"", "đủ".encode()[::-1]]


def test_a_refusal_comes_back_with_its_values(aside):
    with pytest.raises(UnreadableFile) as refused:
        aside.ask("refuse", b"x")

    assert (refused.value.code, refused.value.values) == ("too_many_rows", {"rows": 3, "most": 2})


def test_a_fault_of_the_reader_is_a_broken_file_and_its_trace_goes_to_the_log(aside, capsys):
    assert refusal(aside, "fail") == "broken_file"

    assert "of ours" in capsys.readouterr().out


@pytest.mark.parametrize("work", ["turn", "sleep", "grow", "die", "nest", "write_much"])
def test_what_takes_too_much_is_ended_in_time_and_the_next_is_served(aside, work):
    assert refusal(aside, work) == "too_hard"

    assert aside.ask("give_back", b"next")[0]["size"] == 4


def test_a_child_is_waited_for_no_longer_than_its_asker_has_time():
    """A child that sleeps for a minute would be heard: its own limit is far away."""
    unhurried = Aside(WORKS, limits=Limits(patience=10 * PATIENCE_S))
    unhurried.ask("give_back", b"the mother is there")

    with patience(0.5):
        assert refusal(unhurried, "sleep") == "too_hard"

    unhurried.stop()


def test_what_goes_wrong_is_told_as_the_asker_wishes(aside):
    how = Refusals(kind=BoundaryProblem, too_hard="boundary_too_hard", values={"filename": "a.zip"})

    with pytest.raises(BoundaryProblem) as refused:
        aside.ask("die", b"x", refusals=how)

    assert (refused.value.code, refused.value.values) == (
        "boundary_too_hard",
        {"filename": "a.zip"},
    )


def test_a_mother_that_died_is_followed_by_another(aside):
    aside.ready()
    os.kill(aside._process.pid, signal.SIGKILL)

    assert aside.ask("give_back", b"12345")[0]["size"] == 5


def test_a_mother_whom_nobody_asks_goes_and_comes_again():
    brief = Aside(WORKS, limits=SMALL, idle_s=1)
    brief.ask("give_back", b"1")
    first = brief._process

    first.wait(timeout=PATIENCE_S)

    assert brief.ask("give_back", b"1")[0]["size"] == 1
    assert brief._process is not first
    brief.stop()


def test_children_know_no_secret_of_the_server(aside, monkeypatch):
    monkeypatch.setenv("BDHVS_SSO_SECRET", "x")
    apart = Aside(WORKS, limits=SMALL)

    names, _ = apart.ask("surroundings", b"")

    apart.stop()
    assert not [name for name in names if name.startswith("BDHVS")]


def test_many_may_ask_at_the_same_time(aside):
    sizes: list[int] = []

    def ask(size: int) -> None:
        sizes.append(aside.ask("give_back", bytes(size))[0]["size"])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sizes) == [*range(1, 9)]


def test_nothing_is_left_running_once_all_is_over(aside):
    aside.ready()
    mother = aside._process

    aside.stop()

    assert mother.poll() is not None
