"""Minutes along the roads of an extract: by our own arithmetic, and refused in a sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.domain.errors import AppError
from lib.domain.places.gazetteer import Commune, Gazetteer
from lib.domain.planning.question.road_speeds import CLASS_KMH, LINK_KMH, TOP_KMH
from lib.maps.roads.extract import MOST_MB, RoadTable, table_from
from lib.maps.roads.measuring import NEAR_KM, measure
from lib.text import LANGUAGES, words
from tests.maps.made_up import make_commune
from tests.support.road_extracts import east, extract, km

PAVED = {"highway": "tertiary", "surface": "asphalt"}
FAST = CLASS_KMH["tertiary"]


def matrix(content: bytes, *places: tuple[float, float]) -> np.ndarray:
    seats = [(str(n), lon, lat) for n, (lon, lat) in enumerate(places)]
    _, (block,) = measure(content, filename="a.osm.pbf", seats=seats)
    return np.frombuffer(block).reshape(len(seats), len(seats))


def told(content: bytes, *places: tuple[float, float]) -> dict:
    seats = [(str(n), lon, lat) for n, (lon, lat) in enumerate(places)]
    return measure(content, filename="a.osm.pbf", seats=seats)[0]


def minutes(length: float, kmh: float) -> float:
    return length / kmh * 60


def test_the_quickest_way_is_taken_not_the_shortest():
    a, b, over, slow = east(0), east(10), east(5, 6), east(5, 0.5)
    nodes = {1: a, 2: b, 3: over, 4: slow}
    mud = {"highway": "track", "surface": "mud"}
    found = matrix(extract(nodes, [([1, 3, 2], PAVED), ([1, 4, 2], mud)]), a, b)

    around = minutes(km(a, over) + km(over, b), FAST)
    assert around < minutes(km(a, slow) + km(slow, b), 15)
    assert found[0, 1] == found[1, 0] == pytest.approx(around, abs=0.06)
    assert found[0, 0] == 0


def test_ways_are_joined_where_they_share_a_node_and_nowhere_else():
    a, cross, b, c = east(0), east(5), east(10), east(5, 5)
    nodes = {1: a, 2: cross, 3: b, 4: c, 5: cross}
    joined = extract(nodes, [([1, 2, 3], PAVED), ([2, 4], PAVED)])
    bridge = extract(nodes, [([1, 2, 3], PAVED), ([5, 4], PAVED)])

    whole = minutes(km(a, cross) + km(cross, c), FAST)
    assert matrix(joined, a, c)[0, 1] == pytest.approx(whole, abs=0.06)
    assert math.isnan(matrix(bridge, a, c)[0, 1])


@pytest.mark.parametrize(
    ("said", "there", "back"),
    [({}, True, True), ({"oneway": "yes"}, True, False), ({"oneway": "-1"}, False, True),
     ({"oneway": "no"}, True, True), ({"junction": "roundabout"}, True, False)],
)  # fmt: skip
def test_one_way_is_one_way(said, there, back):
    a, b = east(0), east(8)

    found = matrix(extract({1: a, 2: b}, [([1, 2], PAVED | said)]), a, b)

    assert (not math.isnan(found[0, 1]), not math.isnan(found[1, 0])) == (there, back)


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"highway": "motorway", "oneway": "no"}, TOP_KMH),
        ({"highway": "secondary"}, 55),
        ({"highway": "secondary", "surface": "ground"}, 30),
        ({"highway": "secondary", "surface": "mud"}, 15),
        ({"highway": "track", "tracktype": "grade5"}, 15),
        ({"highway": "residential", "surface": "gravel"}, 25),
        ({"highway": "secondary", "maxspeed": "40"}, 40),
        ({"highway": "secondary", "maxspeed": "40 km/h"}, 40),
        ({"highway": "secondary", "maxspeed": "VN:urban"}, 55),
        ({"highway": "secondary", "maxspeed": "0"}, 55),
    ],
)
def test_class_surface_and_sign_say_how_fast(tags, kmh):
    a, b = east(0), east(20)

    found = matrix(extract({1: a, 2: b}, [([1, 2], tags)]), a, b)

    assert found[0, 1] == pytest.approx(minutes(km(a, b), kmh), abs=0.06)


@pytest.mark.parametrize(
    "tags",
    [{"highway": "footway"}, {"highway": "construction"}, {"waterway": "river"},
     {"highway": "tertiary", "access": "no"}, {"highway": "tertiary", "motor_vehicle": "private"}],
)  # fmt: skip
def test_where_nobody_may_drive_there_is_no_road(tags):
    content = extract({1: east(0), 2: east(8)}, [([1, 2], tags)])

    with pytest.raises(AppError, match="road_none"):
        matrix(content, east(0), east(8))


def test_a_seat_beside_the_road_is_as_far_again_and_one_far_from_all_roads_has_no_minutes():
    a, b, beside, lost = east(0), east(10), east(10, 1), east(5, NEAR_KM + 2)
    content = extract({1: a, 2: b}, [([1, 2], PAVED)])

    found = matrix(content, a, beside, lost)

    whole = minutes(km(a, b), FAST) + minutes(km(b, beside), LINK_KMH)
    assert found[0, 1] == pytest.approx(whole, abs=0.06)
    assert np.isnan(found[2]).all()
    # The nearest point that the map draws of a straight road is one of its ends.
    assert told(content, a, beside, lost)["far"] == {"2": pytest.approx(km(a, lost), abs=0.01)}


def test_a_seat_meets_the_roads_that_lead_everywhere_before_a_nearer_piece_that_leads_nowhere():
    a, b, seat = east(0), east(10), east(10, 1)
    nodes = {1: a, 2: b, 3: east(10, 1.1), 4: east(10.2, 1.1), 5: east(5)}
    content = extract(nodes, [([1, 5, 2], PAVED), ([3, 4], PAVED)])

    assert not math.isnan(matrix(content, a, seat)[0, 1])


def test_an_island_has_its_own_roads_and_none_to_the_rest():
    a, b, c, d = east(0), east(10), east(0, 20), east(8, 20)
    content = extract({1: a, 2: b, 3: c, 4: d}, [([1, 2], PAVED), ([3, 4], PAVED)])

    found = matrix(content, a, b, c, d)

    assert not math.isnan(found[0, 1])
    assert not math.isnan(found[2, 3])
    assert np.isnan(found[:2, 2:]).all()


def test_a_way_that_the_cut_of_the_extract_broke_is_broken():
    a, b, c = east(0), east(5), east(10)
    content = extract({1: a, 3: c, 4: b}, [([1, 2, 3], PAVED), ([1, 4], PAVED)])

    assert math.isnan(matrix(content, a, c)[0, 1])


def test_roads_far_from_the_province_are_left_aside():
    a, b = east(0), east(8)
    nodes = {1: a, 2: b, 3: (106.0, 10.0), 4: (106.1, 10.0)}

    found = told(extract(nodes, [([1, 2], PAVED), ([3, 4], PAVED)]), a, b)

    assert found["km_paved"] == pytest.approx(km(a, b), abs=0.1)


def test_what_the_map_says_of_surfaces_is_counted():
    a, b, c, d = east(0), east(10), east(20), east(30)
    roads = [([1, 2], PAVED), ([2, 3], {"highway": "tertiary", "surface": "dirt"}),
             ([3, 4], {"highway": "tertiary"})]  # fmt: skip

    found = told(extract({1: a, 2: b, 3: c, 4: d}, roads), a, d)

    for kind in ("paved", "unpaved", "unsaid"):
        assert found[f"km_{kind}"] == pytest.approx(10, abs=0.1)
    assert found["extracted"] == "2026-11-01"
    assert told(extract({1: a, 2: b}, roads[:1], of=""), a, b)["extracted"] == ""


@st.composite
def nets(draw):
    """Places, roads between them, and who stands where."""
    count = draw(st.integers(2, 7))
    apart = st.floats(-20, 20, allow_nan=False)
    places = {n: east(draw(apart), draw(apart)) for n in range(1, count + 1)}
    number = st.integers(1, count)
    tags = st.sampled_from([{"highway": h} for h in CLASS_KMH if not h.startswith("motorway")])
    way = st.tuples(st.lists(number, min_size=2, max_size=4), tags)
    return places, draw(st.lists(way, min_size=1, max_size=8))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(net=nets())
def test_nobody_is_faster_than_straight_at_the_top_speed_and_both_directions_take_as_long(net):
    places, roads = net
    try:
        found = matrix(extract(places, roads), *places.values())
    except AppError:
        return

    np.testing.assert_allclose(found, found.T, atol=0.11)
    for i, one in enumerate(places.values()):
        for j, other in enumerate(places.values()):
            if not math.isnan(found[i, j]):
                assert found[i, j] >= minutes(km(one, other), TOP_KMH) - 0.06


@pytest.fixture
def book() -> Gazetteer:
    return Gazetteer([make_commune(n) for n in range(3)], [])


def between(book: Gazetteer) -> bytes:
    first, second, _ = (c for c in book.communes.values())
    return extract({1: (first.lon, first.lat), 2: (second.lon, second.lat)}, [([1, 2], PAVED)])


def test_an_extract_is_read_in_a_process_of_its_own(book: Gazetteer):
    found = table_from(between(book), "duong-sa.osm.pbf", book)

    assert isinstance(found, RoadTable)
    one, two, three = book.communes
    length = minutes(km(_seat(book.communes[one]), _seat(book.communes[two])), FAST)
    assert found.minutes == {
        one: {two: pytest.approx(length, abs=0.06)}, two: {one: pytest.approx(length, abs=0.06)}
    }  # fmt: skip
    assert set(found.far) == {three}
    assert (found.source, found.extracted) == ("duong-sa.osm.pbf", "2026-11-01")


def _seat(commune: Commune) -> tuple[float, float]:
    return commune.lon, commune.lat


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"", "road_unreadable"),
        (lambda _: "không phải bản đồ".encode() * 50, "road_unreadable"),
        (lambda _: b"<?xml version='1.0'?><osm version='0.6'></osm>", "road_unreadable"),
        (lambda whole: whole[: len(whole) // 2], "road_unreadable"),
        (lambda whole: whole[:-7], "road_unreadable"),
        (lambda whole: whole.translate(bytes(range(1, 256)) + b"0"), "road_unreadable"),
        (lambda _: extract({1: east(0)}, []), "road_none"),
        (lambda _: extract({}, []), "road_none"),
        (lambda _: extract({}, [([2**60, 2**61], PAVED)]), None),
        (lambda _: extract({-1: east(0), -2: east(1)}, [([-1, -2], PAVED)]), None),
        (lambda _: bytes(MOST_MB * 2**20 + 1), "road_too_large"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(book: Gazetteer, spoil, code):
    with pytest.raises(AppError) as refused:
        table_from(spoil(between(book)), "đường <b>.osm.pbf", book)

    if code:
        assert refused.value.code == code
    for language in LANGUAGES:
        said = words(language)(f"error.{refused.value.code}", **refused.value.values)
        assert "đường <b>.osm.pbf" in said
