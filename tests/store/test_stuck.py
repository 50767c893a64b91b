"""A store that others hold: whoever waits is told within seconds, readers go on, long work too."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text

from lib.domain.errors import NotAllowed, StoreBusy, StoreUnavailable
from lib.services.access.login import log_in
from lib.services.access.sessions import note_presence, still_in, visit_of
from lib.services.audit.tallies import note_denial
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.store import patience as how_long
from lib.store.connecting import BoundedConnection
from lib.store.engine import answers, asking, open_engine, writing
from lib.store.history.uploads import set_mark
from lib.store.patience import VISIT, WORK, waiting
from tests.support.entering import admit_to
from tests.support.installations import now, open_test_installation, put
from tests.support.patience import PATIENCE_S
from tests.support.people import staff
from tests.support.sheets import summary, summary_row
from tests.support.stuck import full_pool, held_whole, silent_server, stuck_writer

SLACK_S = PATIENCE_S
"""What a crowded machine may add to every wait. Without a limit of its own a wait has no end."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds + SLACK_S


@pytest.fixture
def filled(any_installation: Installation) -> Installation:
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    admit_to(any_installation)
    return any_installation


def url(installation: Installation) -> str:
    return installation.settings.store_url


def test_while_a_writer_is_stuck_everybody_reads_and_a_login_is_told_in_time(filled: Installation):
    with stuck_writer(url(filled)), waiting(VISIT):
        with within(0):
            assert visit_of(filled, "test-administrator") is not None
            assert len(now(filled)) == 1
            assert history(filled, who=staff())
        with within(VISIT.turn_s), pytest.raises(StoreBusy):
            log_in(filled, "ai.do", "mat khau dai")

    with pytest.raises(NotAllowed):
        log_in(filled, "ai.do", "mat khau dai")


def test_those_who_wait_for_a_stuck_writer_hold_nothing_that_readers_need(filled: Installation):
    patient = replace(WORK, turn_s=6)

    def write() -> None:
        with waiting(patient), pytest.raises(StoreBusy), writing(filled.engine):
            pass

    with stuck_writer(url(filled)):
        crowd = [threading.Thread(target=write) for _ in range(60)]
        for one in crowd:
            one.start()
        with within(0):
            for _ in range(20):
                assert visit_of(filled, "test-administrator") is not None
        for one in crowd:
            one.join(60)
        assert not any(one.is_alive() for one in crowd)

    with writing(filled.engine) as connection:
        set_mark(connection, "free", "yes")


def test_those_who_come_one_after_another_are_not_told_ever_later(filled: Installation):
    with stuck_writer(url(filled)), waiting(VISIT), within(VISIT.turn_s + 10 * 0.3):
        for _ in range(10):
            with pytest.raises(StoreBusy):
                log_in(filled, "ai.do", "mat khau dai")

    with waiting(VISIT), writing(filled.engine) as connection:  # and nobody is told for longer
        set_mark(connection, "free", "yes")


def test_what_is_noted_by_the_way_waits_for_nobody(filled: Installation):
    visit = visit_of(filled, "test-administrator")
    assert visit

    with stuck_writer(url(filled)), within(3):
        note_presence(filled, visit)
        note_denial(filled, "page:admin")

    assert visit_of(filled, "test-administrator") is not None


def test_a_store_that_others_hold_whole_is_busy_and_ends_no_session(filled: Installation):
    with (
        held_whole(url(filled)),
        waiting(VISIT),
        within(how_long.READING_S),
        pytest.raises(StoreBusy),
    ):
        visit_of(filled, "test-administrator")

    visit = visit_of(filled, "test-administrator")
    assert visit
    assert still_in(filled, [visit.digest]) == {visit.digest}


def test_a_full_pool_is_busy_and_says_nothing_of_sessions(filled: Installation):
    with full_pool(filled):
        with within(5), pytest.raises(StoreBusy):
            visit_of(filled, "test-administrator")
        with within(5), pytest.raises(StoreBusy), writing(filled.engine):
            pass
        with within(1):
            assert answers(url(filled))

    assert visit_of(filled, "test-administrator") is not None


def test_opening_a_store_that_is_up_to_date_waits_for_no_writer(filled: Installation):
    with stuck_writer(url(filled)), within(1):
        open_test_installation(
            filled.settings.data_dir, filled.settings.database_url
        ).engine.dispose()


def test_a_server_that_says_nothing_is_given_up_and_not_asked_again_by_everybody():
    with silent_server() as address:
        with within(4), pytest.raises(StoreUnavailable):
            open_engine(address)
        with within(4), pytest.raises(StoreUnavailable):
            answers(address)
        with within(0), pytest.raises(StoreUnavailable):
            answers(address)


@pytest.mark.postgres
def test_a_server_that_falls_silent_under_a_question_is_given_up(new_pg_installation):
    installation = new_pg_installation()
    impatient = replace(VISIT, statement_s=1)
    with (
        waiting(impatient),
        within(8),
        pytest.raises(StoreUnavailable),
        asking(installation.engine) as c,
    ):
        c.execute(text("SELECT pg_sleep(60)"))

    assert len(now(installation)) == 0


@pytest.mark.postgres
def test_a_writer_of_ours_who_is_silent_for_too_long_is_let_go(new_pg_installation):
    installation = new_pg_installation()

    def dawdle() -> None:
        with waiting(replace(WORK, pause_s=1)), writing(installation.engine) as connection:
            time.sleep(3)
            set_mark(connection, "late", "yes")

    with pytest.raises(StoreUnavailable):
        dawdle()
    with writing(installation.engine) as connection:
        set_mark(connection, "late", "no")


@pytest.mark.postgres
def test_work_that_takes_long_is_not_cut_off(new_pg_installation):
    installation = new_pg_installation()
    with waiting(how_long.UPKEEP), writing(installation.engine) as connection:
        told = {
            name: connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("statement_timeout", "idle_in_transaction_session_timeout")
        }
        held = connection.connection.driver_connection
        assert isinstance(held, BoundedConnection)
        assert held.limit_s is None
    assert set(told.values()) == {"0"}
    with writing(installation.engine) as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "5min"
    with asking(installation.engine) as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "8s"
    assert issubclass(BoundedConnection, psycopg.Connection)
