"""What leaves the browser carries its notes: the printed map and the GeoJSON."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader

from lib.domain.periods import Period
from lib.services.boundaries import boundaries_for
from lib.services.history.freeze_words import ribbon
from lib.services.history.freezes import freeze_figures, opened
from lib.services.installation import Installation
from lib.services.map.period_sheet import looked_alone
from lib.services.map.printed import MapShown, printed_map, values_geojson
from lib.services.view_address import Choice
from lib.services.wording.file_names import file_stem
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import LANGUAGES, words
from tests.files_made import summary_workbook
from tests.support.installations import figures_of, put
from tests.support.people import staff

AUGUST = Period(2026, 8)


def shown(installation: Installation, *, view="boundary", language="vi") -> MapShown:
    figures = figures_of(installation, language=language)
    choice = Choice(indicator="GD03", period=AUGUST, view=view, commune=None, language=language)
    return MapShown(figures=figures, looked=looked_alone(figures, choice), period=AUGUST)


@pytest.fixture
def reported(installation: Installation) -> Installation:
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    return installation


@pytest.fixture
def demo(reported: Installation) -> Installation:
    with writing(reported.engine) as connection:
        set_mark(connection, "demo", "yes")
    return reported


def text(content: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["boundary", "tiles"])
def test_the_printed_map_of_made_up_figures_says_so(demo: Installation, view, language):
    one = shown(demo, view=view, language=language)

    said = text(printed_map(one))

    assert words(language)("app.demo").upper() in said
    outlines = boundaries_for(demo, view).name
    assert " ".join(words(language)(f"boundaries.source.{outlines}").split()) in said
    assert "34" in said
    assert file_stem(demo, "GD03").startswith("minh-hoa_")


def test_the_printed_map_of_real_figures_does_not(reported: Installation):
    said = text(printed_map(shown(reported)))

    assert words()("app.demo").upper() not in said
    assert "2/75" in said


def test_geojson_has_every_commune_with_its_value_and_null_for_no_report(demo: Installation):
    document = json.loads(values_geojson(shown(demo, view="tiles")))

    told = {f["id"]: f["properties"] for f in document["features"]}
    assert len(told) == 75
    assert told["04045"] == {
        "code": "04045",
        "name": "Xã Lóng Sập",
        "value": pytest.approx(34.4),
        "numerator": 430,
        "denominator": 1250,
        "state": "reported",
        "old_value": None,
        "old_period": None,
        "old_numerator": None,
        "old_denominator": None,
        "sent_blank": False,
        "lacking": None,
        "villages_counted": None,
        "villages": None,
        "class": told["04045"]["class"],
        "indicator": "GD03",
        "period": "2026-08",
        "demo": True,
    }
    assert told["03646"]["value"] is None
    assert told["03646"]["class"] == words()("map.no_report")
    assert document["schematic"] is True
    assert document["demo"] is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_a_freeze_names_it_on_every_file(reported: Installation, language):
    then = opened(
        reported, freeze_figures(reported, "Họp #giao ban*", who=staff("An")).code
    ).installation

    one = shown(then, language=language)

    assert ribbon(then.freeze, one.say) in text(printed_map(one))
    assert json.loads(values_geojson(one))["frozen"]["code"] == then.freeze.code
    assert file_stem(then, "GD03").endswith(f"_chot-{then.freeze.code}")
    assert json.loads(values_geojson(shown(reported)))["frozen"] is None
