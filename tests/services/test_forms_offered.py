"""Which period a form is offered for: what is overdue first, never one that still runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.intake.prefilled_form import periods_offered
from lib.domain.periods import Cadence, Period, recent_periods
from lib.domain.problems import Code
from lib.services.intake.prefilled_forms import offered
from tests.support.installations import found, open_test_installation, put, see
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary, summary_row, village_month

VILLAGES, SUMMARY, MONTH = "02_bao_cao_thang_thon_ban", "00_tong_hop_xa", "03_bao_cao_thang_xa"
LONG_SAP, TO_HIEU = "04045", "03646"
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, st.sampled_from([Cadence.MONTHLY, Cadence.QUARTERLY]))
def test_the_first_is_the_last_that_has_ended_and_none_is_to_come(today, cadence):
    first, *others = recent_periods(cadence, today, many=5)

    assert first.end < today <= first.next.end
    assert len({first, *others}) == 5
    assert all(p.start <= today for p in (first, *others))


@given(DAYS, st.sets(st.integers(0, 8)))
def test_the_newest_ended_period_that_is_owed_comes_first(today, which):
    months = recent_periods(Cadence.MONTHLY, today, many=9)
    owed = {months[i] for i in which}

    shown = periods_offered(Cadence.MONTHLY, today, owed=owed.__contains__)

    ended = [p for p in owed if p.end < today]
    assert shown[0] == max(ended, default=months[0])
    assert sorted(shown) == sorted(periods_offered(Cadence.MONTHLY, today))


def test_a_commune_is_offered_what_it_owes(installation):
    """It is 20 September 2026: the period of September has ended on the 14th."""
    reports = [
        summary_row("Xã Lóng Sập", period=f"{m:02d}/{y}")
        for y, m in [(2025, m) for m in range(8, 13)] + [(2026, m) for m in range(1, 10)]
        if m != 7
    ]
    put(installation, summary(*reports), {"fewer_units": "update"})

    first = [offered(installation, VILLAGES, code)[0] for code in (LONG_SAP, TO_HIEU)]

    assert first == [Period(2026, 7), Period(2026, 9)]
    assert offered(installation, SUMMARY, LONG_SAP)[0] == Period(2026, 7)
    assert offered(installation, MONTH, LONG_SAP)[0] == Period(2026, 9)


def test_with_nothing_owed_the_last_ended_is_offered_to_be_corrected(tmp_path):
    installation = open_test_installation(
        tmp_path, clock=lambda: datetime(2025, 9, 20, 5, tzinfo=UTC)
    )
    for month in (7, 8, 9):
        put(
            installation, village_month(("Xã Lóng Sập", "Bản A", 1, 40), period=f"{month:02d}/2025")
        )

    assert offered(installation, VILLAGES, LONG_SAP)[0] == Period(2025, 9)
    installation.engine.dispose()


@pytest.mark.parametrize("day", [date(2026, 8, 14), date(2026, 8, 15)])
def test_the_question_for_a_period_begins_with_one_that_has_ended(tmp_path, day):
    clock = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    installation = open_test_installation(tmp_path, clock=lambda: clock)
    head = [h for h in SUMMARY_HEAD if h != "Kỳ báo cáo"]
    row = [c for h, c in zip(SUMMARY_HEAD, summary_row("Xã Lóng Sập"), strict=True) if h in head]

    (asked,) = found(see(installation, csv_bytes([head, row])), Code.NO_PERIOD)

    offered_first = Period.parse(asked.options[0].value)
    assert offered_first.end == (date(2026, 7, 14) if day.day == 14 else day - timedelta(days=1))
    installation.engine.dispose()
