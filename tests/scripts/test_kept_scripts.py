"""Every kept script and every measurement still runs, in its short form.

They are found by walking the folders: a new one without ``--short`` fails here. What is judged is
that it runs to its end and tells something, not how fast. One that lacks what no machine need
have (other libraries beside ours, outlines that may not be kept here) says "left out" itself.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.settings import HOME
from tests.bench.__main__ import NAMES
from tests.support.patience import PATIENCE_S


def _scripts() -> Iterator[Path]:
    """What somebody runs by hand: in the folder of scripts, and beside what it makes."""
    for folder in ("tests/scripts", "geo", "data"):
        for script in sorted((HOME / folder).glob("*.py")):
            if not script.name.startswith(("test_", "_")):
                yield script


def _command(script: Path) -> list[str]:
    within = script.relative_to(HOME)
    if within.parts[0] != "geo":  # whose folder is on the path of what runs there
        return ["-m", ".".join(within.with_suffix("").parts), "--short"]
    return [str(within), "--short"]


KEPT = {
    **{str(s.relative_to(HOME)): (s, _command(s)) for s in _scripts()},
    **{
        f"bench {name}": (
            HOME / f"tests/bench/{name}_bench.py",
            ["-m", "tests.bench", "--short", name],
        )
        for name in NAMES
    },
}


def test_the_walk_finds_scripts_and_measurements():
    assert {"tests/scripts/audit.py", "geo/build_tiles.py", "bench switch"} <= KEPT.keys()


@pytest.mark.parametrize("name", KEPT)
def test_each_runs_in_its_short_form(name: str):
    source, command = KEPT[name]
    text = source.read_text(encoding="utf-8")
    assert "short" in text, f"{source.name} has no short form"
    if "chromium" in text and not shutil.which("chromium"):
        pytest.skip("left out: no chromium on this machine (Debian package chromium)")

    done = subprocess.run(
        [sys.executable, *command],
        check=False, cwd=HOME, capture_output=True, text=True, timeout=4 * PATIENCE_S,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.strip(), "it tells nothing"
