"""The roads of an extract are adopted and taken back by name, on record; plans take them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.errors import AppError
from lib.domain.planning.question.instance import Rules, Team
from lib.domain.planning.question.travel import Source, trips
from lib.maps.roads.extract import RoadTable
from lib.services.audit.recording import read_trail
from lib.services.audit.words import changes_of
from lib.services.installation import Installation
from lib.services.intake.edited_tables import headers, previewed
from lib.services.intake.publishing import publish
from lib.services.planning.instance_in_force import TRIPS, Asked, instance_of
from lib.services.planning.roads.extracts import (
    adopt_roads,
    in_force_said,
    propose_roads,
    roads_in_force,
    told_of,
    withdraw_roads,
)
from lib.store.audit.entries import Wanted
from lib.text import LANGUAGES, say_number, words
from tests.support.installations import put
from tests.support.people import administrator, planner
from tests.support.road_extracts import extract
from tests.support.sheets import summary, summary_row

AN = administrator("An")
HUB = "03646"
ROAD = {"highway": "secondary", "surface": "asphalt"}


def star(installation: Installation, *, count: int = 15, of: str = "2026-11-01") -> bytes:
    """Straight roads from the hub to some communes."""
    book = installation.gazetteer.communes
    ends = [c for c in book.values() if c.code != HUB][:count]
    hub = book[HUB]
    nodes = {1: (hub.lon, hub.lat), **{n: (c.lon, c.lat) for n, c in enumerate(ends, 2)}}
    return extract(nodes, [([1, n], ROAD) for n in range(2, len(ends) + 2)], of=of)


def deeds(installation: Installation, deed: str):
    return read_trail(installation, Wanted(deed=deed), who=AN)[0]


def proposed(installation: Installation, name: str = "duong.osm.pbf", **how) -> RoadTable:
    return propose_roads(installation, star(installation, **how), name, who=AN)


def asked(installation: Installation):
    return instance_of(installation, Asked(first_day=date(2027, 6, 7), rules=Rules()))


@pytest.fixture
def reported(installation: Installation) -> Installation:
    put(installation, summary(summary_row("Xã Lóng Sập")))
    return installation


def test_an_extract_is_adopted_and_taken_back_on_record(installation: Installation):
    assert roads_in_force(installation, who=planner()) is None
    first = proposed(installation)
    adopt_roads(installation, first, who=AN)
    second = proposed(installation, "mới.osm.pbf", of="2026-12-01")
    adopt_roads(installation, second, who=AN)

    found, entry = roads_in_force(installation, who=planner())
    assert (found, entry["who"]) == (second, "An")
    withdraw_roads(installation, who=AN, reason="thiếu đường mới")
    assert roads_in_force(installation, who=planner())[0] == first
    withdraw_roads(installation, who=AN, reason="thiếu đường mới")
    assert roads_in_force(installation, who=planner()) is None

    newest, oldest = deeds(installation, "roads_adopted")
    assert "mới.osm.pbf" in newest.after
    assert second.digest in newest.after
    assert first.digest in newest.before
    assert "duong.osm.pbf" in oldest.after
    taken, _ = deeds(installation, "roads_withdrawn")[:2]
    assert "thiếu đường mới" in taken.after
    for language in LANGUAGES:
        told = changes_of(newest, words(language))
        assert not [line for line in told if line.startswith(("roads:", "extracted:"))]


def test_what_cannot_be_taken_back_is_refused(installation: Installation):
    for reason, code in ((" ", "why_needed"), ("nhầm tệp", "road_none_to_withdraw")):
        with pytest.raises(AppError) as refused:
            withdraw_roads(installation, who=AN, reason=reason)
        assert refused.value.code == code
    assert deeds(installation, "roads_withdrawn") == []


def test_a_plan_takes_the_trips_of_its_bases_and_names_the_map(reported: Installation):
    table = proposed(reported)
    before = asked(reported).instance.travel
    assert (before.road_minutes, before.road_source) == ({}, "")

    adopt_roads(reported, table, who=AN)

    travel = asked(reported).instance.travel
    assert set(travel.road_minutes) <= {HUB}
    assert table.source in travel.road_source
    assert "01/11/2026" in travel.road_source


def test_known_trips_are_told_beside_what_the_map_says(installation: Installation):
    table = proposed(installation)
    trips_of = list(table.minutes[HUB].items())[:12]
    know(installation, {c: round(m * 1.4) for c, m in trips_of})

    for language in LANGUAGES:
        say = words(language)
        told = list(told_of(installation, table, say))
        hub = installation.gazetteer.communes[HUB].full_name
        factor = say_number(1.4, digits=2, language=language)
        assert [line for line in told if hub in line and "12" in line and factor in line]
        assert say("road_extract.faults") in told
        assert say("road_extract.licence") in told


def know(installation: Installation, minutes: dict[str, int]) -> None:
    """Publishes known trips from the hub."""
    head, book = headers(TRIPS), installation.gazetteer.communes
    rows = [
        {head["base_commune"]: book[HUB].full_name, head["commune_code"]: c,
         head["commune_name"]: book[c].full_name, head["period"]: "2026", head["minutes"]: m}
        for c, m in minutes.items()
    ]  # fmt: skip
    ready = previewed(
        installation, TRIPS, pd.DataFrame(rows, dtype=object), year=2026, who=planner()
    )
    publish(installation, ready, who=planner())


def test_a_day_that_the_file_does_not_tell_is_told_as_that(installation: Installation):
    table = proposed(installation, of="")
    adopt_roads(installation, table, who=AN)

    for language in LANGUAGES:
        say = words(language)
        said = in_force_said(roads_in_force(installation, who=planner()), say)
        assert say("road_extract.no_day") in said
        assert "duong.osm.pbf" in said


def test_seats_that_no_road_reaches_are_named(installation: Installation):
    table = proposed(installation, count=5)
    far = set(table.far)

    told = " ".join(told_of(installation, table, words()))

    assert far
    assert len(far | set(table.minutes)) == len(installation.gazetteer)
    assert installation.gazetteer.communes[next(iter(table.far))].full_name in told


def test_trips_in_the_question_say_where_they_are_from(reported: Installation):
    adopt_roads(reported, proposed(reported), who=AN)
    instance = asked(reported).instance
    table, _ = roads_in_force(reported, who=planner())
    measured = {HUB: dict(table.minutes[HUB])}
    question = instance.model_copy(
        update={
            "teams": (Team(code="T", base=HUB, size=5),),
            "travel": instance.travel.model_copy(update={"road_minutes": measured}),
        }
    )

    sources = {Source(int(s)) for s in trips(question).source[0]}

    assert sources == {Source.ROAD, Source.ESTIMATE, Source.MATRIX}
