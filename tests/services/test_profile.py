"""A commune's profile: what is known, calm where nothing is, the same in words and on paper."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from lib.domain.figures.indicators import measure
from lib.domain.periods import Period
from lib.services.figures.breakdown import area_kinds, breakdown_table
from lib.services.figures.snapshots import periods_reported, priority_flags, snapshot_of
from lib.services.installation import Installation
from lib.services.profile import tables as told
from lib.services.profile import villages as profile_villages
from lib.services.profile.printed import drawn_villages, printed_profile
from lib.services.profile.profile import Known, Profile, UploadState, profile_of
from lib.services.wording.figures import provincial
from lib.services.wording.values import shown
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import LANGUAGES, words
from tests.support.indicators import INDICATORS
from tests.support.installations import put, take_back
from tests.support.people import staff
from tests.support.sheets import csv_bytes, register, sample, village_month

AUGUST = Period(2026, 8)
CODE, NAME = "04045", "Xã Lóng Sập"
OTHER = "Phường Chiềng Sinh"


def profile(installation: Installation, code: str = CODE, period: Period = AUGUST) -> Profile:
    snapshot = snapshot_of(installation, period)
    known = Known(
        snapshot=snapshot,
        now={c: measure(i, snapshot) for c, i in INDICATORS.items()},
        before={},
        flags=priority_flags(installation, period.end),
        periods=periods_reported(installation),
    )
    return profile_of(installation, code, known, who=staff())


def pages(content: bytes) -> str:
    return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def reported(installation: Installation) -> Installation:
    put(installation, register((NAME, "Bản A", 100), (NAME, "Bản B", 50), (OTHER, "Tổ 1", 10)))
    put(installation, village_month((NAME, "Bản A", 0, 40), (OTHER, "Tổ 1", 1, 5)))
    return installation


def test_villages_are_told_by_what_they_lack(reported):
    notes = " ".join(profile_villages.village_notes(profile(reported), words()))

    assert "Chưa có Đại sứ số (1): Bản A." in notes
    assert "Chưa báo cáo kỳ này (1): Bản B." in notes


def test_an_upload_is_in_force_superseded_or_withdrawn(reported):
    put(reported, village_month((NAME, "Bản A", 2, 45), (NAME, "Bản B", 1, 5)), name="b.csv")
    gone = put(reported, village_month((NAME, "Bản A", 3, 50), (NAME, "Bản B", 1, 6)), name="c.csv")
    take_back(reported, gone)

    states = [(t.upload.filename, t.state) for t in profile(reported).uploads]

    assert states[:2] == [("c.csv", UploadState.WITHDRAWN), ("b.csv", UploadState.IN_FORCE)]
    assert states[2][1] is UploadState.SUPERSEDED
    assert states[3][1] is UploadState.IN_FORCE  # the register


def test_the_table_says_what_map_and_province_say(reported):
    found, say = profile(reported), words()

    table = told.figures_table(found, say)

    rows = {r[0].split(" ")[0]: r for r in table.rows if len(r) > 1}
    assert set(rows) == set(INDICATORS)
    for line in found.lines:
        row = rows[line.measured.indicator.code]
        assert row[1] == shown(line.measured, CODE, say)
    by_code = {x.measured.indicator.code: x.measured for x in found.lines}
    assert rows["GD03"][4] == provincial(by_code["GD03"], say)


def test_a_commune_that_never_reported_has_a_calm_profile(reported):
    found, say = profile(reported, "03646"), words()

    assert found.last_report is None
    assert found.villages == ()
    assert "chưa gửi báo cáo" in told.report_note(found, say)
    assert "Chưa có danh mục" in " ".join(profile_villages.village_notes(found, say))
    assert printed_profile(reported, found, say, version="x")


def test_a_silent_commune_names_its_last_report(reported):
    put(reported, village_month((OTHER, "Tổ 1", 1, 6), period="09/2026"))

    found = profile(reported, period=Period(2026, 9))

    assert not found.reported
    assert "Tháng 8/2026" in told.report_note(found, words())


def test_villages_with_coordinates_are_drawn(reported):
    place = reported.gazetteer.communes[CODE]
    head = ("Mã xã", "Tên xã/phường", "Tên thôn/bản", "Loại", "Tổng số hộ", "Vĩ độ", "Kinh độ",
            "Ngày chốt")  # fmt: skip
    degrees = [f"{n:.4f}".replace(".", ",") for n in (place.lat, place.lon)]
    mine = [
        (CODE, NAME, "Bản A", "bản", "100", *degrees, "31/12/2025"),
        (CODE, NAME, "Bản B", "bản", "50", "", "", "31/12/2025"),
    ]
    put(reported, csv_bytes([head, *mine]))

    drawn = drawn_villages(reported, profile(reported), words())

    assert drawn is not None
    assert "Bản A" in drawn.drawing.svg
    assert "1 thôn, bản chưa có tọa độ" in " ".join(drawn.notes)
    assert "Ranh giới minh họa" in " ".join(drawn.notes)


def test_without_coordinates_there_is_no_drawing(reported):
    assert drawn_villages(reported, profile(reported), words()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_profile_carries_the_demo_note(installation, language):
    with writing(installation.engine) as connection:
        set_mark(connection, "demo", "yes")
    put(installation, register((NAME, "Bản #show[x]", 100)))
    put(installation, village_month((NAME, "Bản #show[x]", 0, 40)))
    say = words(language)

    text = pages(printed_profile(installation, profile(installation), say, version="7.0"))

    assert say("app.demo") in text
    assert "7.0" in text
    assert "#show[x]" in text


def test_groups_are_told_with_the_area_kinds_in_force(installation):
    put(installation, sample("07_dia_ban_uu_tien"))
    put(installation, village_month((NAME, "Bản A", 1, 40)))
    day = AUGUST.end

    kinds = area_kinds(installation, day)
    measured = measure(INDICATORS["DS02"], snapshot_of(installation, AUGUST))
    table = breakdown_table(measured, priority_flags(installation, day), kinds, say=words())

    assert kinds == {"04045": "III"}
    rows = {r[0]: r for r in table.rows}
    assert rows["Khu vực III"][1:] == ("1", "1", "1/1")
    assert rows["Chưa rõ khu vực"][1:] == ("–", "–", "0/74")
