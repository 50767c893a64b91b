"""A copy of the product that an errand is done on, which counts the files that it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lib.settings import HOME

_COPIED = ("lib", "pages", "data", "tests")
_LINKED = ("app.py", "geo", "pyproject.toml")


@dataclass(frozen=True)
class ProductCopy:
    """The product in a folder of its own; its tests lie there only to be run."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where a file of the product lies in the copy."""
        return self.folder / name

    def add(self, name: str, text: str) -> None:
        """A file that was not there."""
        assert not self.path(name).exists(), name
        self.path(name).write_text(text, encoding="utf-8")

    def put_in(self, name: str, before: str, line: str) -> None:
        """A line more in a file, before another that stands in it once."""
        text = self.path(name).read_text(encoding="utf-8")
        assert text.count(before) == 1, (name, before)
        self.path(name).write_text(text.replace(before, line + before), encoding="utf-8")

    def touched(self) -> list[str]:
        """The files of the product that are new or others than before."""
        files = (f for part in ("lib", "pages", "data") for f in self.path(part).rglob("*"))
        names = (f.relative_to(self.folder) for f in files if _is_source(f))
        return sorted(str(n) for n in names if not _same(self.folder / n, HOME / n))

    def run(self, *command: str) -> str:
        """What Python prints in a process of its own, with a store of its own."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=os.environ
            | {"BDHVS_DATA_DIR": str(self.path("var")), "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout


def copy_of_product(folder: Path) -> ProductCopy:
    """A copy in a folder that is empty yet."""
    for part in _COPIED:  # with what Python compiled, but not what it is just writing
        shutil.copytree(HOME / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    for part in _LINKED:
        (folder / part).symlink_to(HOME / part)
    return ProductCopy(folder)


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _same(mine: Path, original: Path) -> bool:
    return original.exists() and mine.read_bytes() == original.read_bytes()
