"""What somebody can cause by merely asking is counted: a flood is a few entries, not thousands.

The first times are told at once, each as an entry of its own; what the same person does more of it
within the minute is one entry with its count when the minute is over, at the latest when the
server stops. A server that is killed takes the count of its last minute along, nothing else.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from lib.domain.access.networks import neighbourhood
from lib.domain.access.permissions import Person
from lib.domain.audit.chain import Deed, instant
from lib.domain.errors import AppError
from lib.services.audit.recording import Standpoint, record, standing_at, standpoint
from lib.services.installation import Installation
from lib.store.engine import writing
from lib.store.patience import BY_THE_WAY, VISIT, waiting

log = structlog.get_logger()

_MINUTE = timedelta(minutes=1)
_AT_ONCE = {
    Deed.LOGIN: 5, Deed.LOGOUT: 5, Deed.PASSWORD_WRONG: 5,
    Deed.EXPORTED: 20, Deed.RECEIVED: 20, Deed.TRAIL_EXPORTED: 20,
}  # fmt: skip
"""How many a minute are told each by itself, of one person; of anything else two."""
_STRANGERS = 60
"""How many strangers are told apart within a minute; all others are counted as one."""
_ABOUT = 20
_LOOK_EVERY_S = 5.0

_Key = tuple[Deed, str]


@dataclass
class _Window:
    """What one person did of one kind, since a moment."""

    since: datetime
    who: Person | str
    point: Standpoint
    told: int = 0
    more: int = 0
    about: Counter[str] = field(default_factory=Counter)

    def count(self, subject: str) -> None:
        """One more that is not told by itself."""
        self.more += 1
        if subject in self.about or len(self.about) < _ABOUT:
            self.about[subject] += 1

    def told_as(self, until: datetime) -> dict[str, Any]:
        """The count as the trail keeps it."""
        others = self.more - self.about.total()
        return {
            "times": self.more,
            "since": instant(self.since),
            "until": instant(until),
            "about": [s for s in self.about if s],
            **({"others": others} if others else {}),
        }


class Tally:
    """What is counted of one store in this process."""

    def __init__(self) -> None:
        self._windows: dict[_Key, _Window] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._installation: Installation | None = None

    def is_told(
        self, installation: Installation, who: Person | str, deed: Deed, *, subject: str
    ) -> bool:
        """Whether this one is an entry of its own; if not, it is counted."""
        now = installation.clock()
        with self._lock:
            key = self._key(who, deed)
            self._installation = installation
            window = self._windows.get(key)
            if window is None:
                window = self._windows[key] = _Window(now, who, _place(key))
            if not window.more and now - window.since >= _MINUTE:
                window.since, window.told = now, 0
            if not window.more and window.told < _AT_ONCE.get(deed, 2):
                window.told += 1
                return True
            window.count(subject)
            return False

    def not_told(self, who: Person | str, deed: Deed, subject: str) -> None:
        """An entry of its own that could not be written: counted instead."""
        with self._lock:
            if window := self._windows.get(self._key(who, deed)):
                window.count(subject)

    def close(self, installation: Installation | None = None, *, all_of_them: bool = False) -> int:
        """Tells the counts whose minute is over; how many. Raises ``StoreUnavailable``: nothing
        is lost, the next time tells it.
        """
        here = installation or self._installation
        if here is None:
            return 0
        with self._writing:
            now = here.clock()
            due = self._taken(now, all_of_them=all_of_them)
            try:
                self._tell(here, due, now)
            except BaseException:
                self._put_back(due)
                raise
            return len(due)

    def _tell(self, installation: Installation, due: Mapping[_Key, _Window], now: datetime) -> None:
        if not due:
            return
        with writing(installation.engine) as connection:
            for (deed, _), window in due.items():
                with standing_at(window.point):
                    told = window.told_as(now)
                    record(installation, connection, window.who, deed=deed, subject="", after=told)

    def _taken(self, now: datetime, *, all_of_them: bool) -> dict[_Key, _Window]:
        """The counts to be told. Where one is, its person goes on being counted, not told."""
        with self._lock:
            over = {
                key: w for key, w in self._windows.items()
                if all_of_them or now - w.since >= _MINUTE
            }  # fmt: skip
            due = {key: w for key, w in over.items() if w.more}
            for key, window in over.items():
                del self._windows[key]
                if window.more and not all_of_them:
                    self._windows[key] = _Window(now, window.who, window.point, told=1_000)
            return due

    def _put_back(self, due: Mapping[_Key, _Window]) -> None:
        with self._lock:
            for key, window in due.items():
                if since := self._windows.get(key):
                    window.more += since.more
                    window.about.update(since.about)
                self._windows[key] = window

    def _key(self, who: Person | str, deed: Deed) -> _Key:
        if isinstance(who, Person):
            account = who.account if who.account is not None else f"{who.role}:{who.name}"
            return deed, f"account:{account}"
        key = deed, f"at:{neighbourhood(standpoint().address)}"
        strangers = sum(person.startswith("at:") for _, person in self._windows)
        return key if key in self._windows or strangers < _STRANGERS else (deed, "")


def _place(key: _Key) -> Standpoint:
    """Where the entry of a count comes from: of many strangers, nowhere in particular."""
    return standpoint() if key[1] else Standpoint()


TALLIES: defaultdict[str, Tally] = defaultdict(Tally)
"""By the address of the store."""


def tally_of(installation: Installation) -> Tally:
    """What this process counts of a store."""
    return TALLIES[str(installation.engine.url)]


def record_or_count(
    installation: Installation,
    connection: Connection,
    who: Person | str,
    *,
    deed: Deed,
    subject: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """One act in the transaction that carries it out, or one more of many."""
    if tally_of(installation).is_told(installation, who, deed, subject=subject):
        record(installation, connection, who, deed=deed, subject=subject, after=after)


def note_or_count(
    installation: Installation,
    who: Person | str,
    deed: Deed,
    *,
    subject: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """One act that writes nothing else, or one more of many."""
    tally = tally_of(installation)
    if not tally.is_told(installation, who, deed, subject=subject):
        return
    try:
        with writing(installation.engine) as connection:
            record(installation, connection, who, deed=deed, subject=subject, after=after)
    except AppError:
        tally.not_told(who, deed, subject)
        raise


def note_denial(installation: Installation, at: str, **wanted: object) -> None:
    """Keeps that whoever stands here wanted what is beyond them; never in the way of saying so.

    ``at``: the page or address, as ``page:admin``. ``wanted``: the act, where it is known.
    """
    _by_the_way(installation, Deed.DENIED, at, after=wanted)


def note_wait(installation: Installation, code: str) -> None:
    """Keeps that an attempt to come in was told to wait (``login_wait``) or that too many stand in
    line (``login_busy``); never in the way of saying so. Other refusals write their own entries.
    """
    if code in ("login_wait", "demo_wait", "login_busy"):
        _by_the_way(installation, Deed.LOGIN_WAIT, "", after={})


def _by_the_way(
    installation: Installation, deed: Deed, subject: str, *, after: Mapping[str, object]
) -> None:
    try:
        with waiting(BY_THE_WAY):
            note_or_count(
                installation, standpoint().who, deed, subject=subject, after=after or None
            )
    except AppError as error:
        log.error("refusal_not_recorded", deed=deed, exc_info=error)


def tell_counts(*, stop: threading.Event) -> None:
    """Tells what was counted, every minute until ``stop``, and then all of it."""
    while not stop.wait(_LOOK_EVERY_S):
        _close_all()
    _close_all(all_of_them=True)


def _close_all(*, all_of_them: bool = False) -> None:
    for tally in [*TALLIES.values()]:
        try:
            with waiting(VISIT):
                tally.close(all_of_them=all_of_them)
        except AppError as error:
            log.warning("counts_not_told", exc_info=error)


atexit.register(_close_all, all_of_them=True)
