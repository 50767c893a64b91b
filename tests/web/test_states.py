"""What is missing is told calmly, and the same, by the first screen and by the light page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from lib.maps.boundaries import GEO
from lib.services.installation import Installation
from lib.services.pages import PAGES
from lib.text import words
from lib.web.first_screen.screen import FirstScreens, Frame
from lib.web.light.page import LightPage
from tests.files_made import summary_workbook
from tests.support.entering import visitor
from tests.support.installations import put
from tests.support.people import staff

SOMEBODY = visitor()
PLAIN_GROUND = '<g fill="#e4e6e8"'


def first_screen(installation: Installation, **query: str) -> str:
    made = FirstScreens(
        lambda: installation,
        pages=lambda who: [(p.address, p.script) for p in PAGES if p.open_to(who)],
        frame=Frame(lambda *parts: parts[2]),
    )
    screen = made.screen("/ban-do", query, visitor=SOMEBODY)
    assert screen is not None
    return screen.body.plain.decode()


def light_page(installation: Installation, **query: str) -> str:
    return LightPage(lambda: installation).page(query, staff()).plain.decode()


both = pytest.mark.parametrize("page", [first_screen, light_page])


@pytest.fixture
def reported(installation: Installation) -> Installation:
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    return installation


def outlines_of_others(data_dir: Path) -> None:
    """Puts outlines into force in which one commune is missing and another is none of ours."""
    drawn = json.loads((GEO / "schematic.topojson").read_text(encoding="utf-8"))
    communes = drawn["objects"]["communes"]
    communes["geometries"] = [g for g in communes["geometries"] if g["id"] != "04045"]
    stranger = next(g for g in communes["geometries"] if g["id"] == "03646")
    stranger |= {"id": "99999", "properties": {"code": "99999", "name": "Xã <b>Lạ</b>"}}
    content = json.dumps(drawn).encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    folder = data_dir / "boundaries"
    folder.mkdir(parents=True)
    (folder / f"{digest}.topojson").write_bytes(content)
    entry = {"digest": digest, "source": "x.shp", "adopted_at": "2026-11-20T00:00:00+00:00"}
    (folder / "current.json").write_text(json.dumps({"adopted": [entry]}))


@both
def test_a_store_without_anything_says_where_to_begin(installation: Installation, page):
    told = page(installation)

    assert words()("map.empty_title") in told
    assert words()("map.empty") in told
    assert 'tai-so-lieu?ngon-ngu=vi">' in told
    assert "<path id=" not in told


@both
def test_an_indicator_that_nobody_reported_is_a_sentence_and_a_hatched_map(
    reported: Installation, page
):
    told = page(reported, **{"chi-tieu": "NH01"})

    assert words()("sheet.nothing", name="Lượt truyền thông ngân hàng số").split("“")[0] in told
    assert told.count('<path id="u') == 75
    assert ">75 xã</span>" in told
    assert ">0 xã</span>" not in told  # no class is counted where there is nothing to class


@both
def test_a_period_that_nobody_reported_shows_the_newest_and_says_so(reported: Installation, page):
    told = page(reported, ky="2026-12")

    assert "kỳ “2026-12”" in told
    assert "34,4 %" in told


@both
def test_a_period_that_has_ended_opens_though_nobody_has_reported(reported: Installation, page):
    told = page(reported, ky="2026-09")

    assert "kỳ “2026-09”" not in told
    assert "đã kết thúc, hạn nộp 17/09/2026; chưa có xã, phường nào gửi báo cáo" in told
    assert "số cũ từ tháng 8/2026" in told


@both
def test_communes_without_outline_and_outlines_without_commune_are_named(
    reported: Installation, page
):
    before = page(reported)
    outlines_of_others(reported.settings.data_dir)

    told = page(reported)

    assert PLAIN_GROUND not in before
    assert PLAIN_GROUND in told
    assert told.count('<path id="u') == 73
    assert "Không có trên bản đồ: Phường Tô Hiệu, Xã Lóng Sập" in told
    assert "chưa có trong danh mục xã, phường: Xã &lt;b&gt;Lạ&lt;/b&gt;" in told
