"""After a campaign: what stays brought against what was expected, and what to set next year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from lib.domain.campaign.stays import PlannedStay
from lib.domain.campaign.visits import Visit, total
from lib.domain.planning.question.instance import Rules

LEAST_STAYS = 5
"""So many stays with a report make a ratio worth suggesting."""
_LATER_FROM = 2
"""From the second stay of a commune on, the return is a later one."""


@dataclass(frozen=True, kw_only=True)
class StayResult:
    """One stay of the plan beside the reports from there."""

    stay: PlannedStay
    size_class: str
    """``small`` (up to 10 members), ``middle`` (to 15), ``large``; "" where nobody knows."""
    turn: int
    """1 for the first stay of the campaign in this commune, 2 for the next."""
    actual: float | None
    """Households helped; ``None`` where no report tells."""

    @property
    def ratio(self) -> float | None:
        """Actual ÷ expected."""
        if self.actual is None or not self.stay.households:
            return None
        return self.actual / self.stay.households


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What the data say of one setting."""

    key: str
    """``small``, ``middle``, ``large`` or ``all``; ``later`` for the return of later stays."""
    stays: int
    reported: int
    ratio: float | None
    """The median; ``None`` below ``LEAST_STAYS`` reported stays: not enough is known."""
    now: float | None
    proposed: float | None


def stay_results(
    stays: Sequence[PlannedStay], done: Sequence[Visit], sizes: Mapping[str, int]
) -> list[StayResult]:
    """Every stay with the households its team reported from its commune in its days."""
    turns: dict[str, int] = defaultdict(int)
    results = []
    for stay in sorted(stays, key=lambda s: (s.first, s.team)):
        turns[stay.commune] += 1
        mine = [
            v.households
            for v in done
            if v.team == stay.team
            and v.commune == stay.commune
            and v.overlaps(stay.first, stay.last)
        ]
        results.append(
            StayResult(
                stay=stay,
                size_class=size_class(sizes.get(stay.team)),
                turn=turns[stay.commune],
                actual=total(mine),
            )
        )
    return results


def size_class(size: int | None) -> str:
    """The class of a team by its members."""
    if size is None:
        return ""
    return "small" if size <= 10 else "middle" if size <= 15 else "large"


def capacity_suggestions(results: Sequence[StayResult], now: float) -> list[Suggestion]:
    """Households a volunteer guides in a week, of all teams and of each size class.

    Only first stays count: later ones also carry what diminishing returns take.
    """
    first = [r for r in results if r.turn < _LATER_FROM]
    groups = {"all": first}
    for key in ("small", "middle", "large"):
        groups[key] = [r for r in first if r.size_class == key]
    return [_suggested(key, mine, now) for key, mine in groups.items() if mine]


def later_suggestion(results: Sequence[StayResult]) -> Suggestion | None:
    """What a later stay brought against its expectation, beside first ones; ``None`` of none.

    ``proposed`` is the value of the later slices of the need, never above 1.
    """
    later = [r for r in results if r.turn >= _LATER_FROM]
    if not later:
        return None
    first = _median([r for r in results if r.turn < _LATER_FROM])
    mine = _suggested("later", later, 1.0)
    if mine.ratio is None or not first:
        return Suggestion(key="later", stays=mine.stays, reported=mine.reported, ratio=None,
                          now=None, proposed=None)  # fmt: skip
    relative = mine.ratio / first
    return Suggestion(
        key="later",
        stays=mine.stays,
        reported=mine.reported,
        ratio=relative,
        now=None,
        proposed=round(min(1.0, relative), 2) or None,
    )


def learned(rules: Rules, *, capacity: float | None, later: float | None) -> Rules:
    """The rules with what somebody accepted of the suggestions; ``None`` leaves a setting alone.

    ``capacity``: households a volunteer guides in a week. ``later``: what a household counts in
    the slices of a need after the first; a slice never counts more than the one before it.
    """
    changed: dict[str, object] = {}
    if capacity is not None:
        changed["households_per_volunteer_week"] = capacity
    if later is not None:
        first, *rest = rules.diminishing
        fall = [later * (s.value / rest[0].value) for s in rest] if rest else []
        slices = [s.model_copy(update={"value": v}) for s, v in zip(rest, fall, strict=True)]
        changed["diminishing"] = (first, *slices)
    return rules.model_copy(update=changed)


def _suggested(key: str, results: Sequence[StayResult], now: float) -> Suggestion:
    ratio = _median(results)
    return Suggestion(
        key=key,
        stays=len(results),
        reported=sum(r.ratio is not None for r in results),
        ratio=ratio,
        now=now,
        proposed=None if ratio is None else round(now * ratio, 1) or None,
    )


def _median(results: Sequence[StayResult]) -> float | None:
    known = [r.ratio for r in results if r.ratio is not None]
    return median(known) if len(known) >= LEAST_STAYS else None
