"""The house as it stands: folders, arrows, circles, lengths; read from the code, nothing is run."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from statistics import median

from lib.settings import HOME

FLOORS = ("cli", "ui", "web", "services", "store", "files", "maps", "domain")
SPREAD = ("ui", "services", "store", "domain")
"""Floors whose folders are wings."""


@dataclass(frozen=True)
class House:
    """What is measured of a checkout; paths are relative to it, "/" between folders."""

    home: Path = HOME

    @cached_property
    def sources(self) -> dict[str, ast.Module]:
        """Every module of ``lib`` by its path."""
        found = sorted((self.home / "lib").rglob("*.py"))
        return {p.relative_to(self.home).as_posix(): ast.parse(p.read_text("utf-8")) for p in found}

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Which files of ``lib`` a file imports."""
        files = {_module(path): path for path in self.sources}
        found: dict[str, set[str]] = defaultdict(set)
        for path, tree in self.sources.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module:
                    told = [files.get(f"{node.module}.{a.name}") for a in node.names]
                    found[path] |= {t or files.get(node.module, path) for t in told} - {path}
        return found

    @property
    def crowded(self) -> dict[str, int]:
        """Number of Python files by folder."""
        return dict(Counter(_folder(path) for path in self.sources).most_common())

    @cached_property
    def folders(self) -> dict[str, set[str]]:
        """Which folders a folder reaches into, itself left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, reached in self.imports.items():
            found[_folder(path)] |= {_folder(r) for r in reached} - {_folder(path)}
        return found

    @property
    def circle(self) -> list[str]:
        """Folders that import one another in a loop; [] where none do."""
        try:
            list(TopologicalSorter(self.folders).static_order())
        except CycleError as loop:
            return list(loop.args[1])
        return []

    def rooms(self, floor: str) -> dict[str, set[str]]:
        """The rooms of a floor (a wing, or a file beside the wings) and which they reach."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, reached in self.imports.items():
            if path.startswith(f"lib/{floor}/"):
                own = _room(path)
                found[own] |= {_room(r) for r in reached if r.startswith(f"lib/{floor}/")} - {own}
        return found

    def wings(self, floor: str) -> list[str]:
        """The folders of a floor, in the order of their names."""
        own = (self.home / "lib" / floor).iterdir()
        return sorted(p.name for p in own if (p / "__init__.py").exists())

    @property
    def lengths(self) -> dict[str, int]:
        """Lines by file: Python of ``lib`` and our own scripts."""
        scripts = (self.home / "lib").rglob("*.js")
        own = [p for p in scripts if "vendor" not in p.parts]
        paths = [*(self.home / p for p in self.sources), *own]
        return {p.relative_to(self.home).as_posix(): _lines(p) for p in paths}

    @property
    def functions(self) -> dict[str, int]:
        """Lines by function, its docstring and decorators left out."""
        return {
            f"{path}:{node.name}": _span(node)
            for path, tree in self.sources.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }


def told(house: House) -> list[str]:
    """The measures in words, one a line."""
    lengths, functions = house.lengths, house.functions
    python = {p: n for p, n in lengths.items() if p.endswith(".py")}
    folder, most = next(iter(house.crowded.items()))
    long = sorted((p for p, n in lengths.items() if n > 300), key=lengths.__getitem__)
    longest = max(functions, key=functions.__getitem__)
    return [
        f"Python files of lib: {len(python)}, lines: {sum(python.values())}",
        f"fullest folder: {folder}, {most} files",
        f"files over 300 lines: {len(long)} {[f'{p} {lengths[p]}' for p in long]}",
        f"function median: {median(functions.values())} lines, longest: {longest} "
        f"{functions[longest]}, over 50: {sum(n > 50 for n in functions.values())}",
        f"circle of folders: {house.circle or 'none'}",
        *(
            f"rooms of {floor}: {len(rooms)}, arrows: {sum(map(len, rooms.values()))}"
            for floor in FLOORS
            for rooms in [house.rooms(floor)]
        ),
    ]


def _module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _room(path: str) -> str:
    return PurePosixPath(path).parts[2]


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _span(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


if __name__ == "__main__":
    print(*told(House()), sep="\n")
