"""Movements that may be right but deserve a look."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.intake.checking.unusual import (
    Thresholds,
    beside_earlier,
    beside_other_level,
    movements,
)
from lib.domain.problems import Code, Problem
from lib.files.reference import gazetteer
from tests.support.pipeline import (
    Understood,
    compared,
    summary_sheet,
    understand,
    village_row,
    village_sheet,
)
from tests.support.sheets import summary_row

USUAL = Thresholds()


def told(new: Understood, before: Understood) -> list[Problem]:
    return beside_earlier(
        new.cleaned,
        new.resolved,
        before.rows.reset_index(),
        gazetteer=gazetteer(),
        thresholds=USUAL,
    )


def village(guided: object, ambassadors: object = 3, *, period: str = "08/2026") -> Understood:
    rows = [
        village_row("Bản A", guided=guided, ambassadors=ambassadors, period=period),
        village_row("Bản B", guided=50, period=period),
    ]
    return understand(village_sheet(*rows))


def test_a_stock_that_falls_in_one_village_is_told_with_the_old_figure_beside_the_new():
    (problem,) = told(village(15), village(20, period="07/2026"))

    assert (problem.code, problem.row, problem.column) == (Code.UNIT_STOCK_FELL, 2, "G")
    assert (problem.given, problem.values["old"]) == ("15", "20")


@pytest.mark.parametrize(
    ("now", "codes"),
    [(80, [Code.ROSE_SHARPLY]), (79, []), (21, [])],
    ids=["+300 %", "a little less", "one more"],
)
def test_a_figure_that_quadruples_is_told(now: int, codes: list[Code]):
    assert [p.code for p in told(village(now), village(20, period="07/2026"))] == codes


def test_a_small_figure_may_quadruple():
    assert told(village(21, ambassadors=12), village(20, period="07/2026")) == []


def test_a_rise_from_nothing_or_from_unknown_is_no_rise():
    for before in (0, ""):
        assert told(village(90), village(before, period="07/2026")) == []


def test_a_report_that_repeats_the_month_before_is_told_once():
    (problem,) = told(village(20), village(20, period="07/2026"))

    assert (problem.code, problem.given) == (Code.SAME_AS_BEFORE, "Xã Lóng Sập")
    assert problem.values["count"] == 4


def test_one_figure_known_now_and_blank_before_is_no_repetition():
    assert told(village(20), village("", period="07/2026")) == []


def test_blank_stays_unknown_and_is_never_a_fall():
    assert told(village(""), village(20, period="07/2026")) == []


def test_another_period_is_no_period_before():
    assert told(village(5), village(20, period="06/2026")) == []


def test_villages_and_the_communes_own_sheet_that_differ_are_told_with_both_figures():
    new = understand(summary_sheet(summary_row("Xã Lóng Sập", ambassadors=52, guided=430)))
    index = pd.MultiIndex.from_tuples([("2026-08", "04045")], names=["period", "commune_code"])
    other = pd.DataFrame({"ambassadors": [48.0], "households_guided": [430.0]}, index=index)

    (problem,) = beside_other_level(
        new.resolved, compared(new), (other, "Báo cáo tháng"), gazetteer=gazetteer()
    )

    assert problem.code is Code.LEVELS_DIFFER
    assert (problem.given, problem.values["old"]) == ("52", "48")


@pytest.mark.parametrize(
    ("old", "new", "unusual"),
    [(88, 58, True), (88, 80, False), (20, 80, True), (20, 79, False), (50, 29, True)],
)
def test_a_movement_of_a_headline_is_unusual_by_share_and_size(old, new, unusual):
    before = understand(summary_sheet(summary_row("Xã Lóng Sập", ambassadors=old)))
    after = understand(summary_sheet(summary_row("Xã Lóng Sập", ambassadors=new)))

    (moved,) = movements(compared(after, before), USUAL)

    assert (moved.change, moved.unusual) == (new - old, unusual)


def test_where_nothing_is_in_force_a_headline_moves_from_the_period_before():
    july = understand(summary_sheet(summary_row("Xã Lóng Sập", guided=430, period="07/2026")))
    august = understand(summary_sheet(summary_row("Xã Lóng Sập", guided=400)))

    changes = compared(august, earlier=july)

    (moved,) = movements(changes, USUAL)
    assert (moved.old, moved.new, moved.unusual) == (430, 400, True)
    assert changes.total_before("households_guided") == 430
