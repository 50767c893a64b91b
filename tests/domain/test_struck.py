"""What the sender has struck through is never taken in silence; merged figures are nobody's."""

from __future__ import annotations

import pytest

from lib.domain.intake.rows.clean import clean
from lib.domain.intake.rows.struck import LEAVE_OUT, STRUCK, TAKE
from lib.domain.problems import MOST_TOLD, Code, Severity
from tests.support.pipeline import recognised, understand, village_row
from tests.support.sheets import SUMMARY_HEAD, VILLAGE_HEAD, sheet, summary_row

ROWS = (
    SUMMARY_HEAD,
    summary_row("Xã Lóng Sập"),
    summary_row("Xã Mường La", households=900),
    summary_row("Phường Tô Hiệu"),
)
WHOLE_ROW = {2: frozenset(range(9))}
ONE_CELL = {3: frozenset({5})}


def test_a_struck_row_is_asked_and_not_taken_meanwhile():
    understood = understand(sheet(*ROWS, struck=WHOLE_ROW))

    [told] = understood.found(Code.STRUCK)
    assert (told.severity, told.row, told.values["rows"]) == (Severity.ASK, 3, "3")
    assert list(understood.rows.index) == [2, 4]


def test_a_struck_cell_is_asked_and_left_blank_meanwhile():
    understood = understand(sheet(*ROWS, struck=ONE_CELL))

    [told] = understood.found(Code.STRUCK)
    assert told.values["cells"] == "F4"
    assert understood.rows["households"].isna().tolist() == [False, False, True]
    assert understood.found(Code.MISSING_VALUE) == []


@pytest.mark.parametrize(("answer", "rows"), [(LEAVE_OUT, [2, 4]), (TAKE, [2, 3, 4])])
def test_struck_parts_follow_the_answer(answer, rows):
    both = WHOLE_ROW | ONE_CELL

    understood = understand(sheet(*ROWS, struck=both), answers={STRUCK: answer})

    assert understood.found(Code.STRUCK) == []
    assert list(understood.rows.index) == rows
    assert understood.rows["households"].isna().iloc[-1] == (answer == LEAVE_OUT)


def test_what_is_struck_in_titles_and_numbering_is_nothing_to_ask():
    struck = {0: frozenset(range(9)), 1: frozenset({0})}

    assert understand(sheet(*ROWS, struck=struck)).found(Code.STRUCK) == []


def test_a_figure_merged_over_two_communes_is_nobodys():
    rows = [list(row) for row in ROWS]
    rows[2][4] = None

    understood = understand(sheet(*rows, merges=((1, 4, 2, 4),)))

    told = understood.found(Code.MERGED_FIGURE)
    assert [(p.row, p.column, p.given, p.values["cells"]) for p in told] == [
        (2, "E", "52", "E2:E3"),
        (3, "E", "52", "E2:E3"),
    ]
    assert understood.rows["ambassadors"].isna().tolist() == [True, True, False]
    assert understood.found(Code.MISSING_VALUE) == []


def test_a_figure_merged_over_two_columns_is_told_for_both():
    rows = [list(row) for row in ROWS]
    rows[1][4] = None

    understood = understand(sheet(*rows, merges=((1, 3, 1, 4),)))

    assert [p.column for p in understood.found(Code.MERGED_FIGURE)] == ["D", "E"]


def test_merged_remarks_blanks_and_cells_of_one_village_are_no_fault():
    one = village_row("Bản A")
    rows = [VILLAGE_HEAD, one, [None] * 8, village_row("Bản B", ambassadors=None)]
    merges = tuple((1, place, 2, place) for place in range(8))

    understood = understand(sheet(*rows, merges=(*merges, (3, 5, 4, 5))))

    assert understood.found(Code.MERGED_FIGURE) == []
    remarks = [summary_row("Xã Lóng Sập", note="như trên"), summary_row("Xã Mường La")]
    merged = sheet(SUMMARY_HEAD, *remarks, merges=((1, 8, 2, 8),))
    assert understand(merged).found(Code.MERGED_FIGURE) == []


def test_more_merged_figures_than_anybody_mends_are_told_as_too_many():
    pairs = MOST_TOLD // 2 + 1
    names = ("Xã Lóng Sập", "Xã Mường La")
    rows = [summary_row(names[n % 2]) for n in range(2 * pairs)]
    merges = tuple((2 * n + 1, 4, 2 * n + 2, 4) for n in range(pairs))

    cleaned = clean(recognised(sheet(SUMMARY_HEAD, *rows, merges=merges)))

    assert cleaned.faulty_all_over
    assert Code.TOO_MANY in {p.code for p in cleaned.problems}
    assert len(cleaned.problems) <= MOST_TOLD + 3
