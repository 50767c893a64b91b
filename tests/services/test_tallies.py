"""A flood of what anybody may ask for is a few entries a minute; none of its count is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed, StoreUnavailable
from lib.services.access.accounts import add_account
from lib.services.access.login import log_in
from lib.services.access.sessions import log_out
from lib.services.audit import tallies
from lib.services.audit.recording import read_trail, stand, verify
from lib.services.audit.tallies import note_denial, note_or_count, tally_of
from lib.store.audit.entries import Wanted
from tests.support.installations import open_test_installation
from tests.support.people import CHEAP, GOOD, administrator, leader, officer


def kept(installation, deed=Deed.DENIED):
    return [e for e in reversed(read_trail(installation, Wanted(), who=administrator())[0])
            if e.deed == deed]  # fmt: skip


def times(entries):
    """How often it happened, as the trail tells it."""
    return sum(json.loads(e.after).get("times", 1) if e.after else 1 for e in entries)


def at(installation, seconds):
    return replace(installation, clock=lambda: installation.clock() + timedelta(seconds=seconds))


@pytest.fixture(autouse=True)
def somewhere():
    stand(address="10.1.1.1", agent="", who=leader())
    yield
    stand(address="", agent="")


def test_a_thousand_denials_of_one_person_are_three_entries_and_all_are_counted(any_installation):
    installation = any_installation
    for n in range(1000):
        note_denial(installation, f"address:/{n}")
    tally_of(installation).close(at(installation, 61))

    found = kept(installation)

    assert len(found) == 3
    assert times(found) == 1000
    assert found[-1].name == "Lãnh"
    assert len(json.loads(found[-1].after)["about"]) == 20
    assert verify(installation, who=administrator()).fault is None


def test_while_a_flood_goes_on_every_minute_is_one_entry(installation):
    for minute in range(5):
        now = at(installation, 60 * minute)
        for n in range(200):
            note_denial(now, f"address:/{n}")
        tally_of(installation).close(at(installation, 60 * minute + 60))

    assert len(kept(installation)) == 2 + 5
    assert times(kept(installation)) == 1000


def test_what_comes_now_and_then_is_told_each_time(installation):
    for hour in range(6):
        note_denial(at(installation, 3600 * hour), "page:admin")
        tally_of(installation).close(at(installation, 3600 * hour + 60))

    assert [e.subject for e in kept(installation)] == ["page:admin"] * 6


def test_before_its_minute_is_over_a_count_is_not_told_and_at_the_end_it_is(installation):
    for _ in range(10):
        note_denial(installation, "page:admin")

    assert tally_of(installation).close(at(installation, 30)) == 0
    assert tally_of(installation).close(at(installation, 31), all_of_them=True) == 1
    assert times(kept(installation)) == 10


def test_two_people_are_counted_apart(installation):
    for who in (leader(), officer("03646")):
        stand(address="10.1.1.1", agent="", who=who)
        for _ in range(50):
            note_denial(installation, "page:admin")
    tally_of(installation).close(at(installation, 61))

    counted = Counter()
    for entry in kept(installation):
        counted[entry.name] += times([entry])
    assert counted == {"Lãnh": 50, "Xã": 50}


def test_strangers_of_one_network_are_one_and_of_ten_thousand_networks_few(installation):
    for n in range(3000):
        stand(address=f"10.{n // 250}.{n % 250}.1", agent="")
        note_or_count(installation, "", Deed.LOGIN_FAILED)
    first = len(kept(installation, Deed.LOGIN_FAILED))
    tally_of(installation).close(at(installation, 61))

    found = kept(installation, Deed.LOGIN_FAILED)

    assert first <= 62
    assert len(found) <= 125
    assert times(found) == 3000
    assert len(tally_of(installation)._windows) <= 61


def test_what_could_not_be_written_is_told_when_the_store_is_back(installation, monkeypatch):
    def broken(*_given, **_more):
        raise StoreUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(tallies, "record", broken)
        for _ in range(5):
            note_denial(installation, "page:admin")
        with pytest.raises(StoreUnavailable):
            tally_of(installation).close(at(installation, 61))
        note_denial(installation, "page:admin")
    tally_of(installation).close(at(installation, 130))

    assert times(kept(installation)) == 6


def test_two_processes_on_one_store_count_each_for_itself_and_the_chain_holds(
    installation, tmp_path
):
    other = open_test_installation(tmp_path)
    second = tallies.Tally()
    for n in range(100):
        note_denial(installation, f"address:/{n}")
        second.is_told(other, leader(), Deed.DENIED, subject="page:admin")
    tally_of(installation).close(at(installation, 61))
    second.close(at(other, 61))
    other.engine.dispose()

    assert times(kept(installation)) == 100 + 98
    assert verify(installation, who=administrator()).fault is None


def test_whoever_comes_in_and_leaves_without_end_is_counted_too(installation):
    add_account(installation, "lan", who=administrator(), name="Lan", role=Role.STAFF,
                password=GOOD, hasher=CHEAP)  # fmt: skip
    for _ in range(30):
        log_out(installation, log_in(installation, "lan", GOOD, address="10.1.1.1", hasher=CHEAP))
    tally_of(installation).close(at(installation, 61))

    for deed in (Deed.LOGIN, Deed.LOGOUT):
        assert len(kept(installation, deed)) == 6
        assert times(kept(installation, deed)) == 30


def test_names_that_strangers_invent_are_a_few_entries(installation):
    for n in range(24):
        with pytest.raises(NotAllowed):
            log_in(installation, f"name-{n}", "x", address="10.1.1.1", hasher=CHEAP)
    tally_of(installation).close(at(installation, 61))

    assert len(kept(installation, Deed.LOGIN_FAILED)) == 3
    assert times(kept(installation, Deed.LOGIN_FAILED)) == 24
