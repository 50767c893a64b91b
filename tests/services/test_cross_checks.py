"""Figures beside the register, the last ones known and each other: told with both values."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Problem, Severity, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.installation import Installation
from lib.services.intake.previewed import Preview
from tests.support.installations import found, open_test_installation, put, see
from tests.support.sheets import (
    REGISTER_HEAD,
    VILLAGE_HEAD,
    csv_bytes,
    register,
    summary,
    summary_row,
    village_month,
)

COMMUNE, DRIVES, TEAMS = "03_bao_cao_thang_xa", "05_dot_ra_quan", "04_doi_hinh_tinh_nguyen"
LONG_SAP = "Xã Lóng Sập"
PLAN = {"period": "08/2026", "commune_code": "04045", "written_on": "16/8/2026"}
DRIVE = {"drive_code": "DR26-0001", "village_code": ""}


@pytest.fixture
def installation(tmp_path) -> Installation:
    return open_test_installation(tmp_path)


def rows_of(code: str, *rows: dict[str, str]) -> bytes:
    columns = TEMPLATES[code].offered
    lines = [[r.get(c.key, c.example) for c in columns] for r in rows]
    return csv_bytes([[c.header for c in columns], *lines])


def plan(**more: str) -> bytes:
    return rows_of(COMMUNE, {**PLAN, **more})


def drive(**more: str) -> bytes:
    return rows_of(DRIVES, {**DRIVE, **more})


def only(ready: Preview, code: Code) -> Problem:
    (problem,) = found(ready, code)
    assert problem.severity is Severity.WARN
    return problem


def in_register(installation: Installation, count: int, *, households: int = 100) -> None:
    put(installation, register(*((LONG_SAP, f"Bản {n}", households) for n in range(count))))


def with_people(*villages: tuple[str, object, object], year: int) -> bytes:
    """A register with households and people."""
    head = [*REGISTER_HEAD[:5], "Nhân khẩu", REGISTER_HEAD[5]]
    rows = [["04045", LONG_SAP, "", *village, f"31/12/{year}"] for village in villages]
    return csv_bytes([head, *rows])


def of(installation: Installation, **more: object) -> Preview:
    return see(installation, summary(summary_row(LONG_SAP, **more)))


def test_a_summary_with_more_villages_than_the_register_is_told(installation):
    in_register(installation, 14)

    told = only(of(installation, villages=60, households=1400), Code.REGISTER_DIFFERS)

    assert (told.row, told.column, told.given, told.values["old"]) == (2, "C", "60", "14")


def test_a_digit_too_many_in_a_summary_is_told_beside_the_register(installation):
    in_register(installation, 14)

    told = only(of(installation, villages=14, households=14000), Code.REGISTER_DIFFERS)

    assert (told.column, told.given, told.values["old"]) == ("F", "14.000", "1.400")


@pytest.mark.parametrize("households", [1400, 1350, 1500])
def test_a_summary_that_agrees_with_the_register_is_not_told(installation, households):
    in_register(installation, 14)

    assert of(installation, villages=14, households=households).verdict is Verdict.ACCEPT


def test_former_units_may_hold_fewer_villages_than_the_register(installation):
    in_register(installation, 14)

    ready = see(installation, summary(summary_row("Xã Lóng Sập (cũ)", villages=5, households=500)))

    assert not found(ready, Code.REGISTER_DIFFERS)


def test_a_register_without_all_its_households_is_no_measure_of_them(installation):
    put(installation, with_people(("Bản A", 100, 400), ("Bản B", "", 500), year=2025))

    ready = of(installation, villages=2, covered=1, households=9000)

    assert not found(ready, Code.REGISTER_DIFFERS)


def test_more_learners_than_adults_of_the_register_are_told(installation):
    rows = ["04045", LONG_SAP, "", "Bản A", 300, 100, "31/12/2025"]
    put(installation, csv_bytes([[*REGISTER_HEAD[:5], "Người từ 18 tuổi", REGISTER_HEAD[5]], rows]))

    ready = see(
        installation, plan(course_registered="120", course_completed="90", skills_confirmed="80")
    )

    told = only(ready, Code.REGISTER_DIFFERS)
    assert (told.given, told.values["old"]) == ("120", "100")


@pytest.mark.parametrize(
    ("more", "given", "old"),
    [({"households": 12500}, "12.500", "1.250"), ({"ambassadors": 5}, "5", "52")],
)
def test_a_figure_many_times_the_last_one_is_told_months_later(installation, more, given, old):
    put(installation, summary(summary_row(LONG_SAP, period="05/2026")))

    told = only(of(installation, **more), Code.FAR_FROM_LAST)

    assert (told.given, told.values["old"], told.values["period"]) == (given, old, "05/2026")


def test_what_only_grows_is_told_when_it_falls_below_the_last_one(installation):
    put(installation, summary(summary_row(LONG_SAP, period="05/2026")))

    assert only(of(installation, guided=400), Code.FAR_FROM_LAST).given == "400"


def test_a_summary_is_held_against_what_the_villages_last_told(installation):
    in_register(installation, 14)
    rows = [(LONG_SAP, f"Bản {n}", 3, 50) for n in range(14)]
    put(installation, village_month(*rows, period="06/2026"))

    told = only(of(installation, villages=14, households=1400), Code.FAR_FROM_LAST)

    assert (told.given, told.values["old"]) == ("430", "700")
    assert told.values["title"] == TEMPLATES["02_bao_cao_thang_thon_ban"].title


def test_a_fall_against_the_month_before_is_told_once(installation):
    put(installation, summary(summary_row(LONG_SAP, period="07/2026")))

    ready = of(installation, guided=400)

    assert found(ready, Code.STOCK_FELL)
    assert not found(ready, Code.FAR_FROM_LAST)


@pytest.mark.parametrize(
    ("code", "more", "given"),
    [
        (Code.LATER, {"plan_issued_on": "05/8/2025", "plan_sent_on": "04/8/2025"}, "05/08/2025"),
        (Code.FAR_FROM_PERIOD, {"written_on": "16/8/2025"}, "16/08/2025"),
        (Code.BEFORE_MOVEMENT, {"plan_issued_on": "18/7/2015"}, "18/07/2015"),
        (Code.BEFORE_MOVEMENT, {"period": "08/2016", "written_on": "16/8/2016"}, "08/2016"),
        (Code.DAY_AHEAD, {"written_on": "16/12/2026"}, "16/12/2026"),
        (Code.ABOVE, {"officials_ai_trained": "30", "officials_ai_informed": "40"}, "40"),
    ],
)
def test_what_a_commune_tells_of_its_plan_is_held_together(installation, code, more, given):
    ready = see(installation, plan(**more))

    told = only(ready, code)
    assert (told.row, told.given) == (2, given)
    assert ready.verdict is Verdict.WARN


@pytest.mark.parametrize(
    ("code", "more", "given"),
    [
        (Code.MORE_WORK_THAN_DAYS, {"volunteer_days": "420"}, "420"),
        (Code.UNUSUALLY_LARGE, {"cost_million_vnd": "4500000"}, "4.500.000"),
        (Code.BEFORE_MOVEMENT, {"starts_on": "05/7/2016", "ends_on": "06/7/2016"}, "05/07/2016"),
        (Code.LASTS_LONG, {"ends_on": "07/12/2026"}, "07/12/2026"),
        (Code.DAY_AHEAD, {"starts_on": "05/12/2026", "ends_on": "07/12/2026"}, "05/12/2026"),
    ],
)
def test_a_drives_days_work_and_cost_are_held_together(installation, code, more, given):
    ready = see(installation, drive(**more))

    told = only(ready, code)
    assert (told.row, told.given) == (2, given)
    assert ready.verdict is Verdict.WARN


def test_fewer_people_than_households_in_a_register_are_told(installation):
    told = only(see(installation, with_people(("Bản A", 120, 100), year=2025)), Code.ABOVE)

    assert (told.given, told.values["limit"]) == ("120", "100")


def test_a_drive_that_ends_before_it_begins_is_refused(installation):
    ready = see(installation, drive(starts_on="05/7/2026", ends_on="04/7/2026"))

    assert ready.verdict is Verdict.REJECT


def test_a_plan_may_lie_ahead(installation):
    ready = see(installation, drive(stage="Kế hoạch", starts_on="05/12/2026", ends_on="07/12/2026"))

    assert not found(ready, Code.DAY_AHEAD)


def test_a_team_of_another_year_than_its_days_is_told(installation):
    ready = see(installation, rows_of(TEAMS, {"period": "2025", "base_commune": ""}))

    assert {p.header for p in found(ready, Code.FAR_FROM_PERIOD)} == {
        "Ngày bắt đầu",
        "Ngày kết thúc",
    }


@pytest.mark.parametrize("content", [plan(), drive(), rows_of(TEAMS, {})])
def test_the_examples_of_the_templates_need_no_look(installation, content):
    assert see(installation, content).verdict is Verdict.ACCEPT


def test_a_blank_cell_over_a_figure_in_force_is_told_with_the_figure(installation):
    put(installation, summary(summary_row(LONG_SAP)))

    ready = of(installation, ambassadors="", note="x")

    told = only(ready, Code.BLANK_ERASES)
    assert (told.row, told.column, told.values["old"]) == (2, "E", "52")


def test_a_blank_date_is_told_as_people_write_it(installation):
    put(installation, plan())

    assert (
        only(see(installation, plan(plan_sent_on="")), Code.BLANK_ERASES).values["old"]
        == "18/07/2025"
    )


def test_a_blank_over_nothing_is_not_told(installation):
    put(installation, summary(summary_row(LONG_SAP, ambassadors="")))

    assert not found(of(installation, ambassadors="", guided=431), Code.BLANK_ERASES)


def test_a_missing_column_over_figures_in_force_is_told_once(installation):
    head = [*VILLAGE_HEAD[:7], "Số buổi hướng dẫn trong kỳ"]
    rows = [("08/2026", "", LONG_SAP, "", f"Bản {n}", 3, 50) for n in range(2)]
    put(installation, csv_bytes([head, *((*row, 4) for row in rows)]))

    told = only(see(installation, csv_bytes([head[:7], *rows])), Code.COLUMN_ERASES)

    assert (told.values["count"], told.values["name"], told.values["old"]) == (2, "Bản 0", "4")
    assert "Số buổi hướng dẫn trong kỳ" in str(told.values["headers"])


def test_a_new_years_register_that_leaves_households_out_is_told(installation):
    put(installation, with_people(("Bản A", 100, 400), ("Bản B", 120, 500), year=2025))

    ready = see(installation, with_people(("Bản A", 101, 400), ("Bản B", "", 500), year=2026))

    told = only(ready, Code.BLANK_ERASES)
    assert (told.row, told.values["old"]) == (3, "120")


def test_a_village_twice_in_a_new_years_register_is_refused_beside_the_old_one(installation):
    put(installation, register((LONG_SAP, "Bản A", 100), (LONG_SAP, "Bản B", 120)))

    ready = see(installation, register((LONG_SAP, "Bản A", 1), (LONG_SAP, "Bản A", 2), year=2026))

    assert found(ready, Code.DUPLICATE_ROW)


def test_a_part_of_the_villages_without_a_period_is_asked_for_it(installation):
    in_register(installation, 3)

    ready = see(installation, village_month((LONG_SAP, "Bản 0", 3, 50), period="Quý 3/2026"))

    assert ready.verdict is Verdict.REJECT
    assert not ready.publishable
