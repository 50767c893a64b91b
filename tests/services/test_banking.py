"""Template 08, from the file to the figure that a month shows, and back again."""

from __future__ import annotations

import pytest

from lib.domain.periods import Period
from lib.services.figures.snapshots import measured, snapshot_of, versions_by_period
from lib.services.history.provenance import sources_of
from lib.services.history.uploads import withdraw
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import Published, publish
from lib.services.map.commune_table import value_heading
from lib.services.map.sheet import Figures, sheet
from lib.services.wording.figures import moved_by, reported
from lib.text import words
from tests.support.indicators import INDICATORS
from tests.support.people import staff
from tests.support.sheets import csv_bytes

HEAD = (
    "Kỳ báo cáo", "Mã xã", "Điểm giao dịch, đại lý thanh toán", "Buổi truyền thông ngân hàng số",
    "Lượt người tham dự", "Tài khoản mở mới trực tuyến", "Dịch vụ số mới",
)  # fmt: skip
JULY, AUGUST, SEPTEMBER = (Period(2026, month) for month in (7, 8, 9))


def told(installation, quarter, *turns):
    codes = list(installation.gazetteer.communes)
    rows = [(quarter, code, 1, 1, n, 2, "") for code, n in zip(codes, turns, strict=False)]
    ready = preview(
        installation,
        receive("nh.csv", csv_bytes([HEAD, *rows]), installation.settings),
        who=staff(),
    )
    assert ready.publishable, ready.problems
    done = publish(installation, ready, who=staff("NHNN"))
    assert isinstance(done, Published)
    return done.upload_id


def test_a_month_shows_the_last_quarter_that_has_ended_and_names_it(installation):
    told(installation, "Quý II/2026", 40, 60)
    told(installation, "Quý III/2026", 500)

    august, say = measured(installation, "NH01", AUGUST), words()

    assert (august.value, august.reporting) == (100, 2)
    told_by = "Ngân hàng Nhà nước báo cáo, có số của 2/75 xã, số của Quý II/2026"
    assert reported(august, say) == told_by
    assert value_heading(august, say) == "Giá trị (lượt, Quý II/2026)"
    assert measured(installation, "NH01", SEPTEMBER).value == 500


def test_a_quarter_nobody_reported_is_blank_and_not_the_one_before(installation):
    told(installation, "Quý II/2026", 40)

    assert measured(installation, "NH01", SEPTEMBER).value is None


def test_one_quarter_seen_from_two_months_is_no_change(installation):
    told(installation, "Quý II/2026", 40)
    told(installation, "Quý III/2026", 90)
    july, august, september = (measured(installation, "NH01", m) for m in (JULY, AUGUST, SEPTEMBER))

    made = sheet(
        installation, Figures(now={"NH01": august}, before={"NH01": july}), {}, say=words(),
        period=AUGUST, first="NH01", address={},
    )  # fmt: skip

    assert moved_by(august, july, words()) == ("", 0)
    assert "50" in moved_by(september, august, words())[0]
    assert set(made.layers[0].changes) == {None}
    assert "Quý II/2026" in made.layers[0].said[1]


def test_publishing_and_withdrawing_a_quarter_leaves_all_as_it_was(installation):
    first = next(iter(installation.gazetteer.communes))
    told(installation, "Quý II/2026", 7)
    number = told(installation, "Quý II/2026", 40)
    behind = sources_of(
        installation,
        snapshot_of(installation, AUGUST),
        INDICATORS["NH01"],
        commune=first,
        who=staff(),
    )

    withdraw(installation, number, who=staff("NHNN"), reason="Nhầm kỳ báo cáo")

    assert [s.upload.id for s in behind] == [number]
    assert measured(installation, "NH01", AUGUST).value == 7


def test_a_quarter_told_late_makes_the_months_that_show_it_new(installation):
    told(installation, "Quý I/2026", 7)
    told(installation, "Quý III/2026", 9)
    before = versions_by_period(installation)

    told(installation, "Quý II/2026", 40)

    after = versions_by_period(installation)
    assert after["2026-Q1"] == before["2026-Q1"]
    assert after["2026-Q3"] != before["2026-Q3"]


def test_a_month_in_the_column_of_quarters_is_refused_not_guessed(installation):
    code = next(iter(installation.gazetteer.communes))
    rows = [HEAD, ("3/2026", code, 1, 1, 5, 2, "")]

    ready = preview(
        installation, receive("nh.csv", csv_bytes(rows), installation.settings), who=staff()
    )

    assert not ready.publishable


@pytest.mark.parametrize("title", ["Quý II/2026", "Báo cáo quý 2 năm 2026"])
def test_the_quarter_may_stand_in_the_title(installation, title):
    code = next(iter(installation.gazetteer.communes))
    rows = [(title,), HEAD[1:], (code, 1, 1, 5, 2, "")]

    ready = preview(
        installation, receive("nh.csv", csv_bytes(rows), installation.settings), who=staff()
    )

    assert ready.periods == ["2026-Q2"]
