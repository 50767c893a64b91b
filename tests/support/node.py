"""Node, where there is one: the product runs without it, its scripts are tried with it."""

from __future__ import annotations

import shutil

import pytest

NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(
    not NODE, reason="left out: no node on this machine (Debian package nodejs)"
)
