"""Files from the public repository are taken whole and unchanged, or not at all."""

import hashlib
import http.server
import threading
from functools import partial

import pytest

from lib.maps.boundaries import BoundaryProblem
from lib.maps.importing import fetching
from lib.maps.importing.fetching import Pinned, fetch
from lib.maps.importing.proposal import prepare
from tests.maps.made_up import as_geojson


class Quietly(http.server.ThreadingHTTPServer):
    def handle_error(self, *args):
        """A client that hangs up on an oversized file is what we test."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def mirror(nine, tmp_path, monkeypatch):
    """A repository of nine files on this machine; gives its folder and address."""
    files = []
    for code in nine.ma_xa:
        # The upstream names no code inside; the file's name has it.
        content = as_geojson(nine[nine.ma_xa == code][["geometry"]])
        path = tmp_path / "wards" / f"{code}_xa.geojson"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        files.append(Pinned(f"wards/{path.name}", len(content), checksum))
    monkeypatch.setattr(fetching, "pinned", lambda: files)
    handler = partial(Quiet, directory=str(tmp_path))
    with Quietly(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path / "wards", f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def refused(address):
    with pytest.raises(BoundaryProblem) as problem:
        fetch(address, timeout_s=5)
    return problem.value


def test_all_files_become_one_that_can_be_imported(mirror, book):
    told = []

    content = fetch(mirror[1], progress=lambda done, total: told.append((done, total)))

    assert len(prepare(content, "fetched.geojson", book).matched) == 9
    assert told == [(n, 9) for n in range(1, 10)]


def test_a_changed_file_is_refused(mirror):
    folder, address = mirror
    changed = folder / "03604_xa.geojson"
    changed.write_bytes(changed.read_bytes().replace(b"103.6", b"103.7"))

    problem = refused(address + "/")

    assert problem.code == "boundary_download_changed"
    assert problem.values == {"path": "wards/03604_xa.geojson"}


def test_a_file_with_something_appended_is_refused(mirror):
    folder, address = mirror
    with (folder / "03600_xa.geojson").open("ab") as file:
        file.write(b" " * 1_000_000)

    assert refused(address).code == "boundary_download_changed"


def test_a_file_missing_midway_is_told(mirror):
    folder, address = mirror
    (folder / "03605_xa.geojson").unlink()

    problem = refused(address)

    assert problem.code == "boundary_download_failed"
    assert problem.values["path"] == "wards/03605_xa.geojson"


def test_no_network_is_told_calmly():
    assert refused("http://127.0.0.1:9").code == "boundary_download_failed"


@pytest.mark.parametrize("address", ["file:///etc", "ftp://a", "", "/tmp"])
def test_only_web_addresses_are_opened(address):
    assert refused(address).code == "boundary_bad_address"


def test_the_repository_is_pinned_to_one_commit():
    assert fetching.COMMIT in fetching.BASE
    assert len(fetching.pinned()) == 75
    assert all(p.path.startswith("json/geojson/14_son_la/wards/") for p in fetching.pinned())
