"""One person takes all they can; another is served meanwhile."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, suppress

import pytest

from lib.domain.errors import Busy
from lib.services.rations import Lane, Limits, Ration
from lib.services.shares import Shares
from tests.support import patience


def in_the_background(ration, person, *, lane=Lane.NEW, log=None, hold_s=0.0):
    def work():
        with suppress(Busy), ration.turn(person, lane=lane):
            if log is not None:
                log.append(person)
            time.sleep(hold_s)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until(condition):
    patience.until(condition, what="what was to come", pause_s=0.005)


def test_whoever_holds_their_share_leaves_a_place_to_somebody_else():
    ration = Ration(Limits(at_once=2, each=1, patience_s=0.1))

    with ration.turn("greedy"):
        with pytest.raises(Busy, match="busy_all"), ration.turn("greedy"):
            pass
        with ration.turn("other"):
            pass


def test_whoever_has_filled_their_own_line_is_told_and_others_are_let_in():
    ration = Ration(Limits(at_once=1, in_line=3))
    log = []
    with ration.turn("greedy"):
        waiting = [in_the_background(ration, "greedy", log=log) for _ in range(3)]
        until(lambda: len(ration._line) == 3)
        with pytest.raises(Busy, match="busy_mine"), ration.turn("greedy"):
            pass
        waiting.append(in_the_background(ration, "other", log=log))
        until(lambda: len(ration._line) == 4)
    for thread in waiting:
        thread.join(5)

    assert log == ["other", "greedy", "greedy", "greedy"]


def test_a_reserved_place_is_for_those_who_are_known():
    ration = Ration(Limits(at_once=2, reserved=1, patience_s=0.1))

    with ration.turn("stranger"):
        with pytest.raises(Busy), ration.turn("another stranger"):
            pass
        with ration.turn("known", lane=Lane.KNOWN):
            pass


def test_where_nothing_went_wrong_goes_before_where_much_did():
    ration, log, waiting = Ration(Limits(at_once=1)), [], []
    with ration.turn("first"):
        for person, lane in (("noisy", Lane.NOISY), ("new", Lane.NEW), ("known", Lane.KNOWN)):
            waiting.append(in_the_background(ration, person, lane=lane, log=log))
            until(lambda: len(ration._line) == len(waiting))
    for thread in waiting:
        thread.join(5)

    assert log == ["known", "new", "noisy"]


def test_the_line_of_the_noisy_leaves_room_for_the_others():
    ration = Ration(Limits(at_once=1, all_in_line=5, patience_s=5))
    log, waiting = [], []
    with ration.turn("first"):
        for n in range(9):
            waiting.append(in_the_background(ration, f"noisy-{n}", lane=Lane.NOISY))
        until(lambda: len(ration._line) == 5)
        waiting.append(in_the_background(ration, "new", log=log))
        until(lambda: len(ration._line) == 6)
    for thread in waiting:
        thread.join(5)

    assert log == ["new"]


def test_a_place_is_free_again_also_after_a_fault():
    ration = Ration(Limits(at_once=1, patience_s=0.1))

    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), ration.turn("one"):
            raise ValueError("broken")


def test_what_is_remembered_of_who_was_served_is_bounded():
    ration = Ration(Limits(at_once=1))
    with ExitStack():
        for n in range(1_200):
            with ration.turn(n):
                pass

    assert len(ration._served) <= 1_001


def test_over_the_limit_whoever_has_most_loses_their_oldest():
    kept = Shares(4)
    kept.put("mine", 1, of="me")
    for n in range(10):
        kept.put(f"theirs-{n}", n, of="flood")

    assert kept.get("mine") == 1
    assert kept.of("flood") == ("theirs-7", "theirs-8", "theirs-9")
    assert kept.pop("theirs-8") == 8
    assert kept.get("theirs-8") is None
