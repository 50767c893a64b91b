"""One figure, one value: map sheet, table, commune, light page, print and command line agree."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.figures.indicators import Form
from lib.maps.scene import UnitPaint
from lib.maps.still import scene
from lib.services.health.opening import open_installation
from lib.services.map.commune_table import commune_table, value_heading
from lib.services.map.period_sheet import looked_alone
from lib.services.map.printed import MapShown, sheet_of
from lib.services.map.sheet import Figures as SheetFigures
from lib.services.map.sheet import sheet
from lib.services.view_address import Choice
from lib.services.wording import figures as wording
from lib.services.wording.values import shown
from lib.settings import Settings, settings
from lib.text import say_number, words
from lib.web.light.content import content
from tests.demo_store import copy_of_small_demo
from tests.support.indicators import INDICATORS
from tests.support.installations import figures_of
from tests.support.people import staff

SAY = words()
DOUBT, MARKED = SAY("map.above_hundred"), SAY("sheet.above_hundred")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small made-up province up to the month in which a quarter ends."""
    return copy_of_small_demo(tmp_path_factory.mktemp("agreement") / "var")


@pytest.fixture(scope="module")
def figures(folder):
    installation = open_installation(Settings(data_dir=folder))
    yield figures_of(installation)
    installation.engine.dispose()


@pytest.fixture(scope="module")
def period(figures):
    return figures.periods[0]


@pytest.fixture(scope="module")
def layers(figures, period):
    now = {code: figures.measured(code, period) for code in INDICATORS}
    made = sheet(
        figures.installation,
        SheetFigures(now=now),
        {},
        say=SAY,
        period=period,
        first="GD03",
        address={},
    )
    return {layer.code: layer for layer in made.layers}


def commanded(folder, code, period):
    """What ``measure --json`` answers."""
    settings.cache_clear()
    told = CliRunner().invoke(
        app,
        ["measure", "--indicator", code, "--period", str(period), "--json"],
        env={"BDHVS_DATA_DIR": str(folder)},
    )
    settings.cache_clear()
    return json.loads(told.output)


def as_read(unit: UnitPaint) -> str:
    """What a drawing says of a commune; of a small count it begins the line of a legend too."""
    told = SAY("map.withheld") if unit.look == "withheld" else unit.shown
    return f"{told}: {unit.doubt}" if unit.doubt else told


@pytest.mark.parametrize("code", INDICATORS)
def test_the_same_figure_stands_everywhere(code, figures, period, layers, folder):
    measured, installation = figures.measured(code, period), figures.installation
    indicator, communes = measured.indicator, list(installation.gazetteer.communes)
    digits = 0 if indicator.form is Form.COMMUNES else indicator.digits
    choice = Choice(indicator=code, period=period, view="tiles", commune=None, language="vi")
    looked = looked_alone(figures, choice)
    on_paper = sheet_of(MapShown(figures=figures, looked=looked, period=period), "")

    light = content(figures, choice, SAY, who=staff())
    table = commune_table(installation.gazetteer, measured, {}, say=SAY).set_index("code")
    by_command = commanded(folder, code, period)

    province = wording.provincial(measured, SAY)
    assert layers[code].said[0].partition(" ")[0] == province.split()[0].strip("–")
    assert light.sentence.value == on_paper.value == layers[code].said[0]
    assert wording.provincial(measured, SAY).split()[0] == say_number(
        by_command["province"]["value"], digits=indicator.digits
    )
    told = {row["commune_code"]: row for row in by_command["communes"]}
    column = "numerator" if indicator.form is Form.COMMUNES else "value"
    old = "old_numerator" if indicator.form is Form.COMMUNES else "old"
    in_light = {row.code: row.value for row in light.rows}
    in_print = {unit.code: unit for unit in scene(looked).units}
    for place, commune in enumerate(communes):
        words_of_it = shown(measured, commune, SAY)
        assert in_light[commune] == words_of_it
        assert as_read(in_print[commune]) == words_of_it.replace(f" – {DOUBT}", f": {MARKED}")
        value = told[commune][column] if told[commune]["state"] == "reported" else None
        seen = told[commune][old] if told[commune]["state"] == "old" else value
        on_map = layers[code].values[place]
        in_table = table.at[commune, value_heading(measured, SAY)]
        if not told[commune]["applies"]:
            assert value is on_map is None
            assert in_table == words_of_it != SAY("map.no_report")
            continue
        assert pd.isna(in_table) == (value is None)
        assert (on_map is None) == (seen is None)
        if seen is not None:
            number = say_number(on_map / 10**digits, digits=digits)
            assert say_number(seen, digits=digits) == number
            if value is not None:
                assert say_number(float(in_table), digits=digits) == number
            if indicator.unit["en"] != "yes/no":
                assert words_of_it.startswith(number)
            month = told[commune]["old_for"]
            assert (f"tháng {int(month[5:])}/{month[:4]}" in words_of_it) if month else True
