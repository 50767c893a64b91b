"""What the other level has said of the same communes: villages beside the commune's own sheet."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from lib.domain.figures import snapshot as parts
from lib.domain.intake.checking.compare import SCOPE
from lib.domain.intake.checking.last_figures import Last
from lib.domain.intake.resolving import Resolved
from lib.domain.periods import Cadence, Period
from lib.domain.templates import TEMPLATES, Level
from lib.domain.templates.kinds import Kind
from lib.store.figures.figures import in_force, sums_in_force

_SHARED = ("ambassadors", "households_guided")
"""Figures that the villages' reports and the commune's own sheet both hold."""


def other_level(
    connection: Connection,
    resolved: Resolved,
    scopes: list[tuple[str, str]],
) -> tuple[pd.DataFrame, str]:
    """Sums of the other level by (period, commune), one column a key, and that sheet's title."""
    others = {parts.VILLAGES: parts.SUMMARY, parts.SUMMARY: parts.VILLAGES}
    other = others.get(resolved.template.code)
    if other is None or not scopes:
        return pd.DataFrame(), ""
    rows = in_force(
        connection, other, periods={p for p, _ in scopes}, communes={c for _, c in scopes}
    )
    keys = [k for k in _SHARED if k in rows]
    if rows.empty or not keys:
        return pd.DataFrame(), ""
    sums = rows.groupby(SCOPE)[keys].sum(min_count=1)
    return sums.astype("Float64"), TEMPLATES[other].title


_BACK = 6
"""How many months back a last figure is looked for."""


def lasts(
    connection: Connection, resolved: Resolved, scopes: list[tuple[str, str]]
) -> tuple[Last, ...]:
    """The last figures of the file's communes before it, of its own template and of the villages'.

    Only for what communes tell of themselves each month.
    """
    template = resolved.template
    known = sorted(p for p, commune in scopes if p and commune)
    if template.level is not Level.COMMUNE or template.cadence is not Cadence.MONTHLY or not known:
        return ()
    communes = {c for _, c in scopes if c}
    months = [Period.parse(known[0])]
    for _ in range(_BACK):
        months.append(months[-1].previous)
    own = _own_last(connection, resolved, [str(m) for m in months[1:]], communes=communes)
    found = [own] if own is not None else []
    if template.code == parts.SUMMARY:
        found.append(_villages_last(connection, [str(m) for m in months[1:]], communes))
    return tuple(last for last in found if not last.figures.empty)


def _own_last(
    connection: Connection, resolved: Resolved, months: list[str], *, communes: set[str]
) -> Last | None:
    template = resolved.template
    rows = in_force(connection, template.code, periods=months, communes=communes)
    keys = [c.key for c in template.numbers if c.kind is not Kind.YES_NO]
    keys = [k for k in keys if k in rows]
    if rows.empty or not keys:
        return None
    sums = rows.groupby(SCOPE)[keys].sum(min_count=1).astype("Float64").reset_index("period")
    return Last(template.title, sums[~sums.index.duplicated(keep="last")])


def _villages_last(connection: Connection, months: list[str], communes: set[str]) -> Last:
    found: list[pd.DataFrame] = []
    missing = set(communes)
    for month in months:
        sums = sums_in_force(connection, parts.VILLAGES, _SHARED, period=month)
        mine = sums[sums.index.isin(list(missing))].assign(period=month)
        found.append(mine)
        missing -= set(mine.index)
        if not missing:
            break
    return Last(TEMPLATES[parts.VILLAGES].title, pd.concat(found))
