"""Groups of communes: disjoint partings, one rule of likeness, sums over sums."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.figures.analysis.groups import Rank, breakdowns, figure_of, rank_of, similar
from lib.domain.figures.indicators import Measured, measure
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag
from tests.support.indicators import INDICATORS

CODES = [f"0000{i}" for i in range(4)]


def measured(indicator: str, **measures: list[float | None]) -> Measured:
    table = pd.DataFrame(
        {k: pd.array(v, dtype="Float64") for k, v in measures.items()},
        index=pd.Index(CODES, name="commune_code"),
    )
    told = Snapshot(Period(2026, 8), table, table.astype(object), {}, pd.DataFrame())
    return measure(INDICATORS[indicator], told)


def flag(code: str, kind: Flag, grade: int) -> PriorityFlag:
    return PriorityFlag(
        commune_code=code, flag=kind, grade=grade, basis="x", valid_from=date(2026, 1, 1)
    )


FLAGS = {
    CODES[0]: [flag(CODES[0], Flag.BORDER, 2), flag(CODES[0], Flag.SPECIAL_DIFFICULTY, 3)],
    CODES[1]: [flag(CODES[1], Flag.SPECIAL_DIFFICULTY, 3)],
    CODES[2]: [flag(CODES[2], Flag.BORDER, 2)],
}


def test_similar_communes_share_the_highest_grade_and_leave_the_commune_itself_out():
    assert similar(CODES[0], FLAGS, CODES).communes == (CODES[1],)
    assert similar(CODES[0], FLAGS, CODES).grade == 3
    assert similar(CODES[3], FLAGS, CODES).communes == ()


def test_a_rate_of_a_group_is_a_sum_over_a_sum_of_those_who_reported():
    told = measured("GD03", households_guided=[10, 90, 5, None], households=[100, 100, 800, 50])

    found = figure_of(told, [CODES[0], CODES[1], CODES[3]])

    assert found.value == pytest.approx(50.0)
    assert (found.numerator, found.denominator) == (100, 200)
    assert (found.reporting, found.total) == (2, 3)


@pytest.mark.parametrize("code", INDICATORS)
def test_a_group_of_all_communes_has_the_figure_of_the_province(code):
    names = INDICATORS[code].measures
    told = measured(code, **{n: [10, 20, 30, None] for n in names},
                    **{f"{n}_to_date": [10, 20, 30, None] for n in names})  # fmt: skip

    found = figure_of(told, CODES)

    assert found.value == (pytest.approx(told.value) if told.value is not None else None)
    assert found.reporting == told.reporting


def test_of_a_count_the_median_commune_stands_beside_one_commune():
    told = measured("HD01", sessions=[1, 2, 30, None])

    found = figure_of(told, CODES)

    assert (found.value, found.typical) == (33, 2)


def test_a_group_without_a_figure_has_none_and_not_zero():
    told = measured("GD03", households_guided=[None] * 4, households=[1, 2, 3, 4])

    found = figure_of(told, CODES)

    assert found.value is None
    assert (found.reporting, found.total) == (0, 4)


def test_small_counts_that_are_withheld_stay_out_of_the_group():
    told = measured("YT04", first_time_disabled_to_date=[3, 10, 2, None])

    found = figure_of(told, CODES)

    assert (found.value, found.reporting) == (10, 1)


def test_the_best_is_first_and_equals_share_a_place():
    told = measured("GD03", households_guided=[10, 50, 50, None], households=[100, 100, 100, 100])

    assert rank_of(told, CODES[1]) == rank_of(told, CODES[2]) == Rank(1, 3)
    assert rank_of(told, CODES[0]) == Rank(3, 3)
    assert rank_of(told, CODES[3]) is None


@pytest.mark.parametrize("code", ["GD05", "DS02"])
def test_a_raw_count_ranks_nobody_for_a_larger_commune_has_more_of_everything(code):
    told = measured(
        code, households_guided=[90, 10, 50, 0], households=[100] * 4, ambassadors=[1, 2, 3, 4]
    )

    assert [rank_of(told, c) for c in CODES] == [None] * 4


def test_yes_and_no_have_no_rank():
    told = measured("MC01", desk_staff=[1, 0, 2, 3])

    assert rank_of(told, CODES[0]) is None


def test_each_parting_holds_every_commune_once():
    ways = breakdowns(FLAGS, {CODES[0]: "III", CODES[1]: "I"}, CODES)

    for way in ways:
        assert sorted(c for g in way for c in g.communes) == CODES
    assert [[g.key for g in way] for way in ways] == [
        ["area_I", "area_III", "area_unknown"],
        ["border", "inland"],
        ["special", "special_none"],
    ]
