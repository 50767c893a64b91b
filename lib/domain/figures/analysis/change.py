"""What changed between two periods: by commune, for the province, and in which class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.domain.figures.indicators import Better, Form, Indicator, Measured, State, as_read


class Gap(StrEnum):
    """Why a commune has no change. What comes first is told where several hold."""

    WITHHELD = "withheld"
    NOTHING = "not_applicable"
    """The figure has no meaning in one of the periods, or both are of one quarter."""
    NEITHER = "neither"
    """Sent for neither period."""
    NOT_NOW = "not_now"
    """Sent for the earlier period only."""
    NOT_THEN = "not_then"
    """Sent for the later period only."""
    LACKING = "lacking"
    """Sent for both; in one of them what it is held against is missing."""
    PART = "part"
    """Told for both; in one of them of a part of the villages."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """An indicator in two periods.

    ``communes``: one row a commune with ``then``, ``now`` and ``change`` (``Float64``, as people
    read them: rounded, so that the three add up on paper; missing where a figure is),
    ``withheld`` and ``applies`` (in both periods), ``gap``: a ``Gap`` where there is no change,
    else ""; ``then_state``, ``now_state``, ``then_old_for``, ``now_old_for`` as in ``Measured``;
    ``lacking``: the template whose denominator is missing, else "".
    """

    indicator: Indicator
    communes: pd.DataFrame
    then: float | None
    """Of the province: Σ ÷ Σ over the communes that reported then."""
    now: float | None
    both_then: float | None
    """The same over the communes with a figure in both periods."""
    both_now: float | None
    both: int
    """How many communes those are."""
    reported_then: int
    reported_now: int
    everyone: bool
    """Whether the same communes stand behind both provincial figures."""
    one_quarter: bool
    """Whether both are of one quarter, seen from two months."""

    @property
    def moved(self) -> float | None:
        """How the province moved, of the figures as read: like for like, else nothing is said."""
        if self.everyone:
            return _less(self.now, self.then)
        return _less(self.both_now, self.both_then)

    def up(self) -> list[str]:
        """Codes of the communes that rose, the furthest first."""
        known = self.communes["change"].dropna().sort_values(ascending=False, kind="stable")
        return [str(code) for code in known.index[known > 0]]

    def down(self) -> list[str]:
        """Codes of the communes that fell, the furthest first."""
        known = self.communes["change"].dropna().sort_values(kind="stable")
        return [str(code) for code in known.index[known < 0]]

    def wrong_way(self) -> list[str]:
        """Codes of the communes that moved away from progress; none where nothing is progress."""
        if self.indicator.better is Better.NEITHER:
            return []
        return self.up() if self.indicator.better is Better.LOWER else self.down()

    @property
    def unmoved(self) -> int:
        """Communes with the same figure twice."""
        return int((self.communes["change"] == 0).fillna(False).sum())

    @property
    def gaps(self) -> dict[Gap, int]:
        """How many communes have no change for each reason, where the figure has a meaning."""
        counts = {gap: int((self.communes["gap"] == gap).sum()) for gap in Gap}
        return {gap: n for gap, n in counts.items() if n and gap is not Gap.NOTHING}

    @property
    def incomplete(self) -> int:
        """Communes without a change, where the figure has a meaning."""
        return sum(self.gaps.values())


def change_between(then: Measured, now: Measured) -> Change:
    """From the earlier to the later period of one indicator. A blank in either stays blank.

    One quarter seen from two months has nothing before it to be compared with.
    """
    indicator = now.indicator
    one_quarter = now.comparable(then) is None
    if one_quarter:
        then = _without_figures(then)
    earlier, later = _read(then), _read(now)
    moved = (later - earlier).where(whole_in_both(then, now))
    communes = pd.DataFrame({"then": earlier, "now": later, "change": moved})
    communes["change"] = communes["change"].round(digits_of(indicator))
    communes["withheld"] = then.communes["withheld"] | now.communes["withheld"]
    communes["applies"] = then.communes["applies"] & now.communes["applies"]
    communes = communes.join(_states(then, now))
    communes["gap"] = _gaps(communes)
    both = communes["change"].notna()
    return Change(
        indicator=indicator,
        communes=communes,
        then=_rounded(then.value, indicator),
        now=_rounded(now.value, indicator),
        both_then=_rounded(_value_over(then, both), indicator),
        both_now=_rounded(_value_over(now, both), indicator),
        both=int(both.sum()),
        reported_then=then.reporting,
        reported_now=now.reporting,
        everyone=_same_communes(then, now),
        one_quarter=one_quarter,
    )


def _same_communes(then: Measured, now: Measured) -> bool:
    """Whether the figures of both periods rest on the same communes, each told for all villages."""
    if now.indicator.form is Form.GAP:
        known = [
            m.communes["numerator"].notna() & m.communes["denominator"].notna() for m in (then, now)
        ]
        return bool((known[0] == known[1]).all())
    both = int(whole_in_both(then, now).sum())
    return all(int(m.communes["value"].notna().sum()) == both for m in (then, now))


def _states(then: Measured, now: Measured) -> pd.DataFrame:
    earlier, later = then.communes, now.communes
    found = {
        "then_state": earlier["state"],
        "now_state": later["state"],
        "then_old_for": earlier["old_for"],
        "now_old_for": later["old_for"],
        "lacking": later["lacking"].where(later["lacking"] != "", earlier["lacking"]),
    }
    return pd.DataFrame(found)


def _gaps(communes: pd.DataFrame) -> pd.Series:
    sent = [
        communes[column].isin([State.REPORTED, State.NO_DENOMINATOR])
        for column in ("then_state", "now_state")
    ]
    lacking = (communes[["then_state", "now_state"]] == State.NO_DENOMINATOR).any(axis=1)
    reasons = {
        Gap.WITHHELD: communes["withheld"],
        Gap.NOTHING: ~communes["applies"],
        Gap.NEITHER: ~sent[0] & ~sent[1],
        Gap.NOT_NOW: ~sent[1],
        Gap.NOT_THEN: ~sent[0],
        Gap.LACKING: lacking,
    }
    told = np.select(list(reasons.values()), [str(gap) for gap in reasons], default=str(Gap.PART))
    return pd.Series(told, index=communes.index, dtype=object).where(communes["change"].isna(), "")


def _without_figures(measured: Measured) -> Measured:
    columns = ["value", "numerator", "denominator"]
    communes = measured.communes.assign(**dict.fromkeys(columns, pd.NA))
    communes = communes.astype(measured.communes.dtypes.to_dict()).assign(applies=False)
    return replace(
        measured, communes=communes, numerator=None, denominator=None, value=None, reporting=0
    )


def whole_in_both(then: Measured, now: Measured) -> pd.Series:
    """Which communes (index: code) told the figure in both periods, each time for all villages."""
    told = [m.communes["value"].notna() & m.communes["part"].isna() for m in (then, now)]
    return told[0] & told[1]


class ProvincialChange(NamedTuple):
    """How the province moved, over the same communes in both periods."""

    by: float
    """Between the figures of these communes as read: whoever takes one from the other agrees."""
    both: int
    """How many communes those are."""
    everyone: bool
    """Whether they are all that reported in either period."""


def provincial_change(then: Measured, now: Measured) -> ProvincialChange | None:
    """Like for like; ``None`` where no commune has a figure in both periods.

    A gap is of the priority communes' shares in the whole, and no commune has one by itself: it is
    told only where the same communes stand behind both.
    """
    indicator = now.indicator
    everyone = _same_communes(then, now)
    if indicator.form is Form.GAP:
        moved = _less(_rounded(now.value, indicator), _rounded(then.value, indicator))
        told = everyone and moved is not None
        return ProvincialChange(moved, now.reporting, True) if told and moved is not None else None
    both = whole_in_both(then, now)
    moved = _less(*(_rounded(_value_over(m, both), indicator) for m in (now, then)))
    if moved is None or not both.any():
        return None
    return ProvincialChange(moved, int(both.sum()), everyone)


def digits_of(indicator: Indicator) -> int:
    """Decimals that a change is written with."""
    return 0 if indicator.form is Form.COMMUNES else indicator.digits


def _read(measured: Measured) -> pd.Series:
    """Each commune's figure as people read it; yes is 1, no is 0."""
    indicator, table = measured.indicator, measured.communes
    if indicator.yes_no:
        return (table["value"] / 100).astype("Float64")
    column = "numerator" if indicator.form is Form.COMMUNES else "value"
    digits = digits_of(indicator)
    read = [pd.NA if pd.isna(v) else float(round(Decimal(str(v)), digits)) for v in table[column]]
    return pd.Series(read, index=table.index, dtype="Float64")


def _value_over(measured: Measured, chosen: pd.Series) -> float | None:
    """The provincial figure over some communes only."""
    table = measured.communes[chosen]
    if table.empty:
        return None
    if measured.indicator.form is Form.COMMUNES:
        return float(table["value"].mean())
    if measured.indicator.form is Form.GAP:
        return None  # no commune has a figure of its own in either period
    top = float(table["numerator"].sum())
    if measured.indicator.denominator is None:
        return top
    return top / float(table["denominator"].sum()) * 100


def _rounded(value: float | None, indicator: Indicator) -> float | None:
    return None if value is None else as_read(value, indicator)


def _less(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else round(now - then, 6)
