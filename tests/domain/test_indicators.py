"""Indicators: blanks stay blank, provincial rates are sums over sums, kinds cannot be mixed."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.indicators import CATALOGUE, INDICATORS, Form, Indicator, measure
from lib.domain.periods import Period
from lib.domain.quantities import MixedQuantities, Thing, flow, stock, to_date
from lib.domain.snapshot import Snapshot
from lib.files.reference import targets

WORDS = {"vi": "x", "en": "x"}


def snapshot(**measures: list[float | None]) -> Snapshot:
    index = pd.Index([f"0000{i}" for i in range(4)], name="commune_code")
    table = pd.DataFrame(
        {k: pd.array(v, dtype="Float64") for k, v in measures.items()}, index=index
    )
    return Snapshot(Period(2026, 8), table, table.astype(object), {}, pd.DataFrame())


def made(form: Form, **parts: object) -> Indicator:
    texts = {"name": WORDS, "gloss": WORDS, "formula": WORDS, "unit": WORDS, "basis": "x"}
    return Indicator(code="XX01", form=form, **texts, **parts)  # type: ignore[arg-type]


def test_a_provincial_rate_is_a_sum_over_a_sum_not_a_mean_of_rates():
    told = snapshot(households_guided=[10, 90, None, None], households=[100, 100, 800, None])

    found = measure(INDICATORS["GD03"], told)

    assert found.value == pytest.approx(50.0)
    assert (found.numerator, found.denominator) == (100, 200)
    assert (found.reporting, found.total) == (2, 4)


def test_a_blank_is_not_zero():
    told = snapshot(households_guided=[None, 0, 5, 1], households=[100, 100, None, 10])

    values = measure(INDICATORS["GD03"], told).communes["value"]

    assert values.isna().tolist() == [True, False, True, False]
    assert values.iloc[1] == 0


def test_nothing_reported_gives_no_figure_at_all():
    found = measure(INDICATORS["DS02"], snapshot(households=[1, 1, 1, 1]))

    assert found.value is None
    assert found.reporting == 0


def test_a_share_of_communes_is_of_all_communes():
    found = measure(INDICATORS["KH01"], snapshot(plan_issued=[1, 0, None, 1]))

    assert found.value == pytest.approx(50.0)
    assert found.reporting == 3


def test_a_denominator_of_zero_gives_no_rate():
    told = snapshot(households_guided=[0, 1, 1, 1], households=[0, 2, 2, 2])

    found = measure(INDICATORS["GD03"], told)

    assert pd.isna(found.communes["value"].iloc[0])
    assert found.reporting == 3


def test_a_rate_above_a_hundred_is_never_clipped():
    told = snapshot(households_guided=[30, 1, 1, 1], households=[10, 2, 2, 2])

    assert measure(INDICATORS["GD03"], told).communes["value"].iloc[0] == 300


def test_small_counts_of_vulnerable_people_are_withheld_by_commune_but_counted():
    told = snapshot(first_time_disabled_to_date=[3, 40, 0, None])

    found = measure(INDICATORS["YT04"], told)

    assert found.communes["withheld"].tolist() == [True, False, False, False]
    assert pd.isna(found.communes["value"].iloc[0])
    assert pd.isna(found.communes["numerator"].iloc[0])
    assert found.value == 43


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        (flow("guided_turns", Thing.TURNS), flow("adults", Thing.PEOPLE)),
        (flow("first_time", Thing.PEOPLE), stock("adults", Thing.PEOPLE)),
    ],
    ids=["turns of people", "a flow of a stock"],
)
def test_a_share_of_different_kinds_cannot_be_declared(top, bottom):
    with pytest.raises(MixedQuantities):
        made(Form.RATE, numerator=top, denominator=bottom)


def test_turns_are_never_subtracted_from_people():
    with pytest.raises(MixedQuantities):
        stock("adults", Thing.PEOPLE) - flow("guided_turns", Thing.TURNS)


def test_a_flow_added_up_since_the_start_is_a_stock():
    summed = to_date(flow("first_time", Thing.PEOPLE))

    made(Form.RATE, numerator=summed, denominator=stock("adults", Thing.PEOPLE))


def test_every_target_belongs_to_an_indicator():
    assert set(targets()) <= set(CATALOGUE)


def test_an_indicator_without_its_setting_is_not_shown():
    assert "GD04" in CATALOGUE
    assert "GD04" not in INDICATORS
