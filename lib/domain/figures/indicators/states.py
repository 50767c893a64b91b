"""What stands behind a commune's figure, and the last known one where there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

import pandas as pd

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.figures.snapshot import FROM_REGISTER, Snapshot

_TRIES = 3
"""In so many of its earlier reports a commune's old figure is looked for."""


class State(StrEnum):
    """What stands behind a commune's figure. Sums, ranks, changes and "n/75" take the first."""

    REPORTED = "reported"
    """For the very period that is asked about."""
    OLD = "old"
    """Nothing for it; an earlier period's figure is known, and named with its period."""
    NOT_SENT = "not_sent"
    """Nothing for it, nor anything before."""
    NO_DENOMINATOR = "no_denominator"
    """Reported, but what it is held against is told in another sheet that has not come."""


_ASKED_AS = {"villages_with_ambassador": "ambassadors"}
"""What villages are asked for where a measure is counted from it."""


def left_blank(indicator: Indicator, snapshot: Snapshot, table: pd.DataFrame) -> pd.Series:
    """Which communes sent a sheet that asks for the figure and left its place empty."""
    asked = {_ASKED_AS.get(m, m) for m in indicator.numerator.measures} - FROM_REGISTER
    senders: set[str] = set()
    for rows in snapshot.rows.values():
        if asked & set(rows.columns):
            senders |= set(rows.loc[rows["period"] == str(snapshot.period), "commune_code"])
    return (table["state"] == State.NOT_SENT) & table.index.isin(list(senders))


def with_old(
    indicator: Indicator,
    snapshot: Snapshot,
    table: pd.DataFrame,
    *,
    figures: Callable[[Indicator, Snapshot], pd.DataFrame],
) -> pd.DataFrame:
    """The table with the last known figure of the communes that have none for this period.

    ``figures``: the commune table of an earlier snapshot's own reports.
    """
    if indicator.of_the_report or indicator.by_quarter or indicator.form is Form.GAP:
        return table
    earlier = snapshot.earlier
    tries = dict.fromkeys(table.index[table["state"] == State.NOT_SENT], _TRIES)
    found = []
    for period, sent in earlier.reports if earlier else ():
        if not tries:
            break
        asked = tries.keys() & _senders(indicator, snapshot, sent)
        if asked and earlier:
            then = _known_then(indicator, earlier.at(period), asked, figures=figures)
            found.append(then.assign(old_for=str(period)))
            spent = {c for c in asked if tries[c] == 1} | set(then.index)
            tries = {c: n - (c in asked) for c, n in tries.items() if c not in spent}
    return _filled(table, pd.concat(found)) if found else table


def _senders(
    indicator: Indicator, snapshot: Snapshot, sent: Mapping[str, Collection[str]]
) -> set[str]:
    """Who sent a sheet that can tell the figure; where none has come yet now, any sheet."""
    names = [n for n in indicator.numerator.read if n in snapshot.origins]
    sheets = {str(o).partition(":")[0] for n in names for o in snapshot.origins[n]} - {""}
    return {code for sheet in sheets & sent.keys() or sent for code in sent[sheet]}


def _known_then(
    indicator: Indicator,
    then: Snapshot,
    asked: Collection[str],
    *,
    figures: Callable[[Indicator, Snapshot], pd.DataFrame],
) -> pd.DataFrame:
    """The figures that these communes reported in an earlier period, and that may be told."""
    told = indicator.numerator.of(then).reindex(sorted(asked)).notna()
    if not told.any():
        return pd.DataFrame(columns=["old_for"])
    known = figures(indicator, then).loc[told.index[told]]
    return known[known["value"].notna()]


def _filled(table: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    filled, codes = table.copy(), old.index
    if not len(codes):
        return table
    theirs = ["value", "numerator", "denominator", "part", "whole", "old_for"]
    names = ["old", "old_numerator", "old_denominator", "part", "whole", "old_for"]
    filled.loc[codes, names] = old[theirs].to_numpy()
    filled.loc[codes, "state"] = State.OLD
    filled.loc[codes, "denominator"] = pd.NA  # this period's says nothing beside an old figure
    return filled
