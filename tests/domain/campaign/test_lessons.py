"""What stays brought: medians of what was told, and silence below five of them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.campaign.lessons import (
    capacity_suggestions,
    later_suggestion,
    learned,
    stay_results,
)
from lib.domain.campaign.stays import planned_stays
from lib.domain.campaign.unvisited import nearby, untouched
from lib.domain.campaign.visits import Visit
from lib.domain.planning.question.instance import Commune, Rules

DAY = date(2026, 6, 8)


def stays(count: int, *, commune: str = ""):
    told = [
        {"team": f"T{n}", "commune": commune or f"C{n}", "start_week": 1, "end_week": 2,
         "households": 100, "minutes": None, "travel_source": "estimate"}
        for n in range(count)
    ]  # fmt: skip
    return planned_stays({"assignments": told}, DAY)


def done(mine, households: float | None):
    return [
        Visit(
            team=s.team, commune=s.commune, village="", first=DAY, last=DAY, households=households
        )
        for s in mine
    ]


def test_half_of_what_was_expected_halves_the_capacity():
    mine = stays(5)

    results = stay_results(mine, done(mine, 50), {s.team: 12 for s in mine})

    found = {s.key: s for s in capacity_suggestions(results, 10.0)}
    assert (found["all"].proposed, found["all"].reported) == (5.0, 5)
    assert found["middle"].proposed == 5.0


def test_four_stays_are_not_enough_and_silence_is_not_zero():
    mine = stays(6)

    results = stay_results(mine, done(mine[:4], 50), {})

    [told] = capacity_suggestions(results, 10.0)
    assert (told.stays, told.reported, told.proposed) == (6, 4, None)


def test_a_report_without_a_count_gives_no_ratio():
    mine = stays(1)

    [result] = stay_results(mine, done(mine, None), {})

    assert result.ratio is None


def test_later_stays_are_told_apart():
    mine = stays(3, commune="C")

    results = stay_results(mine, (), {})

    assert [r.turn for r in results] == [1, 2, 3]
    assert later_suggestion(results).proposed is None
    assert later_suggestion(results[:1]) is None


def test_villages_near_a_team_are_counted_by_the_straight_line_and_doubt_is_told():
    register = pd.DataFrame(
        {"commune_code": ["A", "A", "B", "D"], "unit_key": ["A-1", "A-2", "B-1", "D-1"],
         "unit_name": ["Một", "Hai", "Ba", "Bốn"], "households": [10.0, None, 5.0, 1.0]}
    )  # fmt: skip
    places = {
        "A": Commune(code="A", need=None, lon=104.0, lat=21.0),
        "B": Commune(code="B", need=None, lon=104.1, lat=21.0, point_doubtful=True),
        "D": Commune(code="D", need=None, lon=105.0, lat=21.0),
    }

    left = untouched(register, {"A-1"})
    [found] = nearby([("T", "A")], left, places)

    assert [v.code for v in left] == ["A-2", "B-1", "D-1"]
    assert left[0].households is None
    assert found.villages == 2
    assert [c for c, _, _ in found.by_commune] == ["A", "B"]
    assert found.doubtful == ("B",)
    assert untouched(pd.DataFrame(), set()) == ()


def test_only_what_was_accepted_is_taken_over():
    rules = Rules(weeks=8)

    assert learned(rules, capacity=None, later=None) == rules
    assert learned(rules, capacity=7.9, later=None).households_per_volunteer_week == 7.9
    assert learned(rules, capacity=7.9, later=None).diminishing == rules.diminishing


def test_later_slices_keep_their_shape_and_never_rise_above_the_first():
    after = learned(Rules(), capacity=None, later=0.35).diminishing

    assert [s.value for s in after] == pytest.approx([1.0, 0.35, 0.2])
    assert [s.share for s in after] == [s.share for s in Rules().diminishing]
