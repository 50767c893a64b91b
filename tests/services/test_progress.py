"""Who has reported, who was late: the same in the matrix, in BC01 and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lib.domain.periods import Period
from lib.domain.reporting.calendar import State
from lib.files.reading.reader import read
from lib.services.figures.snapshots import measured
from lib.services.history.moment import at as as_of
from lib.services.installation import Installation
from lib.services.reporting import progress_words as told
from lib.services.reporting.progress import Progress, months_offered, progress_of
from lib.text import words
from tests.demo_store import demo_store
from tests.support.installations import open_test_installation, put, take_back
from tests.support.people import staff
from tests.support.sheets import register, sample, summary, summary_row, village_month

SAY = words()
AUGUST = Period(2026, 8)
ON_TIME, LATE = datetime(2026, 8, 17, 16, 0, tzinfo=UTC), datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
"""The evening of the due day in Sơn La, and three days after it."""
LONG_SAP = "04045"


def on(installation: Installation, moment: datetime) -> Installation:
    return replace(installation, clock=lambda: moment)


def cell(found: Progress, commune: str, template: str) -> tuple[str, int | None]:
    one = next(s for (c, t), s in found.cells.items() if c == commune and t.startswith(template))
    return str(one.state), one.days


def code_of(installation: Installation, name: str) -> str:
    return next(c for c, one in installation.gazetteer.communes.items() if one.full_name == name)


def test_the_evening_of_the_due_day_is_on_time_and_three_days_later_is_late(
    any_installation: Installation,
):
    put(on(any_installation, ON_TIME), summary(summary_row("Xã Lóng Sập")))
    put(on(any_installation, LATE), summary(summary_row("Xã Mường La")))

    found = progress_of(any_installation, AUGUST, who=staff())

    assert cell(found, LONG_SAP, "00") == ("on_time", None)
    assert cell(found, code_of(any_installation, "Xã Mường La"), "00") == ("late", 3)
    assert cell(found, LONG_SAP, "03") == ("overdue", 34)


def test_a_correction_makes_no_report_late(any_installation: Installation):
    put(on(any_installation, ON_TIME), summary(summary_row("Xã Lóng Sập", guided=1)))
    put(on(any_installation, LATE), summary(summary_row("Xã Lóng Sập", guided=2)))

    assert cell(progress_of(any_installation, AUGUST, who=staff()), LONG_SAP, "00") == (
        "on_time",
        None,
    )
    assert measured(any_installation, "BC01", AUGUST).numerator == 1


def test_a_withdrawn_report_does_not_count(any_installation: Installation):
    number = put(on(any_installation, ON_TIME), summary(summary_row("Xã Lóng Sập", guided=1)))
    take_back(any_installation, number, at=LATE)
    put(on(any_installation, LATE), summary(summary_row("Xã Lóng Sập", guided=2)))

    assert cell(progress_of(any_installation, AUGUST, who=staff()), LONG_SAP, "00") == ("late", 3)
    assert measured(any_installation, "BC01", AUGUST).numerator == 0


def test_one_of_the_two_monthly_sheets_is_enough(any_installation: Installation):
    put(on(any_installation, ON_TIME), summary(summary_row("Xã Lóng Sập")))

    found = progress_of(any_installation, AUGUST, who=staff())

    assert cell(found, LONG_SAP, "02") == ("not_owed", None)
    assert cell(found, code_of(any_installation, "Xã Mường La"), "00") == ("not_owed", None)
    assert cell(found, code_of(any_installation, "Xã Mường La"), "02") == ("overdue", 34)


def test_of_both_sheets_the_first_is_judged(any_installation: Installation):
    put(on(any_installation, ON_TIME), summary(summary_row("Xã Lóng Sập")))
    put(
        on(any_installation, LATE),
        village_month(("Xã Lóng Sập", "Bản A", 1, 2)),
        {"mode": "replace"},
    )

    found = progress_of(any_installation, AUGUST, who=staff())

    assert cell(found, LONG_SAP, "00") == ("on_time", None)
    assert cell(found, LONG_SAP, "02") == ("sent", None)
    assert measured(any_installation, "BC01", AUGUST).numerator == 1


def test_of_a_period_to_come_nobody_is_late(installation: Installation):
    found = progress_of(installation, Period(2026, 10), who=staff())

    assert {s.state for s in found.communes["02_bao_cao_thang_thon_ban"].values()} == {
        State.WAITING
    }
    line = told.counts(found, found.duties[0], installation.gazetteer.communes, say=SAY)
    assert line.startswith("0/75 xã đã nộp (0 đúng hạn, 0 muộn); 75 chưa nộp, còn 27 ngày: ")


def test_single_offices_are_told_by_name(any_installation: Installation):
    put(any_installation, sample("08_ngan_hang_quy"))

    found = progress_of(any_installation, Period(2026, 10), who=staff())

    lines = told.others(found, SAY)
    assert any(
        "Ngân hàng Nhà nước, Biểu 08" in line and "Quý III/2026" not in line for line in lines
    )
    assert any("Tỉnh đoàn, Biểu 04" in line and line.endswith("chưa nộp.") for line in lines)


def test_the_past_is_judged_by_its_own_day(any_installation: Installation):
    put(on(any_installation, LATE), summary(summary_row("Xã Lóng Sập")))

    then = progress_of(
        as_of(any_installation, datetime(2026, 8, 19, tzinfo=UTC)), AUGUST, who=staff()
    )

    assert then.today == date(2026, 8, 19)
    assert cell(then, LONG_SAP, "02") == ("overdue", 2)


def test_a_reminder_names_the_sheets_the_due_day_and_the_days(installation: Installation):
    put(on(installation, ON_TIME), summary(summary_row("Xã Lóng Sập")))
    found = progress_of(installation, AUGUST, who=staff())

    one, everyone = (
        told.reminder(installation, found, LONG_SAP),
        told.reminder_to_all(installation, found),
    )

    assert one.splitlines()[0] == "Kính gửi UBND Xã Lóng Sập,"
    assert "Biểu 03" in one
    assert "Biểu 02" not in one
    assert "hạn nộp 17/08/2026 (chưa nộp – quá 34 ngày)" in one
    assert "Còn 74 xã, phường chưa nộp" in everyone
    assert LONG_SAP in told.owing(found)


def test_completeness_counts_the_villages_of_silent_communes(any_installation: Installation):
    put(
        any_installation,
        register(
            ("Xã Lóng Sập", "Bản A", 9), ("Xã Lóng Sập", "Bản B", 9), ("Xã Mường La", "Bản C", 9)
        ),
    )
    put(any_installation, village_month(("Xã Lóng Sập", "Bản A", 1, 2)), {"mode": "replace"})

    found = measured(any_installation, "BC02", AUGUST)

    assert (found.numerator, found.denominator) == (1, 3)
    assert found.reporting == 1


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_store(tmp_path_factory)


def test_the_matrix_the_words_and_bc01_agree_in_every_month(full: Path):
    installation = open_test_installation(full)
    for period in (Period(2025, 8), Period(2026, 3), Period(2026, 10)):
        found, bc01 = (
            progress_of(installation, period, who=staff()),
            measured(installation, "BC01", period),
        )
        duty = found.duties[0]
        late = [*found.where(duty, State.LATE), *found.where(duty, State.ON_TIME)]

        assert len(found.where(duty, State.ON_TIME)) == bc01.numerator
        assert len(late) == bc01.reporting
        line = told.counts(found, duty, installation.gazetteer.communes, say=SAY)
        assert f"{bc01.reporting}/75 xã đã nộp ({bc01.numerator:.0f} đúng hạn" in line
    installation.engine.dispose()


def test_the_month_that_runs_is_offered_beside_the_reported_ones(installation: Installation):
    offered = months_offered(installation, [Period(2026, 3)])

    assert offered == [Period(2026, 10), Period(2026, 9), Period(2026, 3)]


def test_the_workbook_says_what_the_screen_says(installation: Installation):
    put(on(installation, ON_TIME), summary(summary_row("Xã Lóng Sập")))
    found = progress_of(installation, AUGUST, who=staff())

    [sheet] = read(told.progress_workbook(installation, found, [LONG_SAP], say=SAY, version="1.0"))

    texts = [str(cell) for row in sheet.rows for cell in row if cell is not None]
    assert "đúng hạn (17/08/2026)" in texts
    assert any("1/75 xã đã nộp" in text for text in texts)
