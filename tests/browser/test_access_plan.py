"""For everyone: axe finds nothing serious at any step of a plan or view of the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lib.domain.access.permissions import Person, Role
from lib.services.health.opening import open_installation
from lib.services.planning.desk import again, begin_plan
from lib.services.planning.runs import PlanRuns
from lib.services.planning.versions import plan_of, publish_plan
from lib.settings import Settings
from tests.browser.conftest import Insider
from tests.browser.serving import serving
from tests.browser.test_access import SIZES, everything, settled
from tests.demo_store import copy_of, demo_store, made_once

MAI = Person("Lò Thị Mai", Role.ADMINISTRATOR)
STEPS = ("doi", "nhu-cau", "lap", "sua", "so-sanh", "cong-bo")
VIEWS = ("tuan", "tra-loi", "chua-den", "ket-qua", "nhap")


PATHS = (
    "/ke-hoach?",
    *(f"/ke-hoach?pa={{plan}}&buoc={step}&chon=xa.04240" for step in STEPS),
    *(f"/chien-dich?he=2026&muc={view}" for view in VIEWS),
)
"""Every step and view, as its address asks for it."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """An address where last summer has two plans, the first in force; the second's number."""
    demo = demo_store(tmp_path_factory)
    made, second = made_once(tmp_path_factory, "planned", lambda place: _planned(demo, place))
    with serving(copy_of(made, tmp_path_factory.mktemp("planned") / "var")) as address:
        yield address, int(second)


def _planned(demo: Path, folder: Path) -> str:
    first, second = _two_plans(copy_of(demo, folder))
    assert first != second
    return str(second)


def _two_plans(store: Path) -> tuple[int, int]:
    installation, summer = open_installation(Settings(data_dir=store)), date(2026, 6, 8)
    begun = begin_plan(
        installation, who=MAI, first_day=summer, title="Hè", weeks=4, with_finished=True
    )
    found = [begun.id]
    for saved in (lambda: begun, lambda: again(plan_of(installation, found[-1], who=MAI))):
        run = PlanRuns().begin(installation, saved(), who=MAI, note="lập phương án")
        assert run.over.wait(120)
        assert run.result
        found.append(run.result)
    publish_plan(installation, found[1], who=MAI)
    installation.engine.dispose()
    return found[1], found[2]


@pytest.mark.parametrize(("size", "language"), [("desk", "vi"), ("phone", "vi"), ("desk", "en")])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_where_teams_are_planned(
    browser: Insider, planned: tuple[str, int], path: str, size: str, language: str
):
    address, plan = planned
    page = browser.new_page(viewport=SIZES[size])
    page.goto(f"{address}{path.format(plan=plan)}&ngon-ngu={language}")
    settled(page)
    expect(page.locator(".bd-plan-line, .bd-plan-head, .st-key-muc").first).to_be_visible()

    assert everything(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.close()
