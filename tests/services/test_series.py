"""The last periods beside each other."""

from __future__ import annotations

import json

import pytest

from lib.domain.periods import Period
from lib.maps.sheet import number_row
from lib.services.figures.figures import Figures
from lib.services.installation import Installation
from lib.services.map.series import series
from lib.services.map.sheet import Figures as SheetFigures
from lib.services.map.sheet import sheet
from lib.text import say_date, words
from tests.files_made import summary_workbook
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, figures_of, put

JULY, AUGUST = Period(2026, 7), Period(2026, 8)


@pytest.fixture
def reported(installation: Installation) -> Figures:
    put(installation, summary_workbook(period="7/2026"), name="a.xlsx")
    put(installation, summary_workbook(period="8/2026"), name="b.xlsx")
    return figures_of(installation)


def test_only_periods_somebody_reported_up_to_the_one_looked_at(reported):
    told = json.loads(series(reported, JULY, words()))

    assert [key for key, _ in told["periods"]] == ["2026-07"]


def test_the_newest_small_map_looks_like_the_big_one(reported):
    now = {code: reported.measured(code, AUGUST) for code in INDICATORS}
    big = sheet(reported.installation, SheetFigures(now=now), {}, say=words(), period=AUGUST,
                first="GD03", address={})  # fmt: skip

    told = json.loads(series(reported, AUGUST, words()))

    assert len(told["periods"]) == 2
    for layer in big.layers:
        figures, modes, values, _ = told["layers"][layer.code]
        assert len(figures) == 2
        for classing in layer.classings:
            assert modes[classing.mode][-1] == classing.cells
        assert values[-1] == number_row(layer.values)


def test_each_commune_has_the_day_of_its_newest_report(reported):
    told = json.loads(series(reported, AUGUST, words()))

    communes = list(reported.installation.gazetteer.communes)
    days = {code: day for code, day in zip(communes, told["received"], strict=True) if day}
    assert set(days.values()) == {say_date(NOON.date())}
    assert len(days) == reported.measured("GD03", AUGUST).reporting


def test_only_a_rate_is_held_against_its_target_in_each_commune(reported):
    told = json.loads(series(reported, AUGUST, words()))["layers"]

    assert told["GD03"][3] == 1000
    assert told["DS02"][3] is None
