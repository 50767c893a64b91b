"""Minutes measured on a map: after what people know, before the straight line, and told apart."""

from __future__ import annotations

import pytest

from lib.domain.planning.question.canonical import digest
from lib.domain.planning.question.instance import (
    Commune,
    Instance,
    KnownTrip,
    Team,
    Travel,
)
from lib.domain.planning.question.roads import base_roads, with_settings
from lib.domain.planning.question.travel import CALIBRATED_FROM, Source, trips
from lib.domain.planning.why.margins import stretched

HUB = "03646"
MEASURED = {HUB: {f"C{n:02}": 10.0 * (n + 1) for n in range(12)}}


def asked(travel: Travel, *, doubtful: tuple[str, ...] = ()) -> Instance:
    codes = (HUB, *(f"C{n:02}" for n in range(14)))
    return Instance(
        communes=tuple(
            Commune(code=c, need=1, lon=104.0, lat=21.0 + n / 10, point_doubtful=c in doubtful)
            for n, c in enumerate(codes)
        ),
        teams=(Team(code="T", base=HUB, size=5),),
        travel=travel,
    )


def known(count: int, factor: float) -> tuple[KnownTrip, ...]:
    """The last trips of the measured ones, as somebody knows them."""
    last = list(MEASURED[HUB].items())[-count:] if count else []
    return tuple(KnownTrip(base=HUB, commune=c, minutes=m * factor) for c, m in last)


def found(instance: Instance) -> dict[str, tuple[float, Source]]:
    every = trips(instance)
    return {
        c.code: (float(every.minutes[0, n]), Source(int(every.source[0, n])))
        for n, c in enumerate(instance.communes)
    }


def test_what_people_know_goes_before_the_map_and_the_map_before_the_straight_line():
    travel = Travel(
        road_minutes=MEASURED,
        minutes={HUB: {"C01": 99.0, "C02": None}},
        overrides=(KnownTrip(base=HUB, commune="C00", minutes=7),),
    )

    told = found(asked(travel))

    assert told[HUB] == (0, Source.MATRIX)
    assert told["C00"] == (7, Source.OVERRIDE)
    assert told["C01"] == (99, Source.MATRIX)
    assert told["C02"] == (30, Source.ROAD)
    assert told["C13"][1] is Source.ESTIMATE


def test_known_trips_say_how_much_longer_the_roads_take_than_the_map_tells():
    enough = Travel(road_minutes=MEASURED, calibration=known(CALIBRATED_FROM, 1.5))
    few = Travel(road_minutes=MEASURED, calibration=known(CALIBRATED_FROM - 1, 1.5))

    assert found(asked(enough))["C00"] == (15, Source.ROAD)
    assert found(asked(few))["C00"] == (10, Source.ROAD)
    (told,) = base_roads(asked(enough))
    assert (told.road_factor, told.road_known) == (1.5, CALIBRATED_FROM)
    assert told.sources[Source.ROAD] == len(MEASURED[HUB])
    (told,) = base_roads(asked(few))
    assert (told.road_factor, told.road_known) == (1.0, CALIBRATED_FROM - 1)


def test_a_doubtful_point_says_nothing_of_the_roads():
    travel = Travel(road_minutes=MEASURED, calibration=known(CALIBRATED_FROM, 1.5))

    assert found(asked(travel, doubtful=("C11",)))["C00"] == (10, Source.ROAD)
    assert found(asked(travel, doubtful=(HUB,)))["C00"] == (10, Source.ROAD)


@pytest.mark.parametrize("count", [0, CALIBRATED_FROM])
def test_a_quarter_more_is_a_quarter_more_of_every_trip_that_nobody_knows(count: int):
    instance = asked(Travel(road_minutes=MEASURED, calibration=known(count, 1.5)))

    before, after = found(instance), found(stretched(instance, 1.25))

    for code, (minutes, source) in before.items():
        if source in (Source.ROAD, Source.ESTIMATE):
            assert after[code] == (pytest.approx(minutes * 1.25, abs=0.1), source)


def test_the_planners_settings_keep_what_was_measured():
    of_store = Travel(road_minutes=MEASURED, road_source="duong.osm.pbf, 1/11/2026")
    of_plan = Travel(detour=1.8)

    both = with_settings(of_store, of_plan)

    assert (both.road_minutes, both.road_source) == (MEASURED, of_store.road_source)
    assert with_settings(both, of_plan) == both


def test_a_question_without_a_map_keeps_its_digest_and_one_with_it_has_another():
    plain, mapped = asked(Travel()), asked(Travel(road_minutes=MEASURED))

    assert digest(plain) == "679f9714a0e8b83d"
    assert digest(mapped) != digest(plain)
