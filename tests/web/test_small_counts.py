"""Small counts of vulnerable people: two provinces that differ in them alone look the same.

Walked are the addresses that send figures, at every moment that the store can be asked about, and
the services behind pages and files. What staff see of the files themselves is no wide view.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pypdf
import pytest
from starlette.applications import Starlette

from lib.domain.access.permissions import Person, Role
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Found
from lib.services.figures.breakdown import breakdown_table
from lib.services.figures.figures import Figures
from lib.services.history.moment import at, shown_at
from lib.services.history.provenance import sources_of, versions_of
from lib.services.intake.current_workbook import in_force_file
from lib.services.intake.prefilled_forms import prefilled
from lib.services.map.period_sheet import compared_sheet, period_sheet
from lib.services.profile.printed import printed_profile
from lib.services.profile.profile import Known, profile_of
from lib.services.view_address import FILES, written
from lib.text import words
from lib.web.first_screen.screen import FirstScreens, Frame
from lib.web.light.page import light_route
from lib.web.routes.downloads import downloads_route
from lib.web.routes.series import series_route
from tests.support.entering import visitor
from tests.support.indicators import INDICATORS
from tests.support.installations import figures_of
from tests.support.people import in_role
from tests.support.small_counts import AUGUST, COMMUNES, JULY, World, worlds

SAY, YT04 = words(), INDICATORS["YT04"]
ELSEWHERE = "03646"
"""Where the officer of this walk works: none of the communes with small counts."""
READERS = [Role.LEADER, Role.PLANNER, Role.OFFICER]
Seen = dict[str, str]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    made = list(worlds(tmp_path_factory.mktemp("worlds")))
    yield made
    for one in made:
        one.installation.engine.dispose()


def the_same(pair: list[World], walk: Callable[[World], Seen]) -> None:
    one, other = (walk(w) for w in pair)
    assert one.keys() == other.keys()
    assert len(one) > 0
    assert [name for name in one if one[name] != other[name]] == []


def read(kind: str, content: bytes) -> str:
    """What a file says to whoever opens it; when it was made is not part of that."""
    if kind.startswith("excel"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return str([[c.value for c in row] for sheet in book for row in sheet.iter_rows()])
    if kind.startswith("pdf"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.hex()


def moments_of(world: World) -> list[dict[str, str]]:
    """Now, the freeze, and every moment between two acts."""
    return [{}, {"chot": world.freeze}, *({"luc": written(m)} for m in world.moments)]


def views(world: World) -> list[dict[str, str]]:
    """Every way to ask for a vulnerable group: when, of which period, against which."""
    return [
        {"chi-tieu": "YT04", "ky": period, **against, **when}
        for when in moments_of(world)  # outermost: what was made of a moment is still kept
        for period in (JULY, AUGUST)
        for against in ({}, {"so-voi": JULY})
    ]


@pytest.mark.parametrize("role", READERS)
def test_the_addresses_that_send_figures(pair, client_of, role):
    def walk(world: World) -> Seen:
        installation = lambda: world.installation  # noqa: E731
        routes = [
            r(base="", installation=installation)
            for r in (light_route, series_route, downloads_route)
        ]
        client = client_of(Starlette(routes=routes), in_role(role, ELSEWHERE))
        seen = {}
        plain = [v for v in views(world) if v["ky"] == JULY and "so-voi" not in v]
        every = views(world) if role is Role.LEADER else plain[:2]
        for query in every:
            told = urlencode(query)
            seen[f"/nhe?{told}"] = client.get("/nhe", query=told).body.decode()
            path = f"/sau-ky/{query['ky']}.json"
            seen[f"{path}?{told}"] = client.get(path, query=told).body.decode()
            kinds = FILES if len(query) == 2 else ("excel", "geojson")
            for kind in kinds if role is Role.LEADER else ():
                answer = client.get(f"/tai-ve/{kind}", query=told)
                content = read(kind, answer.body) if answer.status == 200 else ""
                seen[f"/tai-ve/{kind}?{told}"] = f"{answer.status} {content}"
        return seen

    the_same(pair, walk)


def test_a_withheld_commune_is_not_told_as_one_that_never_reported(pair, client_of):
    world = pair[0]
    client = client_of(
        Starlette(routes=[light_route(base="", installation=lambda: world.installation)])
    )

    page = client.get("/nhe", query=f"chi-tieu=YT04&ky={JULY}").body.decode()

    measured = figures_of(world.installation).measured("YT04", Period.parse(JULY))
    told = dict(re.findall(r"<i class=\"(\w+)\"></i><span>[^<]*</span><span>(\d+) xã", page))
    assert measured.held_back == int(told["withheld"]) > 0
    silent = int(told["none"]) + int(told.get("old", 0))
    assert silent == measured.total - measured.reporting


def test_the_first_screen_and_the_sheet_that_its_map_fetches(pair):
    def walk(world: World) -> Seen:
        screens = FirstScreens(
            lambda: world.installation,
            pages=lambda _: [("ban-do", "map"), ("xa", "commune")],
            frame=Frame(lambda language, head, screen: f"{head}|{screen}"),
        )
        seen = {}
        for query in views(world):
            for path in ("/ban-do", "/xa"):
                screen = screens.screen(path, query, visitor=visitor())
                seen[f"{path}?{query}"] = screen.body.plain.decode() if screen else ""
        return seen

    the_same(pair, walk)


def test_the_map_sheets_of_one_period_and_of_two(pair):
    def walk(world: World) -> Seen:
        seen = {}
        for when in moments_of(world):
            figures = figures_of(shown_at(world.installation, when).installation)
            for period in figures.periods:
                one = period_sheet(figures.viewer, period)
                seen[f"{when} {period}"] = one.payload()
            if len(figures.periods) == 2:
                two = compared_sheet(figures.viewer, *figures.periods)
                seen[f"{when} both"] = two.payload()
        return seen

    the_same(pair, walk)


def profiles(figures: Figures, period: Period, who: Person) -> Iterator[tuple[str, Any]]:
    known = Known(
        snapshot=figures.snapshot(period),
        now=figures.all_measured(period),
        before=figures.all_measured(period.previous),
        flags=figures.flags(period.end),
        periods=figures.periods,
    )
    for name in COMMUNES:
        found = figures.installation.gazetteer.resolve(name)
        assert isinstance(found, Found)
        code = found.commune.code
        yield code, profile_of(figures.installation, code, known, who=who)


def test_profiles_groups_sources_and_versions(pair):
    who = in_role(Role.LEADER)

    def walk(world: World) -> Seen:
        seen = {}
        for moment in [*world.moments[::2], None]:
            installation = at(world.installation, moment) if moment else world.installation
            figures = figures_of(installation)
            for period in figures.periods:
                measured = figures.measured("YT04", period)
                seen[f"groups {moment} {period}"] = str(
                    breakdown_table(measured, figures.flags(period.end), {}, say=SAY)
                )
                for code, profile in profiles(figures, period, who):
                    if not profile.last_report:
                        continue
                    key = f"{moment} {period} {code}"
                    seen[f"profile {key}"] = str(profile.lines)
                    rows = sources_of(
                        installation, figures.snapshot(period), YT04, commune=code, who=who
                    )
                    seen[f"sources {key}"] = str([(s.rows.to_dict(), s.withheld) for s in rows])
                    if moment is None:  # all earlier ones are among them
                        turns = versions_of(
                            installation, YT04, code, period=period, who=who, most=50
                        )
                        told = [v.measured.communes.loc[code].to_dict() for v in turns]
                        seen[f"versions {key}"] = str(told)
        return seen

    the_same(pair, walk)


def test_a_printed_profile(pair):
    def walk(world: World) -> Seen:
        figures = figures_of(world.installation)
        made = {
            code: printed_profile(world.installation, profile, SAY, version=figures.version)
            for code, profile in profiles(figures, Period.parse(AUGUST), in_role(Role.LEADER))
            if profile.last_report
        }
        return {code: read("pdf", content) for code, content in made.items()}

    the_same(pair, walk)


@pytest.mark.parametrize("role", [Role.LEADER, Role.PLANNER, Role.OFFICER])
def test_rows_as_they_were_reported_are_not_for_readers(pair, role):
    installation, who = pair[0].installation, in_role(role, ELSEWHERE)
    template, commune, period = "02_bao_cao_thang_thon_ban", "04045", Period.parse(JULY)

    with pytest.raises(NotAllowed):
        in_force_file(installation, template, period, commune=commune, who=who)
    with pytest.raises(NotAllowed):
        prefilled(installation, template, commune, period=period, who=who)


def test_the_two_provinces_do_differ(pair):
    """Else all of the above would say nothing: the raw measures are others."""
    one, other = (
        figures_of(w.installation).snapshot(Period.parse(JULY))["first_time_disabled_to_date"]
        for w in pair
    )

    assert not one.equals(other)
