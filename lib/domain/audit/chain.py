"""The trail of acts: a chain in which every entry holds the hash of the one before it.

The hash of an entry is the SHA-256 of the UTF-8 bytes of one JSON array, written without spaces
and with every character beyond ASCII escaped::

    ["bdhvs-trail-1", seq, at, name, role, account, deed, subject, before, after, address, agent,
     previous]

``seq`` counts from 1 without gaps, ``at`` is the text ``2026-11-23T08:47:00.000000Z``, ``account``
a number or null, ``previous`` the hash of the entry before (64 zeros for the first). All else is
text; ``before`` and ``after`` are canonical JSON (``canonical``), "" where there is nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from unicodedata import category

GENESIS = "0" * 64
"""Stands for the entry before the first."""
_FORM = "bdhvs-trail-1"
_LONGEST_TEXT, _LONGEST_JSON = 300, 20_000
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Deed(StrEnum):
    """What was done. Words: ``trail_deed.<deed>`` in the catalogues."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGIN_WAIT = "login_wait"
    """Told to wait, and not looked at."""
    LOGOUT = "logout"
    DENIED = "denied"
    RECEIVED = "received"
    SET_ASIDE = "set_aside"
    """A file of a batch whose check did not come to an end."""
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    RETURN_UNDONE = "return_undone"
    CLOSED = "closed"
    REOPENED = "reopened"
    FROZEN = "frozen"
    FREEZE_WITHDRAWN = "freeze_withdrawn"
    EXPORTED = "exported"
    UNLEARNED = "unlearned"
    PLAN_SAVED = "plan_saved"
    PLAN_PUBLISHED = "plan_published"
    PLAN_WITHDRAWN = "plan_withdrawn"
    PLAN_ANSWERED = "plan_answered"
    """By a commune or a team, or written down for them."""
    PLAN_TOLD = "plan_told"
    PLAN_NOT_TOLD = "plan_not_told"
    """A telling was noted by mistake."""
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DISABLED = "account_disabled"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 - the name of an act
    """The present one, by somebody who is in and wants another."""
    SETTING_CHANGED = "setting_changed"
    BOUNDARIES_ADOPTED = "boundaries_adopted"
    BOUNDARIES_WITHDRAWN = "boundaries_withdrawn"
    ROADS_ADOPTED = "roads_adopted"
    ROADS_WITHDRAWN = "roads_withdrawn"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    STORE_CHANGED = "store_changed"
    """Another store than the one that served last was found in its place: all sessions ended."""
    DIRECTORY_TAKEN_IN = "directory_taken_in"
    DIRECTORY_UNDONE = "directory_undone"
    REVEALED = "revealed"
    """Name and telephone of one person of the directory, seen in full."""
    ERASED = "erased"
    EXPIRED = "expired"
    TRAIL_EXPORTED = "trail_exported"
    TRAIL_PRUNED = "trail_pruned"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act as it is kept. Every field is part of the hash."""

    seq: int = 0
    at: str
    """UTC, see the module."""
    name: str
    role: str = ""
    account: int | None = None
    deed: str
    subject: str = ""
    """What it was done to, as ``upload:12``."""
    before: str = ""
    after: str = ""
    address: str = ""
    """The network address it came from; "" for the command line and the server itself."""
    agent: str = ""
    """Digest of the browser's own description."""
    previous: str = GENESIS
    hash: str = ""

    @property
    def moment(self) -> datetime:
        """When, with its zone."""
        return moment_of(self.at)


@dataclass(frozen=True)
class Head:
    """Where the chain stood: an entry and its hash, told outside the store."""

    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Anchor(Head):
    """Up to here the trail was removed when its time was over; signed off by a person."""

    at: str
    who: str


class Wrong(StrEnum):
    """What is wrong with an entry. Words: ``trail_wrong.<kind>``."""

    MISSING = "missing"
    """It is not there, though later ones are."""
    ALTERED = "altered"
    """Its hash is not that of its content."""
    REWRITTEN = "rewritten"
    """Content and hash agree, but what came later, or a head kept outside, tells another hash."""
    CUT_OFF = "cut_off"
    """A head kept outside tells of it; it and all after it are gone."""
    UNSIGNED = "unsigned"
    """The trail begins later than at its first entry and nobody signed for what is gone."""


@dataclass(frozen=True)
class Fault:
    """The first bad entry of a trail."""

    seq: int
    wrong: Wrong


def instant(moment: datetime) -> str:
    """A moment as entries write it."""
    return moment.astimezone(UTC).strftime(_INSTANT)


def moment_of(at: str) -> datetime:
    """The moment that ``instant`` wrote."""
    return datetime.strptime(at, _INSTANT).replace(tzinfo=UTC)


def plain(text: str) -> str:
    """One line without controls, lone surrogates or marks that turn the writing round; bounded."""
    kept = (" " if category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    line = "".join(c for c in kept if not category(c).startswith("C"))
    return " ".join(line.split())[:_LONGEST_TEXT]


def canonical(value: Mapping[str, Any] | None) -> str:
    """The one way to write a value: sorted keys, no spaces. What is too long is its digest."""
    if not value:
        return ""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written
    )
    text = text.encode("utf-8", "backslashreplace").decode()
    if len(text) <= _LONGEST_JSON:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return canonical({"characters": len(text), "sha256": digest})


def _written(value: object) -> str:
    return instant(value) if isinstance(value, datetime) else str(value)


def sealed(entry: Entry, *, behind: Head) -> Entry:
    """The entry as the next in the chain."""
    linked = replace(entry, seq=behind.seq + 1, previous=behind.hash, hash="")
    return replace(linked, hash=digest(_row(linked)))


def digest(row: Mapping[str, Any]) -> str:
    """The hash of an entry's content. Raises ``TypeError`` for what no entry can hold."""
    names = [f.name for f in fields(Entry) if f.name != "hash"]
    told = json.dumps([_FORM, *(row[name] for name in names)], separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _row(entry: Entry) -> dict[str, Any]:
    return {f.name: getattr(entry, f.name) for f in fields(Entry)}


def first_fault(
    rows: Iterable[Mapping[str, Any]],
    *,
    anchor: Anchor | None = None,
    heads: Mapping[int, frozenset[str]] | None = None,
) -> Fault | None:
    """The first entry that is not as it was written; ``None`` where all are.

    ``rows``: the store's rows as they lie there, by ``seq``. ``heads``: every hash that was ever
    told outside the store, by entry.
    """
    told = heads or {}
    last = Head(anchor.seq, anchor.hash) if anchor else Head(0, GENESIS)
    if anchor and any(h != anchor.hash for h in told.get(anchor.seq, ())):
        return Fault(anchor.seq, Wrong.REWRITTEN)
    signed = anchor is None
    for row in rows:
        if fault := _fault(row, last, told, start=anchor.seq if anchor else 0):
            return fault
        signed = signed or _signs(row, anchor)
        last = Head(row["seq"], row["hash"])
    if any(seq > last.seq for seq in told):
        return Fault(last.seq + 1, Wrong.CUT_OFF)
    return None if signed or anchor is None else Fault(anchor.seq, Wrong.UNSIGNED)


def _fault(
    row: Mapping[str, Any], last: Head, told: Mapping[int, frozenset[str]], *, start: int
) -> Fault | None:
    seq = row["seq"]
    if seq != last.seq + 1:
        return Fault(min(seq, last.seq + 1), Wrong.MISSING if seq > last.seq else Wrong.ALTERED)
    if not _whole(row):
        return Fault(seq, Wrong.ALTERED)
    if row["previous"] != last.hash:
        # This entry is whole, so it tells the hash that the one before it had.
        return Fault(max(last.seq, start + 1), Wrong.REWRITTEN)
    if any(head != row["hash"] for head in told.get(seq, ())):
        return Fault(seq, Wrong.REWRITTEN)
    return None


def _whole(row: Mapping[str, Any]) -> bool:
    try:
        return bool(digest(row) == row["hash"])
    except (TypeError, ValueError):  # bytes, or half a character, where text stood
        return False


def _signs(row: Mapping[str, Any], anchor: Anchor | None) -> bool:
    if anchor is None or row["deed"] != Deed.TRAIL_PRUNED:
        return False
    return bool(canonical({"hash": anchor.hash, "seq": anchor.seq}) == row["after"])
