"""The figures as of a moment in the past, by an address: a freeze's code or a plain moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lib.services.history.freezes import opened
from lib.services.installation import Installation
from lib.services.view_address import FREEZE, MOMENT, cut
from lib.store.engine import asking
from lib.store.history.freezes import Freeze
from lib.store.history.uploads import last_change
from lib.text.formats import HANOI


@dataclass(frozen=True)
class Shown:
    """The installation that an address leads to, and what in it nobody understood."""

    installation: Installation
    unknown_freeze: str = ""
    unknown_moment: str = ""


def shown_at(installation: Installation, query: Mapping[str, str]) -> Shown:
    """The installation at the freeze or the moment that an address names; else as it is now.

    A freeze goes before a moment. What names neither is repeated, cut short.
    """
    if query.get(FREEZE, "").strip():
        found = opened(installation, query[FREEZE])
        return Shown(found.installation, unknown_freeze=found.unknown)
    text = query.get(MOMENT, "").strip()
    if not text:
        return Shown(installation)
    moment = moment_in(text)
    if moment is None or moment > installation.clock():
        return Shown(installation, unknown_moment=cut(text))
    return Shown(at(installation, moment))


def at(installation: Installation, moment: datetime) -> Installation:
    """The installation as it stood at a moment (aware).

    It reads until the last change before, so that all moments between two changes share what is
    kept; the moment itself stays in ``made_at``, for the ribbon.
    """
    with asking(installation.engine) as connection:
        changed = last_change(connection, as_of=moment)
    freeze = Freeze(code="", name="", as_of=changed or moment, made_at=moment)
    return replace(installation, freeze=freeze)


def moment_in(text: str) -> datetime | None:
    """The moment an address writes, in UTC; without a zone it is Vietnam's time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=HANOI)).astimezone(UTC)
    except OverflowError:
        return None
