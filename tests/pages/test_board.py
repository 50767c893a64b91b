"""The board of many files on the upload page."""

from __future__ import annotations

import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.support.patience import PATIENCE_S
from tests.support.sheets import summary, summary_row

FILES = [
    ("sach.csv", summary(summary_row("Xã Mường La")), ""),
    ("loi.csv", summary(summary_row("Xã Lóng Sập", guided="nhiều")), ""),
    ("hoi 7.csv", summary(summary_row("Xã Chiềng Chung", guided=400, period="07/2026")), ""),
    ("hoi 8.csv", summary(summary_row("Xã Chiềng Chung", period="08/2026")), ""),
]


def dropped(at, store) -> AppTest:
    page = at(store, "upload")
    page.file_uploader[0].set_value(FILES).run()
    return until(page, lambda p: any(str(s.key).startswith("shared-") for s in p.selectbox))


def until(page: AppTest, holds: Callable[[AppTest], bool]) -> AppTest:
    """The page drawn again and again, as its own clock does in a browser."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds(page):
        assert time.monotonic() < deadline
        time.sleep(0.3)
        page.run()
    return page


def counts(page: AppTest) -> set[str]:
    return set(next(p for p in page.pills if p.key == "board-filter").options)


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click().run()
    return page


def test_several_files_stand_on_a_board_and_are_published_together(at, tmp_path):
    page = dropped(at, tmp_path / "real")

    assert counts(page) == {"? cần hỏi: 2", "✓ sạch: 1", "✕ bị trả lại: 1"}
    assert len([s for s in page.selectbox if str(s.key).startswith("shared-")]) == 1
    assert "lo" in page.query_params

    next(s for s in page.selectbox if str(s.key).startswith("shared-")).set_value("03646")
    press(page, "Áp dụng cho mọi tệp hỏi cùng câu")
    until(page, lambda p: "Công bố 3 tệp sạch" in {b.label for b in p.button})
    press(page, "Công bố 3 tệp sạch")
    until(page, lambda p: "● đã công bố: 3" in counts(p) and bool(p.get("download_button")))

    assert not page.exception
    assert "Tải tệp zip các tệp đã đánh dấu lỗi" in {
        b.proto.label for b in page.get("download_button")
    }


def test_a_batch_is_offered_again_and_a_file_opens_in_place(at, tmp_path):
    page = dropped(at, tmp_path / "real")
    code = page.query_params["lo"]

    again = at(tmp_path / "real", "upload", lo=code)
    ids = next(s for s in again.selectbox if s.label == "Xem tệp")
    ids.select_index(1).run()

    assert not again.exception
    drawn = "".join(block.proto.body for block in again.get("html"))
    assert "Xã Lóng Sập" in "".join(c.value for c in again.code)
    assert "Chưa nhận được, phải sửa tệp" in drawn

    press(again, "Thả tệp khác")
    assert any("Lô tệp đang làm dở của bạn (1)" in str(e.label) for e in again.expander)


def test_an_unknown_batch_is_told_calmly(at, tmp_path):
    page = at(tmp_path / "real", "upload", lo="<script>")

    assert not page.exception
    assert page.warning
    assert page.file_uploader


def test_clashing_files_are_settled_commune_by_commune_and_notes_are_counted(at, tmp_path):
    first = summary(summary_row("Xã Mường La"), summary_row("Xã Lóng Sập"))
    second = summary(summary_row("Xã Mường La", ambassadors=60), summary_row("Xã Chiềng An"))
    page = at(tmp_path / "real", "upload")
    page.file_uploader[0].set_value([("mot.csv", first, ""), ("hai.csv", second, "")]).run()

    until(page, lambda p: any(str(s.key).startswith("clash-apart-") for s in p.selectbox))
    (which,) = (s for s in page.selectbox if str(s.key).startswith("clash-apart-"))
    assert which.label == "Xã Mường La · Tháng 8/2026"
    which.select("hai.csv")
    press(page, "Dùng các tệp đã chọn")

    both = "Công bố 2 tệp không có cảnh báo, trong đó 1 tệp có điểm ghi nhận"
    until(page, lambda p: both in {b.label for b in p.button})
    assert counts(page) == {"✓ có điểm ghi nhận: 1", "✓ sạch: 1"}
    press(page, both)
    until(page, lambda p: "● đã công bố: 2" in counts(p))
    assert not page.exception
