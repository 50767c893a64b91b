"""Links in what the server sends outside Streamlit: each leads where its reader may go."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from lib.domain.access.permissions import Role
from lib.services.pages import PAGES
from lib.services.promises import PROMISES
from lib.services.settings.changing import change_setting
from lib.text import words
from lib.web.first_screen.screen import FirstScreens, Frame
from lib.web.light.page import LightPage
from tests.support.entering import COMMUNE, visitor
from tests.support.installations import put
from tests.support.people import administrator, in_role
from tests.support.sheets import summary, summary_row
from tests.support.ways import ADDRESSES, hrefs

READERS = {"stranger": None, **{str(role): in_role(role, COMMUNE) for role in Role}}
QUERIES = ({}, {"xa": COMMUNE}, {"ngon-ngu": "en"})


@pytest.fixture(params=["empty", "with figures"])
def any_figures(request, installation):
    if request.param != "empty":
        put(installation, summary(summary_row(installation.gazetteer.communes[COMMUNE].full_name)))
    change_setting(installation, "public_view", True, who=administrator(), reason="công khai")
    return installation


def led_to(html: str) -> set[str]:
    paths = {urlsplit(h).path.removeprefix("./").strip("/") for h in hrefs(html)}
    return {path for path in paths if path}


def may_go(who, path: str) -> bool:
    if who is None:
        return path in {"nhe", "dang-nhap"}
    entry = ADDRESSES.get(path)
    return entry.open_to(who) if entry else path == "nhe" or path.startswith("tai-ve/")


@pytest.mark.parametrize("reader", READERS)
def test_the_light_page_leads_nobody_astray_and_promises_nothing_more(any_figures, reader):
    who = READERS[reader]
    for query in QUERIES:
        page = LightPage(lambda: any_figures).page(query, who).plain.decode()

        assert {path for path in led_to(page) if not may_go(who, path)} == set()
        say = words(query.get("ngon-ngu", "vi"))
        lacking = [k for k, act in PROMISES.items() if who is None or not who.may(act)]
        assert [k for k in lacking if "{" not in say(k) and f">{say(k)}<" in page] == []


@pytest.mark.parametrize("role", Role)
def test_the_first_screen_leads_nobody_astray(any_figures, role):
    who = in_role(role, COMMUNE)
    screens = FirstScreens(
        lambda: any_figures,
        pages=lambda w: [(p.address, p.script) for p in PAGES if p.open_to(w)],
        frame=Frame(lambda _language, _head, screen: screen),
    )
    for query in QUERIES:
        screen = screens.screen("/ban-do", query, visitor=visitor(who))

        assert screen is not None
        page = screen.body.plain.decode()
        assert {path for path in led_to(page) if not may_go(who, path)} == set()
