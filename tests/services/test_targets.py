"""Template 06, from the file to the target that a period is held against, and back again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.domain.periods import Period
from lib.services.figures.snapshots import measured, snapshot_of
from lib.services.history.uploads import withdraw
from tests.support.installations import NOON, put, see
from tests.support.people import staff
from tests.support.sheets import csv_bytes

HEAD = ("Mã chỉ tiêu", "Cấp", "Mã xã", "Nhóm địa bàn", "Năm", "Hạn", "Giá trị", "Đơn vị",
        "Văn bản giao", "Ghi chú")  # fmt: skip


def sheet(*rows):
    """Rows of code, year, due day, value."""
    told = [(c, "tỉnh", "", "", y, due, v, "%", f"Số {y}", "") for c, y, due, v in rows]
    return csv_bytes([HEAD, *told])


def value(installation, code, year, month=8):
    target = measured(installation, code, Period(year, month)).target
    return target and target.value


def test_a_published_target_holds_in_its_year_and_the_built_in_one_outside_it(installation):
    put(installation, sheet(("GD03", "2026", "31/12/2026", "80")))

    assert [value(installation, "GD03", year) for year in (2025, 2026, 2027)] == [100, 80, 100]
    assert measured(installation, "GD03", Period(2026, 8)).target.basis == "Số 2026"


def test_without_a_published_target_a_setting_has_none(installation):
    assert value(installation, "DS04", 2026) is None


def test_where_two_targets_overlap_the_one_of_the_later_year_wins(installation):
    put(
        installation,
        sheet(("DS04", "2025", "30/6/2027", "50"), ("DS04", "2026", "31/12/2026", "80")),
    )

    assert [value(installation, "DS04", 2025), value(installation, "DS04", 2026)] == [50, 80]
    assert [value(installation, "DS04", 2027, 6), value(installation, "DS04", 2027, 8)] == [
        50,
        None,
    ]


def test_a_target_taken_back_is_gone_now_but_not_from_what_was_known_then(installation):
    number = put(installation, sheet(("DS04", "2026", "", "80")))
    later = installation.__class__(
        installation.settings, installation.engine, clock=lambda: NOON + timedelta(days=2)
    )

    withdraw(later, number, who=staff("An"), reason="Nhầm văn bản")

    august, then = Period(2026, 8), NOON + timedelta(days=1)
    assert value(later, "DS04", 2026) is None
    assert snapshot_of(later, august, as_of=then).targets["DS04"].value == 80
    assert "DS04" not in snapshot_of(later, august, as_of=datetime(2026, 1, 1, tzinfo=UTC)).targets


def test_a_target_for_some_communes_only_is_refused_and_never_widened(installation):
    rows = [HEAD, ("DS04", "xã", "04045", "", "2026", "", "80", "%", "Số 1", "")]

    assert not see(installation, csv_bytes(rows)).publishable


def test_the_same_target_twice_in_a_file_is_refused(installation):
    ready = see(installation, sheet(("DS04", "2026", "", "80"), ("DS04", "2026", "", "90")))

    assert not ready.publishable
