"""The devices on which somebody has come in: there strangers cannot keep them out.

After OWASP's "device cookies", with two changes: a browser that several people share is known for
each of them, and its secret is another one after every login. It opens nothing by itself.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from lib.services.access.sessions import visit_of
from lib.services.installation import Installation
from lib.store.access import devices as store
from lib.store.engine import writing

COOKIE = "bdhvs-may"
DAYS = 180
_MOST = 20
"""Devices of one account; the one not used longest is forgotten first."""
MOST_WRONG = 10
"""Wrong passwords in a row after which a device is a stranger's."""


def is_known(connection: Connection, token: str, account_id: int, *, at: datetime) -> bool:
    """Whether this account has come in on the device whose cookie holds ``token``."""
    since = at - timedelta(days=DAYS)
    return bool(token) and store.knows(connection, digest_of(token), account_id, since=since)


def keep_device(installation: Installation, session: str, token: str = "") -> str:
    """What the device's cookie holds from now on, after a login that began ``session``.

    ``token``: what it held before; others who come in there stay known.
    """
    visit, now = visit_of(installation, session), installation.clock()
    new = secrets.token_urlsafe(32)
    if visit is None or visit.person.account is None:
        return token
    account = visit.person.account
    with writing(installation.engine) as connection:
        if token:
            store.rename(connection, digest_of(token), digest_of(new))
        store.add(connection, digest_of(new), account, at=now)
        store.keep_newest(connection, account, most=_MOST)
    return new


def digest_of(token: str) -> str:
    """The name of the device whose cookie holds ``token``."""
    return hashlib.sha256(token.encode()).hexdigest()


def forget_old_devices(installation: Installation) -> int:
    """Devices that nobody used for half a year are forgotten; how many."""
    with writing(installation.engine) as connection:
        return store.forget_unused(connection, before=installation.clock() - timedelta(days=DAYS))
