"""The one store that both trees read: the demonstration, and what people do with it since."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lib.domain.access.permissions import Role
from lib.domain.periods import Period
from lib.services.figures.snapshots import periods_reported
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures
from lib.services.history.uploads import history, withdraw
from lib.services.planning.versions import publish_plan, save_plan
from lib.services.reporting.closings import close_period
from lib.settings import HOME, Settings
from tests.demo_store import copy_of, copy_of_demo, copy_of_small_demo
from tests.support.entering import admit
from tests.support.installations import STORE_FILE
from tests.support.plans import AN, MAI, draft
from tests.support.two_trees.commands import asked_in


class OtherSchema(Exception):
    """The two trees keep their figures in other tables: neither can read the other's store."""


@dataclass(frozen=True)
class Filled:
    """A filled store, and what may be asked about by name."""

    folder: Path
    periods: list[str]
    freeze: str
    plan: int


def filled(folder: Path, *, short: bool) -> Filled:
    """Fills a data folder by the present tree: figures, withdrawal, closing, freeze, plan."""
    (copy_of_small_demo if short else copy_of_demo)(folder)
    installation = open_installation(Settings(data_dir=folder))
    periods = [str(p) for p in reversed(periods_reported(installation))]
    frozen = freeze_figures(installation, "Họp", who=AN)
    told = [u.id for u in history(installation, who=AN) if periods[-2] in u.summary["periods"]]
    withdraw(installation, told[0], who=AN, reason="nhầm tệp")
    close_period(installation, Period.parse(periods[0]), who=AN)
    plan = save_plan(installation, draft(), who=MAI).id
    publish_plan(installation, plan, who=MAI)
    installation.engine.dispose()
    return Filled(folder, periods, frozen.code, plan)


def own_copy(store: Path, folder: Path) -> Path:
    """A copy for one of the trees, with somebody of every role in it.

    A store that lies elsewhere than before ends everybody's session, so they come in afterwards.
    """
    copy_of(store, folder)
    for role in Role:
        admit(folder, role)
    return folder


def tree_of(commit: str, folder: Path) -> Path:
    """The product as it was at a commit, in a folder of its own."""
    folder.mkdir()
    packed = subprocess.run(
        ["git", "archive", commit], cwd=HOME, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    return folder


def must_share_a_schema(one: Path, other: Path, folder: Path) -> None:
    """Raises ``OtherSchema`` where the trees make other tables."""
    told = []
    for number, tree in enumerate((one, other)):
        store = folder / f"empty-{number}"
        asked_in(tree, store, "vi", [["history"]])
        with closing(sqlite3.connect(store / STORE_FILE)) as made:
            told.append(set(made.execute("SELECT type, name, sql FROM sqlite_master")))
    if told[0] != told[1]:
        raise OtherSchema(sorted(str(name) for _, name, _ in told[0] ^ told[1]))
