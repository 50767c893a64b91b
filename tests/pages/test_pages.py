"""Every page opens calmly, and the upload page carries a file from bytes to history."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from lib.text import words
from lib.ui.frame.nav import PAGES
from tests.files_made import summary_workbook

SCRIPTS = [p.script for p in PAGES]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_opens_on_an_empty_and_on_a_full_store(at, any_store, script):
    page = at(any_store, script)

    assert not page.exception
    assert not page.error
    assert any(words()(f"{script}.heading") in block.proto.body for block in page.get("html"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_of_a_demo_store_is_marked_as_demo(at, full_store, script):
    page = at(full_store, script)

    assert any("Dữ liệu minh họa" in block.proto.body for block in page.get("html"))


def test_a_store_without_anything_says_where_to_begin(at, tmp_path):
    for script in ("map", "commune"):
        page = at(tmp_path / "real", script)

        drawn = "".join(block.proto.body for block in page.get("html"))
        assert words()("map.empty_title") in drawn
        assert "<a href='tai-so-lieu?ngon-ngu=vi'>" in drawn


def test_a_real_store_is_not_marked_as_demo(at, tmp_path):
    page = at(tmp_path / "real", "map")

    assert not any("Dữ liệu minh họa" in block.proto.body for block in page.get("html"))


def test_the_page_speaks_english_when_the_address_says_so(at, full_store):
    page = at(full_store, "guide", ngon_ngu="en")

    assert any("Indicators" in s.value for s in page.subheader)


def test_an_unknown_choice_in_the_address_falls_back_calmly(at, full_store):
    page = at(full_store, "map", chi_tieu="' OR 1=1 --", ky="9999-99", xa="<script>")

    assert not page.exception
    assert page.select_slider[0].value == "2026-10"


def test_the_bare_address_hands_its_choices_on_to_the_first_page(at, tmp_path, monkeypatch):
    asked, handed = {"chi-tieu": "DS01", "ky": "2026-08", "xa": "03646"}, {}
    page = at(tmp_path / "real", "guide")
    monkeypatch.setattr(
        st, "switch_page", lambda _page, query_params=None: handed.update(query_params or {})
    )
    page._page_hash = page._finished_page_script_hash = ""  # of no page: the bare address
    for key, value in asked.items():
        page.query_params[key] = value
    page.run()

    assert asked.items() <= handed.items()


def test_a_link_chooses_period_commune_and_indicator(at, full_store):
    page = at(full_store, "map", chi_tieu="DS01", ky="2026-08", xa="03646")

    drawn = "".join(block.proto.body for block in page.get("html"))
    assert page.select_slider[0].value == "2026-08"
    assert "Phường Tô Hiệu" in drawn
    assert "Thôn, bản có Đại sứ số" in drawn


def test_an_older_address_does_not_undo_a_choice(at, full_store):
    """The browser writes into the address without telling the server."""
    page = at(full_store, "map", ky="2026-08")

    page.select_slider[0].set_value("2026-07").run()
    page.run()

    assert page.select_slider[0].value == "2026-07"


def test_a_link_compares_two_periods_and_nonsense_compares_nothing(at, full_store):
    page = at(full_store, "map", ky="2026-08", so_voi="2026-03")
    odd = at(full_store, "map", ky="2026-08", so_voi="<script>")

    assert not page.exception
    assert not odd.exception
    assert page.selectbox(key="so-voi").value == "2026-03"
    assert odd.selectbox(key="so-voi").value == ""
    told = [b.proto.body for b in odd.get("html") if "bd-frozen" in b.proto.body]
    assert "kỳ so sánh “&lt;script&gt;”" in told[0]


def test_the_steps_lead_to_the_neighbouring_periods(at, full_store):
    page = at(full_store, "map", ky="2026-08")

    page.button(key="ky:-1").click().run()

    assert page.select_slider[0].value == "2026-07"


def test_a_file_is_previewed_published_and_withdrawn(at, own_full_store):
    page = at(own_full_store, "upload")
    page.file_uploader[0].set_value(("bieu.xlsx", summary_workbook(period="11/2026"), "")).run()

    next(b for b in page.button if b.label == "Công bố").click().run()
    done = [s.value for s in page.success]
    page.switch_page("history.py").run()

    assert "Đã công bố" in done[0]
    assert page.dataframe[0].value.iloc[0]["Tệp"] == "bieu.xlsx"
    assert page.dataframe[0].value.iloc[0]["Người tải"] == "Lò Thị Mai"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rong.xlsx", b"", "Tệp rỗng"),
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 400, "không phải tệp bảng tính"),
        ("hong.xlsx", b"PK\x03\x04 cut short", "Tệp bị hỏng"),
    ],
)
def test_a_file_that_is_not_a_table_gets_one_calm_sentence(at, tmp_path: Path, name, content, told):
    page = at(tmp_path / "real", "upload")

    page.file_uploader[0].set_value((name, content, "")).run()

    assert [told in e.value for e in page.error] == [True]
    assert not page.exception


def test_an_unknown_commune_becomes_a_question_and_its_answer_lets_the_file_in(at, tmp_path):
    page = at(tmp_path / "real", "upload")
    content = summary_workbook(period="10/2026", names=("Xã Chiềng Sinhh", "Xã Lóng Sập"))
    page.file_uploader[0].set_value(("bieu.xlsx", content, "")).run()
    assert not [b for b in page.button if b.label == "Công bố"]

    question = next(s for s in page.selectbox if "Chiềng Sinhh" in s.label)
    question.set_value("03679")
    next(b for b in page.button if b.label.startswith("Trả lời")).click().run()

    assert [b.label for b in page.button if b.label == "Công bố"]


def test_hostile_names_reach_the_page_only_as_text(at, tmp_path):
    hostile = "<script>alert(1)</script>${alert(2)}"
    page = at(tmp_path / "real", "upload")

    content = summary_workbook(period="10/2026", names=(hostile, "Xã Lóng Sập"))
    page.file_uploader[0].set_value(("bieu.xlsx", content, "")).run()

    drawn = "".join(block.proto.body for block in page.get("html"))
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
