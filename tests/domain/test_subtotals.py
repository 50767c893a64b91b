"""Rows of groups with figures: sums of the rows by them are set apart, others are asked about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lib.domain.intake.resolving.subtotals import says_group
from lib.domain.places.villages import Village
from lib.domain.problems import Code, Severity
from lib.files.reference import gazetteer
from tests.support.pipeline import Understood, summary_sheet, understand, village_row, village_sheet
from tests.support.sheets import Row, summary_row

KEYS = ("villages", "covered", "ambassadors", "households", "guided")
TO_HIEU, CHIENG_AN, LONG_SAP, MUONG_LA = (
    ("Phường Tô Hiệu", (12, 12, 40, 3050, 1200)),
    ("Phường Chiềng An", (10, 9, 31, 1500, 700)),
    ("Xã Lóng Sập", (14, 9, 52, 1250, 430)),
    ("Xã Mường La", (20, 20, 61, 2100, 900)),
)
Line = tuple[str, Sequence[object]]


def group(name: str, *lines: Line) -> Line:
    """A line whose figures are the sums of these."""
    return name, [
        sum(int(str(f)) for f in column) for column in zip(*(f for _, f in lines), strict=True)
    ]


def line(name: str, figures: Sequence[object]) -> Row:
    return summary_row(name, **dict(zip(KEYS, figures, strict=True)))


def read(*lines: Line, **more: object) -> Understood:
    return understand(summary_sheet(*(line(*one) for one in lines)), **more)


def apart(answer: Understood) -> dict[int | None, tuple[object, object]]:
    return {p.row: (p.values["first"], p.values["last"]) for p in answer.found(Code.SUBTOTAL)}


def loud(answer: Understood) -> list[Code]:
    return [p.code for p in answer.problems if p.severity > Severity.NOTE]


@pytest.mark.parametrize(
    "name",
    ["Khu vực phường", "Cụm 1", "Các xã vùng cao", "I. Vùng thấp", "Nhóm 2", "Khối phường",
     "huyen Mai Son", "Tỉnh Sơn La", "TONG CONG", "Địa bàn biên giới"],
)  # fmt: skip
def test_some_names_are_those_of_groups(name):
    assert says_group(name)


@pytest.mark.parametrize("commune", gazetteer().names(), ids=lambda named: named[0])
def test_no_name_of_a_commune_is_that_of_a_group(commune):
    assert not says_group(commune[0])


def test_a_group_above_its_rows_is_set_apart_and_told():
    wards, others = (TO_HIEU, CHIENG_AN), (LONG_SAP, MUONG_LA)

    answer = read(group("Khu vực phường", *wards), *wards, group("Các xã", *others), *others,
                  group("Tổng cộng", *wards, *others))  # fmt: skip

    assert apart(answer) == {2: (3, 4), 5: (6, 7)}
    assert not loud(answer)
    assert list(answer.rows.index) == [3, 4, 6, 7]


def test_a_group_below_its_rows_too_also_under_a_name_that_nobody_knows():
    wards, others = (TO_HIEU, CHIENG_AN), (LONG_SAP, MUONG_LA)

    answer = read(*wards, group("Thành thị", *wards), *others, group("Nông thôn", *others))

    assert apart(answer) == {4: (2, 3), 7: (5, 6)}
    assert not loud(answer)


def test_groups_of_groups_are_set_apart_and_no_total_is_said_to_differ():
    wards, others = (TO_HIEU, CHIENG_AN), (LONG_SAP, MUONG_LA)
    whole = group("Toàn tỉnh", *wards, *others)

    answer = read(whole, group("Vùng 1", *wards, *others), group("Cụm 1", *wards), *wards,
                  group("Cụm 2", *others), *others)  # fmt: skip

    assert apart(answer) == {3: (5, 9), 4: (5, 6), 7: (8, 9)}
    assert not loud(answer)


def test_a_mistyped_commune_counts_among_the_rows_of_its_group():
    mistyped = ("Phường Chieng An", CHIENG_AN[1])

    answer = read(group("Khu vực phường", TO_HIEU, CHIENG_AN), TO_HIEU, mistyped)

    assert apart(answer) == {2: (3, 4)}
    assert loud(answer) == [Code.UNKNOWN_COMMUNE]


def test_blank_counts_of_the_group_are_not_held_against_it():
    name, figures = group("Cụm 1", LONG_SAP, MUONG_LA)

    answer = read((name, ["", *figures[1:]]), LONG_SAP, MUONG_LA)

    assert apart(answer) == {2: (3, 4)}


def test_a_group_that_does_not_add_up_is_asked_to_be_left_out_or_placed():
    name, figures = group("Cụm 1", LONG_SAP, MUONG_LA)
    lines = ((name, [*figures[:4], 9]), LONG_SAP, MUONG_LA)

    answer = read(*lines)

    (problem,) = answer.found(Code.SUBTOTAL_DIFFERS)
    assert (problem.severity, problem.options[0].value) == (Severity.ASK, "skip")
    assert not loud(read(*lines, answers={problem.question: "skip"}))
    placed = read(*lines, answers={problem.question: "03646"})
    assert placed.rows["commune_code"].tolist() == ["03646", "04045", "03808"]


def test_an_answer_that_a_line_is_a_commune_holds_although_it_adds_up():
    lines = (group("Cụm 1", LONG_SAP, MUONG_LA), LONG_SAP, MUONG_LA)

    answer = read(*lines, answers={"commune::cụm 1": "03646"})

    assert answer.rows["commune_code"].tolist() == ["03646", "04045", "03808"]


def test_an_unknown_commune_with_its_neighbours_figures_is_no_group():
    answer = read(("Xã Lạ Hoắc", LONG_SAP[1]), LONG_SAP, MUONG_LA)

    assert loud(answer) == [Code.UNKNOWN_COMMUNE]


def test_one_count_is_a_sum_by_chance_unless_the_name_says_group():
    few = [("Xã Lóng Sập", (0, 0, 1, 0, 0)), ("Xã Mường La", (0, 0, 2, 0, 0))]

    assert loud(read(group("Lạ Hoắc", *few), *few)) == [Code.UNKNOWN_COMMUNE]
    assert not loud(read(group("Cụm 1", *few), *few))


def test_a_name_that_may_be_a_commune_mistyped_is_no_group():
    few = [("Xã Mường La", (1, 1, 0, 0, 0)), ("Xã Tô Hiệu", (1, 1, 0, 0, 0))]

    assert loud(read(group("Lóng Sap", *few), *few)) == [Code.UNKNOWN_COMMUNE]


def test_a_group_among_villages_is_no_village_where_nobody_knows_one_of_that_name():
    rows = (village_row("Cụm 1", ambassadors=5, guided=50),
            village_row("Bản A", ambassadors=2, guided=20),
            village_row("Bản B", ambassadors=3, guided=30))  # fmt: skip
    known = [Village("04045", "04045-001", "Cụm 1")]

    assert apart(understand(village_sheet(*rows))) == {2: (3, 4)}
    assert not apart(understand(village_sheet(*rows), villages=known))
    assert not apart(understand(village_sheet(rows[0], rows[1])))


def test_a_city_that_is_no_former_district_of_ours_is_no_subtotal():
    answer = read(("Thành phố Điện Biên Phủ", LONG_SAP[1]), LONG_SAP)

    assert loud(answer) == [Code.OTHER_PROVINCE]
