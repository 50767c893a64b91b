"""What is cited of the founding letter stands in its own text, at that point."""

from __future__ import annotations

import re

import pytest

from lib.domain.letter import OPENING, POINTS
from lib.settings import HOME
from tests.support.duties import DUTIES

TEXT = HOME.parent / "shared/letter/cong-van-so-khcn-2025-07.txt"


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


def test_the_outline_is_that_of_the_letter():
    text = sections()

    assert list(POINTS) == [p for p in text if p not in ("I", "I.2")]
    for point, said in POINTS.items():
        for words in said:
            assert words in text[point], (point, words)
            assert next(p for p in text if words in text[p]) == point


@pytest.mark.parametrize("code", [c for c, (points, _) in DUTIES.items() if points])
def test_the_letter_itself_speaks_of_the_duty_at_every_point_cited(code):
    points, word = DUTIES[code]

    assert all(word in sections()[point] for point in points)
