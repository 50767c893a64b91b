"""Dividing the villages of a commune among its stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.planning.plan.villages import split
from lib.domain.planning.question.instance import Commune, Rules, Village


def commune(*villages: tuple[int, float]) -> Commune:
    named = tuple(Village(code=f"V{n}", need=k, weight=w) for n, (k, w) in enumerate(villages))
    return Commune(code="A", need=sum(k for k, _ in villages), villages=named)


def test_the_weightiest_villages_come_first():
    divided = split(commune((50, 1.0), (40, 2.0)), Rules(), [60])

    assert {v.village: v.households for v in divided.visits[0]} == {"V1": 40, "V0": 20}
    assert divided.loss == 0


def test_few_visits_prefer_villages_that_fill_the_team():
    rules = Rules(villages_per_week=1, stay_weeks=1)

    divided = split(commune((5, 1.1), (90, 1.0)), rules, [80])

    assert [v.village for v in divided.visits[0]] == ["V1"]
    assert divided.loss > 0


def test_two_stays_never_guide_a_household_twice():
    divided = split(commune((30, 1.0), (30, 1.2)), Rules(), [40, 40])

    assert sum(v.households for stay in divided.visits for v in stay) == 60


VILLAGES = st.tuples(st.integers(0, 80), st.sampled_from((1.0, 1.2, 2.0)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(VILLAGES, min_size=1, max_size=8),
    st.lists(st.integers(1, 120), min_size=1, max_size=3),
    st.integers(1, 3),
    st.integers(0, 60),
)
def test_visits_keep_capacity_time_and_need(villages, reach, most, arranged):
    place = commune(*villages)
    rules = Rules(villages_per_week=most, stay_weeks=1)

    divided = split(place, rules, reach, arranged=arranged)

    assert divided.loss >= 0
    assert len(divided.visits) == len(reach)
    for visits, capacity in zip(divided.visits, reach, strict=True):
        assert len(visits) <= most
        assert sum(v.households for v in visits) <= capacity
    for village in place.villages:
        guided = sum(v.households for s in divided.visits for v in s if v.village == village.code)
        assert guided <= village.need
