"""Devices on which accounts have come in, named by the digest of what their cookie holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from lib.store.schema.accounts import device


def knows(connection: Connection, digest: str, account_id: int, *, since: datetime) -> bool:
    """Whether this account has come in on this device, not longer ago than ``since``."""
    asked = select(device.c.digest).where(
        device.c.digest == digest, device.c.account_id == account_id, device.c.used_at >= since
    )
    return connection.execute(asked).first() is not None


def rename(connection: Connection, digest: str, new: str) -> None:
    """The device gets another secret; whoever has a copy of the old one has nothing."""
    connection.execute(update(device).where(device.c.digest == digest).values(digest=new))


def add(connection: Connection, digest: str, account_id: int, *, at: datetime) -> None:
    """Writes that an account came in on a device."""
    forget(connection, account_id, digest=digest)
    values = {"digest": digest, "account_id": account_id, "used_at": at}
    connection.execute(insert(device), values)


def forget(
    connection: Connection,
    account_id: int,
    *,
    digest: str | None = None,
    but: str | None = None,
) -> None:
    """Forgets all devices of an account, or one of them, or all but one."""
    gone = delete(device).where(device.c.account_id == account_id)
    if digest is not None:
        gone = gone.where(device.c.digest == digest)
    if but is not None:
        gone = gone.where(device.c.digest != but)
    connection.execute(gone)


def keep_newest(connection: Connection, account_id: int, *, most: int) -> None:
    """Forgets the devices of an account that were used longest ago, beyond so many."""
    mine = select(device.c.digest).where(device.c.account_id == account_id)
    newest = list(connection.execute(mine.order_by(device.c.used_at.desc())).scalars())
    for digest in newest[most:]:
        forget(connection, account_id, digest=digest)


def forget_unused(connection: Connection, *, before: datetime) -> int:
    """Forgets what was not used since ``before``; how many."""
    return connection.execute(delete(device).where(device.c.used_at < before)).rowcount
