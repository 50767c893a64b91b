"""A month that has ended without any report can be looked at, and says just that."""

from __future__ import annotations

import io

import openpyxl
import pytest

from lib.domain.periods import Period
from lib.services.installation import Installation
from lib.services.map.downloads import map_file
from lib.services.map.period_sheet import period_sheet
from lib.services.map.series import series
from lib.services.view_address import choice_in, misread
from lib.services.wording.values import shown
from lib.text import words
from lib.web.light.content import content
from tests.files_made import summary_workbook
from tests.support.installations import figures_of, put
from tests.support.people import staff

AUGUST, SEPTEMBER, OCTOBER = (Period(2026, month) for month in (8, 9, 10))
SAY = words()
"""Today is the 20th of September 2026: the period of September ended on the 14th."""


@pytest.fixture
def reported(installation: Installation) -> Installation:
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    return installation


def chosen(figures, **query: str):
    return choice_in(
        query, indicators=figures.indicators, periods=figures.open, newest=figures.newest,
        communes=figures.installation.gazetteer.communes, language="vi",
    )  # fmt: skip


def test_it_is_open_once_it_has_ended_and_is_not_what_is_shown_unasked(reported):
    figures = figures_of(reported)

    assert figures.open == [SEPTEMBER, AUGUST]
    assert figures.periods == [AUGUST]
    assert chosen(figures).period == AUGUST
    assert chosen(figures, ky="2026-09").period == SEPTEMBER
    assert misread({"ky": "2026-09"}, indicators=(), periods=figures.open, communes=()) == {}
    assert misread({"ky": "2026-10"}, indicators=(), periods=figures.open, communes=()) == {
        "ky": "2026-10"
    }


def test_nothing_is_open_where_nothing_was_ever_reported(installation):
    assert figures_of(installation).open == []


def test_its_sentence_tells_the_due_day_and_that_nobody_has_reported(reported):
    figures = figures_of(reported)

    told = content(figures, chosen(figures, ky="2026-09"), SAY, who=staff()).sentence.text

    assert told.startswith(
        "Kỳ tháng 9/2026 (15/8–14/9) đã kết thúc, hạn nộp 17/09/2026; chưa có xã, phường nào gửi"
    )
    assert figures.silence(AUGUST, SAY) == ""
    assert period_sheet(figures.viewer, SEPTEMBER).words["nothing"].startswith(told[:40])


def test_last_known_figures_are_shown_as_old_with_their_month(reported):
    figures = figures_of(reported)
    measured = figures.measured("GD03", SEPTEMBER)
    old = measured.communes.index[measured.communes["old"].notna()]

    assert len(old) > 0
    assert "số cũ từ tháng 8/2026" in shown(measured, old[0], SAY)
    page = content(figures, chosen(figures, ky="2026-09"), SAY, who=staff())
    assert all(card.value == "–" for card in page.cards)
    assert b"2026-09" in series(figures, SEPTEMBER, SAY)


def test_the_workbook_keeps_an_old_figure_its_state_and_its_month_in_columns_of_their_own(reported):
    query = {"chi-tieu": "GD03", "ky": "2026-09"}

    taken = map_file(reported, "excel", query, say=SAY, who=staff())

    assert taken is not None
    rows = list(openpyxl.load_workbook(io.BytesIO(taken.content)).active.values)
    head = next(i for i, row in enumerate(rows) if row[0] == "Mã xã")
    table = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    old = next(row for row in table if row["Số cũ (không tính vào tổng)"] is not None)
    assert old["Số của kỳ"] == "2026-08"
    assert old["Tình trạng số liệu"] == "Số kỳ cũ, kỳ này chưa gửi"
    assert [old[name] for name in ("Giá trị (%)", "Tử số", "Mẫu số")] == [None, None, None]
    assert any("hạn nộp" in str(row[0]) for row in rows[:head])
