"""Words in Unicode are never "repaired"; old fonts still are."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.worksheet import Sheet
from lib.files.reading.tcvn3 import with_unicode

NAMES = ("Hoà Bình", "Xuân Hoà", "Tân Hoà", "Lóng Cóc", "Nà Tòng", "Tô Pang", "Huổi Lót")
MORE = ("Liên Hoà", "Xã Yên Quán", "Huê", "Khoá", "Thoát", "Nguyên", "Quê Loà")


def sheet(*cells: str, head: str = "Tên thôn/bản") -> Sheet:
    return Sheet(name="S", rows=[[head], *([c] for c in cells)])


@pytest.mark.parametrize("names", [NAMES, MORE, ("Hoà Bình",), ("Xã Liên Hoà",)])
def test_names_in_unicode_stay_letter_for_letter(names):
    assert with_unicode(sheet(*names)).rows[1:] == [[name] for name in names]


VNI = ["Xaõ Loùng Saäp", "Phöôøng Toâ Hieäu", "Xaõ Lieân Hoaø", "Baûn Pha Ñoùn", "Toång soá hoä"]
MEANT = ["Xã Lóng Sập", "Phường Tô Hiệu", "Xã Liên Hoà", "Bản Pha Đón", "Tổng số hộ"]


def test_a_sheet_in_vni_is_read():
    read = with_unicode(sheet(*VNI, head="Xaõ, phöôøng")).rows

    assert read[1:] == [[text] for text in MEANT]


def test_beside_vni_a_sound_word_of_a_sheet_with_unicode_stays():
    read = with_unicode(sheet(*VNI, "Hoà Bình", "Tô Pang")).rows

    assert read[1:] == [[text] for text in (*MEANT, "Hoà Bình", "Tô Pang")]


def test_beside_names_in_vntime_the_words_of_other_columns_stay():
    head = ["Tên thôn/bản", "Điện lưới", "Ghi chú"]
    names = ["B¶n Nµ Lµng", "B¶n Pa LÝnh", "B¶n H¸ng Hå"]
    rows = [head, *([name, "Có", "Bản có già làng"] for name in names)]

    read = with_unicode(Sheet(name="S", rows=rows)).rows

    meant = ["Bản Nà Làng", "Bản Pa Lính", "Bản Háng Hồ"]
    assert read == [head, *([name, "Có", "Bản có già làng"] for name in meant)]


def test_a_column_of_vntime_without_a_telling_sign_is_read_where_it_makes_a_word():
    head = ["Tên thôn/bản", "Điện lưới", "Ghi chú"]
    rows = [head, *(["B¶n Nµ Lµng", "Cã", ""] for _ in range(3))]

    read = with_unicode(Sheet(name="S", rows=rows)).rows

    assert read[1:] == [["Bản Nà Làng", "Có", ""]] * 3
