"""What people know of the roads, as a planning question takes it."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from lib.domain.planning.question.instance import Commune, Instance, KnownTrip, Team, Travel
from lib.domain.planning.question.roads import (
    DROPPED,
    SINGLE,
    base_roads,
    travel_from_rows,
    with_settings,
)
from lib.domain.planning.question.travel import Source, detour_factors, trips

HUB = "03646"
DEGREE_KM = 111.195


def row(commune: str, minutes: float | None, *, year=2026, single=False, known_by=None) -> dict:
    return {
        "period": str(year),
        "commune_code": commune,
        "unit_key": HUB + (":rieng" if single else ""),
        "minutes": minutes,
        "known_by": known_by or (SINGLE if single else None),
    }


def told(*rows: dict, year: int = 2026) -> Travel:
    return travel_from_rows(pd.DataFrame(list(rows)), year)


def asked(travel: Travel, count: int = 12, *, doubtful: bool = False) -> Instance:
    return Instance(
        communes=(
            Commune(code=HUB, need=0, lon=104.0, lat=20.9),
            *(
                Commune(
                    code=f"C{n:02}", need=1, lon=104.0, lat=21.0 + n / 10,
                    point_doubtful=doubtful and n == 0,
                )
                for n in range(count)
            ),
        ),
        teams=(Team(code="T", base=HUB, size=5),),
        travel=travel,
    )  # fmt: skip


def known(count: int, factor: float = 2.0) -> list[dict]:
    """Trips that take ``factor`` times the straight line at 30 km an hour."""
    return [row(f"C{n:02}", (n + 1) / 10 * DEGREE_KM * factor * 2) for n in range(count)]


def test_nothing_known_is_nothing_stated():
    assert travel_from_rows(pd.DataFrame(), 2026) == Travel()


def test_the_newest_year_until_the_campaign_counts():
    travel = told(row("C1", 90, year=2025), row("C1", 80), row("C1", 70, year=2027))

    assert travel.minutes == {HUB: {"C1": 80.0}}


def test_a_hole_in_the_table_stays_a_hole():
    travel = told(row("C1", None), row("C2", 45))

    assert travel.minutes == {HUB: {"C2": 45.0}}


def test_a_single_correction_stands_beside_the_table_until_it_is_dropped():
    before = told(row("C1", 90), row("C1", 120, single=True))
    after = told(row("C1", 90), row("C1", 120, single=True, known_by=DROPPED))

    assert before.overrides == (KnownTrip(base=HUB, commune="C1", minutes=120.0),)
    assert after.overrides == ()
    assert after.minutes == before.minutes


def test_ten_known_trips_calibrate_the_others_of_their_base():
    nine, ten = (asked(told(*known(n))) for n in (9, 10))

    assert set(trips(nine).source[0][10:]) == {Source.ESTIMATE}
    assert set(trips(ten).source[0][11:]) == {Source.CALIBRATED}
    assert detour_factors(ten, HUB) == pytest.approx([2.0] * 10, rel=0.01)


def test_a_doubtful_point_says_nothing_of_the_roads():
    assert len(detour_factors(asked(told(*known(10)), doubtful=True), HUB)) == 9


def test_every_base_tells_how_its_trips_are_known():
    rows = [*known(10), row("C00", 600, single=True)]

    (one,) = base_roads(asked(told(*rows)))

    assert one.sources[Source.OVERRIDE] == 1
    assert one.sources[Source.MATRIX] == 9
    assert one.sources[Source.CALIBRATED] == 2
    assert one.detour == pytest.approx(2.0, rel=0.01)
    assert one.known == 10
    assert one.spread is not None
    assert sum(one.hours.values()) == 12


def test_below_ten_the_factor_is_the_planners_and_has_no_spread():
    (one,) = base_roads(asked(told(*known(3))))

    assert (one.detour, one.known, one.spread) == (1.5, 3, None)


def test_the_order_of_rows_changes_nothing():
    rows = [*known(11), row("C03", 5, single=True), row("C04", 6, year=2025)]
    mixed = rows.copy()
    random.Random(4).shuffle(mixed)

    assert told(*rows) == told(*mixed)


def test_the_planners_factor_and_speed_are_kept_and_taken_twice_changes_nothing():
    own = Travel(
        detour=1.8, km_per_hour=40.0, overrides=(KnownTrip(base=HUB, commune="C1", minutes=5),)
    )
    store = told(row("C1", 90), row("C1", 120, single=True))

    once = with_settings(store, own)

    assert once.overrides == own.overrides
    assert (once.detour, once.km_per_hour) == (1.8, 40.0)
    assert with_settings(once, own) == once
