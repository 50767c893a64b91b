"""Modules of JavaScript joined into one script that any page can load: one request for all."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (\{[^{}"]*\}|\* as \w+) from "(\.[^"\n]*)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b[^\n]*", re.MULTILINE)
_REMARK = re.compile(r"^[^\S\n]*+//[^\n]*\n", re.MULTILINE)


def joined(entry: Path, then: str) -> str:
    """``entry`` and all that it imports; at the end ``then`` is run, to which ``entry`` holds what
    the module of that name exports.

    Each module stays in a function of its own. A module runs before those that import it, so there
    are no circles; it exports functions, classes and constants by their names.
    """
    order = _in_order(entry.resolve(), ())
    names = {path: f"m{number}" for number, path in enumerate(order)}
    modules = "".join(_wrapped(path, names) for path in order)
    last = f"const entry = {names[order[-1]]};\n{then}\n"
    return f'(() => {{\n"use strict";\n{modules}{last}}})();\n'


def _in_order(path: Path, above: tuple[Path, ...]) -> list[Path]:
    """What ``path`` imports, each before whatever imports it, and ``path`` itself."""
    if path in above:
        circle = " → ".join(module.name for module in (*above, path))
        raise ValueError(f"modules import each other in a circle: {circle}")
    found: list[Path] = []
    for _, address in _IMPORT.findall(path.read_text(encoding="utf-8")):
        found += _in_order((path.parent / address).resolve(), (*above, path))
    return list(dict.fromkeys([*found, path]))


def _wrapped(path: Path, names: dict[Path, str]) -> str:
    """The module as a function that is run at once and answers what it exports."""

    def named(given: re.Match[str]) -> str:
        what, address = given.groups()
        module = names[(path.parent / address).resolve()]
        held = what.removeprefix("* as ").replace(" as ", ": ")
        return f"const {held} = {module};\n"

    source = _REMARK.sub("", path.read_text(encoding="utf-8"))
    exports = ", ".join(name for _, name in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(named, source))
    if left := _LEFT.search(body):
        raise ValueError(f"{path.name}: cannot be joined: {left.group()}")
    return f"const {names[path]} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"
