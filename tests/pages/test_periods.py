"""Progress, closing, the past and returns, as a person does them in the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.domain.periods import Period
from lib.services.health.opening import open_installation
from lib.services.history.returns import known_returns
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.intake.publishing import publish
from lib.services.reporting.closings import close_period, closed_periods
from lib.services.view_address import written
from lib.settings import Settings
from lib.ui.intake import upload
from tests.files_made import summary_workbook
from tests.support.installations import put
from tests.support.people import staff

OCTOBER = Period(2026, 10)


@pytest.fixture
def installation(own_full_store: Path):
    opened_installation = open_installation(Settings(data_dir=own_full_store))
    yield opened_installation
    opened_installation.engine.dispose()


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def box(page, label: str, key: str = ""):
    return next(t for t in page.text_input if t.label == label and (not key or t.key == key))


def button(page, label: str):
    return next(b for b in page.button if b.label.startswith(label))


# --- progress


def test_progress_tells_counts_names_and_reminders(at, full_store):
    page = at(full_store, "progress", thang="2026-10")

    assert not page.exception
    assert "72/75 xã đã nộp (68 đúng hạn, 4 muộn); 3 chưa nộp" in drawn(page)
    assert "Dữ liệu minh họa" in drawn(page)
    assert len(page.dataframe[0].value) == 75
    assert page.dataframe[0].value.iloc[0]["Biểu 02, tháng 10/2026"].startswith("chưa nộp – quá")
    assert all(c.value.startswith("DỮ LIỆU MINH HỌA") for c in page.code)


def test_progress_is_filtered_by_state_and_by_name_with_or_without_accents(at, full_store):
    page = at(full_store, "progress", thang="2026-10")

    page.segmented_control(key="progress-filter").set_value("missing").run()
    missing = list(page.dataframe[0].value["Xã, phường"])
    page.segmented_control(key="progress-filter").set_value("all").run()
    page.text_input(key="progress-search").set_value("long sap").run()

    assert sorted(missing) == ["Xã Lóng Phiêng", "Xã Lóng Sập", "Xã Sốp Cộp"]
    assert list(page.dataframe[0].value["Xã, phường"]) == ["Xã Lóng Sập"]


def test_progress_speaks_english_and_opens_on_an_empty_store(at, tmp_path):
    page = at(tmp_path / "empty", "progress", ngon_ngu="en")

    assert not page.exception
    assert "0/75 communes have reported" in drawn(page)


# --- the past


@pytest.mark.parametrize("script", ["map", "commune"])
def test_a_page_of_the_past_wears_its_ribbon_and_shows_the_figures_of_then(
    at, own_full_store, installation: Installation, script
):
    then = written(history(installation, who=staff())[0].published_at)
    put(installation, summary_workbook(period="10/2026"), {"mode": "update"}, name="sau.xlsx")

    page = at(own_full_store, script, luc=then, ky="2026-10", xa="04045")

    assert not page.exception
    assert not page.error
    assert "Số liệu như lúc " in drawn(page)
    assert "Về số liệu hiện tại" in drawn(page)
    assert "sau.xlsx" not in drawn(page)
    page.switch_page("upload.py").run()
    assert "Trang này luôn theo số liệu hiện tại" in drawn(page)
    page.switch_page("map.py").run()
    assert page.query_params["luc"] in (then, [then])


def test_the_future_is_no_past(at, full_store):
    page = at(full_store, "map", luc="2999-01-01T00:00")

    assert "Không xem được số liệu lúc “2999-01-01T00:00”" in drawn(page)
    assert "Số liệu như lúc" not in drawn(page)
    assert "luc" not in page.query_params


# --- closing


def test_a_period_is_closed_in_the_history_and_its_figures_are_linked(
    at, own_full_store, installation
):
    page = at(own_full_store, "history")
    button(page, "Chốt kỳ").click().run()

    assert "Đã chốt kỳ tháng 10/2026." in drawn(page)
    assert closed_periods(installation)["2026-10"].who == "Lò Thị Mai"
    assert "Xem số liệu như lúc chốt" in drawn(page)


def test_who_closes_a_period_is_told_who_has_not_reported(at, full_store):
    page = at(full_store, "history")

    asked = next(s for s in page.selectbox if s.label == "Kỳ cần chốt")

    assert asked.options[0] == "Tháng 10/2026"
    assert "72/75 xã, phường đã nộp; 3 xã, phường chưa nộp: " in drawn(page)
    assert "Xã Lóng Sập" in drawn(page).partition("chưa nộp: ")[2]
    asked.select("Tháng 9/2026").run()
    assert "tháng 9/2026: " in drawn(page)


def test_a_file_for_a_closed_period_asks_for_the_reason(at, own_full_store, installation):
    close_period(installation, OCTOBER, who=staff("Hà Văn Sơn"))
    page = at(own_full_store, "upload")
    page.file_uploader[0].set_value(("bieu.xlsx", summary_workbook(period="10/2026"), "")).run()
    if any(b.label.startswith("Trả lời") for b in page.button):
        page.selectbox[0].select_index(0).run()
        button(page, "Trả lời").click().run()

    button(page, "Công bố").click().run()
    refused = [w.value for w in page.warning]
    box(page, "Lý do sửa sau chốt kỳ").set_value("xã gửi bổ sung").run()
    button(page, "Công bố").click().run()

    assert "đã chốt" in refused[0]
    assert history(installation, who=staff())[0].correction == "xã gửi bổ sung"
    page.switch_page("history.py").run()
    state = page.dataframe[0].value.iloc[0]["Trạng thái"]
    assert state == "Đang hiệu lực (sửa sau chốt kỳ, lý do: xã gửi bổ sung)"


# --- somebody else was first


@pytest.mark.parametrize("choice", ["Xem trước lại", "Thôi, bỏ tệp này"])
def test_the_second_of_two_is_told_who_and_what_and_chooses(
    at, own_full_store, installation, monkeypatch, choice
):
    def somebody_is_first(*ready, **more):
        monkeypatch.setattr(upload, "publish", publish)
        put(installation, summary_workbook(period="11/2026"), name="first.xlsx", who="Hà Văn Sơn")
        return publish(*ready, **more)

    monkeypatch.setattr(upload, "publish", somebody_is_first)
    page = at(own_full_store, "upload")
    mine = summary_workbook(period="11/2026", guided=431)
    page.file_uploader[0].set_value(("mine.xlsx", mine, "")).run()

    button(page, "Công bố").click().run()
    told = drawn(page)
    offered = [b.label for b in page.button]
    button(page, choice).click().run()

    assert "Hà Văn Sơn đã công bố số liệu cho cùng xã và kỳ" in told
    assert "first.xlsx" in told
    assert "Công bố" not in offered
    assert history(installation, who=staff())[0].filename == "first.xlsx"
    if choice.startswith("Xem"):
        button(page, "Công bố").click().run()
        assert history(installation, who=staff())[0].filename == "mine.xlsx"
    else:
        assert "Công bố" not in [b.label for b in page.button]


def test_who_looked_before_somebody_published_is_told_at_the_click(
    at, own_full_store, installation
):
    page = at(own_full_store, "upload")
    mine = summary_workbook(period="11/2026", guided=431)
    page.file_uploader[0].set_value(("mine.xlsx", mine, "")).run()
    put(installation, summary_workbook(period="11/2026"), name="first.xlsx", who="Hà Văn Sơn")

    button(page, "Công bố").click().run()
    told = drawn(page)
    newest = history(installation, who=staff())[0].filename
    button(page, "Xem trước lại").click().run()
    button(page, "Công bố").click().run()

    assert "Hà Văn Sơn đã công bố số liệu cho cùng xã và kỳ" in told
    assert newest == "first.xlsx"
    assert history(installation, who=staff())[0].filename == "mine.xlsx"


# --- returning


def test_a_period_is_returned_with_a_preview_and_undone(at, own_full_store, installation):
    put(installation, summary_workbook(period="10/2026"), {"mode": "update"}, name="sau.xlsx")
    page = at(own_full_store, "history")

    button(page, "Xem trước").click().run()
    preview = drawn(page)
    box(page, "Lý do trở về").set_value("nạp nhầm tệp")
    button(page, "Trở về trạng thái này").click().run()

    assert "sau.xlsx" in preview
    assert "Kỳ tháng 10/2026 đã trở về như lúc" in drawn(page)
    assert page.dataframe[0].value.iloc[0]["Trạng thái"] == "Thôi hiệu lực do trở về"

    box(page, "Lý do hoàn tác").set_value("trở về nhầm")
    button(page, "Hoàn tác lần trở về").click().run()

    assert "Đã hoàn tác lần trở về số 1." in drawn(page)
    assert page.dataframe[0].value.iloc[0]["Trạng thái"] == "Đang hiệu lực"
    assert known_returns(installation)[0].undone_by == "Lò Thị Mai"
