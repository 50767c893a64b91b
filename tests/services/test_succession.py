"""A store that was put back, by whatever way, lets nobody in who came in to the one before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.files.last_seen import FILE, last_seen
from lib.services.access.sessions import log_out, still_in, visit_of
from lib.services.health.opening import open_installation
from lib.services.health.succession import settle
from lib.services.installation import Installation
from lib.settings import Settings
from lib.store.audit import entries as trail_store
from lib.store.audit.entries import Wanted
from lib.store.engine import asking, writing
from lib.store.history.epoch import renew_epoch
from tests.support.entering import admit_to
from tests.support.installations import open_test_installation, put
from tests.support.sheets import summary, summary_row


@pytest.fixture
def served(tmp_path: Path):
    """An installation as the server opens it, with an administrator and a staff member in."""
    installation = open_installation(Settings(data_dir=tmp_path / "var"))
    put(installation, summary(summary_row("Xã Lóng Sập")))
    admit_to(installation)
    admit_to(installation, Role.STAFF)
    yield installation
    installation.engine.dispose()


def is_in(installation: Installation, role: Role = Role.STAFF) -> bool:
    return visit_of(installation, f"test-{role}") is not None


def changes(installation: Installation) -> int:
    with asking(installation.engine) as connection:
        return trail_store.count(connection, Wanted(deed=Deed.STORE_CHANGED.value))


def store_file(installation: Installation) -> Path:
    return installation.settings.data_dir / "store.sqlite3"


def test_opening_the_same_store_again_ends_nothing(served: Installation):
    for _ in range(2):
        again = open_installation(served.settings)
        assert is_in(again)
        assert again.settled.epoch == served.settled.epoch
        again.engine.dispose()

    assert changes(served) == 0


def test_an_old_file_put_back_while_the_server_stood_still_ends_every_session(served: Installation):
    old = store_file(served).read_bytes()
    log_out(served, "test-staff")
    served.engine.dispose()
    store_file(served).write_bytes(old)  # the very same inode

    again = open_installation(served.settings)

    assert not is_in(again)
    assert not is_in(again, Role.ADMINISTRATOR)
    assert changes(again) == 1
    assert again.settled.epoch != served.settled.epoch
    admit_to(again)
    assert is_in(again, Role.ADMINISTRATOR)
    again.engine.dispose()


def test_a_copy_in_which_nothing_is_older_ends_them_as_well_at_the_start(served: Installation):
    copy = store_file(served).with_suffix(".copy")
    shutil.copy(store_file(served), copy)
    copy.replace(store_file(served))

    again = open_installation(served.settings)

    assert not is_in(again)
    again.engine.dispose()


def test_an_old_file_put_back_under_a_running_server_ends_every_session(served: Installation):
    copy = store_file(served).with_suffix(".copy")
    shutil.copy(store_file(served), copy)
    visit = visit_of(served, "test-administrator")
    assert visit
    log_out(served, "test-staff")
    before = served.settled.epoch
    copy.replace(store_file(served))

    assert still_in(served, [visit.digest]) == set()
    assert not is_in(served)
    assert served.settled.epoch != before


def test_a_store_of_another_installation_is_another_store(served: Installation, tmp_path: Path):
    other = open_installation(Settings(data_dir=tmp_path / "other"))
    put(other, summary(summary_row("Xã Lóng Sập")))
    admit_to(other, Role.STAFF)
    assert other.settled.epoch != served.settled.epoch
    other.engine.dispose()
    copy = store_file(served).with_suffix(".copy")
    shutil.copy(store_file(other), copy)
    copy.replace(store_file(served))

    assert not is_in(served)


def test_what_was_known_outside_and_is_lost_is_no_way_in(served: Installation):
    (served.settings.data_dir / FILE).unlink()

    again = open_installation(served.settings)

    assert not is_in(again)
    assert last_seen(again.settings.data_dir) is not None
    again.engine.dispose()


@pytest.mark.postgres
def test_a_database_that_was_put_back_ends_every_session(new_pg_installation):
    installation = new_pg_installation()
    settle(installation, at_start=True)
    admit_to(installation, Role.STAFF)
    assert is_in(installation)
    with writing(installation.engine) as connection:
        renew_epoch(connection)  # as a store has it that was restored from elsewhere

    assert not is_in(installation)
    again = open_test_installation(
        installation.settings.data_dir, installation.settings.database_url
    )
    settle(again, at_start=True)
    assert again.settled.epoch == installation.settled.epoch
    again.engine.dispose()
