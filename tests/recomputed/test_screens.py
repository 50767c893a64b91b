"""Five hundred figures, drawn by lot, on screens and in files: each is what the originals give."""

from __future__ import annotations

import io
import json
import random
from functools import cache

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.figures.indicators import Form
from lib.domain.periods import Period
from lib.services.map.downloads import map_file
from lib.services.profile.profile import profile_in
from lib.services.profile.tables import figures_table
from lib.services.view_address import choice_in
from lib.settings import settings
from lib.text import say_number, words
from lib.web.light.content import content
from tests.recomputed.anew import CODES
from tests.recomputed.test_recomputed import LAST
from tests.recomputed.told import Told
from tests.support.indicators import INDICATORS
from tests.support.people import staff

SAY = words()
SEED, VIEWS, COMMUNES = 20261129, 2, 11
"""So many indicators of each period, and communes of each of them: 12 × 2 × 11 figures a store."""
ASKED_BY_COMMAND, PROFILES = 2, 3
"""A command and a profile take a second: of so many views, and of so many communes of each."""
_FILES = ("excel", "geojson")


def drawn(store) -> list[tuple[str, str, list[str]]]:
    lots = random.Random(SEED)
    return [
        (period, code, lots.sample(store.anew.codes, COMMUNES))
        for period in LAST
        for code in lots.sample(CODES, VIEWS)
    ]


def test_five_hundred_figures_agree_wherever_they_are_shown(store):
    different: list[object] = []

    for period, code, communes in drawn(store):
        query = {"chi-tieu": code, "ky": period, "kieu": "o-vuong"}
        light = in_light(store, query)
        by_excel, by_geojson = (in_file(store, kind, query) for kind in _FILES)
        for place, commune in enumerate(communes):
            told = store.anew.of(code, period)[commune]
            expected = as_shown(code, told)
            seen = {
                "light": (light[commune], expected),
                "excel": (by_excel[commune], in_columns(code, period, told)),
                "geojson": (by_geojson[commune], in_properties(told)),
            }
            if place < PROFILES:
                seen["profile"] = (in_profile(store, commune, period)[code], expected)
            different += [
                (period, code, commune, where, *both)
                for where, both in seen.items()
                if not agrees(*both)
            ]

    assert different[:10] == []


@pytest.mark.parametrize("place", range(ASKED_BY_COMMAND))
def test_the_command_line_answers_the_same(store, place):
    period, code, communes = drawn(store)[place * 7]

    settings.cache_clear()
    answer = CliRunner().invoke(
        app,
        ["measure", "--indicator", code, "--period", period, "--json"],
        env={"BDHVS_DATA_DIR": str(store.folder)},
    )
    settings.cache_clear()

    rows = {row["commune_code"]: row for row in json.loads(answer.output)["communes"]}
    for commune in communes:
        told, row = store.anew.of(code, period)[commune], rows[commune]
        shown = row["old"] if row["state"] == "old" else row["value"]
        assert (row["state"], row["old_for"]) == (told.state, told.old_for)
        assert shown == (None if told.value is None else pytest.approx(told.value))


def in_light(store, query) -> dict[str, str]:
    figures = store.figures
    choice = choice_in(
        query, indicators=figures.indicators, periods=figures.open,
        communes=figures.installation.gazetteer.communes, language="vi",
    )  # fmt: skip
    return {row.code: row.value for row in content(figures, choice, SAY, who=staff()).rows}


def in_file(store, kind: str, query) -> dict[str, tuple]:
    taken = map_file(store.figures.installation, kind, query, say=SAY, who=staff())
    if kind == "geojson":
        return {
            place["id"]: (
                place["properties"]["state"],
                place["properties"]["value"],
                place["properties"]["old_value"],
                place["properties"]["old_period"],
            )
            for place in json.loads(taken.content)["features"]
        }
    rows = list(openpyxl.load_workbook(io.BytesIO(taken.content), read_only=True).active.values)
    head = next(i for i, row in enumerate(rows) if row[0] == "Mã xã")
    return {row[0]: (row[2], row[4] or "", row[5]) for row in rows[head + 1 :]}


_PROFILES: dict[tuple[str, str, str], dict[str, str]] = {}


def in_profile(store, commune: str, period: str) -> dict[str, str]:
    key = str(store.folder), commune, period
    if key not in _PROFILES:
        known = profile_in(store.figures.viewer, commune, Period.parse(period))
        rows = (row for row in figures_table(known, SAY).rows if len(row) > 1)
        _PROFILES[key] = {row[0].split()[0]: row[1] for row in rows}
    return _PROFILES[key]


@cache
def _no_figure(code: str) -> str:
    return INDICATORS[code].nothing.get("vi") or SAY("map.not_applicable")


def as_shown(code: str, told: Told) -> tuple[str, ...]:
    """What must stand in the words of a figure: its number, and the month of an old one."""
    if told.state == "no_denominator":
        return ("thiếu mẫu số",)
    if told.state == "not_sent":
        return ("này",)  # "Chưa gửi số này …", "Đã gửi biểu, để trống số này"
    if told.value is None:
        return (_no_figure(code) if told.bottom == 0 else "số nhỏ",)
    month = f"tháng {int(told.old_for[5:])}/{told.old_for[:4]}" if told.old_for else ""
    return (_number(code, told), month)


def _number(code: str, told: Told) -> str:
    indicator = INDICATORS[code]
    if indicator.form is Form.COMMUNES:
        if indicator.unit["en"] == "yes/no":
            return "Có" if told.value else "Chưa"
        return say_number(told.top)
    return say_number(told.value, digits=indicator.digits)


def in_columns(code: str, period: str, told: Told) -> tuple:
    """Value, month and old figure as the workbook has them; a text where none has a meaning."""
    old = told.state == "old"
    reported = told.state == "reported"
    month = told.old_for if old else _month(code, period) if reported else ""
    if reported and told.value is None and told.bottom == 0:
        return (_no_figure(code), month, None)
    value = told.top if INDICATORS[code].form is Form.COMMUNES else told.value
    return (value if reported else None, month, value if old else None)


def _month(code: str, period: str) -> str:
    if not INDICATORS[code].by_quarter:
        return period
    year, number = int(period[:4]), int(period[5:]) // 3
    return f"{year}-Q{number}" if number else f"{year - 1}-Q4"


def in_properties(told: Told) -> tuple:
    old = told.state == "old"
    return (
        told.state,
        told.value if told.state == "reported" else None,
        told.value if old else None,
        told.old_for or None,
    )


def agrees(seen: object, wanted: tuple) -> bool:
    """Words hold what they must; columns are the same, numbers as they are read."""
    if isinstance(seen, str):
        return all(part in seen for part in wanted) and (
            seen.startswith(wanted[0]) or wanted[0] in ("này", "thiếu mẫu số")
        )
    return all(_alike(a, b) for a, b in zip(seen, wanted, strict=True))  # type: ignore[call-overload]


def _alike(one: object, other: object) -> bool:
    if isinstance(other, int | float) and isinstance(one, int | float):
        return abs(one - other) <= 0.0501
    return (one is None or pd.isna(one)) if other is None else one == other
