"""What the other level has said of the same communes: villages beside the commune's own sheet."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from lib.domain import snapshot as parts
from lib.domain.compare import SCOPE
from lib.domain.resolving import Resolved
from lib.domain.templates import TEMPLATES
from lib.store.figures import in_force

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
