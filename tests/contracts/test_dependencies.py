"""What we run on is pinned to the byte, and an audit that could not ask does not pass."""

from __future__ import annotations

import json
import re

import pytest

from lib.settings import HOME
from tests.scripts import audit

PINNED = sorted(HOME.glob("requirements*.txt"))


@pytest.mark.parametrize("path", PINNED, ids=lambda p: p.name)
def test_every_package_is_pinned_with_its_hashes(path):
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith(("#", "-"))]

    assert packages
    loose = [p for p in packages if not re.match(r"^[\w.\[\],-]+==\S+ .*--hash=sha256:", p)]
    assert loose == []


def answer(*dependencies: dict[str, object]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


CLEAN = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (answer(CLEAN), 0),
        (answer(CLEAN, BAD), 1),
        (answer(CLEAN, SKIPPED), 2),
        (answer(SKIPPED), 2),
        (answer(), 2),
        ("ConnectionError", 2),
        ("", 2),
    ],
)
def test_only_an_audit_that_asked_for_everything_passes(tmp_path, told, status):
    tool = tmp_path / "pip-audit"
    tool.write_text(f"#!/bin/sh\ncat <<'END'\n{told}\nEND\n")
    tool.chmod(0o755)

    assert audit.audit(str(tool), ["requirements.txt"]) == status
