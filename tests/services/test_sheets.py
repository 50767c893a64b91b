"""The map sheet of a period: looks, values, changes, and its weight with all indicators."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from lib.domain.figures.indicators import measure
from lib.domain.figures.snapshot import SUMMARY, Earlier, Snapshot
from lib.domain.periods import Period
from lib.files.reference import targets
from lib.services.figures.snapshots import priority_flags, snapshot_of
from lib.services.map.sheet import Figures, sheet
from lib.text import LANGUAGES, words
from tests.demo_store import copy_of_demo
from tests.support.indicators import INDICATORS
from tests.support.installations import open_test_installation

AUGUST, MAY = Period(2026, 8), Period(2026, 5)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration at the moment of the tests."""
    opened = open_test_installation(copy_of_demo(tmp_path_factory.mktemp("sheets") / "var"))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def province(installation):
    """Measures by commune code: what is given, for the first communes; nothing for the others."""
    codes = list(installation.gazetteer.communes)

    def told(**measures):
        table = pd.DataFrame(index=pd.Index(codes, name="commune_code"))
        for name, values in measures.items():
            padded = values + [None] * (len(codes) - len(values))
            table[name] = pd.array(padded, dtype="Float64")
        return Snapshot(AUGUST, table, table.astype(object), {}, pd.DataFrame(), targets())

    return told


def painted(installation, *codes, now, before=None, say=None):
    def figures(snapshot):
        return {c: measure(INDICATORS[c], snapshot) for c in codes} if snapshot else {}

    return sheet(
        installation,
        Figures(
            now=figures(now),
            before=figures(before),
        ),
        {},
        say=say or words(),
        period=AUGUST,
        first=codes[0],
        address={},
    )


def test_blank_zero_nothing_to_divide_and_a_value_look_different(installation, province):
    now = province(households_guided=[0, 40, 0, None, 80], households=[100, 100, 0, 100, 100])

    [layer] = painted(installation, "GD03", now=now).layers

    against_target = layer.classings[0].cells
    assert against_target[:6] == "00x-2-"
    assert layer.values[:6] == [0, 400, None, None, 800, None]


def test_a_class_holds_the_value_as_people_read_it(installation, province):
    now = province(households_guided=[7996], households=[10000])

    [layer] = painted(installation, "GD03", now=now).layers

    assert layer.values[0] == 800
    assert layer.classings[0].cells[0] == "2"


def test_a_change_needs_both_periods(installation, province):
    now = province(households_guided=[50, 60, None], households=[100, 100, 100])
    before = province(households_guided=[40, None, 10], households=[100, 100, 100])

    [layer] = painted(installation, "GD03", now=now, before=before).layers

    assert layer.changes[:3] == [100, None, None]


def test_a_silent_commune_keeps_the_tint_of_its_last_figure(installation, province):
    codes = list(installation.gazetteer.communes)
    now = province(households_guided=[50, None], households=[100, None])
    old = province(households_guided=[10, 85], households=[100, 100])

    sent = [(MAY, {SUMMARY: {codes[1]}})]
    now = replace(now, earlier=Earlier(sent, at=lambda _period: old))

    made = painted(installation, "GD03", now=now)

    assert made.layers[0].classings[0].cells[:3] == "1c-"
    assert made.layers[0].values[:2] == [500, 850]
    assert made.layers[0].asides == {1: "số cũ từ tháng 5/2026"}
    assert json.loads(made.payload())["asides"] == ["số cũ từ tháng 5/2026"]


def test_what_was_reported_without_its_denominator_is_told_as_that(installation, province):
    [layer] = painted(installation, "GD03", now=province(households_guided=[50, 60, None])).layers

    assert layer.classings[0].cells[:3] == "mm-"
    assert layer.lacking == "thiếu mẫu số: chưa có biểu 01"


def test_a_small_count_of_vulnerable_people_never_travels(installation, province):
    [layer] = painted(
        installation, "YT04", now=province(first_time_disabled_to_date=[3, 12])
    ).layers

    assert 3 not in layer.values
    assert all(c.cells[0] in "w-" for c in layer.classings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_demo_province_with_every_indicator_fits_into_forty_kilobytes(demo, language):
    now, before = snapshot_of(demo, AUGUST), snapshot_of(demo, AUGUST.previous)

    made = sheet(
        demo,
        Figures(
            now={c: measure(i, now) for c, i in INDICATORS.items()},
            before={c: measure(i, before) for c, i in INDICATORS.items()},
        ),
        priority_flags(demo, AUGUST.end),
        say=words(language),
        period=AUGUST,
        first="GD03",
        address={},
    )

    assert len(made.payload().encode()) <= 40 * 1024
    assert all(len(c.cells) == 75 for layer in made.layers for c in layer.classings)
    assert json.loads(made.payload())["groups"]


def test_where_others_report_for_the_communes_it_says_who_and_no_commune_has_reported(
    installation, province
):
    now = province(teams=[1, 0], banking_turns=[5, 7], desk_staff=[1, 0])

    told = {
        layer.code: layer.said[1]
        for layer in painted(installation, "TN01", "NH01", "MC01", now=now).layers
    }

    assert told["TN01"] == "Tỉnh đoàn báo cáo, có số của 2/75 xã"
    assert told["NH01"].startswith("Ngân hàng Nhà nước báo cáo, có số của 2/75 xã")
    assert told["MC01"] == "2/75 xã đã báo cáo, 73 xã chưa báo cáo tính là chưa có"
