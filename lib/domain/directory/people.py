"""Somebody in the directory, and how long they stay there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Ambassador:
    """One person as the directory keeps them. The year of birth is not among it."""

    person: int | None = None
    """Their number in the directory; ``None`` for somebody new."""
    commune_code: str
    village_key: str
    village_name: str
    name: str
    phone: str = ""
    """As E.164, "+84912345678"; "" where none was given."""
    consented_on: date
    trained_on: date | None = None
    keep_until: date
    """The last day on which they stand in the directory."""

    @property
    def told(self) -> tuple[object, ...]:
        """All that is known of them, for seeing whether anything has changed."""
        place = self.commune_code, self.village_key, self.village_name
        return *place, self.name, self.phone, self.consented_on, self.trained_on


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def last_day(one: Ambassador, months: int) -> date:
    """The last day somebody is kept: as promised with the consent, or sooner by today's setting."""
    return min(one.keep_until, months_after(one.consented_on, months))
