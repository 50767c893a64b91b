"""The stays of one team as a calendar file (RFC 5545): one event of whole days a stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

_PLACE_OF_TIME = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, kw_only=True)
class StayEvent:
    """One stay."""

    uid: str
    """The same for the same stay in every version: a calendar replaces and never doubles."""
    title: str
    place: str
    text: str
    first: date
    last: date
    sequence: int = 0
    """Grows when this very stay has changed: a calendar takes over what has a greater one."""
    cancelled: bool = False


def team_calendar(name: str, events: Sequence[StayEvent], *, made_at: datetime) -> bytes:
    """The calendar called ``name``; ``made_at`` is aware."""
    calendar = Calendar()
    calendar.add("prodid", "-//Binh dan hoc vu so//Ke hoach doi hinh//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_name(name)))
    calendar.add("x-wr-timezone", _PLACE_OF_TIME)
    for told in events:
        calendar.add_component(_event(told, made_at.astimezone(UTC)))
    return bytes(calendar.to_ical())


def _event(told: StayEvent, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", told.uid)
    event.add("dtstamp", made_at)
    event.add("summary", _name(told.title))
    event.add("location", _name(told.place))
    event.add("description", _text(told.text))
    event.add("dtstart", told.first)
    event.add("dtend", told.last + timedelta(days=1))  # the day after: it does not belong to it
    event.add("sequence", told.sequence)
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if told.cancelled else "OPAQUE")
    return event


def _text(text: str) -> str:
    """Without controls, but with its line breaks, which the format writes as marks."""
    return "\n".join(_name(line) for line in text.split("\n"))


def _name(text: str) -> str:
    """One line: a name must not begin a property of its own."""
    return "".join(c if c.isprintable() else " " for c in text)
