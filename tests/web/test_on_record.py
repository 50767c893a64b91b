"""Coming in, failing to, leaving, wanting too much: one entry each, from where the server sees."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.services.access.accounts import add_account
from lib.services.access.sessions import COOKIE
from lib.services.audit.recording import read_trail
from lib.services.audit.tallies import tally_of
from lib.store.audit.entries import Wanted
from lib.web.login.forms import entry_routes
from lib.web.middleware.sessions import Gate
from lib.web.request import patience
from lib.web.routes.downloads import downloads_route
from tests.support.people import CHEAP, GOOD, administrator
from tests.web.test_entry import OWN, Site, token_of

HERE = "10.1.1.1"
LIES = {"x-forwarded-for": "9.9.9.9", "forwarded": "for=9.9.9.9", "x-real-ip": "9.9.9.9"}


@pytest.fixture
def site(client_of, installation, base):
    add_account(installation, "lan", who=administrator(), name="Lan", role=Role.LEADER,
                password=GOOD, hasher=CHEAP)  # fmt: skip
    routes = [
        *entry_routes(base=base, installation=lambda: installation),
        downloads_route(base=base, installation=lambda: installation),
    ]
    gate = Middleware(Gate, installation=lambda: installation, base=base)
    return Site(client_of(Starlette(routes=routes, middleware=[gate]), person=None), base)


def entered(site, password=GOOD):
    return site.enter(headers=LIES, ten="lan", **{"mat-khau": password})


def kept(installation):
    """Newest last, without the account that the test itself added."""
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    return [(e.deed, e.name, e.subject, e.address) for e in reversed(entries)][1:]


def test_a_login_leaves_one_entry(site, installation):
    entered(site)

    assert kept(installation) == [(Deed.LOGIN, "Lan", "", HERE)]


def test_a_failure_leaves_one_entry_that_names_the_account_and_no_password(site, installation):
    entered(site, "đoán bừa một câu")
    site.enter(headers=LIES, ten="đoán bừa một câu", **{"mat-khau": "x"})

    assert kept(installation) == [
        (Deed.LOGIN_FAILED, "", "account:lan", HERE),
        (Deed.LOGIN_FAILED, "", "", HERE),
    ]
    assert "đoán bừa" not in str(read_trail(installation, Wanted(), who=administrator())[0])


def test_a_logout_leaves_one_entry_and_a_second_one_none(site, installation):
    cookie = f"{COOKIE}={token_of(entered(site))}"

    for _ in range(2):
        site.post("/ra", headers={**OWN, **LIES, "cookie": cookie})

    assert kept(installation)[1:] == [(Deed.LOGOUT, "Lan", "", HERE)]


def test_a_denial_leaves_one_entry(site, installation):
    cookie = f"{COOKIE}={token_of(entered(site))}"

    refused = site.post("/_stcore/upload_file/of-somebody/f", headers={**LIES, "cookie": cookie})

    assert refused["status"] == 403
    assert kept(installation)[1:] == [
        (Deed.DENIED, "Lan", "address:/_stcore/upload_file/of-somebody/f", HERE)
    ]


def test_a_flood_of_denials_through_the_gate_is_a_few_entries_and_all_are_counted(
    site, installation
):
    cookie = f"{COOKIE}={token_of(entered(site))}"
    for n in range(40):
        path = f"/_stcore/upload_file/of-somebody/{n}"
        assert site.post(path, headers={**LIES, "cookie": cookie})["status"] == 403
    tally_of(installation).close(all_of_them=True)

    found, _ = read_trail(installation, Wanted(deed=Deed.DENIED), who=administrator())
    told = [json.loads(e.after).get("times", 1) if e.after else 1 for e in found]

    assert len(found) == 3
    assert sum(told) == 40
    assert {(e.name, e.address) for e in found} == {("Lan", HERE)}


def test_who_is_told_to_wait_at_the_door_is_on_record_and_all_of_them_are_counted(
    site, installation, monkeypatch
):
    monkeypatch.setattr(patience, "_SITTING", 0)  # the clock of this installation stands still
    told = [entered(site, "đoán bừa một câu")["status"] for _ in range(12)]
    tally_of(installation).close(all_of_them=True)

    found, _ = read_trail(installation, Wanted(deed=Deed.LOGIN_WAIT), who=administrator())
    times = [json.loads(e.after).get("times", 1) if e.after else 1 for e in found]

    assert told.count(429) > 3
    assert sum(times) == told.count(429)
    assert {(e.name, e.address) for e in found} == {("", HERE)}
