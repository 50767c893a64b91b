"""Coming in without a login form: a session of a known name, written into the store of a test."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from starlette.requests import HTTPConnection

from lib.domain.access.permissions import Person, Role
from lib.services.access.sessions import COOKIE, Visit, digest_of
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import Settings
from lib.store.access.accounts import Account, accounts, add_account
from lib.store.access.sessions import add_session, live_session
from lib.store.engine import writing
from lib.web.request.permission import let_in
from tests.support.people import in_role

COMMUNE = "03646"
"""Whose officer comes in."""


def token(role: Role = Role.ADMINISTRATOR) -> str:
    """What the cookie of whoever is in this role holds, in every store of the tests."""
    return f"test-{role}"


def admit(data_dir: Path, role: Role = Role.ADMINISTRATOR, *, url: str = "") -> str:
    """Lets somebody into the store of a data folder, or at ``url``; the token of their session."""
    installation = open_installation(Settings(data_dir=data_dir, database_url=url))
    try:
        return admit_to(installation, role)
    finally:
        installation.engine.dispose()


def admit_to(installation: Installation, role: Role = Role.ADMINISTRATOR) -> str:
    """Lets somebody into a store; the token of their session, which lasts for years."""
    now, digest = datetime.now(UTC), digest_of(token(role))
    with writing(installation.engine) as connection:
        if live_session(connection, digest, at=now):
            return token(role)
        known = accounts(connection, login=f"test-{role}")
        add_session(
            connection,
            digest,
            account_id=known[0].id if known else add_account(connection, _account(role, now)),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=3650),
            agent="",
            address="",
        )
    return token(role)


def _account(role: Role, now: datetime) -> Account:
    person = in_role(role, COMMUNE)
    return Account(
        login=f"test-{role}",
        name=person.name,
        role=role.value,
        commune_code=person.commune,
        created_at=now,
        created_by="test",
        password_changed_at=now,
    )


def header(role: Role = Role.ADMINISTRATOR) -> str:
    """The cookie as a request carries it."""
    return f"{COOKIE}={token(role)}"


def cookie(address: str, role: Role = Role.ADMINISTRATOR) -> Any:
    """The cookie as a browser context takes it."""
    return {"name": COOKIE, "value": token(role), "url": address}


def demo_cookie(address: str, role: Role = Role.STAFF) -> Any:
    """The cookie after one click on a role, on the login page of a served demonstration."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    place = urllib.parse.urlsplit(address)
    page = browser.open(f"{address}/dang-nhap").read().decode()
    form = re.findall(r'name="form" value="([^"]+)"', page)[0]
    asked = urllib.request.Request(
        f"{address}/vao",
        data=urllib.parse.urlencode({"form": form, "vai": role.value}).encode(),
        headers={"Origin": f"{place.scheme}://{place.netloc}"},
    )
    browser.open(asked).close()
    value = next(one.value for one in jar if one.name == COOKIE)
    return {"name": COOKIE, "value": value, "url": address}


def visitor(person: Person | None = None, **headers: str) -> HTTPConnection:
    """A request of somebody who is in; by default of an administrator."""
    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope: dict[str, Any] = {"type": "http", "headers": named}
    let_in(scope, Visit("0" * 64, person or in_role(Role.ADMINISTRATOR)))
    return HTTPConnection(scope)
