"""Coming in: guessing is slow, nobody is shut out for good, nobody learns which names exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lib.domain.access import Role
from lib.domain.errors import NotAllowed
from lib.services.accounts import add_account
from lib.services.house import DEMO
from lib.services.login import demo_log_in, log_in
from lib.services.sessions import visit_of
from lib.store.engine import writing
from lib.store.uploads import set_mark
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
def lan(house):
    return add_account(
        house, "lan", who=administrator(), name="Lan", role=Role.STAFF, password=GOOD, hasher=CHEAP
    )


def refusal(house, login, password=WRONG, *, address="10.0.0.1", hasher=CHEAP):
    with pytest.raises(NotAllowed) as caught:
        log_in(house, login, password, address=address, hasher=hasher)
    return caught.value


def test_a_thousand_wrong_passwords_in_a_minute_are_hardly_looked_at(house, lan):
    counted, moment = Counted(), house.clock()

    for attempt in range(1000):
        at = moment + timedelta(milliseconds=60 * attempt)
        refusal(replace(house, clock=lambda at=at: at), "lan", hasher=counted)

    assert counted.asked < 12


def test_a_thousand_names_from_one_address_are_hardly_looked_at(house):
    counted = Counted()

    for attempt in range(1000):
        refusal(house, f"name-{attempt}", hasher=counted)

    assert counted.asked < 25


def test_after_a_thousand_refusals_the_owner_comes_in_within_a_minute(house, lan):
    for _ in range(1000):
        refusal(house, "lan")

    later = replace(house, clock=lambda: house.clock.__call__() + timedelta(seconds=61))

    assert log_in(later, "lan", GOOD, address="10.0.0.2", hasher=CHEAP)


def test_the_right_password_also_waits_its_turn(house, lan):
    for _ in range(5):
        refusal(house, "lan")

    error = refusal(house, "lan", GOOD)

    assert error.code == "login_wait"
    assert 0 < error.values["seconds"] <= 60


def test_coming_in_makes_the_name_good_again(house, lan):
    for _ in range(4):
        refusal(house, "lan")
    log_in(house, "lan", GOOD, hasher=CHEAP)

    assert [refusal(house, "lan").code for _ in range(4)] == ["login_refused"] * 4


def test_an_unknown_name_costs_and_says_what_a_known_one_does(house, lan):
    known, unknown = Counted(), Counted()

    told = [
        refusal(house, "lan", address="10.0.0.1", hasher=known),
        refusal(house, "nobody", address="10.0.0.2", hasher=unknown),
    ]

    assert [(e.code, e.values) for e in told] == [("login_refused", {})] * 2
    assert known.asked == unknown.asked == 1


def test_on_real_figures_nobody_enters_on_trial(house):
    for role in Role:
        with pytest.raises(NotAllowed, match="no_demo_login"):
            demo_log_in(house, role)


def test_on_the_demonstration_one_enters_in_any_role_but_never_by_a_password(house):
    with writing(house.engine) as connection:
        set_mark(connection, DEMO, "yes")

    people = {role: visit_of(house, demo_log_in(house, role)).person for role in Role}

    assert {role: person.role for role, person in people.items()} == {r: r for r in Role}
    assert people[Role.OFFICER].commune in house.gazetteer.communes
    assert refusal(house, "demo-administrator", "").code == "login_refused"


def test_a_session_lasts_a_working_day_and_no_longer(house, lan):
    token = log_in(house, "lan", GOOD, hasher=CHEAP)
    evening = replace(house, clock=lambda: house.clock() + timedelta(hours=13))

    assert visit_of(house, token) is not None
    assert visit_of(evening, token) is None


def test_an_office_behind_one_address_never_waits_for_its_own_people(house, lan):
    for _ in range(60):
        log_in(house, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)

    assert refusal(house, "ai đó").code == "login_refused"


def test_coming_in_does_not_make_an_address_good_that_guesses_others(house, lan):
    for attempt in range(20):
        refusal(house, f"name-{attempt}")
        log_in(house, "lan", GOOD, address="10.0.0.1", hasher=CHEAP)

    told = [refusal(house, f"one more, {n}").code for n in range(3)]

    assert told == ["login_refused", "login_wait", "login_wait"]
