"""Two periods beside each other: sentence, map sheet, and what is taken away."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from lib.domain.figures.analysis.change import Gap, change_between
from lib.domain.periods import Period
from lib.services.figures.figures import Figures
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.map.change_words import change_sentence
from lib.services.map.comparing import Compared, change_sheet
from lib.services.map.period_sheet import looked_alone
from lib.services.map.printed_change import (
    ChangeShown,
    change_geojson,
    change_workbook,
    printed_change,
)
from lib.services.view_address import Choice
from lib.settings import Settings
from lib.text import LANGUAGES, words
from tests.demo_store import copy_of, demo_store
from tests.support.indicators import INDICATORS
from tests.support.installations import figures_of

MARCH, AUGUST = Period(2026, 3), Period(2026, 8)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("comparing") / "var")
    opened = open_installation(Settings(data_dir=store))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def figures(installation):
    return figures_of(installation)


def compared(figures: Figures) -> Compared:
    then, now = (
        {code: figures.measured(code, period) for code in INDICATORS} for period in (MARCH, AUGUST)
    )
    return Compared(periods=(MARCH, AUGUST), then=then, now=now)


def sheet(installation: Installation, figures: Figures, *, chosen=AUGUST, language="vi"):
    return change_sheet(
        installation,
        compared(figures),
        {},
        say=words(language),
        chosen=chosen,
        first="GD03",
        address={},
    )


def shown(figures: Figures, code: str) -> ChangeShown:
    choice = Choice(indicator=code, period=AUGUST, view="boundary", commune=None, language="vi")
    looked = looked_alone(figures, choice, MARCH)
    return ChangeShown(figures=figures, looked=looked, periods=(MARCH, AUGUST))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_compared_and_the_counts_of_its_sentence_add_up(
    installation, figures, language
):
    for layer in sheet(installation, figures, language=language).layers:
        change = shown(figures, layer.code).change

        parts = (len(change.up()), len(change.down()), change.unmoved, change.incomplete)
        assert sum(parts) == change.communes["applies"].sum(), layer.code
        assert len(layer.classings[0].cells) == 75
        assert layer.pair is not None
        for value, then, now in zip(layer.values, layer.pair.then, layer.pair.now, strict=True):
            assert value == (None if then is None or now is None else now - then), layer.code


def test_whichever_period_was_chosen_the_earlier_comes_first(installation, figures):
    late, early = (sheet(installation, figures, chosen=p) for p in (AUGUST, MARCH))

    assert (late.against, early.against) == ("2026-03", "2026-08")
    assert late.layers == early.layers
    assert late.words["then"] == "3/2026"


def test_the_sheet_of_all_changes_stays_small(installation, figures):
    # Each figure says which communes its change rests on, and why the others have none.
    assert len(sheet(installation, figures).payload().encode()) <= 66_000


def test_the_sentence_names_the_first_five_of_those_who_went_the_wrong_way(installation, figures):
    falling = change_between(*(figures.measured("GD03", p) for p in (AUGUST, MARCH)))
    communes = installation.gazetteer.communes
    names = {code: commune.full_name for code, commune in communes.items()}

    told = change_sentence(falling, (AUGUST, MARCH), names, say=words())

    wrong = [names[code] for code in falling.wrong_way()]
    assert f"({', '.join(wrong[:5])} và {len(wrong) - 5} xã khác)" in told.text
    assert told.value.startswith("giảm ")


def test_the_province_is_told_over_the_communes_that_reported_twice_and_whole_beside(
    installation, figures
):
    told = shown(figures, "GD03")
    change = told.change

    assert not change.everyone
    assert f"tính trên {change.both} xã có số đủ ở cả hai kỳ" in told.told[0]
    assert f"({change.reported_then} xã, kỳ 3/2026)" in told.told[1]


def test_the_legend_tells_who_sent_nothing_for_which_period_and_the_old_month(
    installation, figures
):
    view = sheet(installation, figures)
    layer = next(one for one in view.layers if one.code == "GD03")
    cells, gaps = layer.classings[0].cells, shown(figures, "GD03").change.gaps

    assert gaps
    assert {Gap.NOT_NOW: cells.count("t"), Gap.NOT_THEN: cells.count("n")} == {
        gap: gaps.get(gap, 0) for gap in (Gap.NOT_NOW, Gap.NOT_THEN)
    }
    assert view.words["not_now"] == "chưa gửi số kỳ 8/2026"
    late = cells.index("t")
    assert layer.asides[late].startswith("kỳ 8/2026 chỉ có số cũ của ")


def test_workbook_and_geojson_tell_the_same_as_the_map(installation, figures):
    told = shown(figures, "GD03")

    book = openpyxl.load_workbook(io.BytesIO(change_workbook(told))).active
    rows = {r[0]: r for r in book.iter_rows(values_only=True) if str(r[0]).isdigit()}
    places = json.loads(change_geojson(told))["features"]

    assert len(rows) == 75
    for place in places:
        _, _, then, now, change, *_ = rows[place["id"]]
        mine = place["properties"]
        assert (mine["then"], mine["now"], mine["change"]) == (then, now, change)
    assert any("MINH HỌA" in str(r[0]) for r in book.iter_rows(values_only=True))
    assert all(place["properties"]["demo"] for place in places)


@pytest.mark.parametrize("code", ["GD03", "KH01"])
def test_the_printed_change_carries_sentence_basis_and_demo_note(installation, figures, code):
    told = shown(figures, code)

    page = PdfReader(io.BytesIO(printed_change(told))).pages[0].extract_text()
    plain = " ".join(page.split())

    assert "3/2026" in plain
    assert "8/2026" in plain
    assert words()("app.demo").upper() in plain
