"""The light page: small, without scripts, true to the store, calm whatever it is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from lib.domain.errors import StoreUnavailable
from lib.domain.figures.analysis.briefing import MOST
from lib.domain.periods import Period
from lib.services.figures.breakdown import area_kinds, breakdown_table
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.view_address import FILES, written
from lib.settings import Settings
from lib.text import LANGUAGES, words
from lib.web.light.page import LightPage, light_route
from tests.demo_store import copy_of, demo_store
from tests.files_made import summary_workbook
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, figures_of, open_test_installation, put, take_back
from tests.support.people import staff

JUNK = [
    {"chi-tieu": "' OR 1=1 --", "ky": "9999-99", "xa": "<script>", "kieu": "3d", "ngon-ngu": "xx"},
    {"ky": "2026", "xa": "00000"},
    {"chi-tieu": "", "ky": "", "xa": "", "kieu": "", "ngon-ngu": ""},
    {"ky": "2026-08\0", "co": "x" * 5000},
]


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("light") / "var")
    installation = open_installation(Settings(data_dir=store))
    yield LightPage(lambda: installation)
    installation.engine.dispose()


def text_of(page: LightPage, **query: str) -> str:
    return page.page({k.replace("_", "-"): v for k, v in query.items()}, staff()).plain.decode()


class Tags(HTMLParser):
    """Which elements and attributes stand in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += [(k, v or "") for k, v in attrs]


WAYS = list(product(LANGUAGES, ("ranh-gioi", "o-vuong")))
LOOKS = [(code, *WAYS[n % len(WAYS)]) for n, code in enumerate(INDICATORS)]
"""Every indicator in one language and one kind of map, in turn."""


@pytest.mark.parametrize(
    ("code", "language", "view"), sorted({*LOOKS, *(("GD03", *way) for way in WAYS)})
)
def test_the_whole_page_weighs_under_a_hundred_kilobytes(full, code, language, view):
    page = full.page({"chi-tieu": code, "kieu": view, "ngon-ngu": language, "xa": "04045"}, staff())

    assert len(page.plain) < 100_000
    assert len(page.br) < 25_000


def test_nothing_runs_and_nothing_else_is_fetched(full):
    tags = Tags(text_of(full, xa="04045"))

    assert {"script", "img", "iframe", "object"}.isdisjoint(tags.names)
    assert not any(name.startswith("on") for name, _ in tags.attributes)
    assert [v for k, v in tags.attributes if k == "src"] == []
    fetched = [v for k, v in tags.attributes if k in ("href", "action") and "//" in v]
    assert fetched == []


def test_sentence_cards_map_legend_and_table_are_there(full):
    page = text_of(full, chi_tieu="GD03", ky="2026-08")

    assert '<p class="quiet">Kỳ tháng 8/2026 (15/7–14/8)</p>' in page
    assert '<p class="lead">Hộ có ít nhất 1 người được hướng dẫn: toàn tỉnh <b>' in page
    assert page.count('<path id="u') == 75
    assert page.count('tabindex="-1"') == 75
    assert len(re.findall(r'<td class="n">\d+</td>', page)) == 72, "an old figure has no rank"
    assert len(re.findall(r'<td class="v"><i class="k\d old"></i>', page)) == 75 - 72
    cards = page.partition('<ul class="cards">')[2].partition("</ul>")[0]
    assert cards.count('<li><a href="?') == sum(i.headline for i in INDICATORS.values())
    first_old = re.search(r'<i class="k\d old">', page[page.index('class="list"') :])
    fresh = [m.start() for m in re.finditer(r'<i class="k\d">', page[page.index('class="list"') :])]
    assert first_old
    assert first_old.start() > max(fresh), "old figures stand last"


def test_whom_to_call_is_told_in_sentences_that_lead_to_their_views_on_this_page(full):
    page = text_of(full, ky="2026-08", kieu="o-vuong", ngon_ngu="vi")

    said = page[page.index('<section class="calls">') :].partition("</section>")[0]
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', said)
    assert 1 <= len(found) <= MOST
    assert words()("brief.heading", count=len(found)) in said
    assert all(at.startswith("?chi-tieu=") and "kieu=o-vuong" in at for at, _ in found)
    assert all("ky=2026-08" in at for at, _ in found)
    silent = next(at for at, text in found if "chưa báo cáo kỳ này" in text)
    assert re.search(r"xa=\d{5}#xa$", silent)


@pytest.mark.parametrize("code", ["GD03", "DS03", "KH01"])
def test_groups_of_communes_tell_what_the_full_page_tells_of_them(full, code):
    page = text_of(full, chi_tieu=code, ky="2026-08")

    said = page.partition(f"<h2>{words()('groups.heading')}</h2>")[2].partition("</section>")[0]
    figures = figures_of(full._installation())
    table = breakdown_table(
        figures.measured(code, Period(2026, 8)),
        figures.flags(Period(2026, 8).end),
        area_kinds(figures.installation, Period(2026, 8).end),
        say=words(),
    )
    cells = [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", said)]
    assert cells == [cell for row in table.rows for cell in row]
    assert "Xã biên giới" in said


def test_nobody_is_called_where_there_is_nothing_to_say(installation: Installation):
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")

    calm = text_of(LightPage(lambda: installation), ky="2026-08")

    remarks = re.findall(r'<section class="calls">', calm)
    assert len(remarks) == 1  # two communes of 75 reported: that is told, and nothing else
    assert calm.partition('class="calls"')[2].partition("</section>")[0].count("<li>") == 1


def test_every_link_of_the_page_keeps_the_choice(full):
    page = text_of(full, chi_tieu="DS01", ky="2026-08", kieu="o-vuong", ngon_ngu="en")

    links = re.findall(r'href="\?([^"#]+)', page)

    assert links
    assert all("ky=2026-08" in link and "kieu=o-vuong" in link for link in links)
    assert all("ngon-ngu=en" in link for link in links)


def test_the_chosen_commune_tells_its_figures_and_their_uploads(full):
    page = text_of(full, xa="03646", ky="2026-08")

    chosen = page[page.index('<section id="xa">') : page.index("</section>", page.index('id="xa"'))]
    assert "Phường Tô Hiệu" in chosen
    assert "MINH-HOA_02_bao_cao_thang_2026-08" in chosen
    assert all(i.name["vi"] in chosen for i in INDICATORS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_that_figures_and_outlines_are_made_up(full, language):
    say = words(language)

    page = text_of(full, ngon_ngu=language)

    assert f'<html lang="{language}">' in page
    assert say("app.demo") in page
    assert say("boundaries.source.schematic") in page


@pytest.mark.parametrize("query", JUNK)
def test_a_wrong_choice_falls_back_calmly(full, query):
    page = full.page(query, staff()).plain.decode()

    assert page.count('<path id="u') == 75
    assert '<option value="GD03" selected>' in page


@pytest.mark.parametrize("query", [{"so_voi": "2026-09"}, {"lop": "deu"}, {"co": "bien-gioi"}])
def test_what_only_the_full_map_shows_is_said_and_not_shown(full, query):
    line = words()("light.plainly")

    assert line in text_of(full, ky="2026-10", **query)
    assert line not in text_of(full, ky="2026-10")


def test_the_same_page_is_made_once_for_a_version_of_the_data(full):
    assert full.page({"ky": "2026-08"}, staff()) is full.page({"ky": "2026-08", "la": "1"}, staff())


def test_a_publish_and_a_withdrawal_make_the_page_new(installation: Installation):
    page = LightPage(lambda: installation)
    empty = text_of(page)
    number = put(installation, summary_workbook(period="8/2026"), name="a.xlsx")

    published = text_of(page)
    take_back(installation, number)
    withdrawn = text_of(page)

    assert words()("map.empty") in empty
    assert "34,4 %" in published
    assert words()("app.demo") not in published
    assert "34,4 %" not in withdrawn


def test_names_from_files_stay_text(installation: Installation):
    hostile = '<img src=x onerror=alert(1)>"{{7*7}}.xlsx'
    put(installation, summary_workbook(period="8/2026"), name=hostile, who="<b>An</b>")

    page = text_of(LightPage(lambda: installation), xa="04045")

    assert "<img" not in page
    assert "<b>An" not in page
    assert "&lt;b&gt;An&lt;/b&gt;" in page
    assert "{{7*7}}" in page


def asked(client_of, installation, path="/nhe", **headers):
    return client_of(Starlette(routes=[light_route(base="", installation=installation)])).get(
        path, **headers
    )


def test_the_answer_is_compressed_checked_each_time_and_locked_down(client_of, installation):
    first = asked(client_of, lambda: installation, accept_encoding="br")
    again = asked(client_of, lambda: installation, if_none_match=first.headers["etag"])

    assert first.status == 200
    assert first.headers["content-encoding"] == "br"
    assert first.headers["cache-control"] == "private, no-cache"
    assert "script-src" not in first.headers["content-security-policy"]
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert again.status == 304


def test_it_also_lives_below_a_base_path(client_of, installation):
    app = Starlette(routes=[light_route(base="so-lieu", installation=lambda: installation)])

    assert client_of(app).get("/so-lieu/nhe").status == 200


def test_the_files_of_the_view_are_plain_links(tmp_path: Path):
    installation = open_test_installation(tmp_path)
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")

    page = text_of(LightPage(lambda: installation), **{"chi-tieu": "GD05", "ky": "2026-08"})

    assert 'href="tai-ve/pdf_a4?chi-tieu=GD05&amp;ky=2026-08"' in page
    assert page.count('href="tai-ve/') == len(FILES)


def test_a_store_that_is_away_gets_one_calm_sentence(client_of):
    def away():
        raise StoreUnavailable

    answer = asked(client_of, away)

    assert answer.status == 503
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert words()("error.store_unavailable").split("{")[0] in answer.body.decode()


def test_an_unforeseen_fault_shows_a_code_and_no_trace(client_of):
    def broken():
        raise OperationalError("select secret", {}, Exception("password=1"))

    answer = asked(client_of, broken)

    assert answer.status == 500
    assert b"secret" not in answer.body
    assert "Mã lỗi" in answer.body.decode()


def test_parameters_arrive_through_the_address(client_of, tmp_path: Path):
    installation = open_test_installation(tmp_path)
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    client = client_of(Starlette(routes=[light_route(base="", installation=lambda: installation)]))

    answer = client.get("/nhe", query=urlencode({"ngon-ngu": "en", "chi-tieu": "GD05"}))

    page = answer.body.decode()
    installation.engine.dispose()
    assert '<html lang="en">' in page
    assert '<option value="GD05" selected>' in page


# --- a freeze, and addresses with nonsense in them


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """A page of ``published_twice`` that is only looked at."""
    installation = open_test_installation(tmp_path_factory.mktemp("twice") / "var")
    yield published_twice(installation)
    installation.engine.dispose()


def published_twice(installation: Installation) -> tuple[LightPage, str]:
    """Frozen at 34,4 %, then published anew with 68,8 %."""
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    freeze = freeze_figures(installation, "Họp <b>giao ban</b>", who=staff("An"))
    put(installation, summary_workbook(period="8/2026", guided=860), name="b.xlsx")
    return LightPage(lambda: installation), freeze.code


@pytest.mark.parametrize("code", INDICATORS)
def test_a_frozen_page_and_the_live_one_never_mix(twice, code):
    page, chot = twice

    for _ in range(2):
        then = text_of(page, chot=chot, chi_tieu=code, xa="04045")
        now = text_of(page, chi_tieu=code, xa="04045")

        assert "34,4 %" in then
        assert "68,8 %" in now
        assert "a.xlsx" in then
        assert "b.xlsx" not in then


def test_a_frozen_page_wears_its_ribbon_and_tells_what_has_come_since(twice):
    page, chot = twice

    said = text_of(page, chot=chot)

    assert "Bản chốt “Họp &lt;b&gt;giao ban&lt;/b&gt;” – số liệu đến" in said
    assert "có 1 lần công bố mới liên quan kỳ này" in said
    assert "2 xã khác, toàn tỉnh 34,4 % → 68,8 %" in said
    assert "Bản chốt" not in text_of(page)


def test_every_link_of_a_frozen_page_stays_with_it_but_one(twice):
    page, chot = twice

    said = text_of(page, chot=chot, ky="2026-08")

    links = re.findall(r'href="(?:ban-do)?\?([^"#]+)', said)
    assert [link for link in links if f"chot={chot}" not in link] == [
        "chi-tieu=GD03&amp;ky=2026-08"
    ]
    assert f'<input type="hidden" name="chot" value="{chot}">' in said


def test_a_moment_of_the_past_wears_its_ribbon_and_its_links_stay_with_it(
    installation: Installation,
):
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    then = written(history(installation, who=staff())[0].published_at)
    installation = replace(installation, clock=lambda: NOON + timedelta(hours=1))
    put(installation, summary_workbook(period="8/2026", guided=860), name="b.xlsx")

    said = text_of(LightPage(lambda: installation), luc=then)

    assert "34,4 %" in said
    assert "Số liệu như lúc " in said
    assert "Từ lúc chốt" not in said
    assert f'<input type="hidden" name="luc" value="{then}">' in said
    assert "68,8 %" in text_of(LightPage(lambda: installation), luc="hôm qua")
    assert "“hôm qua”" in text_of(LightPage(lambda: installation), luc="hôm qua")


def test_what_comes_after_a_freeze_makes_its_page_new_only_in_the_ribbon(
    installation: Installation,
):
    page, chot = published_twice(installation)
    before = text_of(page, chot=chot)

    put(page._installation(), summary_workbook(period="9/2026"), name="c.xlsx")
    after = text_of(page, chot=chot)

    assert "Đã có số liệu kỳ mới hơn: Tháng 9/2026" in after
    assert before.rpartition("</form>")[2] == after.rpartition("</form>")[2]


@pytest.mark.parametrize(
    "name", ["chi-tieu", "ky", "kieu", "co", "lop", "nhom", "xa", "ngon-ngu", "chot"]
)
@pytest.mark.parametrize("given", ["khong-co", "<script>alert(1)</script>${x}{{7*7}}"])
def test_nonsense_in_an_address_opens_the_default_and_is_told_calmly(twice, name, given):
    page, _ = twice

    said = page.page({name: given}, staff()).plain.decode()

    assert '<p class="unread" role="status">' in said
    assert given.replace("<", "&lt;").replace(">", "&gt;")[:30] in said
    assert "<script>" not in said
    assert "68,8 %" in said
    assert '<option value="GD03" selected>' in said
