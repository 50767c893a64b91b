"""Due days that administrators decide: which there are, and how they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.domain.periods import Cadence, Period
from lib.domain.reporting.calendar import CONSOLIDATED, CUT_OFF, Rule, Shift, last_month
from lib.domain.templates import TEMPLATES, Reporters

LAST_DAY = 28
"""Every month has it."""
_PREFIX = "calendar."


@dataclass(frozen=True)
class Duty:
    """Who does something, how often: what has a due day of its own."""

    cadence: Cadence
    what: str
    """``CUT_OFF``, ``CONSOLIDATED``, or who must have reported (``Reporters``)."""

    @property
    def is_cut_off(self) -> bool:
        """Whether the day ends the period itself."""
        return self.what == CUT_OFF

    @property
    def key(self) -> str:
        """As settings name it."""
        return f"{_PREFIX}{self.cadence}.{self.what}"

    @property
    def templates(self) -> tuple[str, ...]:
        """Codes of the templates that are due then."""
        return tuple(
            t.code
            for t in TEMPLATES.values()
            if (t.cadence, str(t.reporters)) == (self.cadence, self.what)
        )

    def period(self, day: date) -> Period:
        """The period of this kind that the day falls into."""
        month = Period.of(day)
        if self.cadence is Cadence.QUARTERLY:
            return Period(month.year, quarter=(month.month + 2) // 3)
        return month if self.cadence is Cadence.MONTHLY else Period(month.year)


_MONTHLY_STEPS = (CUT_OFF, str(Reporters.COMMUNES), str(Reporters.DEPARTMENT), CONSOLIDATED)
DUTIES: dict[str, Duty] = {
    duty.key: duty
    for duty in (
        *(Duty(Cadence.MONTHLY, what) for what in _MONTHLY_STEPS),
        *sorted(
            {Duty(t.cadence, str(t.reporters)) for t in TEMPLATES.values()}
            - {Duty(Cadence.MONTHLY, what) for what in _MONTHLY_STEPS},
            key=lambda d: (list(Cadence).index(d.cadence), d.what),
        ),
    )
}
"""Everything that has a due day, by key: the monthly steps, then what templates declare."""


def rules_of(key: str, plain: Iterable[Mapping[str, Any]] | None) -> tuple[Rule, ...]:
    """The rules that are kept under a setting's key; nothing where it is no due day."""
    duty = DUTIES.get(key)
    if duty is None:
        return ()
    return tuple(
        Rule(
            cadence=duty.cadence,
            what=duty.what,
            day=int(r["day"]),
            month=int(r["month"]),
            shift=Shift(r["shift"]),
            valid_from=date.fromisoformat(r["valid_from"]),
            basis=str(r["basis"]),
        )
        for r in plain or ()
    )


def plain_of(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Rules as a setting keeps them, the earliest first."""
    return [
        {
            "day": r.day,
            "month": r.month,
            "shift": r.shift.value,
            "valid_from": r.valid_from.isoformat(),
            "basis": r.basis,
        }
        for r in sorted(rules, key=lambda r: r.valid_from)
    ]


def with_rule(rules: Iterable[Rule], new: Rule) -> tuple[Rule, ...]:
    """The rules with one more; it takes the place of one from the same day on."""
    return (*(r for r in rules if r.valid_from != new.valid_from), new)


def moves_what_has_begun(
    key: str, before: Iterable[Rule], after: Iterable[Rule], *, running: Period
) -> bool:
    """Whether another list of rules would give a period up to ``running`` another last day."""
    duty, now = DUTIES.get(key), last_month(running)
    if duty is None or not duty.is_cut_off:
        return False
    old, new = ({(r.valid_from, r.day) for r in rules if r.valid_from <= now}
                for rules in (before, after))  # fmt: skip
    return old != new


def valid_from(first: Period) -> date:
    """The day from which on a rule holds that is to hold for ``first`` and what comes after."""
    month = last_month(first)
    return month if first.cadence is not Cadence.YEARLY else month.replace(month=1)
