"""Days without work beside Saturdays and Sundays, as administrators enter them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

HOLIDAYS = "calendar.holidays"
"""The setting that keeps them."""
LONGEST_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One or several days in a row, both ends included."""

    first: date
    last: date
    name: str
    basis: str
    """The document that sets them: number, day, issuer."""

    @property
    def days(self) -> Iterator[date]:
        """Every day of it."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def holidays_of(plain: Iterable[Mapping[str, Any]] | None) -> tuple[Holiday, ...]:
    """As a setting keeps them."""
    return tuple(
        Holiday(
            first=date.fromisoformat(h["first"]),
            last=date.fromisoformat(h["last"]),
            name=str(h["name"]),
            basis=str(h["basis"]),
        )
        for h in plain or ()
    )


def plain_of(holidays: Iterable[Holiday]) -> list[dict[str, str]]:
    """For a setting to keep, the earliest first."""
    return [
        {
            "first": h.first.isoformat(),
            "last": h.last.isoformat(),
            "name": h.name,
            "basis": h.basis,
        }
        for h in sorted(holidays, key=lambda h: (h.first, h.last))
    ]
