"""What is cited of the founding letter stands there: against its outline, and against its text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.domain.indicators import CATALOGUE
from lib.domain.letter import LETTER, OPENING, POINTS, cited
from lib.files.reference import rows, targets
from lib.settings import HOME
from lib.text import fold

TEXT = Path(__file__).resolve().parents[3] / "shared/letter/cong-van-so-khcn-2025-07.txt"
needs_text = pytest.mark.skipif(not TEXT.is_file(), reason="the letter is not on this machine")

# By indicator: the points of the letter that its basis must name ("" where the letter says nothing
# of it), and a word of the duty that must stand in the letter at the first of them.
DUTIES = """
KH01  I.1          ban hành Kế hoạch
KH02  I.1          trước ngày 20/7/2025
DS01  I.2.a        đến từng, thôn, bản
DS02  I.2.a        Đại sứ số
DS03  I.2.a        Đại sứ số
DS04  I.3          Tổ công nghệ số cộng đồng
MC01  I.2.a        bộ phận Một cửa
MC02  I.2.a        bộ phận Một cửa
GD01  I.2.b        Rà soát, đánh giá các hộ gia đình
GD02  I.2.b        cần hỗ trợ
GD03  I.2.b        01 thành viên trong mỗi hộ gia đình
GD04  I.2.b        Gia đình số
GD05  I.2.b        đến từng hộ dân
HD01  I.2.a,I.2.b  cầm tay, chỉ việc
HD02  I.2.a,I.2.b  cầm tay, chỉ việc
HD03  I.2.a,I.2.b  cầm tay, chỉ việc
YT01  I.2.b        người đồng bào dân tộc thiểu số
YT02  I.2.b        người cao tuổi
YT03  I.2.b        hoàn cảnh khó khăn
YT04  I.2.b        người khuyết tật
AT01  I.4          an toàn trên môi trường số
KHH01 I.3          đăng ký học bằng VneID
KHH02 I.3          kết quả học tập
KHH03 I.3          kết quả học tập
AI01  I.5          557/BKHCN-CĐSQG
NH01  II           truyền thông
TN01  III          đội hình tình nguyện
TN02  III          đội hình tình nguyện
TN03  III          đội hình tình nguyện
TN04  III          vùng biên giới
TN05  III          đội hình tình nguyện
TN06  III          tổ chuyển đổi số cộng đồng
TN07  I.2.b        học sinh, sinh viên
BC01
BC02  mở_đầu       giám sát tiến độ
"""
EXPECTED = {
    code: (points.replace("_", " ").split(",") if points else [], word)
    for code, points, word in (
        (*line.split(maxsplit=2), "", "")[:3] for line in DUTIES.strip().splitlines()
    )
}
_POINT = re.compile(r"(?<![\w.])(I{1,3}V?(?:\.\d+(?:\.[a-zđ])?)?)(?![\w.]*\w)")


def points_in(text: str) -> list[str]:
    """The points of the letter that a printed basis names."""
    before, _, _ = text.partition(LETTER)
    if not before or LETTER not in text:
        return []
    return [OPENING] if OPENING in before else _POINT.findall(before)


def sections() -> dict[str, str]:
    """The letter's own text by point, without line breaks."""
    plain = re.sub(r"\s+", " ", TEXT.read_text(encoding="utf-8"))
    heads = {
        "I": "I. ỦY BAN NHÂN DÂN", "I.1": "1. Khẩn trương", "I.2": "2. Bên cạnh việc",
        "I.2.a": "a) Xây dựng", "I.2.b": "b) Xây dựng", "I.3": "3. Hướng dẫn người dân",
        "I.4": "4. Trong quá trình", "I.5": "5. Đối với", "II": "II. NGÂN HÀNG",
        "III": "III. BAN CÔNG TÁC",
    }  # fmt: skip
    starts = {point: plain.index(head) for point, head in heads.items()}
    ends = [*list(starts.values())[1:], len(plain)]
    cut = {p: plain[a:b] for (p, a), b in zip(starts.items(), ends, strict=True)}
    return {OPENING: plain[: starts["I"]], **cut}


def quoted(point: str) -> str:
    """The outline's words of a point."""
    return " · ".join(POINTS[point])


def test_every_indicator_has_its_duty_here():
    assert list(EXPECTED) == list(CATALOGUE)


@pytest.mark.parametrize("code", EXPECTED)
def test_an_indicator_cites_the_point_that_speaks_of_its_duty(code):
    points, word = EXPECTED[code]

    assert points_in(CATALOGUE[code].basis) == points
    if points:
        assert fold(word) in fold(quoted(points[0]))


@pytest.mark.parametrize("code", targets())
def test_a_target_cites_the_same_points_as_its_indicator(code):
    said = targets()[code].basis

    assert points_in(said) == (EXPECTED[code][0] if LETTER in said else [])
    assert LETTER in said or "sản phẩm" in said


def test_a_point_that_the_letter_has_not_is_refused():
    with pytest.raises(KeyError):
        cited("I.6")
    with pytest.raises(KeyError):
        cited("I.2.c")


def test_a_citation_names_the_smallest_part_first_and_makes_up_no_number():
    assert cited("I.2.a") == "Mục I.2.a Công văn của Sở KH&CN Sơn La, tháng 7/2025"
    assert cited("I.2.a", "I.2.b").startswith("Mục I.2.a và I.2.b Công văn")
    assert cited(OPENING).startswith("Phần mở đầu Công văn")
    assert not re.search(r"Công văn (số|\d)", cited("I.1"))


_OTHERWISE = re.compile(
    r"(?:[Cc]ông văn|[Vv]ăn bản|[Ll]etter)[^.\"\n]{0,30}Sở (?:KH&CN|Khoa học)"
    r"[^.\"\n]{0,40}(?:[Mm]ục|I{1,3}\.\d)"
)


def printed_files() -> list[Path]:
    """Everything of the product in which a person or programmer may read a citation."""
    ends = {".py", ".toml", ".csv", ".md", ".typ", ".html", ".js"}
    found = [p for top in ("lib", "pages", "data", "docs") for p in (HOME / top).rglob("*")]
    return [p for p in (*found, *HOME.glob("*.md")) if p.suffix in ends]


def test_no_other_place_words_a_citation_of_its_own():
    found = {
        str(path.relative_to(HOME)): _OTHERWISE.findall(path.read_text(encoding="utf-8"))
        for path in printed_files()
        if path.name != "letter.py"
    }

    assert {name: said for name, said in found.items() if said} == {}


def test_every_citation_in_a_reference_table_is_one_of_the_outline():
    said = [r["basis"] for name in ("targets", "priority_flags", "calendar") for r in rows(name)]
    citing = [basis for basis in said if LETTER in basis]

    assert len(citing) >= 9
    for basis in citing:
        assert points_in(basis)
        assert set(points_in(basis)) <= set(POINTS)


@needs_text
def test_the_outline_is_that_of_the_letter():
    text = sections()

    assert list(POINTS) == [p for p in text if p not in ("I", "I.2")]
    for point, said in POINTS.items():
        for words in said:
            assert words in text[point], (point, words)
            assert next(p for p in text if words in text[p]) == point


@needs_text
@pytest.mark.parametrize("code", [c for c, (points, _) in EXPECTED.items() if points])
def test_the_letter_itself_speaks_of_the_duty_at_every_point_cited(code):
    points, word = EXPECTED[code]

    assert all(word in sections()[point] for point in points)
