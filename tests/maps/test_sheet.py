import json
import re

from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from lib.maps.layer import ProvinceMap, painted
from lib.maps.sheet import Classing, Layer, Shape, Sheet, Unit

HOSTILE = (
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "`+alert(1)+`",
    "'); alert(1); ('",
    '"}); alert(1); ({"',
    "{{'map_div'}}",
    "{% raw %}{{ 7*7 }}",
    "_0_1_feature_group_0",
    "\u2028alert(1)\u2029",
    "<!--\\",
)


def layer(number, units, *, name="Hộ có ít nhất 1 người được hướng dẫn"):
    return Layer(
        code=f"GD{number:02d}",
        group="Gia đình số",
        name=name,
        unit="%",
        formula="Số hộ có ≥ 1 người được hướng dẫn ÷ tổng số hộ × 100",
        digits=1,
        rising=1,
        kind="share",
        values=[None if i % 15 == 0 else 500 + i for i in range(units)],
        changes=[None if i % 15 == 0 else i - 30 for i in range(units)],
        said=("65,6 %", "72/75 xã đã báo cáo", "+2,8 điểm %", 0),
        classings=[
            Classing(
                mode=mode, breaks=["20", "40", "60"], colours=["#111111"] * 4, cells="1" * units
            )
            for mode in ("target", "quantiles", "steps")
        ],
    )


def sheet(names, *, layers=1, title="Hộ"):
    units = [
        Unit(code=f"{3600 + 3 * i:05d}", name=name, flags="br" if i % 4 == 0 else "")
        for i, name in enumerate(names)
    ]
    return Sheet(
        period="2026-08",
        shapes={
            "boundary": Shape(geometry="schematic-0123456789ab", bounds=(103.2, 20.5, 105.0, 22.0)),
            "tiles": Shape(geometry="tiles-0123456789ab", bounds=(103.2, 20.5, 105.0, 22.0)),
        },
        units=units,
        layers=[layer(n, len(units), name=title) for n in range(layers)],
        options={"views": [], "modes": [], "flags": [("b", "border", "Biên giới")]},
        address={"indicator": "chi-tieu"},
        first="GD00",
        words={"sentence": "{name}: toàn tỉnh {value}; {reported}."},
    )


@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), max_size=6), st.text(max_size=40))
def test_no_name_breaks_out_of_the_payload(names, title):
    payload = sheet(names, title=title).payload()

    assert not re.search(r"[<>&'`$_\u2028\u2029\r\n]|\{\{|\{%|\{#", payload)
    told = json.loads(payload)
    assert told["names"] == names
    assert told["layers"][0][2] == title


def test_the_map_is_told_which_file_holds_the_period():
    """branca compiles it as a template and st_folium renames what looks like a variable."""
    base = ProvinceMap()
    base.get_root().render()

    text = _get_feature_group_string(painted("2026-08-0123456789abcdef"), map=base)

    assert "provinceSheet.load('../../so-lieu/2026-08-0123456789abcdef.json');" in text


def test_thirty_indicators_of_a_province_fit_into_forty_kilobytes():
    made = sheet(["Phường Chiềng Khương Một Hai"] * 75, layers=30, title="Hộ có ít nhất 1 người")

    assert len(made.payload().encode()) <= 40_000


def test_a_missing_figure_is_an_empty_place_not_a_zero():
    values = json.loads(sheet(["A", "B", "C"]).payload())["layers"][0][8]

    assert values == ",501,502"


def test_the_base_map_reads_the_same_every_time():
    """st_folium remounts the map, and loses its zoom, when this text changes."""

    def text():
        made = ProvinceMap()
        made.get_root().render()
        return _get_map_string(made)

    assert generate_js_hash(text(), "map") == generate_js_hash(text(), "map")
    assert "provinceSheet.init(" in text()


def test_the_map_asks_no_other_host_for_anything():
    made = ProvinceMap()

    addresses = [address for _, address in (*made.default_js, *made.default_css)]

    assert addresses
    assert all(address.startswith("../../tinh/") for address in addresses)
