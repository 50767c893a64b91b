"""Pages run by Streamlit's own test harness, on an empty and on a full store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.domain.access.permissions import Role
from lib.services.access.page_owners import Lines
from lib.settings import HOME, settings
from lib.ui.frame import acting as who
from lib.ui.frame.nav import page_called
from tests.browser.kept_site import written
from tests.demo_store import copy_of, demo_store
from tests.support.entering import admit
from tests.support.patience import PATIENCE_S
from tests.support.people import in_role


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """A server looks through all installed packages at its start; the harness, at every visit."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = demo_store(tmp_path_factory)
    admit(store)  # whoever opens a store first writes into it which one it is
    return store


@pytest.fixture(params=["empty", "full"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A store for pages that are only looked at: they write nothing into it."""
    if request.param == "empty":
        yield tmp_path / "empty"
        return
    store = request.getfixturevalue("full_store")
    before = written(store)
    yield store
    assert written(store) == before


@pytest.fixture
def own_full_store(full_store: Path, tmp_path: Path) -> Path:
    return copy_of(full_store, tmp_path / "full")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, str], AppTest]]:
    """Opens a page of the app on a data folder, as somebody who is logged in."""

    def open_page(store: Path, script: str, *, role: Role | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("BDHVS_DATA_DIR", str(store))
        page = page_called(script)
        if page.switch:
            monkeypatch.setenv(f"BDHVS_{page.switch.upper()}", "true")
        settings.cache_clear()
        role = role or next(r for r in reversed(Role) if page.open_to(in_role(r)))
        st.cache_resource.clear()
        token = admit(store, role)
        monkeypatch.setattr(who, "token", lambda: token)
        monkeypatch.setattr(who, "LINES", Lines())  # every page of the harness has the same id
        app = AppTest.from_file(str(HOME / "pages" / "frame.py"), default_timeout=PATIENCE_S)
        app._page_hash = calc_hash(page.address)  # as a browser asks for an address
        for key, value in query.items():
            app.query_params[key.replace("_", "-")] = value
        app.run()
        assert any("bd-title" in block.proto.body for block in app.get("html"))
        return app

    yield open_page
    settings.cache_clear()
    st.cache_resource.clear()
