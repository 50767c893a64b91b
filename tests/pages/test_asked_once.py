"""How often a run of a page asks the store who is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.frame import acting as who


def test_one_run_asks_the_store_once_who_is_there(
    at: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    app = at(tmp_path / "empty", "guide")
    asked, real = [], who.visit_of
    monkeypatch.setattr(who, "visit_of", lambda *given: asked.append(given) or real(*given))

    app.run()

    assert len(asked) == 1
    assert any("bd-title" in block.proto.body for block in app.get("html"))
