"""What changed between two periods, and the classes of a change."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from lib.domain.figures.analysis.change import Gap, change_between
from lib.domain.figures.analysis.change_classes import change_classes
from lib.domain.figures.analysis.classes import class_index
from lib.domain.figures.indicators import Better, measure
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from tests.support.indicators import INDICATORS

CODES = ["A", "B", "C", "D"]


def snapshot(**measures) -> Snapshot:
    table = pd.DataFrame(index=pd.Index(CODES, name="commune_code"))
    for name, values in measures.items():
        table[name] = pd.array(values, dtype="Float64")
    return Snapshot(Period(2026, 8), table, table.astype(object), {}, pd.DataFrame())


def guided(then: list, now: list, households: list | None = None):
    of = households or [100, 100, 100, 100]
    return change_between(
        *(
            measure(INDICATORS["GD03"], snapshot(households_guided=n, households=of))
            for n in (then, now)
        )
    )


def test_a_blank_in_either_period_is_no_change_at_all():
    change = guided([10, None, 0, 40], [30, 20, None, 40])

    assert change.communes["change"].tolist()[0] == 20
    assert change.communes["change"].isna().tolist() == [False, True, True, False]
    assert (change.up(), change.down(), change.unmoved, change.incomplete) == (["A"], [], 1, 2)


def test_the_province_moved_by_what_the_communes_that_reported_twice_moved():
    change = guided([10, None, 10, 40], [30, 90, 10, 40])

    assert (change.then, change.now) == (20.0, 42.5)
    assert (change.both_then, change.both_now, change.both) == (20.0, 26.7, 3)
    assert change.moved == 6.7
    assert not change.everyone


def test_the_province_is_no_mean_of_percentages():
    change = guided([0, 0, 0, 0], [100, 0, 0, 0], [100, 700, 100, 100])

    assert change.moved == 10.0


def test_nobody_reporting_twice_leaves_the_comparison_unknown():
    change = guided([10, 20, None, None], [None, None, 30, 40])

    assert (change.both, change.moved) == (0, None)


def test_a_commune_without_a_change_says_for_which_period_it_sent_nothing():
    change = guided([10, 20, None, None], [None, 20, 30, None])

    assert list(change.communes["gap"]) == [Gap.NOT_NOW, "", Gap.NOT_THEN, Gap.NEITHER]
    assert change.gaps == {Gap.NEITHER: 1, Gap.NOT_NOW: 1, Gap.NOT_THEN: 1}


def test_what_is_read_adds_up():
    change = guided([1, 1, 1, 1], [2, 2, 2, 2], [300, 300, 300, 300])

    row = change.communes.iloc[0]
    assert (row["then"], row["now"], row["change"]) == (0.3, 0.7, 0.4)


@pytest.mark.parametrize("spread", [0, 0.2, 3, 47, 100])
def test_every_change_falls_into_one_class_and_what_stayed_into_the_middle(spread):
    top = [min(100, 50 + spread / 2), 50 - spread / 2, 50, 50]
    change = guided([50, 50, 50, 50], top)

    classes = change_classes(change)

    words = [classes[class_index(classes, v)].word for v in change.communes["change"]]
    assert words[2:] == ["steady", "steady"]
    if spread:
        assert words[0].startswith("rose")
        assert words[1].startswith("fell")
    for this, after in pairwise(classes):
        assert this.high == after.low


def test_where_all_rose_the_rise_is_parted_and_one_class_is_left_for_a_fall():
    change = guided([0, 0, 0, 0], [4, 12, 20, 29])

    classes = change_classes(change)

    assert [c.word for c in classes] == ["fell", "steady", "rose_little", "rose", "rose_far"]
    assert [c.low for c in classes] == [None, -2, 2, 10, 20]


def test_deep_teal_is_progress_whichever_way_progress_lies():
    rising = next(i for i in INDICATORS.values() if i.code == "GD03")
    falling = next(i for i in INDICATORS.values() if i.better is Better.LOWER)
    empty = snapshot(**{m: [None] * 4 for m in falling.measures})

    up = change_classes(guided([None] * 4, [None] * 4))
    down = change_classes(change_between(measure(falling, empty), measure(falling, empty)))

    assert rising.better is Better.HIGHER
    assert [c.colour for c in up] == [c.colour for c in down][::-1]
    assert len({c.colour for c in up}) == 3
