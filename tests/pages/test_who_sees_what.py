"""One process, many people: every page shows each of them their own, whoever came first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.access.permissions import Role
from lib.services.pages import PAGES
from lib.services.shared_cache import of_the_process
from lib.text import words
from tests.demo_store import copy_of_small_demo
from tests.support.entering import admit
from tests.support.people import in_role

SAY = words()


def text_of(page: AppTest) -> list[str]:
    """Everything that a page says, in its order."""
    html = [block.proto.body for block in page.get("html")]
    told = [e.value for kind in ("caption", "success", "error", "info") for e in page.get(kind)]
    tables = [f.value.to_json(default_handler=str) for f in page.dataframe]
    labels = [b.label for b in page.button]
    # Streamlit gives each file of a session an address of its own.
    return [re.sub(r"/media/\S+", "", str(t)) for t in (*html, *told, *tables, *labels)]


def of_a_fresh_process() -> None:
    of_the_process.cache_clear()


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the demonstration has, but fewer months and villages: each role begins anew,
    so all that is shown is made as often as there are roles."""
    store = copy_of_small_demo(tmp_path_factory.mktemp("small") / "var")
    admit(store)
    return store


SEEING = [Role.OFFICER, Role.STAFF, Role.LEADER, Role.PLANNER]


@pytest.mark.parametrize("entry", PAGES, ids=lambda e: e.script)
def test_whoever_comes_first_changes_nothing_for_those_after(at, small_store, entry):
    """Each of them is once the first in a process; what they saw then is their own for sure."""
    roles = [r for r in SEEING if not entry.switch and entry.open_to(in_role(r, "03646"))]
    alone, after = {}, []
    for first in roles:
        of_a_fresh_process()
        for role in (first, *(r for r in roles if r is not first)):
            page = at(small_store, entry.script, role=role)
            assert not page.exception
            if role is first:
                alone[role] = text_of(page)
            else:
                after.append((first, role, text_of(page)))

    assert [(first, role) for first, role, told in after if told != alone[role]] == []


def test_a_commune_officer_first_then_staff_each_with_their_own_progress(at, full_store):
    of_a_fresh_process()
    mine = at(full_store, "progress", role=Role.OFFICER)
    all_of_them = at(full_store, "progress", role=Role.STAFF)
    again = at(full_store, "progress", role=Role.OFFICER)

    assert not all_of_them.exception
    assert [len(p.dataframe[0].value) for p in (mine, all_of_them, again)] == [1, 75, 1]
    assert text_of(mine) == text_of(again)


def test_a_leader_reads_how_reporting_stands_for_the_whole_province(at, full_store):
    page = at(full_store, "progress", role=Role.LEADER)

    assert not page.error
    assert len(page.dataframe[0].value) == 75
