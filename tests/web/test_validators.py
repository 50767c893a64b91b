"""What a browser keeps is never taken for what another store, build, period or language says."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette

from lib.services.access.sessions import visit_of
from lib.services.health.opening import open_installation
from lib.services.installation import DEMO, Installation, version_of_data
from lib.settings import Settings
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.web.answer import encoding
from lib.web.answer.encoding import Encoded, validator
from lib.web.light.page import light_route
from lib.web.routes.series import series_route
from tests.files_made import summary_workbook
from tests.support.entering import admit_to
from tests.support.installations import now, put
from tests.support.sheets import summary, summary_row

ADDRESSES = ("/sau-ky/2026-08.json", "/nhe")


def app(installation: Installation) -> Starlette:
    routes = [
        series_route(base="", installation=lambda: installation),
        light_route(base="", installation=lambda: installation),
    ]
    return Starlette(routes=routes)


def made(folder: Path, *, guided: int = 20) -> Installation:
    installation = open_installation(Settings(data_dir=folder))
    for month in ("7/2026", "8/2026"):
        put(installation, summary_workbook(period=month), name=f"{month[0]}.xlsx")
    put(installation, summary(summary_row("Xã Lóng Sập", guided=guided)), name="x.csv")
    return installation


@pytest.fixture
def two(tmp_path: Path) -> list[Installation]:
    """Two stores that count their uploads alike."""
    found = [made(tmp_path / "a"), made(tmp_path / "b", guided=21)]
    assert version_of_data(found[0]) == version_of_data(found[1])
    return found


def tag(client_of: Callable, installation: Installation, path: str, *, query: str = "") -> str:
    answer = client_of(app(installation)).get(path, query=query)
    assert answer.status == 200
    return answer.headers["etag"]


def status(
    client_of: Callable, installation: Installation, path: str, known: str, *, query: str = ""
) -> int:
    return client_of(app(installation)).get(path, query=query, if_none_match=known).status


def test_the_same_is_not_sent_twice_and_another_store_is(client_of, two):
    for path in ADDRESSES:
        tags = [tag(client_of, installation, path) for installation in two]
        for mine, installation in itertools.product(range(2), range(2)):
            expected = 304 if mine == installation else 200
            assert status(client_of, two[installation], path, tags[mine]) == expected, path


def test_another_build_says_everything_anew(client_of, two, monkeypatch):
    for path in ADDRESSES:
        before = tag(client_of, two[0], path)
        with monkeypatch.context() as patched:
            patched.setattr(encoding, "build", lambda: "0.1.0+another")
            assert status(client_of, two[0], path, before) == 200
        assert status(client_of, two[0], path, before) == 304


def test_another_period_or_language_is_another_answer(client_of, two):
    installation = two[0]
    asked = [
        ("/sau-ky/2026-08.json", ""), ("/sau-ky/2026-07.json", ""),
        ("/sau-ky/2026-08.json", "ngon-ngu=en"), ("/nhe", "ky=2026-07"), ("/nhe", "ky=2026-08"),
        ("/nhe", "ky=2026-08&ngon-ngu=en"),
    ]  # fmt: skip
    tags = [tag(client_of, installation, path, query=query) for path, query in asked]

    assert len(set(tags)) == len(tags)
    for (path, query), known in itertools.product(asked, tags):
        own = known == tags[asked.index((path, query))]
        assert status(client_of, installation, path, known, query=query) == (304 if own else 200)


def test_a_byte_more_is_never_not_modified():
    assert validator("x", b"a") != validator("x", b"b")
    assert validator("x", b"a") != validator("y", b"a")
    assert encoding.respond(
        Encoded(b"a"), request={"if-none-match": validator("x", b"b")},  # type: ignore[arg-type]
        media_type="text/plain", cache="", etag="x",
    ).status_code == 200  # fmt: skip


def test_what_is_kept_in_the_process_is_of_the_store_that_lies_there_now(client_of, two):
    installation, other = two
    admit_to(installation)
    client = client_of(app(installation))
    before = {path: client.get(path) for path in ADDRESSES}
    files = [one.settings.data_dir / "store.sqlite3" for one in two]
    other.engine.dispose()
    files[1].replace(files[0])

    assert (
        visit_of(installation, "test-administrator") is None
    )  # as the gate asks before every answer
    for path in ADDRESSES:
        answer = client.get(path, if_none_match=before[path].headers["etag"])
        assert answer.status == 200
        assert answer.body != before[path].body, path
    assert 21 in now(installation)["households_guided"].tolist()


def test_a_demonstration_that_was_replaced_by_a_real_store_is_none_any_more(tmp_path):
    demo = open_installation(Settings(data_dir=tmp_path / "demo"))
    with writing(demo.engine) as connection:
        set_mark(connection, DEMO, "yes")
    assert demo.is_demo
    real = open_installation(Settings(data_dir=tmp_path / "real"))
    admit_to(real)
    real.engine.dispose()
    (tmp_path / "real" / "store.sqlite3").replace(tmp_path / "demo" / "store.sqlite3")

    assert visit_of(demo, "test-administrator") is None
    assert not demo.is_demo
