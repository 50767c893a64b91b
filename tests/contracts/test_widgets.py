"""What Streamlit says in English where nothing is said: no page leaves it to that."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lib.settings import HOME


def calls() -> Iterator[tuple[str, str, dict[str, ast.expr]]]:
    """Every call of a method in what people see: where, its name, its keywords."""
    for path in sorted([*(HOME / "lib" / "ui").rglob("*.py"), *(HOME / "pages").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = {k.arg: k.value for k in node.keywords if k.arg}
                yield f"{path.relative_to(HOME)}:{node.lineno}", node.func.attr, given


def may_be_empty(name: str, given: dict[str, ast.expr]) -> bool:
    index = given.get("index")
    nothing = isinstance(index, ast.Constant) and index.value is None
    return name == "multiselect" or (name == "selectbox" and nothing)


def test_an_empty_choice_says_in_the_readers_language_that_it_can_be_made():
    found = {where: "placeholder" in given for where, name, given in calls()
             if may_be_empty(name, given)}  # fmt: skip

    assert len(found) > 10
    assert [where for where, told in found.items() if not told] == []


def test_a_blank_cell_to_fill_in_says_nothing_in_english():
    found = {where: "placeholder" in given for where, name, given in calls()
             if name == "data_editor"}  # fmt: skip

    assert found
    assert [where for where, told in found.items() if not told] == []
