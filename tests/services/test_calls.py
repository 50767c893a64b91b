"""Whom to call: every sentence with names and numbers, and the view that it speaks of."""

from __future__ import annotations

import pytest

from lib.domain.figures.analysis.briefing import Remark
from lib.domain.periods import Period
from lib.files.reference import gazetteer
from lib.services.figures.briefing import calls, remarks_on, sentence
from lib.services.installation import Installation
from lib.services.view_address import Choice
from lib.text import LANGUAGES, words
from tests.files_made import summary_workbook
from tests.support.installations import figures_of, put

LOOKED_AT = Choice(
    indicator="DS01",
    period=Period(2026, 8),
    view="tiles",
    commune="03646",
    language="vi",
    freeze="k7m2qx",
)


def test_a_call_leads_to_its_indicator_and_commune_and_stays_with_all_else():
    remarks = [
        Remark("unserved", ("04045", "03646"), {"count": 2, "share": 50.0}, indicator="TN01"),
        Remark(
            "border_faster",
            values={
                "border": 6.2,
                "all": 4.0,
                "border_base": 9,
                "border_count": 13,
                "all_base": 70,
            },
        ),
    ]

    first, second = calls(remarks, LOOKED_AT, gazetteer(), say=words())

    assert "2 xã dưới 50 %" in first.sentence
    assert "Lóng Sập, Tô Hiệu" in first.sentence
    assert first.view == LOOKED_AT.changed(indicator="TN01", commune="04045")
    assert "+6,2 điểm" in second.sentence
    assert second.view == LOOKED_AT.changed(indicator="GD03", commune=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_communes_are_named_in_part_and_counted(language):
    codes = tuple(gazetteer().communes)[:9]

    [call] = calls(
        [Remark("silent", codes, {"count": 9})], LOOKED_AT, gazetteer(), say=words(language)
    )  # fmt: skip

    assert words(language)("brief.more", count=4) in call.sentence


def test_what_the_store_says_becomes_remarks(installation: Installation):
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    figures = figures_of(installation)

    found = remarks_on(
        Period(2026, 8), periods=figures.periods, measured=figures.measured, flags=figures.flags
    )

    assert [r.key for r in found] == ["silent_border"]
    assert found[0].values["count"] == 73


def test_one_commune_is_told_as_one_in_english():
    remark = Remark("long_silent", ("03646",), {"count": 1, "periods": 3}, silent_for={"03646": 5})

    told = sentence(remark, gazetteer(), words("en"))

    assert told.startswith("1 commune has been silent for 3 periods or more")
    assert words("en")("sheet.count", count=1) == "1 commune"
    assert words("en")("sheet.count", count=21) == "21 communes"
