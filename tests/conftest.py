"""Small real stores for the tests: SQLite in a folder, PostgreSQL on a server of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text

from lib.services.installation import Installation
from tests.support import postgres
from tests.support.as_found import left_as_found
from tests.support.installations import open_test_installation

# A trace with the values of all variables takes half a second to lay out.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

# New examples each run; whoever meets a failure gets its example, and what brings it back.
hypothesis_settings.register_profile(
    "ours",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("ours")


@pytest.fixture(scope="module", autouse=True)
def _process_as_the_module_found_it() -> Iterator[None]:
    with left_as_found():
        yield


@pytest.fixture(autouse=True)
def _process_as_the_test_found_it() -> Iterator[None]:
    """No test is told anything by the one before, in whatever order they run."""
    with left_as_found():
        yield


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation with an empty SQLite store."""
    opened = open_test_installation(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database; one for each test process."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as address:
        yield address


@pytest.fixture
def new_pg_url(pg_url: str) -> Iterator[Callable[[], str]]:
    """Makes the address of a fresh, empty PostgreSQL database; all are dropped at the end."""
    made: list[str] = []
    server = create_engine(f"{pg_url}/postgres", isolation_level="AUTOCOMMIT")

    def make() -> str:
        name = f"t_{uuid4().hex}"
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        made.append(name)
        return f"{pg_url}/{name}"

    yield make
    with server.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def new_pg_installation(
    new_pg_url: Callable[[], str], tmp_path: Path
) -> Iterator[Callable[[], Installation]]:
    """Makes installations on PostgreSQL."""
    opened: list[Installation] = []

    def make() -> Installation:
        opened.append(open_test_installation(tmp_path, new_pg_url()))
        return opened[-1]

    yield make
    for one in opened:
        one.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_installation(request: pytest.FixtureRequest) -> Installation:
    """The same test on SQLite and on PostgreSQL, each time with an empty store."""
    if request.param == "sqlite":
        return request.getfixturevalue("installation")
    return request.getfixturevalue("new_pg_installation")()
