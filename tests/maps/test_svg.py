"""The map drawn on the server: what it shows, what it weighs, what it never lets through."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import shapely

from lib.maps.boundaries import Boundaries, schematic, tiles
from lib.maps.importing.proposal import prepare
from lib.maps.outlines import WIDTH, drawing, in_degrees
from lib.maps.scene import Scene, UnitPaint
from lib.maps.svg import PRINT, draw, is_dark
from tests.maps.made_up import as_geojson

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = ('</title><script>alert(1)</script>"onload="x', "<b>&amp;'`${alert(1)}{{7*7}}")


def scene(boundaries: Boundaries, *, names=None, selected=None, view="boundary", flags="brs"):
    codes = list(drawing(boundaries).communes)
    return Scene(
        view=view,
        colours=["#f6e3b4", "#12505b"],
        units=[
            UnitPaint(
                code=code,
                name=names[i % len(names)] if names else f"Phường Chiềng Khương {i}",
                cls=(None, 0, 1)[i % 3],
                shown="62,5 %",
                flags=flags if i % 4 == 0 else "",
            )
            for i, code in enumerate(codes)
        ],
        selected=selected,
        title=names[0] if names else "Hộ được hướng dẫn",
        flags_shown=frozenset("brs"),
        flag_words={"b": "Biên giới", "r": "Vùng sâu", "s": "Đặc biệt khó khăn"},
    )


@pytest.fixture(params=["boundary", "tiles"])
def view(request):
    return request.param


@pytest.fixture
def boundaries(view):
    return tiles() if view == "tiles" else schematic()


def test_every_commune_is_one_path_and_hatched_where_nobody_reported(boundaries, view):
    drawn = ET.fromstring(draw(scene(boundaries, view=view), boundaries))

    units = [p for p in drawn.iter(f"{SPACE}path") if p.get("id", "").startswith("u")]
    hatched = next(g for g in drawn.iter(f"{SPACE}g") if g.get("fill") == "url(#no-report)")
    assert len(units) == 75
    assert len(hatched.findall(f"{SPACE}path")) == 25
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == "Hộ được hướng dẫn"


def test_a_province_with_links_flags_and_choice_stays_small(boundaries, view):
    picture = scene(boundaries, view=view, selected="04045")

    text = draw(picture, boundaries, link=lambda c: f"?chi-tieu=GD03&ky=2026-08&xa={c}#xa")

    assert len(text.encode()) <= 45_000


@pytest.mark.parametrize("names", [HOSTILE, HOSTILE[::-1]])
def test_names_stay_text_wherever_they_stand(boundaries, view, names):
    text = draw(scene(boundaries, view=view, names=names), boundaries, link=lambda c: f'?"{c}<')

    drawn = ET.fromstring(text)
    tags = {e.tag.removeprefix(SPACE) for e in drawn.iter()}
    attributes = {a for e in drawn.iter() for a in e.attrib}
    assert "script" not in tags
    assert "b" not in tags
    assert not any(a.startswith("on") for a in attributes)
    assert drawn.find(f"{SPACE}title").text == names[0]


def test_a_hostile_name_on_a_tile_stays_text():
    content = tiles().topojson.replace("Tô Hiệu".encode(), b"<script>alert(1)</script>")
    hostile = Boundaries(
        name="tiles", digest="0" * 12, topojson=content, schematic=True, source="", bounds=(0,) * 4
    )

    text = draw(scene(hostile, view="tiles"), hostile)

    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_border_communes_have_an_inner_outline_clipped_to_themselves(boundaries, view):
    drawn = ET.fromstring(draw(scene(boundaries, view=view), boundaries))

    clipped = [g for g in drawn.iter(f"{SPACE}g") if g.get("clip-path")]

    assert len(clipped) == 19
    assert all(len(g.findall(f"{SPACE}use")) == 2 for g in clipped)


def test_a_flag_that_is_not_shown_is_not_drawn(boundaries, view):
    drawn = draw(scene(boundaries, view=view, flags=""), boundaries)

    assert "clip-path=" not in drawn
    assert 'href="#gr"' not in drawn


def test_the_chosen_commune_is_outlined_and_an_unknown_one_is_ignored(boundaries, view):
    chosen = draw(scene(boundaries, view=view, selected="04045"), boundaries)
    unknown = draw(scene(boundaries, view=view, selected='"><script>'), boundaries)

    assert chosen.count('href="#u04045"') >= 2
    assert "script" not in unknown


def test_colours_for_paper_need_no_style_sheet(boundaries, view):
    text = draw(scene(boundaries, view=view, selected="04045"), boundaries, palette=PRINT)

    assert "var(" not in text
    assert "currentColor" not in text


def test_imported_outlines_are_drawn_too(nine, book):
    proposal = prepare(as_geojson(nine), "ranh_gioi.geojson", book)
    official = Boundaries(
        name="official",
        digest=proposal.digest,
        topojson=proposal.topojson,
        schematic=False,
        source="ranh_gioi.geojson",
        bounds=(103.5, 21.0, 103.8, 21.3),
    )

    drawn = draw(scene(official), official)

    assert drawn.count('<path id="u') == 9


def test_neighbours_share_every_point_after_thinning():
    sheet = drawing(schematic())
    shapes = [shapely.Polygon(_points(o.path)) for o in sheet.communes.values()]

    whole = shapely.union_all([s.buffer(0.8) for s in shapes])

    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert all(
        0 <= x <= WIDTH and 0 <= y <= sheet.height for s in shapes for x, y in s.exterior.coords
    )


def test_anchors_lie_inside_their_commune(boundaries):
    for code, outline in drawing(boundaries).communes.items():
        inside = shapely.make_valid(shapely.Polygon(_points(outline.path)))
        assert inside.buffer(0.8).contains(shapely.Point(outline.anchor)), code


def test_outlines_in_degrees_are_those_of_the_boundaries():
    shapes = in_degrees(schematic())

    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    assert len(shapes) == 75
    assert all(shapely.is_valid(s) and shapely.is_ccw(s.exterior) for s in shapes.values())
    assert (west, south, east, north) == pytest.approx(schematic().bounds, abs=0.01)


def test_letters_on_dark_fills_are_white():
    assert is_dark("#12505b")
    assert not is_dark("#f6e3b4")


def _points(path: str) -> list[tuple[int, int]]:
    """The first ring of a path of ours."""
    start, steps = re.fullmatch(r"M([-\d ]+)l([-\d ]+)", path.split("z", maxsplit=1)[0]).groups()
    x, y = map(int, re.findall(r"-?\d+", start))
    numbers = list(map(int, re.findall(r"-?\d+", steps)))
    points = [(x, y)]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points
