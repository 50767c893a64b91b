"""The grid of floors and wings: as ``docs/kien-truc.md`` draws it, without circles, not crowded."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from lib.settings import HOME
from tests.support.house import SPREAD, House

HOUSE = House()
PLAN = (HOME / "docs/kien-truc.md").read_text("utf-8")
PAPERS = "".join(p.read_text("utf-8") for p in [*HOME.glob("docs/*.md"), *HOME.glob("*.md")])
MOST_FILES = 25
MOST_ARROWS = 80
MOST_LINES = 300


def drawn() -> dict[str, set[str]]:
    """The table of the plan: for each wing the floors on which it has a room."""
    lines = re.findall(r"^\| `(\w+)` \|(.+)\|$", PLAN, re.M)
    floors = {wing: [cell.strip() for cell in cells.split("|")] for wing, cells in lines}
    return {
        wing: {floor for floor, cell in zip(SPREAD, cells, strict=False) if cell == "•"}
        for wing, cells in floors.items()
    }


def test_the_plan_shows_every_wing_on_its_floors_and_no_other():
    built: dict[str, set[str]] = {}
    for floor in SPREAD:
        for wing in HOUSE.wings(floor):
            built.setdefault(wing, set()).add(floor)

    assert drawn() == built


def test_every_file_that_the_papers_name_is_there():
    files = {path.relative_to(HOME).as_posix() for path in HOME.rglob("*.py") if ours(path)}
    named = set(re.findall(r"`([\w/]+\.py)`", PAPERS))

    assert len(named) > 50
    assert [n for n in sorted(named) if not any(f"/{f}".endswith(f"/{n}") for f in files)] == []


def test_every_folder_that_the_papers_name_holds_something():
    named = set(re.findall(r"`((?:lib|tests|pages|data|geo|docs)/[\w/-]*\w)/?`", PAPERS))

    assert len(named) > 20
    assert [n for n in sorted(named) if not holds_something(HOME / n)] == []


def holds_something(folder: Path) -> bool:
    return any(p.is_file() for p in folder.rglob("*") if "__pycache__" not in p.parts)


def ours(path: Path) -> bool:
    return not {part for part in path.relative_to(HOME).parts if part.startswith(".")}


def test_no_folders_import_one_another_in_a_loop():
    assert HOUSE.circle == []


def test_no_folder_is_crowded():
    assert {f: n for f, n in HOUSE.crowded.items() if n > MOST_FILES} == {}


def test_wings_of_services_seldom_lean_on_one_another():
    assert sum(map(len, HOUSE.rooms("services").values())) <= MOST_ARROWS


def test_no_file_is_long():
    assert {path: n for path, n in HOUSE.lengths.items() if n > MOST_LINES} == {}


def test_what_is_private_stays_in_its_file():
    taken = [
        (path, alias.name)
        for path, tree in HOUSE.sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lib")
        for alias in node.names
        if alias.name.startswith("_")
    ]

    assert taken == []
