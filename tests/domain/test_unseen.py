"""What nobody can read though it is taken in: names in broken letters."""

from __future__ import annotations

import pytest

from lib.domain.intake.rows.clean import clean
from lib.domain.problems import Code, Severity
from tests.support.pipeline import recognised
from tests.support.sheets import REGISTER_HEAD, sheet


def told(name: str) -> list[tuple[Severity, int | None, str, str]]:
    page = sheet(
        REGISTER_HEAD,
        ("04045", "Xã Mường Bú", "04045-001", "Bản Nà Sản", 63, "31/10/2026"),
        ("04045", "Xã Mường Bú", "", name, 50, "31/10/2026"),
    )
    problems = clean(recognised(page)).problems
    return [(p.severity, p.row, p.column, p.given) for p in problems if p.code == BROKEN]


BROKEN = Code.DAMAGED_LETTERS


@pytest.mark.parametrize(
    "name",
    [
        "B¶n Nµ Lµng",
        "Baûn Naø Laøng",
        "Baùn Caùt",
        "Báº£n NÃ  LÃ ng",
        "Bản Huá»•i",
        "B?n Nà L?ng",
        "Ban N?ng",
        "Bản Хúm",
        "Bản Νà",
    ],
)
def test_a_village_named_in_broken_letters_is_told(name: str):
    assert told(name) == [(Severity.WARN, 3, "D", name)]


@pytest.mark.parametrize(
    "name",
    [
        "Bản Huổi Luông",
        "Bản Noong Quài 1",
        "Tiểu khu 3/2",
        "Hoà Bình",
        "Khuyên Quý",
        "Tổ dân phố số 5 (mới)",
        "Bản Pá Đông - Chiềng Xôm",
        "Bản A¹",
        "Bản Ta\u0300 Xu\u0300a",
        "BẢN THUẬN HÒA",
        "Pu Hao",
        "Bản Toòng",
        "Bản Ðông",
        "Bản \u0189ông",
    ],
)
def test_a_name_in_good_letters_is_not(name: str):
    assert told(name) == []
