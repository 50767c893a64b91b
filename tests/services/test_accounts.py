"""Accounts: who may make and change them, and what each change does to those who are in."""

from __future__ import annotations

import pytest

from lib.domain.access.permissions import Role
from lib.domain.errors import NotAllowed
from lib.services.access.accounts import (
    add_account,
    change_own_password,
    change_role,
    disable_account,
    enable_account,
    known_accounts,
    reset_password,
    set_subject,
)
from lib.services.access.login import log_in
from lib.services.access.sessions import digest_of, log_out, still_in, visit_of
from lib.services.audit.recording import read_trail
from lib.store.audit.entries import Wanted
from tests.support.people import CHEAP, GOOD, administrator, staff

COMMUNE = "03646"
OTHER = "mây trắng trên nương ngô"


@pytest.fixture
def lan(any_installation):
    return add_account(
        any_installation,
        "Lan.SL",
        who=administrator(),
        name="Lò Thị Lan",
        role=Role.STAFF,
        password=GOOD,
        hasher=CHEAP,
    )


def enter(installation, login="lan.sl", password=GOOD):
    return log_in(installation, login, password, hasher=CHEAP)


def test_whoever_has_an_account_comes_in_as_the_person_it_stands_for(any_installation, lan):
    visit = visit_of(any_installation, enter(any_installation, "  LAN.sl "))

    assert visit is not None
    assert (visit.person.name, visit.person.role) == ("Lò Thị Lan", Role.STAFF)
    assert visit.person.account == lan.id


def test_neither_password_nor_token_stands_in_the_store(any_installation, lan):
    token = enter(any_installation)

    with any_installation.engine.connect() as connection:
        kept = [
            str(row)
            for table in ("account", "session", "login_refusal")
            for row in connection.exec_driver_sql(f"select * from {table}")
        ]

    assert not any(GOOD in row or token in row for row in kept)
    assert lan.hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    "end",
    [
        lambda installation: disable_account(installation, "lan.sl", who=administrator()),
        lambda installation: change_role(installation, "lan.sl", Role.LEADER, who=administrator()),
        lambda installation: reset_password(
            installation, "lan.sl", OTHER, who=administrator(), hasher=CHEAP
        ),
    ],
    ids=["disabled", "another role", "another password"],
)
def test_a_change_that_matters_ends_every_session_at_once(any_installation, lan, end):
    tokens = [enter(any_installation), enter(any_installation)]

    end(any_installation)

    assert [visit_of(any_installation, token) for token in tokens] == [None, None]
    assert still_in(any_installation, [digest_of(token) for token in tokens]) == set()


def test_changing_ones_own_password_asks_for_the_old_one_and_ends_ones_sessions(
    any_installation, lan
):
    token = enter(any_installation)
    me = visit_of(any_installation, token).person

    with pytest.raises(NotAllowed, match="password_wrong"):
        change_own_password(any_installation, "not the old one", OTHER, who=me, hasher=CHEAP)
    change_own_password(any_installation, GOOD, OTHER, who=me, hasher=CHEAP)

    assert visit_of(any_installation, token) is None
    assert enter(any_installation, password=OTHER)


def test_a_cookie_is_worth_nothing_after_logout(any_installation, lan):
    mine, elsewhere = enter(any_installation), enter(any_installation)

    log_out(any_installation, mine)

    assert visit_of(any_installation, mine) is None
    assert visit_of(any_installation, elsewhere) is not None


def test_a_disabled_account_lets_nobody_in_until_it_is_enabled(any_installation, lan):
    disable_account(any_installation, "lan.sl", who=administrator())
    with pytest.raises(NotAllowed, match="login_refused"):
        enter(any_installation)

    enable_account(any_installation, "lan.sl", who=administrator())

    assert enter(any_installation)


def test_the_last_administrator_stays(any_installation):
    add_account(
        any_installation, "root", who=administrator(), name="Q", role=Role.ADMINISTRATOR,
        password=GOOD, hasher=CHEAP,
    )  # fmt: skip

    for change in (
        lambda: disable_account(any_installation, "root", who=administrator()),
        lambda: change_role(any_installation, "root", Role.LEADER, who=administrator()),
    ):
        with pytest.raises(NotAllowed, match="last_administrator"):
            change()


def test_two_names_that_differ_in_capitals_are_one(any_installation, lan):
    with pytest.raises(NotAllowed, match="login_taken"):
        add_account(
            any_installation, "LAN.SL", who=administrator(), name="B", role=Role.STAFF,
            password=GOOD, hasher=CHEAP,
        )  # fmt: skip


@pytest.mark.parametrize("commune", [None, "00000"])
def test_an_officer_belongs_to_a_commune_of_the_province(any_installation, commune):
    with pytest.raises(NotAllowed, match="officer_needs_commune"):
        add_account(
            any_installation, "can.bo", who=administrator(), name="B", role=Role.OFFICER,
            password=GOOD, commune=commune, hasher=CHEAP,
        )  # fmt: skip


def test_only_administrators_see_and_change_accounts(any_installation, lan):
    for forbidden in (
        lambda: known_accounts(any_installation, who=staff()),
        lambda: disable_account(any_installation, "lan.sl", who=staff()),
        lambda: reset_password(any_installation, "lan.sl", OTHER, who=staff(), hasher=CHEAP),
    ):
        with pytest.raises(NotAllowed, match="denied"):
            forbidden()


def test_a_subject_opens_one_account_and_tying_it_ends_the_sessions(any_installation, lan):
    boss = administrator()
    add_account(any_installation, "mai", who=boss, name="Mai", role=Role.LEADER, password=GOOD,
                hasher=CHEAP)  # fmt: skip
    before = enter(any_installation)

    tied = set_subject(any_installation, "Lan.SL", " ma-cua-lan ", who=boss)

    assert tied.subject == "ma-cua-lan"
    assert visit_of(any_installation, before) is None
    with pytest.raises(NotAllowed, match="subject_taken"):
        set_subject(any_installation, "mai", "ma-cua-lan", who=boss)
    assert set_subject(any_installation, "lan.sl", "", who=boss).subject is None
    assert set_subject(any_installation, "mai", "ma-cua-lan", who=boss).subject == "ma-cua-lan"
    assert set_subject(any_installation, "lan.sl", "", who=boss).subject is None
    _, tied_entry = [
        e for e in read_trail(any_installation, Wanted(), who=boss)[0] if '"subject":' in e.after
    ]
    assert tied_entry.after == '{"subject":"ma-cua-lan"}'
