"""Headings that no template has: proposed, asked once, and read as a person said."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.intake.cells.column_map import COLUMNS, ColumnMap, form_of, maps_in
from lib.domain.intake.cells.column_proposals import proposals
from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.problems import Code, Severity
from lib.domain.templates import TEMPLATES, heading
from tests.support.pipeline import recognised
from tests.support.sheets import sheet

SHORT = ["STT", "Đơn vị", "Số bản, TK, TDP", "Số bản, TK, TDP có ĐSS", "Số ĐSS", "Số HGĐ",
         "Số HGĐ có ≥1 TV được HD", "Kỳ BC", "Ghi chú"]  # fmt: skip
ROWS = [[n, name, 20 + n, 18, 60, 900 + n, 400, "08/2026", ""]
        for n, name in enumerate(("Xã Lóng Sập", "Xã Mường Bú", "Phường Tô Hiệu"), 1)]  # fmt: skip
SUMMARY = "00_tong_hop_xa"
KEYS = ["ordinal", "commune_name", "villages", "villages_with_ambassador", "ambassadors",
        "households", "households_guided", "period", "note"]  # fmt: skip


def asked(*rows) -> Recognised:
    reading = recognised(sheet(*rows))
    assert which_columns(reading)
    return reading


def answered(text: str, *rows) -> Recognised:
    reading = recognise([sheet(*rows)], {which_columns(asked(*rows)): text})
    assert isinstance(reading, Recognised)
    return reading


def test_short_forms_of_the_field_are_proposed_and_nothing_is_taken_unasked():
    (problem,) = asked(["UBND XÃ"], SHORT, *ROWS).problems

    assert (problem.code, problem.severity, problem.row) == (Code.WHICH_COLUMNS, Severity.ASK, 2)
    first = ColumnMap.parse(problem.options[0].value)
    assert first is not None
    assert first.template.code == SUMMARY
    assert list(first.keys.values()) == KEYS


def test_what_was_confirmed_is_read_and_what_is_not_used_is_not_told_again():
    heads = [*SHORT, "Màu sơn hội trường"]
    proposed = asked(heads, *ROWS).problems[0].options[0].value

    reading = answered(proposed, heads, *ROWS)

    assert reading.positions == {key: i for i, key in enumerate(KEYS)}
    assert reading.problems == ()


def test_a_column_of_people_is_told_before_and_after_the_answer():
    heads, rows = [*SHORT, "Số CCCD"], [[*row, "014099000001"] for row in ROWS]
    (_, told) = asked(heads, *rows).problems
    assert told.code is Code.PERSONAL_COLUMN

    after = answered(asked(heads, *rows).problems[0].options[0].value, heads, *rows)

    assert [p.code for p in after.problems] == [Code.PERSONAL_COLUMN]


def test_a_person_s_word_stands_above_an_exact_heading():
    columns = TEMPLATES[SUMMARY].offered
    heads, unused = [c.header for c in columns], heading("Số hộ gia đình")
    keys = {heading(c.header): c.key for c in columns} | {unused: ""}
    text = ColumnMap(TEMPLATES[SUMMARY], keys).text

    reading = recognise([sheet(heads, *ROWS)], {COLUMNS + "x": text})

    assert isinstance(reading, Recognised)
    assert "households" not in reading.positions
    assert [p.code for p in reading.problems] == [Code.MISSING_COLUMN]


def test_a_column_told_to_be_absent_is_not_missed():
    heads = [h for h in SHORT if h != "Số HGĐ"]
    rows = [row[:5] + row[6:] for row in ROWS]
    (problem,) = asked(heads, *rows).problems
    assert (problem.code, problem.values["missing"]) == (Code.COLUMNS_LACKING, "“Số hộ gia đình”")

    reading = answered(problem.options[0].value, heads, *rows)

    assert reading.absent == {"households"}
    assert reading.problems == ()
    assert reading.whole


def test_two_sheets_of_one_form_are_asked_about_also_after_the_answer():
    two = [Sheet(name=n, rows=sheet(SHORT, *ROWS).rows) for n in ("Tháng 7", "Tháng 8")]
    first = recognise(two)
    assert isinstance(first, Recognised)
    answer = {which_columns(first): first.problems[0].options[0].value}

    after = recognise(two, answer)
    chosen = recognise(two, {**answer, "sheet": "Tháng 8"})

    assert isinstance(after, Recognised)
    assert isinstance(chosen, Recognised)
    assert [p.code for p in after.problems] == [Code.OTHER_SHEETS]
    assert chosen.sheet.name == "Tháng 8"
    assert [p.code for p in chosen.problems] == [Code.SHEETS_LEFT_OUT]


def test_an_answer_for_another_form_does_not_silence_the_question():
    foreign = ColumnMap(TEMPLATES[SUMMARY], {"cột nào đó": "households"}).text

    reading = recognise([sheet(SHORT, *ROWS)], {COLUMNS + "x": foreign})

    assert isinstance(reading, Recognised)
    assert which_columns(reading)


def test_cells_of_another_kind_speak_against_a_column():
    heads = ["Xã", "Số thôn bản", "Số thôn có ĐSS", "Số ĐSS", "Số hộ", "Số hộ được HD", "Kỳ"]
    rows = [["Xã Lóng Sập", 20, 18, 60, 900, 400, "08/2026"]] * 2

    first = proposals([sheet(heads, *rows)])[0].map

    assert first.keys["xã"] == "commune_name"  # words, no code


@pytest.mark.parametrize("rows", [[["a", "b"]], [["Kính gửi", "Ủy ban", "Tỉnh"]], [[1, 2, 3]]])
def test_what_is_no_table_of_ours_is_not_proposed(rows):
    assert proposals([sheet(*rows)]) == []


def test_the_question_is_the_same_for_sheets_of_one_form_in_every_month():
    august, september = ([["kỳ 8"], ["số hộ"]], [["kỳ 9"], ["số hộ"]])

    assert form_of(august) == form_of(september)
    assert form_of(august) != form_of([["kỳ 8"], ["số bản"]])


@given(st.text(max_size=200))
def test_any_answer_is_read_without_a_fault(text):
    found = next(iter(maps_in({COLUMNS + "x": text})), None)

    assert found is None or ColumnMap.parse(found.text) is not None


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(TEMPLATES)))
def test_a_map_says_the_same_after_the_way_through_an_answer(dice: random.Random, code):
    columns = [c.key for c in TEMPLATES[code].columns]
    keys = {f"cột {n}": dice.choice(["", *columns]) for n in range(dice.randint(1, 8))}
    unlike = {k: v for k, v in keys.items() if not v or list(keys.values()).count(v) == 1}

    mapped = ColumnMap.of(TEMPLATES[code], unlike)

    assert ColumnMap.parse(mapped.text) == mapped
