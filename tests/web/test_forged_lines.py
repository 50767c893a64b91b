"""What somebody who is in may send along their own line: nothing is done that they may not do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.proto.Common_pb2 import DoubleArray, SInt64Array, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

from lib.domain.access.permissions import Role
from lib.services.installation import Installation
from lib.settings import settings
from lib.store.schema import audit as trail_tables  # noqa: F401 - their tables join the others
from lib.store.schema.records import metadata
from lib.text import words
from lib.ui.frame.nav import PAGES, PageEntry
from tests.bench.serving import ROOT, Address, served
from tests.support.entering import COMMUNE, admit
from tests.support.installations import open_test_installation, put
from tests.support.people import in_role
from tests.support.sheets import summary, summary_row
from tests.support.visitors import Visitor, visit

NOTED = {"session", "trail"}
"""That somebody was there, and what was refused."""
NONSENSE: tuple[dict[str, Any], ...] = (
    {"string_value": "' OR 1=1 --\x00<script>" * 50},
    {"int_value": 2**62},
    {"double_value": float("nan")},
    {"bool_value": True},
    {"json_value": '{"code": ["' + "9" * 400 + '"], "n": {}, "selection": 7}'},
    {"json_value": "not json"},
    {"string_array_value": StringArray(data=["9" * 400, "\u202e"])},
    {"int_array_value": SInt64Array(data=[2**62, -1])},
    {"double_array_value": DoubleArray(data=[1e308, float("inf")])},
)
FRAME = {"leave", "ngon-ngu"}
INSIDE = ("Traceback", "sqlalchemy", "sqlite3", "/lib/", ".py", "Error: ")
UNEXPECTED = words()("error.unexpected", ticket="").split(":")[0]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    opened = open_test_installation(tmp_path_factory.mktemp("forged"))
    put(opened, summary(summary_row("Xã Lóng Sập")))
    for role in Role:
        admit(opened.settings.data_dir, role)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module", autouse=True)
def every_page_switched_on() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for page in PAGES:
            if page.switch:
                patched.setenv(f"BDHVS_{page.switch.upper()}", "true")
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def site(installation: Installation, every_page_switched_on: None) -> Iterator[Address]:
    env = {**os.environ, "BDHVS_DATA_DIR": str(Path(installation.settings.data_dir))}
    with served(ROOT / "app.py", cwd=ROOT, env=env) as address:
        yield address


def rows(installation: Installation) -> dict[str, int]:
    """How many rows each table holds; the store is append-only, so every change adds one."""
    with installation.engine.connect() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in metadata.sorted_tables
            if t.name not in NOTED
        }


def pressed(widget: str) -> WidgetState:
    return WidgetState(id=widget, trigger_value=True)


def keeper(page: PageEntry) -> Role:
    """Somebody to whom the page is open."""
    return next(role for role in reversed(Role) if page.open_to(in_role(role, COMMUNE)))


async def seen_by(site: str, role: Role, page: str) -> Visitor:
    visitor = await visit(site, page, role=role)
    await visitor.run()
    return visitor


@pytest.mark.parametrize("role", [Role.LEADER, Role.PLANNER, Role.OFFICER])
def test_a_press_on_a_button_of_somebody_elses_page_does_nothing(
    site: Address, installation: Installation, role: Role
):
    before = rows(installation)

    async def forge() -> list[str]:
        reached = []
        for page in PAGES:
            if page.open_to(in_role(role, COMMUNE)):
                continue
            theirs = await seen_by(site, keeper(page), page.address)
            mine = await seen_by(site, role, "ban-do")
            only_theirs = theirs.elements.keys() - mine.elements.keys() - FRAME
            mine.page, mine._script = page.address, ""
            mine.states = {one: pressed(theirs.elements[one].id) for one in only_theirs}
            await mine.run()
            drawn = mine.elements.keys() & only_theirs
            reached += [f"{page.address}: {drawn}"] if drawn else []
            assert only_theirs, page.address  # else nothing was tried
            await theirs.line.close()
            await mine.line.close()
        return reached

    assert asyncio.run(forge()) == []
    assert rows(installation) == before


@pytest.mark.parametrize("page", PAGES, ids=[page.address for page in PAGES])
def test_nonsense_in_widgets_tells_nothing_and_hurts_nobody(site: Address, page: PageEntry):
    async def forge() -> tuple[str, Visitor]:
        visitor = await seen_by(site, keeper(page), page.address)
        sent = {k: drawn.id for k, drawn in visitor.elements.items() if k not in FRAME}
        told = ""
        for value in NONSENSE:
            visitor.states = {k: WidgetState(id=one, **value) for k, one in sent.items()}
            await visitor.run()
            told += " ".join(visitor.texts + visitor.faults)
        await visitor.line.close()
        after = await seen_by(site, keeper(page), page.address)
        await after.line.close()
        return told, after

    told, after = asyncio.run(forge())

    assert [mark for mark in INSIDE if mark in told] == []
    assert after.faults == []
    assert not any(UNEXPECTED in text for text in after.texts)
