"""Boundaries are adopted and taken back by name, on record, and only as a person agrees."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest

from lib.domain.errors import AppError
from lib.domain.places.gazetteer import Gazetteer
from lib.maps.boundaries import current, history
from lib.services.audit.recording import read_trail
from lib.services.audit.words import changes_of
from lib.services.map.outlines import (
    adopt_outlines,
    adopted_table,
    area_said,
    areas_table,
    areas_that_differ,
    offered,
    outlines_in_force,
    propose_outlines,
    source_said,
    withdraw_outlines,
)
from lib.store.audit.entries import Wanted
from lib.text import LANGUAGES, words
from tests.maps.made_up import as_geojson, make_commune, place
from tests.support.people import administrator

AN = administrator("An")


@pytest.fixture
def nine(installation):
    """An installation whose province is nine made-up communes."""
    return replace(installation, gazetteer=Gazetteer([make_commune(n) for n in range(9)], []))


def outlines(count=9):
    communes = [make_commune(n) for n in range(count)]
    return as_geojson(
        gpd.GeoDataFrame(
            {"ma_xa": [c.code for c in communes], "ten": [c.full_name for c in communes]},
            geometry=[place(n) for n in range(count)],
            crs=4326,
        )
    )


def deeds(installation, deed):
    return read_trail(installation, Wanted(deed=deed), who=AN)[0]


def test_boundaries_are_adopted_and_taken_back_on_record(nine):
    folder = nine.settings.data_dir
    before = current(folder).key

    adopted = adopt_outlines(nine, propose_outlines(nine, outlines(), "đủ.geojson", who=AN), who=AN)
    kept = history(folder)[-1]
    now = withdraw_outlines(nine, who=AN, reason="nhầm tệp")

    assert (adopted.source, kept["who"]) == ("đủ.geojson", "An")
    assert now.key == before
    (entry,) = deeds(nine, "boundaries_adopted")
    assert before in entry.before
    assert adopted.key in entry.after
    assert any("đủ.geojson" in line for line in changes_of(entry, words()))
    assert "nhầm tệp" in deeds(nine, "boundaries_withdrawn")[0].after


def test_what_is_incomplete_waits_for_a_person_and_leaves_no_record(nine):
    proposal = propose_outlines(nine, outlines(5), "thiếu.geojson", who=AN)

    with pytest.raises(AppError) as refused:
        adopt_outlines(nine, proposal, who=AN)

    assert refused.value.code == "boundary_incomplete"
    assert current(nine.settings.data_dir).schematic
    assert deeds(nine, "boundaries_adopted") == []
    assert adopt_outlines(nine, proposal, who=AN, agreed=True).source == "thiếu.geojson"


def test_looking_at_a_file_changes_nothing(nine):
    propose_outlines(nine, outlines(), "đủ.geojson", who=AN)

    assert outlines_in_force(nine, who=AN)[1] == []


def test_taking_back_needs_a_reason_and_something_to_take_back(nine):
    for reason, code in ((" ", "why_needed"), ("nhầm tệp", "boundary_none_to_withdraw")):
        with pytest.raises(AppError) as refused:
            withdraw_outlines(nine, who=AN, reason=reason)
        assert refused.value.code == code
    assert deeds(nine, "boundaries_withdrawn") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_and_what_is_in_force_are_told_in_words(nine, language):
    say = words(language)
    small = Gazetteer([replace(make_commune(n), area_km2=60.0) for n in range(9)], [])
    other = replace(nine, gazetteer=small)
    proposal = propose_outlines(other, outlines(7), "a <b>.geojson", who=AN)
    adopt_outlines(other, proposal, who=AN, agreed=True)

    lines = list(offered(other, proposal, say))
    far = areas_that_differ(proposal)
    now, adopted = outlines_in_force(other, who=AN)

    assert len(proposal.doubtful) == 7
    assert {"7", "9"} <= set(lines[0].replace("/", " ").split())
    assert len(areas_table(other, far, say).rows) == 7
    assert small.communes[far[0].code].full_name in area_said(other, far[0], say)
    assert adopted_table(adopted, say).rows[0][1:3] == ("a <b>.geojson", "An")
    assert source_said(now, say) == "a <b>.geojson"
