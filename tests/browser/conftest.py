"""A real browser on a served product. Left out, with the reason told, where none is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.demo_store import copy_of, demo_store
from tests.support.entering import admit, cookie

HOME = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=30_000)
_HERE = "http://127.0.0.1"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                reason = "left out: no chromium on this machine (Debian package chromium)"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a demo store of its own."""
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("site") / "var")
    with serving(store) as address:
        yield address


class serving:
    """Serves a data folder on a free loopback port until left."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __enter__(self) -> str:
        admit(self.store)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
             "--server.address", "127.0.0.1"],
            cwd=HOME,
            env={**os.environ, "BDHVS_DATA_DIR": str(self.store)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{address}/health", timeout=2):
                    return address
            except OSError:
                time.sleep(0.2)
        self.process.kill()
        raise TimeoutError("the server did not answer")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Per module: while it is open its event loop runs, and tests of the server need their own.
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield Insider(chromium)  # type: ignore[misc]
        chromium.close()


class Insider:
    """A browser whose every page belongs to somebody who is logged in."""

    def __init__(self, browser: Browser) -> None:
        self.stranger = browser
        """The same browser before any login."""

    def new_context(self, **options: Any) -> BrowserContext:
        context = self.stranger.new_context(**options)
        context.add_cookies([cookie(_HERE)])
        return context

    def new_page(self, **options: Any) -> Page:
        page = self.stranger.new_page(**options)
        page.context.add_cookies([cookie(_HERE)])
        return page


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens an address; fails the test if anything was asked of another host."""
    outside: list[str] = []
    contexts = []

    def opened(path: str, **options: object) -> Page:
        shape = {"viewport": {"width": 1366, "height": 768}, "locale": "vi-VN", **options}
        context = browser.new_context(**shape)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(45_000)
        page.on("request", lambda r: outside.append(r.url) if _is_outside(r.url, site) else None)
        page.goto(site + path)
        # What the first screen shows, the page shows again.
        page.locator("#first").wait_for(state="detached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def _is_outside(url: str, site: str) -> bool:
    own = (site, site.replace("http", "ws"), "data:", "blob:")
    return not url.startswith(own)
