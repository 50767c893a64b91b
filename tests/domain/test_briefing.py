"""The briefing says only what is true and material, and nothing when there is nothing to say."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.figures.analysis.briefing import MOST, Situation, briefing
from lib.domain.figures.indicators import measure
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag
from tests.support.indicators import INDICATORS

CODES = [f"{i:05d}" for i in range(6)]


def measured(guided: list[float | None], teams: list[float] | None = None):
    index = pd.Index(CODES, name="commune_code")
    columns = {"households_guided": guided, "households": [100] * 6, "teams": teams or [1] * 6}
    table = pd.DataFrame({k: pd.array(v, dtype="Float64") for k, v in columns.items()}, index=index)
    told = Snapshot(Period(2026, 8), table, table.astype(object), {}, pd.DataFrame())
    return {code: measure(INDICATORS[code], told) for code in ("GD03", "TN01")}


def situation(*periods: list[float | None], border=(), teams=None) -> Situation:
    found = [measured(p, teams) for p in periods]
    return Situation(
        period=Period(2026, 8),
        now=found[-1],
        before=found[-2] if len(found) > 1 else {},
        history=[f["GD03"] for f in found],
        flags={
            c: [
                PriorityFlag(
                    commune_code=c,
                    flag=Flag.BORDER,
                    grade=2,
                    basis="x",
                    valid_from=date(2025, 7, 1),
                )
            ]
            for c in border
        },
    )


def remarks(found: Situation) -> dict[str, tuple[str, ...]]:
    return {r.key: r.communes for r in briefing(found)}


def test_a_quiet_steady_province_gives_nothing_to_say():
    quiet = situation([60, 61, 62, 63, 64, 65], [61, 62, 63, 64, 65, 66])

    assert briefing(quiet) == []


def test_silent_communes_are_named_border_first():
    found = situation([None, None, 60, 60, 60, 60], border=CODES[1:2])

    (remark,) = briefing(found)
    assert remark.key == "silent_border"
    assert remark.communes == (CODES[1],)
    assert remark.values == {"count": 2, "border": 1}


def test_who_reported_without_a_denominator_or_a_part_is_not_silent():
    found = situation([60] * 6, [60] * 6, [60] * 6)
    for told in (found.now, *({"GD03": m} for m in found.history)):
        table = told["GD03"].communes
        table.loc[CODES[0], ["value", "state"]] = [pd.NA, "no_denominator"]
        table.loc[CODES[1], ["part", "whole"]] = [1, 2]

    assert not {"silent", "silent_border", "long_silent"} & set(remarks(found))


def test_a_period_in_which_nobody_reported_is_not_a_list_of_silent_communes():
    assert briefing(situation([None] * 6)) == []


def test_a_share_above_a_hundred_is_the_first_thing_said():
    found = briefing(situation([160, 60, 60, 60, 60, None]))

    assert [r.key for r in found] == ["impossible", "silent"]


def test_a_falling_cumulative_figure_is_told():
    told = remarks(situation([60] * 6, [60, 55, 60.5, 60.5, 60.5, 60.5]))

    assert told["fell"] == (CODES[1],)


def test_communes_that_stand_still_are_told_only_after_three_periods():
    steps = ([40, 50, 60, 70, 80, 90], [40, 51, 61, 71, 81, 91], [40, 52, 62, 72, 82, 92])

    assert "still" not in remarks(situation(*steps[1:]))
    assert remarks(situation(*steps))["still"] == (CODES[0],)


def test_far_behind_without_a_team_is_told():
    told = remarks(situation([20, 30, 60, 60, 60, 60], teams=[0, 1, 0, 1, 1, 1]))

    assert told["unserved"] == (CODES[0],)


@pytest.mark.parametrize(
    ("after", "key"),
    [([70, 61, 61, 61, 61, 61], "border_faster"), ([60.2, 65, 65, 65, 65, 65], "border_slower")],
)
def test_the_border_is_compared_with_the_province(after, key):
    told = {r.key: r for r in briefing(situation([60] * 5 + [None], after, border=CODES[:1]))}

    assert key in told
    base = {name: told[key].values[name] for name in ("border_base", "border_count", "all_base")}
    assert base == {"border_base": 1, "border_count": 1, "all_base": 5}


def test_a_small_gap_between_border_and_province_is_not_told():
    told = remarks(situation([60] * 6, [61, 61, 61, 61, 61, 61.2], border=CODES[:1]))

    assert not {"border_faster", "border_slower"} & set(told)


def test_at_most_seven_sentences():
    noisy = situation(
        [40, 50, 50, 60, 60, None],
        [40, 50, 50, 60, 60, None],
        [40, 40, 150, 70, 60, None],
        border=[CODES[5], CODES[3]],
        teams=[0, 0, 0, 0, 0, 0],
    )

    assert 5 <= len(briefing(noisy)) <= MOST
