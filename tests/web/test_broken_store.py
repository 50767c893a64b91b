"""A store that is gone, replaced by rubbish or cut short while people work: told, never shown."""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lib.text import words
from lib.ui.frame.nav import PAGES
from tests.bench.serving import ROOT, Address, served
from tests.support.entering import admit, header
from tests.support.installations import open_test_installation, put
from tests.support.patience import PATIENCE_S
from tests.support.sheets import summary, summary_row
from tests.support.visitors import Visitor, visit

FIGURES = "/nhe", "/tai-ve/excel", "/sau-ky/2026-08.json", "/so-lieu/2026-08-0.json"
ENTRY = (("GET", "/dang-nhap"), ("POST", "/vao"), ("POST", "/ra"))
INSIDE = (b"Traceback", b"sqlalchemy", b"sqlite3", b"store.sqlite", b"/lib/", b"no such table")
SENTENCES = [
    words()(f"error.{code}").split(" Mã lỗi")[0] for code in ("store_unavailable", "store_damaged")
]
"""Of a store that is away, and of one whose file can be seen to be damaged."""


def break_file(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes({"rubbish": b"rubbish " * 9_000, "cut": content[: len(content) // 2],
                          "empty": b""}[how])  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    installation = open_test_installation(folder)
    put(installation, summary(summary_row("Xã Lóng Sập")))
    installation.engine.dispose()
    return folder / "store.sqlite3"


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[Address]:
    with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(store.parent)}) as address:
        yield address


@pytest.fixture(params=["gone", "rubbish", "cut", "empty"])
def broken(request, site: Address, store: Path) -> Iterator[list[Visitor]]:
    """Every page was open when the store broke; afterwards the store is put back."""
    whole = store.read_bytes()
    with asyncio.Runner() as runner:
        visitors = runner.run(opened(site))
        break_file(store, request.param)
        for visitor in visitors:
            runner.run(asyncio.wait_for(visitor.run(), 60))
        yield visitors
        for visitor in visitors:
            runner.run(visitor.line.close())
    back = store.with_suffix(".back")
    back.write_bytes(whole)
    back.replace(store)
    admit(store.parent)  # a store that was put back ends the sessions of the one before


async def opened(site: str) -> list[Visitor]:
    visitors = [await visit(site, page.address) for page in PAGES]
    for visitor in visitors:
        await visitor.run()
    return visitors


def asked(site: str, method: str, path: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE_S)
    line.request(method, path, headers={"Cookie": header(), "Origin": site})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, body


def test_a_broken_store_is_told_everywhere_with_a_code_and_shows_nothing(
    site: Address, broken: list[Visitor]
):
    for visitor in broken:
        told = " ".join(visitor.texts)
        assert any(s in told for s in SENTENCES), visitor.page
        assert not [m for m in INSIDE if m in told.encode()], visitor.page
    for method, path in (*(("GET", p.address) for p in PAGES), *(("GET", p) for p in FIGURES),
                         *ENTRY):  # fmt: skip
        status, body = asked(site, method, f"/{path.removeprefix('/')}")
        assert status == 503, (method, path)
        assert any(s in body.decode() for s in SENTENCES), (method, path)
        assert re.search(r"Mã lỗi: [0-9A-F]{8}", body.decode())
        assert not [m for m in INSIDE if m in body], (method, path)
    assert asked(site, "GET", "/health")[0] == 503


def test_a_store_that_is_put_back_is_read_again_without_a_restart(site: Address):
    assert asked(site, "GET", "/nhe")[0] == 200
    assert asked(site, "GET", "/health")[0] == 200
