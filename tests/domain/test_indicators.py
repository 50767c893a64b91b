"""Indicators: blanks stay blank, provincial rates are sums over sums, kinds cannot be mixed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lib.domain.figures.indicators import CATALOGUE, Form, Indicator, Setup, measure, set_up
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from lib.domain.quantities import MixedQuantities, Thing, flow, stock, to_date
from lib.files.reference import targets
from tests.support.indicators import INDICATORS

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


def test_small_counts_of_vulnerable_people_are_neither_told_nor_counted():
    told = snapshot(first_time_disabled_to_date=[3, 40, 0, 2])

    found = measure(INDICATORS["YT04"], told)

    assert found.communes["withheld"].tolist() == [True, False, False, True]
    assert pd.isna(found.communes["value"].iloc[0])
    assert pd.isna(found.communes["numerator"].iloc[0])
    assert (found.value, found.reporting, found.held_back) == (40, 4, 2)


@pytest.mark.parametrize(
    ("counts", "withheld", "value"),
    [
        ([4, 5, 6, None], [True, False, False, False], 11),
        ([0, 0, 0, None], [False, False, False, False], 0),
        ([3, 0, 0, None], [True, False, False, False], 0),
        ([3, None, None, None], [True, False, False, False], None),
    ],
)
def test_the_province_is_the_sum_of_what_is_told(counts, withheld, value):
    found = measure(INDICATORS["YT04"], snapshot(first_time_disabled_to_date=counts))

    assert found.communes["withheld"].tolist() == withheld
    assert found.value == value


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


def with_priority(*codes: str, **measures: list[float | None]) -> Snapshot:
    return replace(snapshot(**measures), priority=frozenset(codes))


def test_a_gap_is_the_priority_share_of_the_days_less_that_of_the_households_left():
    told = with_priority(
        "00000",
        volunteer_days_done=[30, 70, 500, None],
        households=[100, 100, None, 100],
        households_guided=[20, 80, None, 0],
    )

    found = measure(INDICATORS["TN04"], told)

    assert found.numerator == pytest.approx(30.0)
    assert found.denominator == pytest.approx(80.0)
    assert found.value == pytest.approx(-50.0)
    assert found.reporting == 2


def test_a_gap_is_never_of_one_commune_and_that_is_no_missing_report():
    told = with_priority(
        "00000", volunteer_days_done=[1, 2, 3, 4], households=[9] * 4, households_guided=[1] * 4
    )

    found = measure(INDICATORS["TN04"], told)

    assert found.communes["value"].isna().all()
    assert not found.communes["applies"].any()


@pytest.mark.parametrize(
    ("priority", "days"),
    [
        ((), [1, 2, 3, 4]),
        (("00000", "00001", "00002", "00003"), [1, 2, 3, 4]),
        (("00000",), [0] * 4),
    ],
    ids=["nobody has priority", "everybody has", "no volunteer-day yet"],
)
def test_a_gap_without_two_sides_is_not_told(priority, days):
    told = with_priority(
        *priority, volunteer_days_done=days, households=[9] * 4, households_guided=[1] * 4
    )

    assert measure(INDICATORS["TN04"], told).value is None


def test_where_no_drive_was_planned_the_share_of_drives_does_not_apply():
    told = snapshot(drives_planned=[0, 2, None, 4], drives_done=[0, 1, None, 4])

    found = measure(INDICATORS["TN03"], told)

    assert found.communes["applies"].tolist() == [False, True, True, True]
    assert found.reporting == 2


def test_digital_households_show_with_the_criterion_and_its_source():
    settled = set_up(
        Setup(
            digital_household_criterion="cài được VNeID",
            digital_household_source="Quyết định 12/QĐ-UBND",
        )
    )

    shown = settled["GD04"]

    assert "cài được VNeID" in shown.gloss["vi"]
    assert "cài được VNeID" in shown.gloss["en"]
    assert shown.basis == "Quyết định 12/QĐ-UBND"
    assert list(settled).index("GD04") == list(CATALOGUE).index("GD04")


def test_the_grade_from_which_a_commune_has_priority_is_told():
    gloss = set_up(Setup(priority_from_grade=3))["TN04"].gloss

    assert "mức 3" in gloss["vi"]
    assert "grade 3" in gloss["en"]
