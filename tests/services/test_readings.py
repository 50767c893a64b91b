"""What was read once stays kept; what may have changed is read anew."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from lib.domain.figures.snapshot import TO_DATE
from lib.domain.periods import Period
from lib.services.figures.readings import Readings
from lib.services.figures.snapshots import snapshot_of
from lib.services.installation import Installation
from tests.support.installations import NOON, REGISTER, VILLAGES, put, take_back
from tests.support.sheets import VILLAGE_HEAD, csv_bytes, register, village_month

JULY, AUGUST = "2026-07", "2026-08"
HEAD = (*VILLAGE_HEAD[:7], "Lượt người được hướng dẫn trong kỳ",
        "Người được hướng dẫn lần đầu trong kỳ")  # fmt: skip


@pytest.fixture
def two_months(installation: Installation) -> Installation:
    put(installation, register(("Xã Lóng Sập", "Bản A", 100), ("Xã Lóng Sập", "Bản B", 100)))
    for period, guided in (("07/2026", 10), ("08/2026", 20)):
        put(installation, village_month(("Xã Lóng Sập", "Bản A", 1, guided), period=period))
    return installation


def rows(installation: Installation, period: str):
    with installation.engine.connect() as connection:
        return Readings(installation, connection, None).rows(VILLAGES, [period])


def test_an_upload_for_one_month_leaves_the_others_as_they_were_read(two_months):
    july, august = rows(two_months, JULY), rows(two_months, AUGUST)

    put(two_months, village_month(("Xã Lóng Sập", "Bản A", 1, 30)))

    assert rows(two_months, JULY) is july
    assert rows(two_months, AUGUST) is not august
    assert rows(two_months, AUGUST)["households_guided"].tolist() == [30]


def test_a_withdrawal_is_seen_at_once(two_months):
    before = rows(two_months, AUGUST)
    corrected = put(two_months, village_month(("Xã Lóng Sập", "Bản A", 1, 30)))

    take_back(two_months, corrected)

    assert rows(two_months, AUGUST).equals(before)


def test_the_newest_register_counts_from_its_year_on(two_months):
    put(two_months, register(("Xã Lóng Sập", "Bản A", 120), year=2026))

    with two_months.engine.connect() as connection:
        read = Readings(two_months, connection, None)

        assert read.newest(REGISTER, until="2024").empty
        assert len(read.newest(REGISTER, until="2025")) == 2
        assert read.newest(REGISTER, until="2026")["households"].tolist() == [120]


def guided_to_date(installation: Installation, period: str, **more: object):
    return snapshot_of(installation, Period.parse(period), **more)["first_time_to_date"].get(
        "04045"
    )


def first_timers(period: str, count: int) -> bytes:
    return csv_bytes([HEAD, (period, "", "Xã Lóng Sập", "", "Bản A", 1, 30, 40, count)])


def test_a_corrected_old_month_moves_every_sum_since(two_months):
    assert "first_time" in TO_DATE
    put(two_months, first_timers("07/2026", 5))
    put(two_months, first_timers("08/2026", 7))
    assert guided_to_date(two_months, AUGUST) == 12

    put(two_months, first_timers("07/2026", 6))

    assert guided_to_date(two_months, JULY) == 6
    assert guided_to_date(two_months, AUGUST) == 13


def test_the_past_is_read_as_it_was_known(two_months):
    put(two_months, first_timers("08/2026", 7))
    day_before = NOON - timedelta(days=1)

    assert guided_to_date(two_months, AUGUST, as_of=NOON) == 7
    assert pd.isna(guided_to_date(two_months, AUGUST, as_of=day_before))


def test_a_corrected_old_month_makes_only_what_it_touches_be_counted_again(two_months):
    before = parts_of(two_months)

    put(two_months, village_month(("Xã Lóng Sập", "Bản A", 1, 15), period="07/2026"))

    after = parts_of(two_months)
    assert [name for name in after if after[name] is not before[name]] == []
    assert snapshot_of(two_months, Period.parse(JULY))["households_guided"].sum() == 15


def test_a_part_is_counted_again_when_its_rows_or_its_setting_change(two_months):
    village = snapshot_of(two_months, Period.parse(AUGUST))["villages_reported"].sum()
    put(two_months, village_month(("Xã Lóng Sập", "Bản A", 1, 20), ("Xã Lóng Sập", "Bản B", 1, 5)))

    assert village == 1
    assert snapshot_of(two_months, Period.parse(AUGUST))["households_guided"].sum() == 25


def parts_of(installation: Installation) -> dict[str, pd.DataFrame]:
    """What August is put together of, as it is kept."""
    given: dict[str, pd.DataFrame] = {}
    keep = Readings.part

    def told(self: Readings, name: str, *more) -> pd.DataFrame:
        given[name] = keep(self, name, *more)
        return given[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Readings, "part", told)
        snapshot_of(installation, Period.parse(AUGUST))
    return given
