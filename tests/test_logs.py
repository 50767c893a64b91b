"""The server's log: who knocks without end fills no disk, and what is left out is counted."""

from __future__ import annotations

import structlog

from lib.logs import Seldom


def test_what_is_said_too_often_is_left_out_counted_and_hides_nothing_else():
    now = [0.0]
    seldom = Seldom(3, clock=lambda: now[0])
    said = []

    def say(event):
        try:
            said.append(seldom(None, "warning", {"event": event}))
        except structlog.DropEvent:
            said.append(None)

    for _ in range(10):
        say("word_not_heard")
    say("page_fault")
    now[0] = 61.0
    say("word_not_heard")

    assert said[:3] == [{"event": "word_not_heard"}] * 3
    assert said[3:10] == [None] * 7
    assert said[10] == {"event": "page_fault"}
    assert said[11] == {"event": "word_not_heard", "left_out": 7}


def test_a_line_too_many_is_no_fault_of_whoever_says_it(capsys):
    seldom = Seldom(1, clock=lambda: 0.0)
    log = structlog.wrap_logger(
        structlog.PrintLogger(), processors=[seldom, structlog.processors.KeyValueRenderer()]
    )

    for _ in range(5):
        log.warning("again")

    assert capsys.readouterr().out.count("again") == 1
