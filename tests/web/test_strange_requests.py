"""Requests of ill will against every route: nothing breaks, nothing beyond is obtained."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from tests.bench.serving import ROOT, Address, served
from tests.support.entering import header
from tests.support.installations import open_test_installation, put
from tests.support.patience import PATIENCE_S
from tests.support.sheets import summary, summary_row

STRANGE = (
    "' OR '1'='1' --", "1; DROP TABLE upload", "9" * 5_000, "-1", "\x00", "%00", "%ff%fe", "²",
    "../../etc/passwd", "<script>x</script>", "${7*7}{{7*7}}", "2026-13", "9999-12", "a" * 3_000,
)  # fmt: skip
READ = ("ky", "so-voi", "xa", "chi-tieu", "kieu", "co", "lop", "nhom", "chot", "luc", "ngon-ngu")
ROUTES = (
    "/nhe",
    "/tai-ve/excel",
    "/tai-ve/geojson",
    "/ban-do",
    "/dang-nhap",
    "/sau-ky/2026-08.json",
)
BEYOND = (
    "/static/../app.py", "/static/%2e%2e/%2e%2e/app.py", "/static/..%2f..%2fvar%2fstore.sqlite3",
    "/component/../../app.py",
    "/component/streamlit_folium.st_folium/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/tinh/..%2f..%2fapp.py", "/tinh/%2e%2e%2fapp.py", "/ranh-gioi/..%2f..%2fstore.sqlite3",
    "/so-lieu/..%2f..%2fstore.sqlite3", "/so-lieu/%2e%2e/%2e%2e/store.sqlite3",
    "/sau-ky/..%2f..%2fstore.sqlite3", "/tai-ve/..%2f..%2fstore.sqlite3", "/media/..%2f..%2fapp.py",
    "/_stcore/upload_file/..%2f..%2fx/y", "//etc/passwd", "/\\..\\..\\app.py", "/static/\x00",
)  # fmt: skip
INSIDE = (
    b"Traceback",
    b"sqlalchemy",
    b"SQLite format",
    b"root:x:",
    b"from __future__",
    b"/lib/ui/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    folder = tmp_path_factory.mktemp("strange")
    installation = open_test_installation(folder)
    put(installation, summary(summary_row("Xã Lóng Sập")))
    installation.engine.dispose()
    with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(folder)}) as address:
        yield address


def asked(site: str, path: str) -> tuple[int, bytes]:
    """The answer to a path sent as it is, without any tidying up."""
    line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE_S)
    line._validate_path = lambda _path: None  # type: ignore[attr-defined] - an intruder does not either
    line.request(
        "GET", path.encode("latin-1", "replace").decode("latin-1"), headers={"Cookie": header()}
    )
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, body


def hurt(site: str, path: str) -> bool:
    status, body = asked(site, path)
    return status >= 500 or any(mark in body for mark in INSIDE)


@pytest.mark.parametrize("route", ROUTES)
def test_no_parameter_breaks_a_route(site: str, route: str):
    broken = []
    for strange in STRANGE:
        value = strange if strange.startswith("%") else quote(strange)
        query = "&".join(f"{name}={value}" for name in READ)
        whole = (
            [f"{route}?{query}"]
            if len(value) < 2_000
            else [f"{route}?{n}={value}" for n in READ[:3]]
        )
        broken += [path[:80] for path in whole if hurt(site, path)]

    assert broken == []


def test_no_period_or_name_in_a_path_breaks_a_route(site: str):
    paths = [f"/{place}/{quote(s[:200])}{end}"
             for place, end in (("so-lieu", ".json"), ("sau-ky", ".json"), ("tai-ve", ""))
             for s in STRANGE]  # fmt: skip

    assert [path for path in paths if hurt(site, path)] == []


@pytest.mark.parametrize("path", BEYOND)
def test_nothing_beyond_is_obtained(site: str, path: str):
    status, body = asked(site, path)

    assert status < 500
    assert not any(mark in body for mark in INSIDE)


def test_the_server_still_answers(site: str):
    """So that the silence above is no closed door."""
    assert [asked(site, path)[0] for path in ("/health", "/nhe", "/tai-ve/excel")] == [200] * 3
