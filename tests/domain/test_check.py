"""What must hold in every row, and what a file's own totals say."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.intake.checking.register_checks import against_register
from lib.domain.intake.rows.clean import without_blank_rows
from lib.domain.places.villages import Village
from lib.domain.problems import Code, Severity, Verdict, verdict
from lib.domain.templates import TEMPLATES
from tests.support.pipeline import (
    Understood,
    summary_sheet,
    understand,
    village_row,
    village_sheet,
)
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row

REGISTERED = (Village("04045", "04045-001", "Bản A"), Village("04045", "04045-002", "Bản B"))


def summary(**cells: object) -> Understood:
    return understand(summary_sheet(summary_row("Xã Lóng Sập", **cells)))


def by_village(extra: dict[str, object]) -> Understood:
    """One village with further columns of template 02."""
    heads = ("Kỳ báo cáo", "Mã xã", "Tên thôn/bản", "Đại sứ số đang hoạt động")
    guided = "Hộ có ≥1 người được hướng dẫn (lũy kế)"
    page = sheet((*heads, guided, *extra), ("08/2026", "04045", "Bản A", 6, 50, *extra.values()))
    return understand(page)


def test_a_sound_row_has_no_problem():
    assert summary().problems == ()


def test_more_than_there_are_is_refused_at_its_place():
    (problem,) = summary(guided="1.251").problems

    assert (problem.code, problem.severity) == (Code.ABOVE, Severity.ERROR)
    assert (problem.row, problem.column) == (2, "G")
    assert (problem.given, problem.values["limit"]) == ("1.251", "1.250")


def test_as_many_as_there_are_is_sound():
    assert summary(guided=1250, covered=14).problems == ()


@pytest.mark.parametrize("blank", ["households", "guided"])
def test_a_blank_is_never_compared_as_zero(blank: str):
    answer = summary(**{blank: ""})

    assert [p.code for p in answer.problems] == [Code.MISSING_VALUE]
    assert answer.rows["households_guided" if blank == "guided" else blank].isna().all()


def forces(*counts: object) -> dict[str, object]:
    columns = [c for c in TEMPLATES["02_bao_cao_thang_thon_ban"].columns if c.header[:3] == "ĐSS"]
    return {c.header: n for c, n in zip(columns, counts, strict=False)}


def test_all_parts_must_give_the_total():
    answer = by_village(forces(2, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0))
    differing = by_village(forces(2, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0))

    assert not answer.found(Code.PARTS_DIFFER)
    assert differing.found(Code.PARTS_DIFFER)[0].values["sum"] == "5"


def test_some_parts_may_be_less_than_the_total_but_not_more():
    assert by_village(forces(2, 1)).codes.isdisjoint({Code.PARTS_ABOVE, Code.PARTS_DIFFER})
    assert by_village(forces(5, 2)).found(Code.PARTS_ABOVE)


def test_parts_with_a_blank_among_them_are_not_held_to_the_total():
    assert not by_village(forces(2, 1, 1, "", 0, 0, 1, 0, 0, 0, 0)).found(Code.PARTS_DIFFER)


def test_a_total_row_that_agrees_is_silent_and_one_that_does_not_is_told():
    rows = [summary_row("Xã Lóng Sập"), summary_row("Xã Mường La")]
    right = (None, "Tổng cộng", 28, 18, 104, "2.500", 860, None, None)
    wrong = (None, "Tổng cộng", 28, 18, 104, "2.600", 860, None, None)

    assert not understand(summary_sheet(*rows, right)).problems
    (problem,) = understand(summary_sheet(*rows, wrong)).problems
    assert (problem.code, problem.row, problem.column) == (Code.TOTAL_DIFFERS, 4, "F")
    assert (problem.given, problem.values["sum"]) == ("2.600", "2.500")


def test_a_total_of_decimals_is_compared_as_people_add():
    head = ("Mã đợt", "Mã đội hình", "Mã xã", "Loại", "Ngày bắt đầu", "Kinh phí (triệu đồng)")
    rows = [(f"D{i}", "T1", "04045", "Thực hiện", "05/7/2026", "0,1") for i in range(3)]

    answer = understand(sheet(head, *rows, ("Tổng cộng", None, None, None, None, "0,3")))

    assert Code.TOTAL_DIFFERS not in answer.codes


def test_dates_in_the_wrong_order_are_refused_in_the_readers_form():
    head = ("Mã đội hình", "Năm", "Tên đội hình", "Số thành viên", "Ngày bắt đầu", "Ngày kết thúc")
    answer = understand(sheet(head, ("T1", "2026", "Đội 1", 5, "31/7/2026", "1/7/2026")))

    (problem,) = answer.found(Code.ABOVE)
    assert (problem.given, problem.values["limit"]) == ("31/07/2026", "01/07/2026")


def test_rows_without_any_figure_are_no_report():
    nothing = {"villages": "", "covered": "-", "ambassadors": "x", "households": "", "guided": ""}
    page = summary_sheet(summary_row("Xã Lóng Sập", **nothing), summary_row("Xã Mường La"))

    kept, told = without_blank_rows(understand(page).cleaned)

    assert kept.rows["commune_name"].tolist() == ["Xã Mường La"]
    assert [(p.code, p.row, p.given) for p in told] == [(Code.BLANK_ROW, 2, "Xã Lóng Sập")]


def test_a_zero_is_a_report():
    page = summary_sheet(
        summary_row("Xã Lóng Sập", villages=0, covered=0, ambassadors=0, households=0, guided=0)
    )

    kept, told = without_blank_rows(understand(page).cleaned)

    assert (len(kept.rows), told) == (1, [])


def test_more_households_than_the_register_has_is_a_warning():
    answer = understand(
        village_sheet(village_row("Bản A", guided=101), village_row("Bản B", guided=900)),
        villages=REGISTERED,
    )
    registered = pd.DataFrame({"unit_key": ["04045-001"], "commune_code": "04045"})
    registered["households"] = pd.Series([100], dtype="Float64")

    (problem,) = against_register(answer.cleaned, answer.resolved, registered)

    assert (problem.code, problem.severity, problem.row) == (Code.ABOVE_REGISTER, Severity.WARN, 2)


def test_the_worst_problem_decides():
    assert verdict([]) is Verdict.ACCEPT
    assert verdict(summary(households="").problems) is Verdict.WARN
    assert verdict(understand(summary_sheet(summary_row("Lạ hoắc"))).problems) is Verdict.ASK
    assert verdict(summary(guided=9999).problems) is Verdict.REJECT


def test_every_problem_that_a_sheet_can_have_stands_at_a_row():
    head = (*SUMMARY_HEAD, "Cột lạ")
    answer = understand(
        sheet(head, (*summary_row("Lạ", guided=9999, period="13/2026", villages="a"), "5"))
    )

    assert answer.problems
    assert all(p.row for p in answer.problems if p.code is not Code.NO_PERIOD)
