"""What reaching households is worth: concave, whole households, villages on top."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.planning.question.instance import Commune, Grades, Rules, Village, Weights
from lib.domain.planning.question.weights import is_priority, promised_teams, weight_of
from lib.domain.planning.question.worth import pieces_of, worth


def test_each_grade_of_a_flag_adds_its_weight():
    commune = Commune(code="A", need=10, flags=Grades(border=2, remote=1))

    assert weight_of(commune, Rules()) == 2.5
    assert weight_of(commune, Rules(weights=Weights(border=0.0))) == 1.5
    assert weight_of(commune.model_copy(update={"weight": 7.0}), Rules()) == 7.0


def test_a_border_commune_is_promised_a_team_unless_somebody_says_otherwise():
    border = Commune(code="A", need=10, flags=Grades(border=1))

    assert promised_teams(border, Rules()) == 1
    assert promised_teams(border.model_copy(update={"min_teams": 0}), Rules()) == 0


def test_the_lowest_grade_makes_no_priority_commune():
    assert not is_priority(Commune(code="A", need=1, flags=Grades(remote=1)))
    assert is_priority(Commune(code="A", need=1, flags=Grades(remote=2)))


def test_pieces_are_whole_households_that_fall_in_value():
    pieces = pieces_of(Commune(code="A", need=101), Rules())

    assert pieces == [(50, 1.0), (31, 0.7), (20, 0.4)]


def test_drives_already_arranged_take_the_best_households_first():
    pieces = pieces_of(Commune(code="A", need=100), Rules(), 60)

    assert pieces == [(20, 0.7), (20, 0.4)]


def test_weighty_villages_lie_on_top_of_the_curve():
    villages = (Village(code="1", need=40, weight=1.5), Village(code="2", need=60))

    pieces = pieces_of(Commune(code="A", need=100, villages=villages), Rules())

    assert pieces == [(40, 1.5), (10, 1.0), (30, 0.7), (20, 0.4)]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from((1.0, 1.2, 3.0))), max_size=6),
    st.integers(0, 400),
)
def test_a_curve_never_bends_upwards(villages, arranged):
    need = sum(n for n, _ in villages)
    named = tuple(Village(code=str(i), need=n, weight=w) for i, (n, w) in enumerate(villages))
    commune = Commune(code="A", need=need, villages=named)

    pieces = pieces_of(commune, Rules(), arranged)

    values = [v for _, v in pieces]
    assert values == sorted(values, reverse=True)
    assert sum(n for n, _ in pieces) == max(0, need - arranged)


def test_worth_stops_at_the_need():
    table = worth((Commune(code="A", need=100), Commune(code="B", need=None)), Rules(), {})

    reached = table.of(np.array([1000.0, 1000.0]))

    assert reached == pytest.approx([50 + 21 + 8, 0])
