"""Names without accents, with the tone elsewhere, with another keyboard's đ: found where unique."""

from __future__ import annotations

import pytest

from lib.domain.places.gazetteer import Found, Unknown
from lib.domain.places.villages import Village, VillageRegister
from lib.domain.problems import Code, Severity
from lib.files.reference import gazetteer
from lib.text import without_accents
from tests.support.pipeline import understand, village_row, village_sheet
from tests.support.sheets import REGISTER_HEAD, sheet

BOOK = gazetteer()
LONG_SAP = "04045"
VILLAGES = (
    Village(LONG_SAP, "04045-001", "Bản Pha Đón"),
    Village(LONG_SAP, "04045-002", "Bản Na"),
    Village(LONG_SAP, "04045-003", "Bản Nà"),
    Village(LONG_SAP, "04045-004", "Tiểu khu 5"),
    Village(LONG_SAP, "04045-005", "Bản Hòa Khủa"),
)


def found(text: str) -> str:
    answer = BOOK.resolve(text)
    return answer.commune.full_name if isinstance(answer, Found) else type(answer).__name__


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Xa Chieng Sinh", "Phường Chiềng Sinh"),
        ("PHUONG TO HIEU", "Phường Tô Hiệu"),
        ("UBND xa Long Sap", "Xã Lóng Sập"),
        ("Doan Ket", "Xã Đoàn Kết"),
        ("Xã Ðoàn Kết", "Xã Đoàn Kết"),
        ("Xã Tà Xuà", "Xã Tà Xùa"),
        ("Xã Song Khuả", "Xã Song Khủa"),
        ("Xã Huôỉ Một", "Xã Huổi Một"),
        ("Xã Mừơng Cơi", "Xã Mường Cơi"),
        ("Phừơng Tô Hiệu", "Phường Tô Hiệu"),
        ("Xa Chieng Chung, huyen Mai Son", "Xã Mường Chanh"),
        ("Xa Chieng Kheo", "Xã Chiềng Mai"),
    ],
)
def test_a_name_that_can_only_be_one_is_found(written, name):
    assert found(written) == name


@pytest.mark.parametrize("commune", BOOK.communes.values(), ids=lambda c: c.name)
def test_no_commune_is_taken_for_another_without_its_accents(commune):
    answer = BOOK.resolve(without_accents(commune.full_name))

    assert answer in (Found(commune), Unknown())


@pytest.mark.parametrize("twin", ["Chieng An", "xa Muong Bang", "Muong Sai", "Chieng Dong"])
def test_a_name_with_an_accent_twin_is_not_guessed(twin):
    assert isinstance(BOOK.resolve(twin), Unknown)


def understood(name: str):
    return understand(village_sheet(village_row(name)), villages=VILLAGES)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Ban Pha Don", "04045-001"),
        ("pha don", "04045-001"),
        ("Tieu khu 5", "04045-004"),
        ("Bản Hoà Khuả", "04045-005"),
        ("Bản Pha Ðón", "04045-001"),
        ("Bản Nà", "04045-003"),
    ],
)
def test_a_village_that_can_only_be_one_is_found(written, code):
    answer = understood(written)

    assert answer.rows["unit_key"].tolist() == [code]
    assert not [p for p in answer.problems if p.severity >= Severity.WARN]


def test_a_village_with_an_accent_twin_is_asked():
    (asked,) = understood("Ban Na").found(Code.AMBIGUOUS_VILLAGE)

    assert {o.value for o in asked.options} >= {"04045-002", "04045-003"}


def test_another_kind_of_place_without_accents_is_asked():
    assert understood("Ban 5").found(Code.UNKNOWN_VILLAGE)


def test_a_register_asks_whether_a_name_without_accents_is_a_new_village():
    page = sheet(REGISTER_HEAD, ("", "Xã Lóng Sập", "", "Ban Pha Don", 120, "31/12/2026"))

    assert understand(page, villages=VILLAGES).found(Code.UNKNOWN_VILLAGE)
    assert VillageRegister(VILLAGES).named(LONG_SAP, "Bản Pha Don") == []
