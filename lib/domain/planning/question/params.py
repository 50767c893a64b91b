"""What the planner chose for a plan: kept with every version, so that it can be seen and changed.

The question itself is made anew from these and from the figures in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from lib.domain.planning.question.days import ANY_DAY
from lib.domain.planning.question.instance import (
    Code,
    Commune,
    Forbidden,
    Households,
    Label,
    Lock,
    Rules,
    TeamCount,
    Travel,
    Village,
    Week,
)
from lib.domain.planning.question.skills import Skill

_LAST_WEEK = 60
SEASON_STARTS = (6, 1)
"""Summer teams set out in June; the form proposes the first Monday of the month."""


class _Chosen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Exceptions(_Chosen):
    """What holds for one commune only; blank takes the rule for all."""

    min_teams: TeamCount | None = None
    max_teams: TeamCount | None = None
    host_limit: TeamCount | None = None
    needs_skills: tuple[Skill, ...] = ()
    blackout_weeks: tuple[Week, ...] = ()
    need: Households | None = None
    """Households not yet guided as the planner puts them right, or as the commune confirms them."""
    need_basis: Label = ""
    """What that rests on; kept with every version."""
    village_needs: dict[Code, Households] = {}
    """The same by village, where the commune told it so; nothing without ``need``."""

    @property
    def empty(self) -> bool:
        """Whether nothing is said."""
        return self == Exceptions()

    def on(self, commune: Commune) -> Commune:
        """The commune with what was said of it."""
        apart = ("need", "need_basis", "village_needs")
        said = {k: v for k, v in self if k not in apart}
        if self.need is not None:
            villages = self._villages(commune)
            # Villages that add up to another figure say nothing of this one.
            fits = sum(v.need for v in villages) == self.need
            said |= {"need": self.need, "need_of": None, "need_basis": self.need_basis or "–"}
            said |= {"villages": villages if fits else ()}
        return commune.model_copy(update=said)

    def _villages(self, commune: Commune) -> tuple[Village, ...]:
        """As they were told, else as they are reported."""
        if not self.village_needs:
            return commune.villages
        known = {v.code: v for v in commune.villages}
        return tuple(
            known[code].model_copy(update={"need": need})
            if code in known
            else Village(code=code, need=need)
            for code, need in self.village_needs.items()
        )


class PlanParams(_Chosen):
    """Everything a planner sets, beside figures and teams."""

    first_day: date
    """First day of week 1."""
    rules: Rules = Rules(weeks=8)
    communes: dict[Code, Exceptions] = {}
    with_finished: bool = False
    """Also teams whose work is done, to replay a summer."""
    default_base: Code | None = None
    """Where teams set out whose base nobody stated; ``None`` takes the province's seat."""
    travel: Travel = Travel()
    locks: tuple[Lock, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    keep_bonus: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    seconds: Annotated[float, Field(ge=1, le=600)] = 15.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0

    @classmethod
    def new(cls, first_day: date, *, weeks: int, with_finished: bool = False) -> PlanParams:
        """What a new plan begins with: teams set out on any day that suits them."""
        rules = Rules(weeks=weeks, start_every_days=ANY_DAY)
        return cls(first_day=first_day, rules=rules, with_finished=with_finished)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> PlanParams:
        """Reads what ``as_json`` gave; raises ``ValidationError`` for anything else."""
        return cls.model_validate_json(json.dumps(dict(told)))

    def as_json(self) -> dict[str, Any]:
        """As a store keeps it, defaults included: they may be others tomorrow."""
        told: dict[str, Any] = self.model_dump(mode="json")
        return told

    @property
    def season(self) -> str:
        """The year of the campaign."""
        return str(self.first_day.year)


def first_monday(year: int) -> date:
    """The first Monday of the month in which summer teams set out."""
    start = date(year, *SEASON_STARTS)
    return start.replace(day=1 + (7 - start.weekday()) % 7)


def weeks_in(text: str) -> tuple[int, ...]:
    """ "3-4; 7" is weeks 3, 4 and 7. Raises ``ValueError`` for anything else."""
    found: set[int] = set()
    for part in text.replace(",", ";").replace("–", "-").split(";"):
        if not part.strip():
            continue
        first, _, last = part.partition("-")
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= _LAST_WEEK:
            raise ValueError(part)
        found |= set(range(start, end + 1))
    return tuple(sorted(found))


def weeks_written(weeks: Iterable[int]) -> str:
    """The other way round."""
    runs: list[list[int]] = []
    for week in sorted(weeks):
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return "; ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)
