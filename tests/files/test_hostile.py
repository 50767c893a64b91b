"""The kept attacks in their short form."""

from __future__ import annotations

import subprocess
import sys

from lib.settings import HOME


def test_every_fourth_attack_is_refused_or_read_calmly():
    done = subprocess.run(
        [sys.executable, "-m", "tests.scripts.hostile_files", "--short"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 bad" in done.stdout
