"""Keeping the trail of acts: recorded with what they did, checked, read, removed in time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit import chain
from lib.domain.audit.chain import Anchor, Deed, Entry, Fault, Head, canonical, plain
from lib.files.audit_heads import keep_head, kept_heads, read_heads
from lib.files.last_seen import LastSeen, keep_last_seen, last_seen
from lib.services.installation import Installation
from lib.store.audit import entries as store
from lib.store.audit.entries import Wanted
from lib.store.engine import asking, when_written, writing

log = structlog.get_logger()


@dataclass(frozen=True)
class Standpoint:
    """Where the acts of this thread come from. Text from outside, never trusted."""

    address: str = ""
    agent: str = ""
    who: Person | str = ""
    """Who stands there, for acts whose service is not told."""

    @property
    def agent_digest(self) -> str:
        """Enough to tell two browsers apart, and no more."""
        return hashlib.sha256(self.agent.encode("utf-8", "replace")).hexdigest()[:16]


_NOWHERE = Standpoint()
_STANDPOINT: ContextVar[Standpoint] = ContextVar("standpoint", default=_NOWHERE)


def stand(*, address: str, agent: str, who: Person | str = "") -> None:
    """Says where the acts of this thread come from, from now on."""
    _STANDPOINT.set(Standpoint(plain(address), agent, who))


def standpoint() -> Standpoint:
    """Where the acts of this thread come from."""
    return _STANDPOINT.get()


@contextmanager
def standing_at(point: Standpoint) -> Iterator[None]:
    """For what is done in another thread, later, for somebody who stood there."""
    token = _STANDPOINT.set(point)
    try:
        yield
    finally:
        _STANDPOINT.reset(token)


def record(
    installation: Installation,
    connection: Connection,
    who: Person | str,
    *,
    deed: Deed,
    subject: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """One act, in the transaction that carries it out: both are kept or neither."""
    behind = store.head(connection)
    _witness(installation, behind)
    name, role, account = _told(who)
    here = standpoint()
    entry = Entry(
        at=chain.instant(installation.clock()),
        name=name,
        role=role,
        account=account,
        deed=deed.value,
        subject=plain(subject),
        before=canonical(before),
        after=canonical(after),
        address=here.address,
        agent=here.agent_digest if here.agent else "",
    )
    new = store.append(connection, entry, behind=behind)
    if installation.settled.epoch:
        when_written(connection, lambda: _tell_newest(installation, Head(new.seq, new.hash)))
    return new


def record_alone(
    installation: Installation,
    who: Person | str,
    deed: Deed,
    *,
    subject: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """One act that writes nothing else: a login, an export, a denial."""
    with writing(installation.engine) as connection:
        return record(
            installation, connection, who, deed=deed, subject=subject, before=before, after=after
        )


def _told(who: Person | str) -> tuple[str, str, int | None]:
    """The one place where a person becomes what the trail keeps of them."""
    if isinstance(who, Person):
        return plain(who.name), who.role.value, who.account
    return plain(who), "", None


def _witness(installation: Installation, behind: Head) -> None:
    """Tells the entry before outside the store: it is committed, for the writers take turns."""
    if behind.seq == 0:
        return
    try:
        keep_head(installation.settings.data_dir, behind, at=chain.instant(installation.clock()))
    except OSError as error:  # a full disk must not keep a commune from its report
        log.error("trail_head_not_kept", seq=behind.seq, exc_info=error)


def _tell_newest(installation: Installation, newest: Head) -> None:
    """Keeps outside the store how far it has come: a copy put back later has not come as far."""
    settled, folder = installation.settled, installation.settings.data_dir
    known = last_seen(folder)
    if known and (known.epoch != settled.epoch or known.seq >= newest.seq):
        return
    try:
        lost = known is not None and known.lost
        keep_last_seen(
            folder,
            LastSeen(
                settled.epoch,
                settled.place,
                newest.seq,
                newest.hash,
                demo=installation.is_demo,
                lost=lost,
            ),
        )
    except OSError as error:
        log.error("newest_not_kept", seq=newest.seq, exc_info=error)


def export_head(installation: Installation) -> tuple[Head, Path | None]:
    """The newest entry, told outside the store as well; to be called at least once a day."""
    with writing(installation.engine) as connection:
        newest = store.head(connection)
        if newest.seq == 0:
            return newest, None
        at = chain.instant(installation.clock())
        return newest, keep_head(installation.settings.data_dir, newest, at=at)


@dataclass(frozen=True)
class Verified:
    """What a look through the whole trail found."""

    entries: int
    newest: Head
    heads: int
    """How many entries were told outside the store."""
    anchor: Anchor | None
    fault: Fault | None


def verify(
    installation: Installation, heads: Iterable[Path] | None = None, *, who: Person
) -> Verified:
    """Reads the whole trail and names its first bad entry.

    ``heads``: files of heads; those that this installation has kept when none are given.
    """
    who.must(Act.READ_TRAIL)
    told = read_heads(kept_heads(installation.settings.data_dir) if heads is None else heads)
    with asking(installation.engine) as connection:
        anchor = store.anchor(connection)
        fault = chain.first_fault(store.raw_rows(connection), anchor=anchor, heads=told)
        newest = store.head(connection)
        count = store.count(connection, Wanted())
    return Verified(count, newest, len(told), anchor, fault)


def read_trail(
    installation: Installation,
    wanted: Wanted,
    *,
    who: Person,
    limit: int | None = None,
    skip: int = 0,
) -> tuple[list[Entry], int]:
    """The entries asked for, newest first, and how many there are in all."""
    who.must(Act.READ_TRAIL)
    with asking(installation.engine) as connection:
        found = store.entries(connection, wanted, limit=limit, skip=skip)
        return found, store.count(connection, wanted)


def people_in_trail(installation: Installation, *, who: Person) -> list[str]:
    """Everybody who has left an entry, by name."""
    who.must(Act.READ_TRAIL)
    with asking(installation.engine) as connection:
        return store.names(connection)


def prune(installation: Installation, *, who: Person) -> Anchor | None:
    """Removes what is older than the installation keeps; ``None`` where nothing is.

    The removal is itself an entry, which signs for what is gone: the rest goes on to verify.
    """
    who.must(Act.SET_UP)
    with writing(installation.engine) as connection:
        last = store.newest_before(connection, _months_ago(installation))
        if last is None:
            return None
        after = {"seq": last.seq, "hash": last.hash}
        entry = record(
            installation,
            connection,
            who,
            deed=Deed.TRAIL_PRUNED,
            subject=f"trail:{last.seq}",
            after=after,
        )
        anchor = Anchor(seq=last.seq, hash=last.hash, at=entry.at, who=entry.name)
        store.remove_up_to(connection, anchor)
        return anchor


def _months_ago(installation: Installation) -> str:
    now = installation.clock()
    months = now.year * 12 + now.month - 1 - installation.in_force.trail_months
    first = now.replace(year=months // 12, month=months % 12 + 1, day=1)
    return chain.instant(first.replace(hour=0, minute=0, second=0, microsecond=0))
