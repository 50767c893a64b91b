"""Acts of the services on record, and a hundred ways to tamper with the record, all told."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from lib.domain.access.permissions import Person, Role
from lib.domain.audit.chain import Deed, Fault, Wrong, digest
from lib.domain.errors import AppError, NotAllowed
from lib.domain.periods import Period
from lib.files.audit_heads import FOLDER, kept_heads
from lib.services.audit.recording import (
    export_head,
    prune,
    record_alone,
    stand,
    verify,
)
from lib.services.audit.tallies import note_denial
from lib.services.history.freezes import freeze_figures, withdraw_freeze
from lib.services.history.returns import before, preview_return, return_to, undo_return
from lib.services.history.uploads import withdraw
from lib.services.installation import Installation
from lib.services.intake.batch.taking_in import start_batch
from lib.services.reporting.closings import close_period, reopen_period
from lib.settings import Settings
from lib.store.audit import entries as store
from lib.store.audit.entries import Wanted
from lib.store.history.uploads import uploads
from tests.support.installations import NOON, put
from tests.support.people import administrator, staff
from tests.support.sheets import summary, summary_row

AN = Person("An", Role.STAFF, account=7)


def entries(installation: Installation) -> list[Any]:
    with installation.engine.connect() as connection:
        return store.entries(connection, Wanted())[::-1]


def acts(installation: Installation, count: int) -> None:
    for number in range(count):
        record_alone(
            installation,
            AN,
            Deed.EXPORTED,
            subject=f"file:{number}",
            before={"n": number},
            after={"n": -number},
        )


def test_everything_that_changes_the_store_is_on_record(any_installation: Installation):
    installation = any_installation
    first = put(installation, summary(summary_row("Xã Lóng Sập")))
    second = put(installation, summary(summary_row("Xã Lóng Sập", guided=440)))
    freeze = freeze_figures(installation, "Giao ban", who=staff("An"))
    withdraw_freeze(installation, freeze.code, who=staff("An"), reason="nhầm cuộc họp")
    with installation.engine.connect() as connection:
        newest = uploads(connection, ids={second})[0]
    period = Period.parse(newest.summary["periods"][0])
    done = return_to(
        installation,
        preview_return(installation, period, before(newest), who=staff("An")),
        who=staff("An"),
        reason="về bản đầu",
    )
    undo_return(installation, done.id, who=staff("An"), reason="thôi không về nữa")
    close_period(installation, period, who=staff("An"))
    reopen_period(installation, period, who=staff("An"), reason="mở lại để sửa")
    withdraw(installation, first, who=staff("Bình"), reason="nhầm tệp rồi")
    start_batch(installation, [("a.csv", b"x"), ("b.csv", b"y")], who=staff("An"))

    told = [(e.deed, e.subject.split(":")[0]) for e in entries(installation)]

    assert told == [
        ("published", "upload"),
        ("published", "upload"),
        ("frozen", "freeze"),
        ("freeze_withdrawn", "freeze"),
        ("returned", "period"),
        ("return_undone", "period"),
        ("closed", "period"),
        ("reopened", "period"),
        ("withdrawn", "upload"),
        ("received", "batch"),
    ]
    assert verify(installation, who=administrator()).fault is None


def test_what_is_refused_leaves_no_record(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập")))

    with pytest.raises(NotAllowed):
        withdraw(installation, 99, who=staff("An"), reason="không có lần này")

    assert [e.deed for e in entries(installation)] == ["published"]


def test_a_person_is_told_by_name_role_and_account_and_from_where(installation: Installation):
    stand(address="10.0.0.7\nx", agent="Mozilla/5.0 …")
    record_alone(installation, AN, Deed.LOGIN)
    record_alone(installation, "Bình\x00", Deed.LOGIN_FAILED)
    stand(address="", agent="")

    one, two = entries(installation)

    assert (one.name, one.role, one.account, one.address) == ("An", "staff", 7, "10.0.0.7 x")
    assert len(one.agent) == 16
    assert (two.name, two.role, two.account) == ("Bình", "", None)


def test_a_denial_is_kept_with_whoever_stands_there(installation: Installation):
    stand(address="10.0.0.7", agent="", who=AN)
    note_denial(installation, "page:map", act="plan")
    stand(address="", agent="")

    assert [(e.deed, e.name, e.after) for e in entries(installation)] == [
        ("denied", "An", '{"act":"plan"}')
    ]


# --- tampering -------------------------------------------------------------------------------

_TEXTS = ("at", "name", "role", "deed", "subject", "before", "after", "address", "agent")


def edit(connection: Connection, dice: random.Random, count: int) -> int:
    seq = dice.randint(1, count)
    column = dice.choice((*_TEXTS, "previous", "hash", "account"))
    value = "999" if column == "account" else f"'x{dice.random()}'"
    _run(connection, f"UPDATE trail SET {column} = {value} WHERE seq = {seq}")
    return seq


def delete(connection: Connection, dice: random.Random, count: int) -> int:
    seq = dice.randint(1, count - 1)
    _run(connection, f"DELETE FROM trail WHERE seq = {seq}")
    return seq


def truncate(connection: Connection, dice: random.Random, count: int) -> int:
    seq = dice.randint(1, count - 1)
    _run(connection, f"DELETE FROM trail WHERE seq >= {seq}")
    return seq


def swap(connection: Connection, dice: random.Random, count: int) -> int:
    one, two = sorted(dice.sample(range(1, count + 1), 2))
    for old, new in ((one, -1), (two, one), (-1, two)):
        _run(connection, f"UPDATE trail SET seq = {new} WHERE seq = {old}")
    return one


def insert(connection: Connection, dice: random.Random, count: int) -> int:
    seq = dice.randint(1, count)
    for old in range(count, seq - 1, -1):
        _run(connection, f"UPDATE trail SET seq = {old + 1} WHERE seq = {old}")
    row = dict(
        connection.execute(text(f"SELECT * FROM trail WHERE seq = {seq + 1}")).mappings().one()
    )
    row |= {"seq": seq, "name": "Kẻ lạ"}
    row["hash"] = digest(row)
    names = ", ".join(f'"{n}"' for n in row)
    values = ", ".join(f":{n}" for n in row)
    connection.execute(text(f"INSERT INTO trail ({names}) VALUES ({values})"), row)
    return seq


def rehash(connection: Connection, dice: random.Random, count: int) -> int:
    seq = dice.randint(1, count)
    row = dict(connection.execute(text(f"SELECT * FROM trail WHERE seq = {seq}")).mappings().one())
    row["subject"] = f"other:{dice.random()}"
    _run(
        connection,
        f"UPDATE trail SET subject = '{row['subject']}', hash = '{digest(row)}' WHERE seq = {seq}",
    )
    return seq


def rehash_all_after(connection: Connection, dice: random.Random, count: int) -> int:
    seq = rehash(connection, dice, count)
    rows = connection.execute(text(f"SELECT * FROM trail WHERE seq >= {seq} ORDER BY seq"))
    previous = ""
    for found in [dict(r) for r in rows.mappings()]:
        found["previous"] = previous or found["previous"]
        previous = digest(found)
        _run(
            connection,
            f"UPDATE trail SET previous = '{found['previous']}', hash = '{previous}' "
            f"WHERE seq = {found['seq']}",
        )
    return seq


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


WAYS = (edit, edit, edit, delete, truncate, swap, insert, rehash, rehash_all_after)


@pytest.mark.parametrize("seed", range(100))
def test_a_hundred_tamperings_are_all_told_with_the_first_bad_entry(
    installation: Installation, seed: int
):
    """As somebody would who holds the database: the triggers are taken away first."""
    dice = random.Random(seed)
    acts(installation, 8)
    export_head(installation)
    disarm(installation)

    with installation.engine.connect() as connection, connection.begin():
        bad = WAYS[seed % len(WAYS)](connection, dice, 8)

    found = verify(installation, who=administrator()).fault
    assert found is not None
    assert found.seq == bad, (WAYS[seed % len(WAYS)].__name__, found)


def disarm(installation: Installation) -> None:
    with installation.engine.connect() as connection, connection.begin():
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in list(names.scalars()):
            connection.execute(text(f"DROP TRIGGER {name}"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET name = 'x' WHERE seq = 2",
        "DELETE FROM trail WHERE seq = 3",
        "DELETE FROM trail",
        "UPDATE trail SET seq = 9 WHERE seq = 3",
        "UPDATE trail_anchor SET who = 'x'",
        "DELETE FROM trail_anchor",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(
    any_installation: Installation, statement: str
):
    acts(any_installation, 3)
    with any_installation.engine.connect() as connection, connection.begin():
        connection.execute(
            text("INSERT INTO trail_anchor (seq, hash, at, who) VALUES (1, 'x', 'x', 'x')")
        )

    with (
        pytest.raises((DBAPIError, AppError)),
        any_installation.engine.connect() as connection,
        connection.begin(),
    ):
        connection.execute(text(statement))

    assert len(entries(any_installation)) == 3


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_trail(new_pg_installation: Callable[[], Installation]):
    installation = new_pg_installation()
    acts(installation, 2)

    with pytest.raises((DBAPIError, AppError)), installation.engine.connect() as connection:
        connection.execute(text("TRUNCATE trail"))

    assert len(entries(installation)) == 2


def test_sqlite_does_not_let_an_entry_be_replaced(installation: Installation):
    acts(installation, 2)

    with pytest.raises((DBAPIError, AppError)), installation.engine.connect() as connection:
        connection.execute(text("INSERT OR REPLACE INTO trail SELECT * FROM trail WHERE seq = 1"))


def test_writers_at_the_same_time_make_one_chain(any_installation: Installation):
    faults: list[Exception] = []

    def write(number: int) -> None:
        try:
            for step in range(6):
                record_alone(any_installation, f"Người {number}", Deed.EXPORTED, subject=f"{step}")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    found = verify(any_installation, who=administrator())
    assert (found.entries, found.newest.seq, found.fault) == (30, 30, None)


# --- heads and age ---------------------------------------------------------------------------


def test_every_entry_but_the_newest_is_told_outside_the_store(installation: Installation):
    acts(installation, 5)

    found = verify(installation, who=administrator())

    assert (found.heads, found.fault) == (4, None)
    assert [p.name for p in kept_heads(installation.settings.data_dir)] == ["2026-09-20.jsonl"]


def test_a_head_that_cannot_be_kept_does_not_stop_the_act(installation: Installation):
    (installation.settings.data_dir / FOLDER).write_text("a file where the folder should be")

    acts(installation, 3)

    assert len(entries(installation)) == 3


def test_heads_carried_away_tell_of_a_trail_that_was_shortened(
    installation: Installation, tmp_path
):
    acts(installation, 6)
    _, path = export_head(installation)
    away = tmp_path / "away.jsonl"
    away.write_bytes(path.read_bytes())
    path.unlink()
    disarm(installation)
    with installation.engine.connect() as connection, connection.begin():
        connection.execute(text("DELETE FROM trail WHERE seq > 3"))

    assert verify(installation, who=administrator()).fault is None
    assert verify(installation, [away], who=administrator()).fault == Fault(4, Wrong.CUT_OFF)


def test_a_file_that_holds_no_heads_is_told_calmly(installation: Installation, tmp_path):
    (tmp_path / "x.jsonl").write_text("hello\n")

    with pytest.raises(AppError, match="not_trail_heads"):
        verify(installation, [tmp_path / "x.jsonl"], who=administrator())


def test_old_entries_leave_with_a_signature_and_the_rest_still_verifies(
    any_installation: Installation,
):
    acts(any_installation, 4)
    later = replace(any_installation, clock=lambda: NOON + timedelta(days=800))
    acts(later, 2)

    gone = prune(later, who=administrator())

    assert gone is not None
    assert gone.seq == 4
    assert [e.seq for e in entries(later)] == [5, 6, 7]
    assert entries(later)[-1].deed == "trail_pruned"
    assert verify(later, who=administrator()).fault is None
    assert prune(later, who=administrator()) is None


def test_nothing_leaves_within_the_time_it_is_kept(installation: Installation):
    acts(installation, 4)
    later = replace(installation, clock=lambda: NOON + timedelta(days=300))

    assert prune(later, who=administrator()) is None
    assert len(entries(installation)) == 4


def test_the_trail_is_never_kept_for_less_than_a_year(monkeypatch):
    monkeypatch.setenv("BDHVS_TRAIL_MONTHS", "6")
    with pytest.raises(ValidationError):
        Settings()
