"""What publishing would do, before anything is written."""

from __future__ import annotations

import pytest

from lib.domain.intake.checking.compare import Changes
from lib.domain.places.villages import Village
from lib.domain.problems import Code, Severity
from tests.support.pipeline import (
    Understood,
    compared,
    summary_sheet,
    understand,
    village_row,
    village_sheet,
)
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row

REGISTERED = tuple(Village("04045", f"04045-00{i}", f"Bản {n}") for i, n in enumerate("ABC", 1))


def summary(**cells: object) -> Understood:
    return understand(summary_sheet(summary_row("Xã Lóng Sập", **cells)))


def villages(names: str, **cells: object) -> Understood:
    rows = [village_row(f"Bản {n}", **cells) for n in names]  # type: ignore[arg-type]
    return understand(village_sheet(*rows), villages=REGISTERED)


def codes(changes: Changes) -> list[Code]:
    return [p.code for p in changes.problems]


def cells(changes: Changes) -> list[tuple[object, ...]]:
    table = changes.cells[["row", "column", "old", "new"]]
    return [tuple(r) for r in table.itertuples(index=False)]


def test_a_first_report_only_adds():
    changes = compared(summary())

    assert {old for _, _, old, _ in cells(changes)} == {None}
    assert changes.total("households_guided") == (None, 430)
    assert changes.changed_communes == 1
    assert codes(changes) == []


def test_only_the_figure_that_differs_is_told():
    changes = compared(summary(guided=431), summary())

    assert cells(changes) == [(2, "households_guided", 430, 431)]
    assert changes.total("households_guided") == (430, 431)


def test_the_same_figures_again_change_nothing():
    changes = compared(summary(), summary())

    assert codes(changes) == [Code.NOTHING_CHANGES]
    assert changes.changed_communes == 0


def test_a_figure_that_becomes_blank_is_a_change_not_a_zero():
    changes = compared(summary(ambassadors=""), summary())

    assert cells(changes) == [(2, "ambassadors", 52, None)]
    assert changes.total("ambassadors") == (52, None)


def test_a_column_that_the_file_no_longer_has_is_told_as_lost():
    shorter = understand(
        sheet(SUMMARY_HEAD[:4] + SUMMARY_HEAD[5:], _without(summary_row("Xã Lóng Sập"), 4))
    )

    changes = compared(shorter, summary())

    assert cells(changes) == [(2, "ambassadors", 52, None)]
    assert codes(changes) == []


def _without(row: tuple[object, ...], place: int) -> tuple[object, ...]:
    return (*row[:place], *row[place + 1 :])


def test_villages_left_out_are_asked_about():
    changes = compared(villages("AB"), villages("ABC"))

    (problem,) = changes.problems
    assert (problem.code, problem.severity) == (Code.FEWER_UNITS, Severity.ASK)
    assert {o.value for o in problem.options} == {"update", "replace"}
    assert changes.left_out["unit_name"].tolist() == ["Bản C"]


@pytest.mark.parametrize(("mode", "after"), [("update", 3), ("replace", 2)])
def test_the_answer_decides_whether_the_others_lapse(mode: str, after: int):
    changes = compared(villages("AB"), villages("ABC"), answers={"mode": mode})

    assert changes.mode == mode
    assert changes.communes["units_new"].tolist() == [after]
    assert Code.FEWER_UNITS not in codes(changes)


def test_an_answer_that_means_nothing_is_asked_again():
    assert codes(compared(villages("AB"), villages("ABC"), answers={"mode": "xóa"})) == [
        Code.FEWER_UNITS
    ]


def test_dropping_villages_is_a_change_even_where_no_figure_differs():
    changes = compared(villages("AB"), villages("ABC"), answers={"mode": "replace"})

    assert changes.changed_communes == 1
    assert Code.NOTHING_CHANGES not in codes(changes)


def test_more_villages_than_before_need_no_question():
    changes = compared(villages("ABC"), villages("AB"))

    assert changes.mode == "replace"
    assert codes(changes) == []
    assert changes.communes[["units_old", "units_new"]].values.tolist() == [[2, 3]]


def test_a_cumulative_figure_that_falls_is_a_warning():
    before = summary(period="07/2026")

    (problem,) = compared(summary(guided=429), earlier=before).problems

    assert (problem.code, problem.severity) == (Code.STOCK_FELL, Severity.WARN)
    assert (problem.given, problem.values["old"]) == ("429", "430")


@pytest.mark.parametrize("guided", [430, 431, ""])
def test_a_cumulative_figure_that_stays_grows_or_is_unknown_is_no_warning(guided: object):
    changes = compared(summary(guided=guided), earlier=summary(period="07/2026"))

    assert codes(changes) == []


def test_a_fall_over_the_turn_of_the_year_is_seen():
    changes = compared(summary(guided=1, period="01/2026"), earlier=summary(period="12/2025"))

    assert codes(changes) == [Code.STOCK_FELL]


def test_an_update_of_some_villages_is_no_fall_of_the_commune():
    changes = compared(
        villages("AB"),
        villages("ABC"),
        earlier=villages("ABC", period="07/2026"),
        answers={"mode": "update"},
    )

    assert codes(changes) == [Code.NOTHING_CHANGES]


def test_former_units_replace_the_whole_of_their_commune():
    old = understand(summary_sheet(summary_row("Xã Mường La")))
    new = understand(summary_sheet(summary_row("Xã Chiềng San"), summary_row("Xã Pi Toong")))

    changes = compared(new, old)

    assert changes.left_out["unit_key"].tolist() == [""]
    assert changes.total("households_guided") == (430, 860)


def test_comparing_leaves_its_inputs_as_they_were():
    new, old = villages("AB"), villages("ABC")
    before = new.rows.copy(), old.rows.copy()

    compared(new, old)

    assert new.rows.equals(before[0])
    assert old.rows.equals(before[1])
