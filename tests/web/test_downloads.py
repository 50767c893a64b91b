"""The route by which a view is taken away."""

from __future__ import annotations

import asyncio
import json
import threading
from io import BytesIO

import openpyxl
import pytest
from starlette.applications import Starlette

from lib.domain.access.permissions import Person, Role
from lib.services.history.freezes import freeze_figures
from lib.services.installation import Installation
from lib.services.map.downloads import KINDS
from lib.services.rations import Limits, Ration
from lib.services.view_address import FILES
from lib.text import words
from lib.web.routes import downloads
from lib.web.routes.downloads import downloads_route
from tests.files_made import summary_workbook
from tests.support.installations import put
from tests.support.people import staff


@pytest.fixture
def visitor(client_of, installation: Installation):
    put(installation, summary_workbook(period="7/2026"), name="a.xlsx")
    put(installation, summary_workbook(period="8/2026"), name="b.xlsx")
    return client_of(
        Starlette(routes=[downloads_route(base="", installation=lambda: installation)])
    )


@pytest.mark.parametrize("against", ["", "&so-voi=2026-07"])
@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("excel", b"PK"),
        ("pdf_a4", b"%PDF"),
        ("pdf_a3", b"%PDF"),
        ("png", b"\x89PNG"),
        ("geojson", b"{"),
    ],
)
def test_every_kind_is_a_file_of_the_view_in_the_address(visitor, kind, begins, against):
    answer = visitor.get(f"/tai-ve/{kind}", query=f"chi-tieu=DS01&ky=2026-08{against}")

    assert answer.status == 200
    assert answer.body.startswith(begins)
    name = answer.headers["content-disposition"]
    assert "DS01_" in name
    assert "2026-08" in name
    assert name.endswith(KINDS[kind].ending)


def test_the_workbook_says_indicator_period_and_version(visitor):
    answer = visitor.get("/tai-ve/excel", query="chi-tieu=GD03&ky=2026-08")

    page = openpyxl.load_workbook(BytesIO(answer.body)).active
    told = " ".join(str(cell.value) for row in page.iter_rows(max_row=10) for cell in row)
    assert "GD03" in told
    assert "Kỳ tháng 8/2026" in told
    assert "phiên bản số liệu" in told


def test_frozen_figures_say_so_in_their_name(visitor, installation):
    code = freeze_figures(installation, "Họp giao ban", who=staff("Lò Thị Mai")).code

    answer = visitor.get("/tai-ve/geojson", query=f"chot={code}&chi-tieu=GD03&ky=2026-08")

    assert f"chot-{code}" in answer.headers["content-disposition"]
    assert json.loads(answer.body)["features"]


@pytest.mark.parametrize("query", ["ky=2031-01", "chi-tieu=XX", "chot=khongco", "so-voi=2031-01"])
def test_a_link_to_what_is_not_there_gives_no_other_view(visitor, query):
    answer = visitor.get("/tai-ve/excel", query=f"{query}")

    assert answer.status == 404
    assert "Không có số liệu như liên kết này nói" in answer.body.decode()


def test_what_the_map_offers_is_what_the_route_makes():
    assert tuple(KINDS) == FILES


def test_an_unknown_kind_is_calmly_missing(visitor):
    assert visitor.get("/tai-ve/exe").status == 404


def test_one_person_takes_all_they_can_and_another_is_served_meanwhile(
    client_of, installation, monkeypatch
):
    put(installation, summary_workbook(period="8/2026"), name="b.xlsx")
    go, greedy = threading.Event(), Person("Lan", Role.STAFF, None, 1)
    made = downloads.map_file
    ration = Ration(Limits(at_once=2, in_line=4, patience_s=20))
    monkeypatch.setattr(downloads, "PAPERS", ration)

    def slow(here, kind, query, *, say, who):
        if kind == "pdf_a4":
            go.wait(30)
        return made(here, kind, query, say=say, who=who)

    monkeypatch.setattr(downloads, "map_file", slow)
    app = Starlette(routes=[downloads_route(base="", installation=lambda: installation)])
    mine, other = client_of(app, person=greedy), client_of(app)

    async def together():
        asked = [asyncio.create_task(mine._ask("GET", "/tai-ve/pdf_a4", {})) for _ in range(8)]
        await asyncio.sleep(0.5)
        served = await other._ask("GET", "/tai-ve/geojson", {})
        go.set()
        return served, await asyncio.gather(*asked)

    served, told = asyncio.run(together())

    assert served.status == 200
    assert sorted(t.status for t in told) == [200] * 5 + [429] * 3
    refused = next(t for t in told if t.status == 429)
    assert refused.headers["retry-after"] == "10"
    assert refused.body.decode() == words()("error.busy_mine", seconds=10)


def test_before_anybody_reported_there_is_nothing_to_take(client_of, installation):
    visitor = client_of(
        Starlette(routes=[downloads_route(base="", installation=lambda: installation)])
    )

    assert visitor.get("/tai-ve/excel").status == 404
