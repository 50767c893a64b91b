"""Accounts as rows: read, added, changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from lib.store.schema.accounts import account


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may come in. Times are UTC."""

    login: str
    """Case-folded."""
    name: str
    role: str
    commune_code: str | None = None
    """Of an officer."""
    hash: str = ""
    """argon2id; "" where no password opens the account."""
    created_at: datetime
    created_by: str
    password_changed_at: datetime
    disabled_at: datetime | None = None
    subject: str | None = None
    """At the single sign-on, where there is one."""
    id: int = 0


def add_account(connection: Connection, new: Account) -> int:
    """Writes it; raises ``IntegrityError`` where the login name is taken."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    return int(connection.execute(insert(account).returning(account.c.id), values).scalar_one())


def accounts(
    connection: Connection,
    *,
    login: str | None = None,
    id: int | None = None,
    subject: str | None = None,
) -> list[Account]:
    """All accounts by login name; one of them where it is named."""
    asked = select(account).order_by(account.c.login)
    if login is not None:
        asked = asked.where(account.c.login == login)
    if subject is not None:
        asked = asked.where(account.c.subject == subject)
    if id is not None:
        asked = asked.where(account.c.id == id)
    return [_account(row) for row in connection.execute(asked)]


def change_account(connection: Connection, id: int, **values: object) -> None:
    """Sets columns of one account."""
    connection.execute(update(account).where(account.c.id == id).values(**values))


def active_with_role(connection: Connection, role: str) -> int:
    """How many accounts that are not disabled have this role."""
    asked = select(func.count()).where(account.c.role == role, account.c.disabled_at.is_(None))
    return int(connection.execute(asked).scalar_one())


def _account(row: Row[Any]) -> Account:
    return Account(**{name: getattr(row, name) for name in Account.__dataclass_fields__})
