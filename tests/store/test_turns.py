"""Whoever writes all the time does not keep the others waiting for ever."""

from __future__ import annotations

import threading

import pytest

from lib.domain.errors import StoreUnavailable
from lib.store.engine import asking, writing
from lib.store.turns import Turns


def test_turns_come_in_the_order_of_asking():
    turns, order, ready = Turns(), [], threading.Event()

    def ask(number: int) -> None:
        with turns.mine(patience_s=10):
            order.append(number)

    with turns.mine(patience_s=10):
        threads = []
        for number in range(5):
            thread = threading.Thread(target=ask, args=(number,))
            thread.start()
            while len(turns._waiting) <= number:
                ready.wait(0.001)
            threads.append(thread)
    for thread in threads:
        thread.join()

    assert order == list(range(5))


def test_whoever_writes_without_a_pause_lets_the_others_in():
    turns, stop = Turns(), threading.Event()
    rounds = 0

    def greedy() -> None:
        nonlocal rounds
        while not stop.is_set():
            with turns.mine(patience_s=10):
                rounds += 1

    thread = threading.Thread(target=greedy)
    thread.start()
    for _ in range(20):
        with turns.mine(patience_s=10):
            pass
    stop.set()
    thread.join()

    assert rounds > 0


def test_patience_ends_calmly_and_the_next_turn_still_comes():
    turns = Turns()
    with turns.mine(patience_s=1), pytest.raises(StoreUnavailable), turns.mine(patience_s=0.01):
        pass

    with turns.mine(patience_s=1):
        pass


def test_a_fault_passes_the_turn_on():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.mine(patience_s=1):
        raise ZeroDivisionError

    with turns.mine(patience_s=0.01):
        pass


def test_a_question_within_a_question_asks_the_same_connection(installation):
    with asking(installation.engine) as one, asking(installation.engine) as other:
        assert other is one
    with writing(installation.engine) as one, asking(installation.engine) as other:
        assert other is one
    with asking(installation.engine) as one:
        assert not one.closed
