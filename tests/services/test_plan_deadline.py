"""KH02's deadline is that of the target in force for the year; without one nobody is judged."""

from __future__ import annotations

import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.domain.periods import Period
from lib.maps.sheet import NOT_APPLICABLE
from lib.services.figures.snapshots import measured, snapshot_of
from lib.services.map.commune_table import commune_table
from lib.services.map.sheet import Figures, sheet
from lib.services.profile.profile import Known, profile_of
from lib.services.profile.work import plan_note, plan_table
from lib.services.wording.figures import reported
from lib.services.wording.values import shown
from lib.text import LANGUAGES, words
from tests.support.installations import put
from tests.support.people import administrator
from tests.support.sheets import csv_bytes

LONG_SAP, TO_HIEU, MUONG_LA = "04045", "03646", "03808"
HEAD_03 = ("Kỳ báo cáo", "Tên xã/phường", "Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch")
HEAD_06 = ("Mã chỉ tiêu", "Cấp", "Năm", "Hạn", "Giá trị", "Văn bản giao")
NAMES = {LONG_SAP: "Xã Lóng Sập", TO_HIEU: "Phường Tô Hiệu"}


def plans(period, issued):
    return csv_bytes(
        [HEAD_03, *((period, NAMES[code], f"{code}/KH-UBND", day) for code, day in issued.items())]
    )


def deadline(year, day):
    return csv_bytes([HEAD_06, ("KH02", "tỉnh", year, day, "100", f"Số 1/{year}")])


def on_time(installation, period):
    table = measured(installation, "KH02", period).communes
    return {c: None if not table.loc[c, "applies"] else table.loc[c, "value"] for c in NAMES}


def test_the_first_year_is_judged_by_the_letter(installation):
    put(installation, plans("08/2025", {LONG_SAP: "19/7/2025", TO_HIEU: "20/7/2025"}))

    assert on_time(installation, Period(2025, 8)) == {LONG_SAP: 100, TO_HIEU: 0}


def test_a_later_year_is_judged_by_its_own_target_and_the_first_keeps_its_own(installation):
    put(installation, plans("08/2025", {LONG_SAP: "20/8/2025"}))
    put(installation, plans("04/2026", {LONG_SAP: "30/3/2026", TO_HIEU: "31/3/2026"}))
    put(installation, deadline("2026", "31/3/2026"))

    assert on_time(installation, Period(2026, 4)) == {LONG_SAP: 100, TO_HIEU: 0}
    assert on_time(installation, Period(2025, 8))[LONG_SAP] == 0


@pytest.mark.parametrize("target", [None, deadline("2026", "")])
def test_without_a_deadline_for_the_year_nobody_is_judged(installation, target):
    put(installation, plans("04/2026", {LONG_SAP: "30/3/2026"}))
    if target:
        put(installation, target)

    found = measured(installation, "KH02", Period(2026, 4))

    assert found.unjudged
    assert found.value is None
    assert on_time(installation, Period(2026, 4)) == {LONG_SAP: None, TO_HIEU: None}
    assert measured(installation, "KH01", Period(2026, 4)).communes.loc[LONG_SAP, "value"] == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_that_there_is_no_deadline_and_never_that_nobody_reported(
    installation, language
):
    put(installation, plans("04/2026", {LONG_SAP: "30/3/2026"}))
    say, found = words(language), measured(installation, "KH02", Period(2026, 4))
    why = CATALOGUE["KH02"].nothing[language]

    assert reported(found, say) == why
    assert shown(found, LONG_SAP, say) == why
    assert set(commune_table(installation.gazetteer, found, {}, say=say).iloc[:, 2]) == {why}


def test_the_map_says_so_too_and_shows_no_old_verdict(installation):
    put(installation, plans("08/2025", {LONG_SAP: "19/7/2025"}))
    say, now = words(), measured(installation, "KH02", Period(2026, 4))

    drawn = sheet(
        installation, Figures(now={"KH02": now}), {}, say=say,
        period=Period(2026, 4), first="KH02", address={},
    )  # fmt: skip

    (layer,) = drawn.layers
    assert layer.said == ("", CATALOGUE["KH02"].nothing["vi"], "", 0)
    assert set(layer.classings[0].cells) == {NOT_APPLICABLE}


def test_the_profile_says_that_the_year_has_no_deadline(installation):
    put(installation, plans("04/2026", {LONG_SAP: "30/3/2026"}))
    period = Period(2026, 4)
    known = Known(
        snapshot=snapshot_of(installation, period), now={}, before={}, flags={}, periods=[]
    )
    profile = profile_of(installation, LONG_SAP, known, who=administrator())

    assert "2026" in plan_note(profile, words())
    assert "biểu 06" in plan_note(profile, words())
    assert plan_table(profile, words()).rows[0][-1] == words()("profile.plan_unjudged")
