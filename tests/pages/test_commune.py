"""The page of one commune: whole, calm where nothing is known, one choice with the map."""

from __future__ import annotations

from tests.files_made import summary_workbook


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def test_the_page_tells_all_parts_of_a_commune(at, full_store):
    page = at(full_store, "commune", xa="04045", ky="2026-09")

    text = drawn(page)
    assert not page.exception
    for part in ("cùng mức ưu tiên", "Chỉ tiêu", "Bản ", "-UBND", "Thị xã Mộc Châu", "Căn cứ"):
        assert part in text
    assert page.subheader[0].value == "Các chỉ tiêu"


def test_villages_are_found_without_their_accents(at, full_store):
    page = at(full_store, "commune", xa="04045", ky="2026-09")
    before = drawn(page).count("<th scope='row'>Bản ")

    page.text_input[0].set_value("ban hua").run()

    after = drawn(page).count("<th scope='row'>Bản ")
    assert 0 < after < before


def test_a_period_without_figures_is_told_and_another_shown(at, full_store):
    page = at(full_store, "commune", xa="04045", ky="2031-01")

    assert "kỳ “2031-01”" in drawn(page)
    assert page.selectbox[1].value == "2026-10"
    assert "<p>Kỳ tháng 10/2026" in drawn(page)


def test_the_period_chosen_on_the_map_is_the_one_of_the_commune(at, full_store):
    page = at(full_store, "map")
    first = "<p>Kỳ tháng 10/2026"

    page.switch_page("commune.py").run()
    untouched = drawn(page)
    page.switch_page("map.py").run()
    page.select_slider[0].set_value("2026-07").run()
    page.switch_page("commune.py").run()

    assert first in untouched
    assert "<p>Kỳ tháng 7/2026" in drawn(page)


def test_a_commune_chosen_here_is_the_one_of_the_map(at, full_store):
    page = at(full_store, "commune", xa="04045", ky="2026-09")

    page.selectbox[0].set_value("03646").run()
    page.switch_page("map.py").run()

    assert "Phường Tô Hiệu" in drawn(page)
    assert page.select_slider[0].value == "2026-09"


def test_without_any_data_the_page_still_tells_earlier_units(at, tmp_path):
    page = at(tmp_path / "real", "commune", xa="04045")

    assert not page.exception
    assert "Chưa có số liệu nào" in drawn(page)
    assert "Thị xã Mộc Châu" in drawn(page)


def test_a_commune_that_never_reported_is_calm(at, tmp_path):
    upload = at(tmp_path / "real", "upload")
    content = summary_workbook(period="10/2026", names=("Phường Chiềng Sinh", "Xã Lóng Sập"))
    upload.file_uploader[0].set_value(("bieu.xlsx", content, "")).run()
    next(b for b in upload.button if b.label == "Công bố").click().run()

    page = at(tmp_path / "real", "commune", xa="03646")

    assert not page.exception
    assert "chưa gửi báo cáo tháng nào" in drawn(page)
    assert "Chưa có danh mục thôn, bản" in drawn(page)


def test_the_map_page_tells_figures_by_group_of_communes_when_asked(at, full_store):
    page = at(full_store, "map", ky="2026-09")
    assert "Khu vực III" not in drawn(page)

    page.session_state["groups"] = True
    page.run()

    assert "Khu vực III" in drawn(page)
    assert "Xã biên giới" in drawn(page)
