"""For everyone: axe finds nothing serious at any step of a plan or view of the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lib.domain.access import Person, Role
from lib.services.house import open_house
from lib.services.plan_desk import again, begin_plan
from lib.services.plan_runs import PlanRuns
from lib.services.plans import plan_of, publish_plan
from lib.settings import Settings
from tests.browser.conftest import serving
from tests.browser.test_access import SIZES, everything, settled
from tests.demo_store import copy_of, demo_store

MAI = Person("Lò Thị Mai", Role.ADMINISTRATOR)
STEPS = ("doi", "nhu-cau", "lap", "sua", "so-sanh", "cong-bo")
VIEWS = ("tuan", "chua-den", "ket-qua", "nhap")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """An address where last summer has two plans, the first in force; the second's number."""
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("planned") / "var")
    first, second = _two_plans(store)
    assert first != second
    with serving(store) as address:
        yield address, second


def _two_plans(store: Path) -> tuple[int, int]:
    house, summer = open_house(Settings(data_dir=store)), date(2026, 6, 8)
    begun = begin_plan(house, who=MAI, first_day=summer, title="Hè", weeks=4, with_finished=True)
    found = [begun.id]
    for saved in (lambda: begun, lambda: again(plan_of(house, found[-1], who=MAI))):
        run = PlanRuns().begin(house, saved(), who=MAI, note="lập phương án")
        assert run.over.wait(120)
        assert run.result
        found.append(run.result)
    publish_plan(house, found[1], who=MAI)
    house.engine.dispose()
    return found[1], found[2]


def paths(plan: int) -> list[str]:
    """Every step and view, as its address asks for it."""
    steps = [f"/ke-hoach?pa={plan}&buoc={step}&chon=xa.04240" for step in STEPS]
    return ["/ke-hoach?", *steps, *(f"/chien-dich?he=2026&muc={view}" for view in VIEWS)]


@pytest.mark.parametrize(("size", "language"), [("desk", "vi"), ("phone", "vi"), ("desk", "en")])
def test_axe_finds_nothing_serious_where_teams_are_planned(
    browser: Browser, planned: tuple[str, int], size: str, language: str
):
    address, plan = planned
    found: dict[str, list[str]] = {}

    for path in paths(plan):
        page = browser.new_page(viewport=SIZES[size])
        page.goto(f"{address}{path}&ngon-ngu={language}")
        settled(page)
        expect(page.locator(".bd-plan-line, .bd-plan-head, .st-key-muc").first).to_be_visible()
        faults = everything(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if faults or wide > SIZES[size]["width"]:
            found[path] = [*faults, f"{wide} px wide"]
        page.close()

    assert found == {}
