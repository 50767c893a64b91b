"""How long one file may be looked at."""

from __future__ import annotations

import time

import numpy as np
import pytest

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.worksheet import Coded, Sheet, Table
from lib.domain.patience import each, go_on, left, not_counted, patience
from lib.services.intake.preview import looked_through, receive
from lib.services.intake.preview_json import as_json
from lib.text import words
from tests.support.installations import open_test_installation
from tests.support.pipeline import understand
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary_row


def test_an_inner_patience_is_never_longer_than_the_one_around_it():
    with patience(0.01), patience(60):
        time.sleep(0.02)

        with pytest.raises(UnreadableFile, match="too_hard"):
            go_on()


def test_one_thing_after_the_other_only_as_long_as_there_is_time():
    waits = (time.sleep(0.001) for _ in range(10_000))

    with patience(0.05), pytest.raises(UnreadableFile, match="too_hard"):
        list(each(waits))


def test_a_wait_that_is_no_fault_of_the_file_is_not_counted():
    with patience(0.05):
        time.sleep(0.06)
        not_counted(0.06)

        go_on()
        assert left() < 0.05
    assert left() > 10**9


def test_the_telling_of_a_file_takes_its_time_from_the_same_patience(tmp_path):
    installation = open_test_installation(tmp_path)
    content = csv_bytes([SUMMARY_HEAD, summary_row("Xã Lóng Sập")])
    ready = looked_through(installation, receive("a.csv", content, installation.settings))

    with patience(-1), pytest.raises(UnreadableFile, match="too_hard"):
        as_json(ready, words("vi"))


def test_a_large_sheet_that_says_nothing_is_never_gone_through_row_by_row(monkeypatch):
    rows, width = 100_000, len(SUMMARY_HEAD)
    heading_first = np.zeros(rows, dtype=np.int32)
    heading_first[0] = 1
    table = Table([Coded(heading_first, ["", SUMMARY_HEAD[at]]) for at in range(width)])
    made: list[int] = []
    one_row = Table.__getitem__
    monkeypatch.setattr(Table, "__getitem__", lambda t, at: made.append(1) or one_row(t, at))

    understand(Sheet(name="CSV", rows=table))

    assert len(made) < 1000


def test_of_numbers_that_stand_for_themselves_only_those_are_judged_that_stand_somewhere():
    judged: list[object] = []
    column = Coded(np.array([999_999, 3], dtype=np.int32), range(1_000_000), numbers=1_000_000)

    found = column.where(lambda cell: judged.append(cell) or cell == 3)

    assert found.tolist() == [False, True]
    assert judged == [3, 999_999]
