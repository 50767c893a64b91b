"""What the server draws of a sheet is what the script in the browser shows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.maps.sheet import Classing
from lib.maps.still import class_label, legend, looked_at, rule, scene, sentence
from lib.services.map.sheet import words_of
from lib.text import words
from tests.maps.test_sheet import sheet

ADDRESS = {
    "indicator": "chi-tieu", "period": "ky", "commune": "xa", "mode": "lop", "view": "kieu",
    "flags": "co",
}  # fmt: skip
OPTIONS = {
    "views": [("boundary", "ranh-gioi", "Ranh giới"), ("tiles", "o-vuong", "Ô vuông")],
    "modes": [("target", "chi-tieu", "So với chỉ tiêu"), ("steps", "deu", "Bước đều")],
    "flags": [("b", "bien-gioi", "Biên giới"), ("r", "vung-xa", "Vùng xa")],
}


@pytest.fixture
def made():
    """Six communes: a class, no report, not applicable, withheld, an old figure of class 1, and one
    whose denominator is missing; the old one rests on a part of the villages."""
    base = sheet(["A", "B", "C", "D", "E", "F"], layers=2)
    layer = base.layers[0]
    classings = [
        Classing(mode="target", breaks=["50", "80"], colours=["#a00000", "#00a000", "#0000a0"],
                 cells="0-xwbm", words=["class_behind", "class_near", "class_reached"], rule="R."),
        Classing(mode="steps", breaks=["40"], colours=["#101010", "#202020"], cells="1-xwam"),
    ]  # fmt: skip
    layers = [replace(one, classings=classings, values=[501, None, None, None, 702, None], digits=1,
                      lacking="thiếu mẫu số: chưa có biểu 01", asides={4: "số cũ"},
                      kind="share", unit="%", said=("50,1 %", "1/5 xã đã báo cáo", "+1,0", 0))
              for one in (layer, base.layers[1])]  # fmt: skip
    flags = ["br", "b", "", "", "r", ""]
    units = [replace(u, flags=f) for u, f in zip(base.units, flags, strict=True)]
    return replace(
        base, layers=layers, units=units, options=OPTIONS, address=ADDRESS,
        words=words_of(words()),
    )  # fmt: skip


def test_a_unit_goes_with_its_number(made):
    values = [1, None, None, None, 2, None]
    counts = [replace(one, kind="number", unit="people", digits=0, values=values)
              for one in made.layers]  # fmt: skip
    english = replace(made, layers=counts, words=words_of(words("en")))

    units = scene(looked_at(english, {})).units

    assert units[0].shown == "1 person"
    assert units[4].shown == "2 people (số cũ)"


def test_an_address_chooses_and_what_it_names_wrongly_falls_back(made):
    other = made.layers[1].code

    good = looked_at(made, {"chi-tieu": other, "lop": "deu", "kieu": "o-vuong",
                            "co": "bien-gioi,vung-xa", "xa": made.units[2].code})  # fmt: skip
    bad = looked_at(made, {"chi-tieu": "'--", "lop": "<b>", "kieu": "3d", "co": ",,x", "xa": "0"})

    assert (good.layer.code, good.classing.mode, good.view) == (other, "steps", "tiles")
    assert (good.flags, good.commune) == ({"b", "r"}, made.units[2].code)
    assert (bad.layer.code, bad.classing.mode, bad.view) == (made.first, "target", "boundary")
    assert (bad.flags, bad.commune) == (frozenset(), None)


def test_every_look_has_its_own_words_and_an_old_figure_keeps_its_class(made):
    units = scene(looked_at(made, {})).units

    assert [u.look for u in units] == [
        "class",
        "none",
        "not-applicable",
        "withheld",
        "old",
        "lacking",
    ]
    assert [u.cls for u in units] == [0, None, None, None, 1, None]
    assert units[0].shown == "50,1 %"
    assert units[4].shown == "70,2 % (số cũ)"
    assert units[1].shown == words()("sheet.no_report")
    assert units[5].shown == "thiếu mẫu số: chưa có biểu 01"


def test_a_filter_fades_all_others_and_the_legend_counts_both(made):
    looked = looked_at(made, {"co": "bien-gioi"})

    assert [u.faded for u in scene(looked).units] == [False, False, True, True, True, True]
    assert legend(looked)[0].communes == "1/1 xã"


def test_the_legend_tells_classes_and_the_blanks_that_occur(made):
    rows = legend(looked_at(made, {}))

    assert [r.look for r in rows] == ["class"] * 3 + [
        "old",
        "none",
        "lacking",
        "withheld",
        "not-applicable",
    ]
    assert [r.communes for r in rows] == ["1 xã", "0 xã", "0 xã"] + ["1 xã"] * 5
    assert class_label(looked_at(made, {}), 1).endswith("từ 50 đến dưới 80 %")


def test_the_sentence_is_in_three_pieces(made):
    before, value, after = sentence(looked_at(made, {}))

    assert f"{before}{value}{after}".startswith(f"{made.layers[0].name}: toàn tỉnh 50,1 %; 1/5")
    assert value == "50,1 %"
    assert rule(looked_at(made, {})).startswith(f"{made.layers[0].formula}. R.")
