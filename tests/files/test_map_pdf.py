"""The printed map: vectors and text on one sheet, with everything that must go with a figure."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from lib.files.print.map_pdf import LegendLine, MapSheet, SignLine, map_sheet

SHEET = MapSheet(
    language="vi",
    title="Hộ có ít nhất 1 người được hướng dẫn · Kỳ tháng 8/2026 (15/7–14/8)",
    author="Bình dân học vụ số – Sơn La",
    before="Hộ có ít nhất 1 người được hướng dẫn: toàn tỉnh ",
    value="65,6 %",
    after="; 72/75 xã đã báo cáo. So với kỳ trước: +2,8 điểm %.",
    svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 800">'
    '<path d="M10 10l900 0 0 700z" fill="#2e8488"/><text x="90" y="90">Lóng Sập</text></svg>',
    alt="Bản đồ",
    name="Hộ có ít nhất 1 người được hướng dẫn",
    rule="Số hộ ÷ tổng số hộ × 100. Mỗi khoảng gồm giá trị đầu",
    legend=[LegendLine("#f6e3b4", "dưới 50 %", "13 xã"), LegendLine(None, "Chưa báo cáo", "3 xã")],
    signs=[SignLine("border", "Biên giới"), SignLine("remote", "Vùng sâu, vùng xa")],
    demo="Dữ liệu minh họa",
    notes=["Ranh giới minh họa"],
    source="Căn cứ: Công văn",
    made="Xuất lúc 23/11/2026 08:26",
)


def read(content: bytes):
    document = PdfReader(io.BytesIO(content))
    return document, " ".join(" ".join(page.extract_text() for page in document.pages).split())


@pytest.mark.parametrize(("paper", "wide"), [("a4", 842), ("a3", 1191)])
def test_one_landscape_sheet_of_the_paper_asked_for(paper, wide):
    document, _text = read(map_sheet(SHEET, paper=paper))

    assert len(document.pages) == 1
    assert float(document.pages[0].mediabox.width) == pytest.approx(wide, abs=1)
    assert document.metadata.title == SHEET.title


def test_the_map_is_drawn_not_photographed():
    document, _text = read(map_sheet(SHEET))

    kinds = {o.get_object().get("/Subtype") for o in _objects(document)}
    assert "/Image" not in kinds


def test_everything_that_belongs_to_the_figure_can_be_read():
    _document, text = read(map_sheet(SHEET))

    for said in (
        SHEET.title, SHEET.value, SHEET.after, SHEET.rule, "13 xã", "Chưa báo cáo",
        "Vùng sâu, vùng xa", "Ranh giới minh họa", SHEET.source, SHEET.made,
    ):  # fmt: skip
        assert said in text, said
    assert "DỮ LIỆU MINH HỌA" in text


def test_a_sheet_of_real_figures_carries_no_demo_note():
    _document, text = read(map_sheet(replace(SHEET, demo="", notes=[])))

    assert "MINH HỌA" not in text.upper()


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "$ x $ *b* _i_", '#include "/etc/passwd"', "</svg><script>", '"\\']
)
def test_texts_are_set_as_they_are_and_never_read_as_markup(hostile):
    _document, text = read(map_sheet(replace(SHEET, made=hostile, after=hostile)))

    assert "".join(hostile.split()) in "".join(text.split())


def test_a_picture_comes_from_the_same_sheet():
    content = map_sheet(SHEET, form="png")

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(content[16:20]) > 1800


def _objects(document: PdfReader):
    for page in document.pages:
        seen = [page.get("/Resources")]
        while seen:
            resources = seen.pop()
            if resources is None:
                continue
            for kind in ("/XObject", "/Pattern"):
                for one in (resources.get_object().get(kind) or {}).values():
                    yield one
                    seen.append(one.get_object().get("/Resources"))
