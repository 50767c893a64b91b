"""Every way out of every page leads where that role may go; every promise is theirs to keep."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.access.permissions import Act, Role
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures
from lib.services.pages import PAGES
from lib.services.promises import PROMISES
from lib.settings import Settings
from lib.text import LANGUAGES, words
from tests.demo_store import copy_of
from tests.files_made import summary_workbook
from tests.support.entering import COMMUNE
from tests.support.people import in_role, staff
from tests.support.ways import ADDRESSES, BESIDE, text_of, ways_of

SAY = words()
STATES = {
    "full": {},
    "compared": {"so_voi": "2026-08", "xa": COMMUNE},
    "past": {"luc": "2026-09-20T15:00"},
}
CASES = [
    pytest.param(role, entry.script, id=f"{role}-{entry.script}")
    for role in Role
    for entry in PAGES
    if not entry.switch and entry.open_to(in_role(role, COMMUNE))
]


def dead_ends(page: AppTest, role: Role) -> set[str]:
    """Ways that this role may not go, or that lead nowhere."""
    who = in_role(role, COMMUNE)
    known = {a for a, entry in ADDRESSES.items() if entry.open_to(who)} | BESIDE
    return {way for way in ways_of(page) if way not in known}


def broken_promises(page: AppTest, role: Role, language: str = "vi") -> list[str]:
    """Sentences on the page that promise what this role may not do."""
    told, who = text_of(page), in_role(role, COMMUNE)
    lacking = [key for key, act in PROMISES.items() if not who.may(act)]
    return [key for key in lacking if re.search(pattern(key, language), told)]


def pattern(key: str, language: str) -> str:
    parts = re.split(r"\{[^}]*\}", words(language)(key))
    return ".*".join(re.escape(part) for part in parts)


@pytest.mark.parametrize(("role", "script"), CASES)
def test_every_way_leads_where_the_role_may_go_and_every_promise_is_theirs(
    at, full_store, role, script
):
    for query in STATES.values():
        page = at(full_store, script, role=role, **query)

        assert not page.exception
        assert not page.error
        assert dead_ends(page, role) == set(), query
        assert broken_promises(page, role) == [], query


@pytest.mark.parametrize("role", Role)
def test_an_empty_store_leads_nobody_astray(at, tmp_path, role):
    for script in ("map", "commune"):
        page = at(tmp_path / "empty", script, role=role)

        assert dead_ends(page, role) == set()
        assert broken_promises(page, role) == []
        assert ("tai-so-lieu" in ways_of(page)) is in_role(role, COMMUNE).may(Act.UPLOAD)


@pytest.mark.parametrize("role", Role)
def test_over_a_freeze_and_in_english_it_is_the_same(at, full_store, tmp_path, role):
    store = copy_of(full_store, tmp_path / "frozen")
    installation = open_installation(Settings(data_dir=store))
    freeze = freeze_figures(installation, "Họp giao ban", who=staff())
    for script in ("map", "commune", "guide"):
        page = at(store, script, role=role, chot=freeze.code, ngon_ngu="en")

        assert dead_ends(page, role) == set()
        assert broken_promises(page, role, "en") == []


def test_an_officer_who_published_is_promised_only_what_officers_may(at, full_store, tmp_path):
    store = copy_of(full_store, tmp_path / "publishing")
    page = at(store, "upload", role=Role.OFFICER)
    name = open_installation(Settings(data_dir=store)).gazetteer.communes[COMMUNE].full_name
    content = summary_workbook(period="11/2026", names=(name,))
    page.file_uploader[0].set_value(("bieu.xlsx", content, "")).run()

    next(b for b in page.button if b.label == SAY("upload.publish")).click().run()

    assert "Đã công bố" in text_of(page)
    assert "báo cán bộ tổng hợp của tỉnh" in text_of(page)
    assert broken_promises(page, Role.OFFICER) == []
    assert dead_ends(page, Role.OFFICER) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promise_has_words_and_an_act_that_somebody_lacks_or_all_have(language):
    assert [key for key in PROMISES if not words(language).has(key)] == []


ACTS_OF_WORDS = re.compile(r"[Cc]ó thể (thu hồi|rút lại|hoàn tác|mở lại|xóa|sửa)|ở trang Lịch sử")


def test_no_other_sentence_promises_an_act():
    """What says that one can take something back, or sends people to History, names its act."""
    say = words()
    known = say.keys()
    loose = {k for k in known if ACTS_OF_WORDS.search(say(k)) and k not in PROMISES}

    assert loose == set()
