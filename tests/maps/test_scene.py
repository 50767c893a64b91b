import json
import re

from hypothesis import given
from hypothesis import strategies as st
from lib.maps.scene import LegendClass, MapWords, Scene, UnitPaint
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from lib.maps.layer import ProvinceMap, painted

WORDS = MapWords(no_report="–", zoom_in="+", zoom_out="−", reset="0", zoom_hint="Ctrl")
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


def scene(names, *, selected=None, title="Hộ"):
    return Scene(
        geometry="schematic-0123456789ab",
        bounds=(103.2, 20.5, 105.0, 22.0),
        view="boundary",
        classes=[LegendClass(label=f"{n} %", colour="#35868c") for n in range(5)],
        units=[
            UnitPaint(
                code=f"{3600 + 3 * i:05d}", name=name, cls=i % 5 or None, shown="62,5 %", flags="br"
            )
            for i, name in enumerate(names)
        ],
        selected=selected,
        title=title,
        words=WORDS,
        flags_shown=frozenset("br"),
        flag_words={"b": "Xã biên giới", "r": "Xa trung tâm", "s": "Khó khăn"},
    )


@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), max_size=6), st.text(max_size=40))
def test_no_name_breaks_out_of_the_payload(names, title):
    payload = scene(names, title=title).payload()

    assert not re.search(r"[<>&'`$_\u2028\u2029\r\n]|\{\{|\{%|\{#", payload)
    told = json.loads(payload)
    assert [unit[1] for unit in told["units"]] == names
    assert told["title"] == title


@given(st.sampled_from(HOSTILE) | st.text(max_size=40))
def test_the_payload_reaches_the_browser_as_it_was_written(name):
    """branca compiles it as a template and st_folium renames what looks like a variable."""
    picture = scene([name])
    base = ProvinceMap()
    base.get_root().render()

    text = _get_feature_group_string(painted(picture), map=base)

    assert f"provinceMap.paint({picture.payload()});" in text


def test_a_province_fits_into_ten_kilobytes():
    picture = scene(["Phường Chiềng Khương Một Hai"] * 75, selected="03600")

    assert len(picture.payload().encode()) <= 10_000


def test_a_missing_report_is_no_class():
    units = json.loads(scene(["A", "B"]).payload())["units"]

    assert [unit[2] for unit in units] == [-1, 1]


def test_the_base_map_reads_the_same_every_time():
    """st_folium remounts the map, and loses its zoom, when this text changes."""

    def text():
        made = ProvinceMap()
        made.get_root().render()
        return _get_map_string(made)

    assert generate_js_hash(text(), "map") == generate_js_hash(text(), "map")
    assert "provinceMap.init(" in text()


def test_the_map_asks_no_other_host_for_anything():
    made = ProvinceMap()

    addresses = [address for _, address in (*made.default_js, *made.default_css)]

    assert addresses
    assert all(address.startswith("../../tinh/") for address in addresses)
