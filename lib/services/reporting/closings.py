"""Closing a period: from then on a change needs its reason and is marked as a correction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.wording.figures import period_within
from lib.store.engine import asking, writing
from lib.store.history.closings import Closing, add_closing, closed, closings
from lib.store.history.freezes import after_freezes
from lib.store.history.uploads import last_change
from lib.text import words


def close_period(
    installation: Installation, period: Period, *, who: Person, reason: str = ""
) -> Closing:
    """Closes a period as it stands; everything in it can still be seen, and corrected with reason.

    Raises ``NotAllowed`` without a person, for a period that is closed, or one that has not ended.
    """
    who.must(Act.CLOSE_PERIODS)
    if period.end >= installation.today:
        raise NotAllowed("period_not_over", period=_named(installation, period))
    return _turn(installation, period, closed_now=True, who=who, reason=reason)


def reopen_period(
    installation: Installation, period: Period, *, who: Person, reason: str
) -> Closing:
    """Opens a closed period again. Raises ``NotAllowed`` without person or reason, or if open."""
    who.must(Act.CLOSE_PERIODS)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)
    return _turn(installation, period, closed_now=False, who=who, reason=reason)


def _turn(
    installation: Installation, period: Period, *, closed_now: bool, who: Person, reason: str
) -> Closing:
    if not who.name.strip():
        raise NotAllowed("who_needed")
    with writing(installation.engine) as connection:
        if (str(period) in closed(connection)) is closed_now:
            code = "already_closed" if closed_now else "not_closed"
            raise NotAllowed(code, period=_named(installation, period))
        at = installation.clock()
        if (changed := last_change(connection)) is not None:
            at = max(at, changed)  # what was published by a clock ahead is in it
        new = Closing(
            period=str(period),
            closed=closed_now,
            who=who.name.strip(),
            at=after_freezes(connection, at),
            reason=reason.strip(),
        )
        deed = Deed.CLOSED if closed_now else Deed.REOPENED
        record(
            installation,
            connection,
            who,
            deed=deed,
            subject=f"period:{period}",
            after={"reason": new.reason},
        )
        return replace(new, id=add_closing(connection, new))


def known_closings(installation: Installation) -> list[Closing]:
    """Everything that was closed and opened, newest first."""
    with asking(installation.engine) as connection:
        return closings(connection)


def closed_periods(installation: Installation) -> dict[str, Closing]:
    """The periods closed now, each with its closing."""
    with asking(installation.engine) as connection:
        return closed(connection)


def was_closed(installation: Installation, periods: Collection[str], at: datetime) -> bool:
    """Whether one of the periods was closed at a moment."""
    with asking(installation.engine) as connection:
        return bool(set(periods) & set(closed(connection, at=at)))


def refuse_closed(
    installation: Installation, connection: Connection, periods: Collection[str], *, reason: str
) -> bool:
    """Whether any of the periods is closed. Raises ``NotAllowed`` where one is and no reason given.

    Asked inside the transaction that writes: a page that was opened before the closing is no way
    around it.
    """
    shut = [p for p in sorted(periods) if p in closed(connection)]
    if shut and len(reason.strip()) < SHORTEST_REASON:
        named = ", ".join(_named(installation, Period.parse(p)) for p in shut)
        raise NotAllowed("period_closed", period=named, least=SHORTEST_REASON)
    return bool(shut)


def _named(installation: Installation, period: Period) -> str:
    return period_within(period, words(installation.in_force.language))
