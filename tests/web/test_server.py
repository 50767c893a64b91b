"""The real server on loopback: what our stand-in for Streamlit cannot show."""

import json
import re
import urllib.error
import urllib.request
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bench.serving import ROOT, served
from tests.support.entering import header
from tests.support.patience import PATIENCE_S, until


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(folder)}) as found:
        yield found


def get(url, **headers):
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    request = urllib.request.Request(url, headers={"Cookie": header(), **named})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.headers, problem.read()


@pytest.mark.parametrize("path", ["/", "/ban-do", "/tai-so-lieu", "/khong-co-trang-nay"])
@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_every_page_starts_with_our_shell(address, path, accepted):
    _status, headers, body = get(address + path, accept_encoding=accepted)

    first = "khong-co" not in path
    assert headers["etag"]
    assert headers["cache-control"] == ("private, no-cache" if first else "no-cache")
    assert len(body) < (75_000 if first else 10_000)
    if accepted == "identity":
        assert (b'id="first"' in body) == first
        assert b'<html lang="vi">' in body
        assert b"SourceSans" not in body
    else:
        assert headers["content-encoding"] == "gzip"
        assert len(body) < (20_000 if first else 2_000)


def test_everything_the_shell_names_is_there_and_kept_for_ever(address):
    page = get(address)[2].decode()

    for name in re.findall(r'(?:src|href)="\./([^"]+)"', page):
        status, headers, body = get(f"{address}/{unescape(name)}", accept_encoding="br")
        assert status == 200, name
        assert body
        if "." in name and name != "favicon.png":
            assert "immutable" in headers["cache-control"], name


def test_the_script_of_the_component_is_compressed_and_kept_for_ever(address):
    package = find_spec("streamlit_folium")
    scripts = Path(package.origin).parent.glob("frontend/build/static/js/*.js")
    name = next(scripts).name
    root = f"{address}/component/streamlit_folium.st_folium"

    status, headers, _body = get(f"{root}/static/js/{name}", accept_encoding="br")

    assert status == 200
    assert headers["content-encoding"] == "br"
    assert "immutable" in headers["cache-control"]
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("door", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_shut_doors_are_shut_on_the_real_server(address, door):
    assert get(address + door)[0] == 404


def test_a_new_installation_is_healthy(address):
    status, _headers, body = get(f"{address}/health")

    assert status == 200
    assert json.loads(body)["store"] is True


def readers(server: int) -> list[int]:
    """The processes of this server that children looking into files are born from."""
    told = (Path(f"/proc/{child}/cmdline") for child in children(server))
    return [int(path.parent.name) for path in told if b"lib.aside.mother" in path.read_bytes()]


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_the_reader_of_files_waits_beside_the_first_visitors_and_goes_with_the_server(tmp_path):
    with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(tmp_path)}) as server:
        until(lambda: readers(server.process), what="the reader of files")
        [reader] = readers(server.process)

    assert b"mother" not in cmdline(reader)


def cmdline(process: int) -> bytes:
    path = Path(f"/proc/{process}/cmdline")
    return path.read_bytes() if path.exists() else b""
