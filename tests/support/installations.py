"""Small real installations for tests, and taking files in as a person would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from lib.domain.problems import Code, Problem
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.installation import Installation
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import preview, receive
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import Published, publish
from lib.settings import Settings
from lib.store.engine import open_engine, writing
from lib.store.figures.figures import in_force
from lib.store.history.uploads import add_withdrawal
from tests.support.people import staff

NOON = datetime(2026, 9, 20, 5, 0, tzinfo=UTC)
"""The moment at which most tests happen: the period of August 2026 is closed."""

STORE_FILE = "store.sqlite3"

SUMMARY = "00_tong_hop_xa"
REGISTER = "01_danh_muc_thon_ban"
VILLAGES = "02_bao_cao_thang_thon_ban"


def open_test_installation(
    folder: Path, url: str = "", *, clock: Callable[[], datetime] = lambda: NOON
) -> Installation:
    """An installation whose store lies in ``folder``, or at ``url``."""
    settings = Settings(data_dir=folder, database_url=url)
    if not url:
        empty_store(folder)
    return Installation(settings, open_engine(settings.store_url), clock=clock)


def empty_store(folder: Path) -> Path:
    """The folder with an empty SQLite store in it, unless it has one."""
    store = folder / STORE_FILE
    if not store.exists():
        folder.mkdir(parents=True, exist_ok=True)
        store.write_bytes(_migrated())
    return folder


@cache
def _migrated() -> bytes:
    """An empty store as the migrations leave it: that takes a tenth of a second, a copy nothing."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        open_engine(settings.store_url).dispose()
        return (Path(folder) / STORE_FILE).read_bytes()


def figures_of(installation: Installation, *, language: str = "vi") -> Figures:
    """The figures as staff see them."""
    return Figures(Viewer(installation, staff(), language))


def see(
    installation: Installation,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    *,
    name: str = "a.csv",
) -> Preview:
    """The preview of a file."""
    return preview(
        installation, receive(name, content, installation.settings), answers, who=staff()
    )


def put(
    installation: Installation,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    *,
    name: str = "a.csv",
    who: str = "An",
) -> int:
    """Publishes a file that must be publishable; its upload's number."""
    ready = see(installation, content, answers, name=name)
    assert ready.publishable, [(p.code, p.row, p.given) for p in ready.problems]
    done = publish(installation, ready, who=staff(who))
    assert isinstance(done, Published), done
    return done.upload_id


def try_put(
    installation: Installation, ready: Preview, *, who: str = "An"
) -> Published | Overtaken:
    """Publishes a preview."""
    return publish(installation, ready, who=staff(who))


def take_back(installation: Installation, upload_id: int, *, at: datetime = NOON) -> None:
    """Withdraws an upload at a moment, as the store records it."""
    with writing(installation.engine) as connection:
        add_withdrawal(connection, upload_id, who="Bình", at=at, reason="nhầm tệp")


def now(
    installation: Installation, template: str = SUMMARY, *, as_of: datetime | None = None
) -> pd.DataFrame:
    """What is in force."""
    with installation.engine.connect() as connection:
        return in_force(connection, template, as_of=as_of)


def facts(
    installation: Installation, template: str = SUMMARY, *, as_of: datetime | None = None
) -> set[object]:
    """What is in force as a set of (period, commune, unit, upload, column, value)."""
    rows = now(installation, template, as_of=as_of)
    skipped = {"row", "period", "commune_code", "unit_key", "upload_id"}
    return {
        (r["period"], r["commune_code"], r["unit_key"], r["upload_id"], key, value)
        for r in rows.astype(object).to_dict("records")
        for key, value in r.items()
        if key not in skipped and not pd.isna(value)
    }


def found(ready: Preview, code: Code) -> list[Problem]:
    """The problems of one kind."""
    return [p for p in ready.problems if p.code is code]


def codes(ready: Preview) -> list[Code]:
    """The kinds of the problems, worst first."""
    return [p.code for p in ready.problems]
