"""Coming in: guessing is slow, nobody is shut out for good, nobody learns which names exist."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lib.domain.access.permissions import Role
from lib.domain.errors import NotAllowed
from lib.services.access import throttle
from lib.services.access.accounts import (
    add_account,
    change_own_password,
    disable_account,
    forget_devices,
    reset_password,
)
from lib.services.access.devices import forget_old_devices, is_known, keep_device
from lib.services.access.login import demo_log_in, log_in
from lib.services.access.sessions import forget_old_sessions, visit_of
from lib.services.installation import DEMO
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.store.schema import accounts as account_tables
from tests.support.people import CHEAP, GOOD, administrator

WRONG = "sai rồi, sai hẳn rồi"


class Counted:
    """A hasher that counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    def fits(self, digest, password):
        self.asked += 1
        return CHEAP.fits(digest, password)

    def outdated(self, digest):
        return False


@pytest.fixture
def lan(installation):
    return add_account(
        installation,
        "lan",
        who=administrator(),
        name="Lan",
        role=Role.STAFF,
        password=GOOD,
        hasher=CHEAP,
    )


def refusal(installation, login, password=WRONG, *, address="10.0.0.1", hasher=CHEAP):
    with pytest.raises(NotAllowed) as caught:
        log_in(installation, login, password, address=address, hasher=hasher)
    return caught.value


def test_a_thousand_wrong_passwords_in_a_minute_are_hardly_looked_at(installation, lan):
    counted, moment = Counted(), installation.clock()

    for attempt in range(1000):
        at = moment + timedelta(milliseconds=60 * attempt)
        refusal(replace(installation, clock=lambda at=at: at), "lan", hasher=counted)

    assert counted.asked < 12


def test_a_thousand_names_from_one_address_are_hardly_looked_at(installation):
    counted = Counted()

    for attempt in range(1000):
        refusal(installation, f"name-{attempt}", hasher=counted)

    assert counted.asked < 25


def test_after_a_thousand_refusals_the_owner_comes_in_within_a_minute(installation, lan):
    for _ in range(1000):
        refusal(installation, "lan")

    later = replace(
        installation, clock=lambda: installation.clock.__call__() + timedelta(seconds=61)
    )

    assert log_in(later, "lan", GOOD, address="10.0.0.2", hasher=CHEAP)


def test_the_right_password_also_waits_its_turn(installation, lan):
    for _ in range(5):
        refusal(installation, "lan")

    error = refusal(installation, "lan", GOOD)

    assert error.code == "login_wait"
    assert 0 < error.values["seconds"] <= 60


def test_coming_in_makes_the_name_good_again(installation, lan):
    for _ in range(4):
        refusal(installation, "lan")
    log_in(installation, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)

    assert [refusal(installation, "lan").code for _ in range(4)] == ["login_refused"] * 4


def test_an_unknown_name_costs_and_says_what_a_known_one_does(installation, lan):
    known, unknown = Counted(), Counted()

    told = [
        refusal(installation, "lan", address="10.0.0.1", hasher=known),
        refusal(installation, "nobody", address="10.0.0.2", hasher=unknown),
    ]

    assert [(e.code, e.values) for e in told] == [("login_refused", {})] * 2
    assert known.asked == unknown.asked == 1


def test_on_real_figures_nobody_enters_on_trial(installation):
    for role in Role:
        with pytest.raises(NotAllowed, match="no_demo_login"):
            demo_log_in(installation, role)


def test_on_the_demonstration_one_enters_in_any_role_but_never_by_a_password(installation):
    with writing(installation.engine) as connection:
        set_mark(connection, DEMO, "yes")

    people = {role: visit_of(installation, demo_log_in(installation, role)).person for role in Role}

    assert {role: person.role for role, person in people.items()} == {r: r for r in Role}
    assert people[Role.OFFICER].commune in installation.gazetteer.communes
    assert refusal(installation, "demo-administrator", "").code == "login_refused"


def test_a_session_lasts_a_working_day_and_no_longer(installation, lan):
    token = log_in(installation, "lan", GOOD, hasher=CHEAP)
    evening = replace(installation, clock=lambda: installation.clock() + timedelta(hours=13))

    assert visit_of(installation, token) is not None
    assert visit_of(evening, token) is None


def test_an_office_behind_one_address_never_waits_for_its_own_people(installation, lan):
    for _ in range(60):
        log_in(installation, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)

    assert refusal(installation, "ai đó").code == "login_refused"


def test_coming_in_does_not_make_an_address_good_that_guesses_others(installation, lan):
    for attempt in range(20):
        refusal(installation, f"name-{attempt}")
        log_in(installation, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)

    told = [refusal(installation, f"one more, {n}") for n in range(6)]

    assert [t.code for t in told] == ["login_refused"] * 4 + ["login_wait"] * 2
    assert told[-1].values["seconds"] <= 2  # slowed, never shut out


def addresses(count, *, networks=True):
    """Addresses of as many networks, or of few."""
    if networks:
        return [f"172.{16 + n // 250}.{n % 250}.9" for n in range(count)]
    return [f"172.16.{n // 250}.{n % 250}" for n in range(count)]


def attacked(installation, name, *, sources, per_source=5):
    """Guesses from many addresses; how many of them were looked at."""
    counted = Counted()
    for source in sources:
        for _ in range(per_source):
            refusal(installation, name, address=source, hasher=counted)
    return counted.asked


@pytest.mark.parametrize("networks", [True, False], ids=["everywhere", "one network"])
def test_whoever_rotates_addresses_keeps_nobody_out_who_is_right_the_first_time(
    installation, lan, networks
):
    device = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))

    attacked(installation, "lan", sources=addresses(300, networks=networks))

    assert log_in(installation, "lan", GOOD, address="172.16.0.9", device=device, hasher=CHEAP)
    assert log_in(installation, "lan", GOOD, address="10.9.9.9", hasher=CHEAP)


def test_an_attacker_with_many_addresses_obtains_three_guesses_of_each_a_day(installation, lan):
    spread = attacked(installation, "lan", sources=addresses(100))
    crowded = attacked(installation, "lan", sources=[f"192.0.2.{n}" for n in range(100)])

    assert spread <= 3 * 100 + 20
    assert crowded <= 6 + 1


def test_guesses_go_on_at_the_pace_of_the_name_alone(installation, lan):
    sources, looked, moment = addresses(30), 0, installation.clock()
    attacked(installation, "lan", sources=sources)

    for second in range(600):
        at = moment + timedelta(seconds=second)
        looked += attacked(
            replace(installation, clock=lambda at=at: at), "lan", sources=sources[:1], per_source=1
        )

    assert looked <= 600 / 60 + 1


def test_wrong_passwords_of_one_office_leave_its_colleagues_their_way_in(installation, lan):
    for _ in range(30):
        refusal(installation, "somebody")
    for attempt in range(18):
        refusal(installation, f"name-{attempt}")

    assert log_in(installation, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)


def test_where_strangers_invent_names_without_end_a_colleague_waits_two_seconds(installation, lan):
    for attempt in range(200):
        refusal(installation, f"name-{attempt}")
    told = refusal(installation, "lan", GOOD)
    later = replace(
        installation, clock=lambda: installation.clock.__call__() + timedelta(seconds=2)
    )

    assert (told.code, told.values) == ("login_wait", {"seconds": 2})
    assert log_in(later, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)


def test_a_device_counts_its_own_wrong_passwords_and_is_a_strangers_after_ten(installation, lan):
    device = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    moment, codes = installation.clock(), []
    for minute in range(10):
        at = moment + timedelta(minutes=2 * minute)
        here = replace(installation, clock=lambda at=at: at)
        with pytest.raises(NotAllowed) as caught:
            log_in(here, "lan", WRONG, address="10.0.0.1", device=device, hasher=CHEAP)
        codes.append(caught.value.code)
    with installation.engine.connect() as connection:
        still = is_known(connection, device, lan.id, at=installation.clock())

    assert codes == ["login_refused"] * 10
    assert not still


def test_a_device_waits_for_its_own_mistakes_alone(installation, lan):
    device = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    for _ in range(6):
        with pytest.raises(NotAllowed):
            log_in(installation, "lan", WRONG, address="10.0.0.1", device=device, hasher=CHEAP)

    with pytest.raises(NotAllowed, match="login_wait"):
        log_in(installation, "lan", GOOD, address="10.0.0.1", device=device, hasher=CHEAP)
    assert log_in(installation, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)


def test_a_device_of_somebody_else_is_a_strangers_and_tells_nothing(installation, lan):
    add_account(installation, "binh", who=administrator(), name="Bình", role=Role.STAFF,
                password=GOOD, hasher=CHEAP)  # fmt: skip
    device = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    told = []
    for n, name in enumerate(("binh", "nobody")):
        for _ in range(6):
            with pytest.raises(NotAllowed) as caught:
                log_in(
                    installation, name, WRONG, address=f"10.0.{n}.1", device=device, hasher=CHEAP
                )
            told.append((caught.value.code, caught.value.values))

    assert told[:6] == told[6:]
    assert told[5][0] == "login_wait"


def test_a_browser_that_two_share_is_known_for_both_and_its_old_secret_for_nobody(
    installation, lan
):
    binh = add_account(installation, "binh", who=administrator(), name="Bình", role=Role.STAFF,
                       password=GOOD, hasher=CHEAP)  # fmt: skip
    first = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    second = keep_device(installation, log_in(installation, "binh", GOOD, hasher=CHEAP), first)

    with installation.engine.connect() as connection:
        known = {
            (token, who.login): is_known(connection, token, who.id, at=installation.clock())
            for token in (first, second) for who in (lan, binh)
        }  # fmt: skip

    assert known == {
        (first, "lan"): False, (first, "binh"): False, (second, "lan"): True,
        (second, "binh"): True,
    }  # fmt: skip


@pytest.mark.parametrize("end", [
    lambda h, d: reset_password(h, "lan", "mây trắng trên nương ngô", who=administrator(),
                                hasher=CHEAP),
    lambda h, d: disable_account(h, "lan", who=administrator()),
    lambda h, d: forget_devices(h, "lan", who=administrator()),
])  # fmt: skip
def test_devices_are_forgotten_with_what_made_them_known(installation, lan, end):
    device = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    add_account(installation, "chief", who=administrator(), name="Chủ", role=Role.ADMINISTRATOR,
                password=GOOD, hasher=CHEAP)  # fmt: skip

    end(installation, device)

    with installation.engine.connect() as connection:
        assert not is_known(connection, device, lan.id, at=installation.clock())


def test_after_ones_own_change_the_device_at_hand_stays_known_and_no_other(installation, lan):
    here = keep_device(installation, log_in(installation, "lan", GOOD, hasher=CHEAP))
    token = log_in(installation, "lan", GOOD, hasher=CHEAP)
    elsewhere = keep_device(installation, token)

    change_own_password(installation, GOOD, "mây trắng trên nương ngô", device=here,
                        who=visit_of(installation, token).person, hasher=CHEAP)  # fmt: skip

    with installation.engine.connect() as connection:
        known = [
            is_known(connection, t, lan.id, at=installation.clock()) for t in (here, elsewhere)
        ]
    assert known == [True, False]


def test_what_strangers_do_at_the_door_holds_up_nobody_who_changes_their_password(
    installation, lan
):
    attacked(installation, "lan", sources=addresses(40))

    who = visit_of(
        installation, log_in(installation, "lan", GOOD, address="10.9.9.9", hasher=CHEAP)
    ).person

    assert change_own_password(
        installation, GOOD, "mây trắng trên nương ngô", who=who, hasher=CHEAP
    )


def test_devices_of_one_account_are_few_and_forgotten_when_unused(installation, lan):
    session = log_in(installation, "lan", GOOD, hasher=CHEAP)
    tokens = [keep_device(installation, session) for _ in range(25)]
    late = replace(installation, clock=lambda: installation.clock.__call__() + timedelta(days=181))

    with installation.engine.connect() as connection:
        known = [is_known(connection, t, lan.id, at=installation.clock()) for t in tokens]

    assert sum(known) == 20
    assert forget_old_devices(late) == 20


def test_what_is_counted_is_bounded_and_names_that_nobody_has_go_first(
    installation, lan, monkeypatch
):
    monkeypatch.setattr(throttle, "_MOST_KEPT", 50)
    refusal(installation, "lan", address="10.0.0.1")
    for n in range(100):
        refusal(installation, f"invented-{n}", address=f"10.1.{n}.1")

    with installation.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(account_tables.refusal))]

    assert len(rows) <= 50
    assert sum(known for *_, known in rows) == 5


def test_the_demonstration_is_opened_a_hundred_times_from_one_network_and_then_slowly(installation):
    with writing(installation.engine) as connection:
        set_mark(connection, DEMO, "yes")
    for _ in range(105):
        with suppress(NotAllowed):
            demo_log_in(installation, Role.LEADER, address="10.0.0.1")

    with pytest.raises(NotAllowed, match="demo_wait"):  # nobody has got anything wrong
        demo_log_in(installation, Role.LEADER, address="10.0.0.2")
    assert demo_log_in(installation, Role.LEADER, address="10.0.1.1")


def test_sessions_that_ran_out_a_month_ago_are_forgotten_and_no_other(installation, lan):
    log_in(installation, "lan", GOOD, hasher=CHEAP)
    recent = replace(installation, clock=lambda: installation.clock.__call__() + timedelta(days=20))
    log_in(recent, "lan", GOOD, hasher=CHEAP)
    later = replace(installation, clock=lambda: installation.clock.__call__() + timedelta(days=31))

    assert forget_old_sessions(later) == 1
    assert forget_old_sessions(later) == 0
