"""Which build of the product runs: a number of a version alone may stand for several."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lib.settings import HOME, VERSION

_PARTS = ("app.py", "lib", "pages", "data/reference", "requirements.txt")


@cache
def build() -> str:
    """The version, and a digest of every file that answers depend on; asked once, at the start."""
    digest = hashlib.sha256(version("streamlit").encode())
    for path in _files():
        digest.update(str(path.relative_to(HOME)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{VERSION}+{digest.hexdigest()[:16]}"


def _files() -> list[Path]:
    found = [p for part in _PARTS for p in ((HOME / part), *(HOME / part).rglob("*"))]
    return sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)
