"""Minutes on the road: the surest figure wins, and each says where it comes from."""

from __future__ import annotations

import numpy as np
import pytest

from lib.domain.planning.question.instance import Base, Commune, Instance, KnownTrip, Team, Travel
from lib.domain.planning.question.travel import HourClass, Source, hour_class, trips
from lib.domain.planning.why.margins import stretched

DEGREE_KM = 111.195
"""One degree of latitude."""


def asked(travel: Travel, communes: int = 3) -> Instance:
    return Instance(
        communes=tuple(
            Commune(code=f"C{n}", need=1, lon=104.0, lat=21.0 + n / 10) for n in range(communes)
        ),
        bases=(Base(code="H", lon=104.0, lat=20.9),),
        teams=(Team(code="T", base="H", size=5),),
        travel=travel,
    )


def test_an_override_beats_the_matrix_which_beats_the_estimate():
    travel = Travel(
        minutes={"H": {"C0": 10.0, "C1": 20.0, "C2": None}},
        overrides=(KnownTrip(base="H", commune="C0", minutes=99.0),),
    )

    found = trips(asked(travel))

    assert found.minutes[0] == pytest.approx([99, 20, 0.3 * DEGREE_KM * 1.5 / 30 * 60], abs=0.1)
    assert list(found.source[0]) == [Source.OVERRIDE, Source.MATRIX, Source.ESTIMATE]


def test_ten_known_trips_calibrate_a_base_and_nine_do_not():
    def known(count):
        return tuple(
            KnownTrip(base="H", commune=f"C{n}", minutes=(n + 1) / 10 * DEGREE_KM * 2 * 2)
            for n in range(count)
        )

    nine = trips(asked(Travel(calibration=known(9)), 10))
    ten = trips(asked(Travel(calibration=known(10)), 10))

    assert set(nine.source[0]) == {Source.ESTIMATE}
    assert set(ten.source[0]) == {Source.CALIBRATED}
    assert ten.minutes[0, 0] == pytest.approx(nine.minutes[0, 0] * 2 / 1.5, rel=0.01)


def test_a_place_without_a_point_is_unknown_not_near():
    instance = asked(Travel())
    lost = instance.communes[0].model_copy(update={"lon": None, "lat": None})

    found = trips(instance.model_copy(update={"communes": (lost, *instance.communes[1:])}))

    assert np.isnan(found.minutes[0, 0])
    assert found.source[0, 0] == Source.NONE


def test_hours_are_told_in_three_classes():
    assert [hour_class(m) for m in (0, 120, 121, 240, 241)] == [
        HourClass.NEAR,
        HourClass.NEAR,
        HourClass.MIDDLE,
        HourClass.MIDDLE,
        HourClass.FAR,
    ]


def test_only_estimated_roads_stretch():
    travel = Travel(minutes={"H": {"C0": 10.0}})

    before, after = trips(asked(travel)), trips(stretched(asked(travel), 1.25))

    assert after.minutes[0, 0] == 10
    assert after.minutes[0, 1] == pytest.approx(before.minutes[0, 1] * 1.25, abs=0.1)
