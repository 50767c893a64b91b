"""What a sheet in another layout leaves aside, contradicts or does not say is told or asked."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.column_map import COLUMNS
from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import ALL_SHEETS, WHICH_SHEET, recognise
from lib.domain.problems import Code, Severity
from lib.files.reference import gazetteer
from tests.support.pipeline import Understood, understand_reading
from tests.support.sheets import SUMMARY_HEAD, sheet

LABELS = list(SUMMARY_HEAD[2:7])
OURS, THEIRS = [19, 18, 78, 2133, 1304], [38, 37, 233, 5967, 4793]
KEYS = ("villages", "villages_with_ambassador", "ambassadors", "households", "households_guided")
TITLE = ["BÁO CÁO THÁNG 8 NĂM 2026"]


def page(name: str, *rows, merges=(), **more) -> Sheet:
    return Sheet(name=name, rows=[list(row) for row in rows], merges=merges, **more)


def read(*sheets: Sheet, choice: int = 0) -> Understood:
    """What is read after the proposal is confirmed, and the sheets are taken together."""
    answers = {WHICH_SHEET: ALL_SHEETS}
    first = recognise(sheets, answers)
    assert isinstance(first, Recognised), first
    if question := which_columns(first):
        asked = next(p for p in first.problems if p.question == question)
        answers[question] = asked.options[choice].value
        first = recognise(sheets, answers)
        assert isinstance(first, Recognised), first
    return understand_reading(first)


def figures(told: Understood) -> list[list[int]]:
    return [[int(row[key]) for key in KEYS] for row in told.rows.to_dict("records")]


def beside(*columns: list[int]) -> list[list[object]]:
    return [[label, *line] for label, *line in zip(LABELS, *columns, strict=True)]


def test_all_communes_across_are_read():
    names = [c.full_name for c in gazetteer().communes.values()]
    lines = beside(*[[n + 30, n + 20, n + 60, n + 900, n + 400] for n in range(len(names))])

    told = read(page("S", TITLE, ["Chỉ tiêu", *names], *lines))

    assert len(told.rows) == len(names) == 75


def test_a_commune_with_few_figures_is_no_less_a_commune():
    lines = beside(OURS, THEIRS)
    for line in lines[1:]:
        line[2] = None

    told = read(page("S", TITLE, ["Chỉ tiêu", "Xã Lóng Sập", "Xã Mường Bú"], *lines))

    assert list(told.rows["villages"]) == [19, 38]


@pytest.mark.parametrize(
    "other",
    ["Kế hoạch tháng 9/2026", "Ước tháng 9/2026", "So với tháng 7/2026", "KH tháng 8/2026"],
)
def test_a_plan_for_a_month_is_not_that_month_s_result(other: str):
    heads = ["Chỉ tiêu", "Thực hiện tháng 8/2026", other]

    told = read(page("S", ["XÃ LÓNG SẬP"], heads, *beside(OURS, THEIRS)))

    assert figures(told) == [OURS]
    assert list(told.rows["period"]) == ["2026-08"]
    assert Code.FIGURES_LEFT in told.codes


def test_the_column_of_results_is_found_on_every_sheet_by_its_words():
    one = page("Xã Lóng Sập", TITLE, ["Chỉ tiêu", "Kế hoạch", "Thực hiện"], *beside(THEIRS, OURS))
    two = page("Xã Mường Bú", TITLE, ["Chỉ tiêu", "Thực hiện", "Kế hoạch"], *beside(THEIRS, OURS))

    assert figures(read(one, two)) == [OURS, THEIRS]


def test_a_figure_typed_in_the_next_column_is_told():
    lines = beside(OURS)
    lines[2] = [LABELS[2], None, 78]

    told = read(page("S", ["XÃ LÓNG SẬP"], TITLE, *lines))

    (left,) = told.found(Code.FIGURES_LEFT)
    assert (left.severity, left.sheet, left.row, left.column) == (Severity.WARN, "S", 5, "C")


def test_to_whom_a_letter_goes_is_not_whose_figures_follow():
    head = list(SUMMARY_HEAD[2:7])
    sheets = [
        page(str(n), [f"UBND {name}"], ["Kính gửi: UBND phường Tô Hiệu"], TITLE, head, line)
        for n, (name, line) in enumerate((("XÃ LÓNG SẬP", OURS), ("XÃ MƯỜNG BÚ", THEIRS)))
    ]

    assert list(read(*sheets).rows["commune_code"]) == ["04045", "03847"]


def test_a_sheet_that_names_no_month_is_asked_for_its_own():
    head = list(SUMMARY_HEAD[1:7])
    sheets = [page("A", TITLE, head, ["Xã Lóng Sập", *OURS]),
              page("B", ["BÁO CÁO"], head, ["Xã Mường Bú", *THEIRS])]  # fmt: skip

    told = read(*sheets)

    assert [p.severity for p in told.found(Code.NO_PERIOD)] == [Severity.ASK]
    assert list(told.rows["period"]) == ["2026-08", ""]


def test_a_sheet_s_name_and_its_title_that_differ_name_nobody():
    sheets = [page("Xã Mường Bú", ["UBND XÃ LÓNG SẬP"], TITLE, *beside(OURS)),
              page("Phường Tô Hiệu", ["UBND PHƯỜNG TÔ HIỆU"], TITLE, *beside(THEIRS))]  # fmt: skip

    told = read(*sheets)

    assert list(told.rows["commune_code"]) == ["", "03646"]
    assert told.found(Code.UNKNOWN_COMMUNE)


def test_notes_of_two_months_beside_a_plain_table_make_no_months():
    head = [*SUMMARY_HEAD[1:8], "Ghi chú tháng 7/2026", "Ghi chú tháng 8/2026"]

    reading = recognise([sheet(head, ["Xã Lóng Sập", *OURS, "08/2026", "a", "b"])])

    assert isinstance(reading, Recognised)
    assert not which_columns(reading)


def test_hidden_columns_of_communes_across_are_told():
    lines = beside(OURS, THEIRS)
    heads = ["Chỉ tiêu", "Xã Lóng Sập", "Xã Mường Bú"]

    told = read(page("S", TITLE, heads, *lines, hidden_columns=frozenset({2})))

    assert told.found(Code.HIDDEN_ROWS)


def test_a_figure_merged_over_two_communes_is_nobody_s():
    lines = beside(OURS, THEIRS)
    heads = ["Chỉ tiêu", "Xã Lóng Sập", "Xã Mường Bú"]

    reading = recognise([page("S", TITLE, heads, *lines, merges=((3, 1, 3, 2),))])

    assert not isinstance(reading, Recognised) or not reading.sheet.layout


def test_a_form_over_a_plain_table_is_told():
    rows = [TITLE, *beside(OURS), [], list(SUMMARY_HEAD[1:7]), ["Xã Mường Bú", *THEIRS]]

    told = read(page("S", *rows))

    assert Code.FIGURES_LEFT in told.codes


def test_an_answer_to_another_sheet_changes_nothing():
    own = page("S", ["XÃ LÓNG SẬP"], TITLE, *beside(OURS))
    first = recognise([own])
    assert isinstance(first, Recognised)
    question = which_columns(first)
    right = first.problems[0].options[0].value
    stale = {COLUMNS + "00000000": "00_tong_hop_xa:xã=commune_name", question: right}

    reading = recognise([own], stale)

    assert isinstance(reading, Recognised)
    assert figures(understand_reading(reading)) == [OURS]


def test_of_two_years_the_later_is_proposed_and_another_year_is_another_form():
    def heads(first: int) -> list[str]:
        return ["TT", "Tên xã", "Số bản", "Số bản có ĐSS", f"Số ĐSS năm {first}",
                f"Số ĐSS năm {first + 1}", "Số hộ", "Số hộ được HD"]  # fmt: skip

    row = [1, "Xã Lóng Sập", 19, 18, 60, 78, 2133, 1304]
    asked = [recognise([sheet(TITLE, heads(year), row)]) for year in (2024, 2025)]
    keys = [which_columns(one) for one in asked if isinstance(one, Recognised)]

    assert len(set(keys)) == 2
    assert figures(read(sheet(TITLE, heads(2025), row))) == [OURS]


def test_sheets_called_by_their_months_are_of_these():
    sheets = [page(f"T{month}", ["XÃ LÓNG SẬP"], ["BÁO CÁO NĂM 2026"], *beside(line))
              for month, line in ((7, OURS), (8, THEIRS))]  # fmt: skip

    told = read(*sheets)

    assert list(told.rows["period"]) == ["2026-07", "2026-08"]
    assert Code.SHEET_NAMES_PERIOD not in told.codes


def test_a_form_whose_figures_all_bear_their_units_is_read():
    units = ("thôn", "thôn", "người", "hộ", "hộ")
    lines = [[label, f"{n} {unit}"] for label, n, unit in zip(LABELS, OURS, units, strict=True)]

    assert figures(read(page("S", ["XÃ LÓNG SẬP"], TITLE, *lines))) == [OURS]


def test_an_indicator_over_its_months_is_read_by_month():
    top = ["TT", "Xã", *(cell for label in LABELS for cell in (label, None))]
    months = [None, None, *["Tháng 7/2026", "Tháng 8/2026"] * 5]
    row = [1, "Xã Lóng Sập", *(n for pair in zip(THEIRS, OURS, strict=True) for n in pair)]
    merges = tuple((1, 2 + 2 * n, 1, 3 + 2 * n) for n in range(5))

    told = read(page("S", ["TỔNG HỢP"], top, months, row, merges=merges))

    assert list(told.rows["period"]) == ["2026-07", "2026-08"]
    assert figures(told) == [THEIRS, OURS]


def _grows() -> dict[str, list[list[object]]]:
    many = [f"T{month}/{year}" for year in range(2000, 2042) for month in range(1, 13)][:500]
    return {
        "columns for every month": [
            [f"ghi {n}" for n in range(500)] + many,
            *[[*range(1000)]] * 20,
        ],
        "forms below and beside": [["x"], *([LABELS[n % 3], *[1] * 300] for n in range(2900))],
        "a month again and again": [["Xã", "T8/2026 " * 4000, "T9/2026"], ["a", "b", "c"]],
    }


@pytest.mark.parametrize("kind", _grows())
def test_a_small_sheet_does_not_grow_large(kind: str):
    reading = recognise([page("S", *_grows()[kind])])

    assert not isinstance(reading, Recognised) or len(reading.sheet.rows) < 3_000
