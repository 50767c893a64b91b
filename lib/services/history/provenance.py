"""Where a figure comes from: the rows, the file, who and when; and what stood there before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.figures.indicators import FEWEST_TOLD, Indicator, Measured, measure
from lib.domain.figures.snapshot import (
    COMMUNE_MONTH,
    FROM_REGISTER,
    REGISTER,
    SUMMARY,
    VILLAGES,
    Snapshot,
)
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.figures.snapshots import snapshot_of
from lib.services.history.returns import known_returns
from lib.services.installation import Installation
from lib.services.shared_cache import Memory
from lib.store.engine import asking
from lib.store.history.freezes import Freeze
from lib.store.history.returns import Return
from lib.store.history.uploads import Upload, uploads

_NAMES = ["row", "unit_name", "reported_name"]


@dataclass(frozen=True)
class Source:
    """The rows of one upload behind a figure.

    ``rows``: one row a reported unit, with ``row`` (Excel's), ``unit_name``, ``reported_name``
    and the measures used, by their template header.
    """

    upload: Upload
    rows: pd.DataFrame
    withheld: bool = False
    """Whether the counts were left out of the rows: some are of very few vulnerable people."""


def sources_of(
    installation: Installation,
    snapshot: Snapshot,
    indicator: Indicator,
    *,
    commune: str,
    who: Person,
) -> list[Source]:
    """The uploads and rows that a commune's figure is made of, the numerator's first.

    Of an old figure those of the period that it was reported for.
    """
    who.must(Act.SEE_FIGURES, commune)
    old_for = str(measure(indicator, snapshot).communes.at[commune, "old_for"])
    if old_for and snapshot.earlier:
        snapshot = snapshot.earlier.at(Period.parse(old_for))
    found: list[tuple[int, pd.DataFrame]] = []
    few = False
    for template in _templates(snapshot, indicator, commune):
        rows = _rows(snapshot, template, indicator)
        if "assigned_communes" in rows:
            mine = rows["assigned_communes"].fillna("").str.contains(commune, regex=False)
        else:
            mine = rows["commune_code"] == commune
        uploaded = rows.loc[mine, "upload_id"]
        told = _shown(template, indicator, rows)[mine]
        few = few or (
            indicator.sensitive and _names_few(told, snapshot, indicator, commune=commune)
        )
        found += [(int(i), g) for i, g in told.groupby(uploaded)]
    with asking(installation.engine) as connection:
        behind = uploads(connection, ids={i for i, _ in found}, as_of=installation.as_of)
        known = {u.id: u for u in behind}
    if few:  # all of them: one blank among the others would follow from the commune's figure
        return [Source(known[i], rows[_NAMES], withheld=True) for i, rows in found]
    return [Source(known[i], rows) for i, rows in found]


def _rows(snapshot: Snapshot, template: str, indicator: Indicator) -> pd.DataFrame:
    """The rows in force; of the communes' monthly report only a plan's stand for later months."""
    rows = snapshot.rows[template]
    if template != COMMUNE_MONTH or rows.empty or _PLAN & set(indicator.measures):
        return rows
    return rows[rows["period"] == str(snapshot.period)]


def _names_few(
    rows: pd.DataFrame, snapshot: Snapshot, indicator: Indicator, *, commune: str
) -> bool:
    """Whether a row tells a small count, or leaves one: what the months before must have been."""
    counts = rows.drop(columns=_NAMES).apply(pd.to_numeric, errors="coerce")
    whole = indicator.numerator.of(snapshot).get(commune)
    before = (0 if pd.isna(whole) else float(whole)) - counts.sum()
    return bool(_few(counts).any(axis=None) or _few(before).any())


def _few(counts: Any) -> Any:
    return (counts > 0) & (counts < FEWEST_TOLD)


@dataclass(frozen=True)
class Version:
    """What a commune's figure was from a moment on; no ``value`` where nobody had told it."""

    at: datetime
    cause: Upload | Return
    """What made it so: an upload published or withdrawn, a return made or undone."""
    withdrawn: bool
    """Whether the cause was taken back then; else it was made."""
    measured: Measured


def versions_of(
    installation: Installation,
    indicator: Indicator,
    commune: str,
    *,
    period: Period,
    who: Person,
    most: int = 5,
) -> list[Version]:
    """How a commune's figure came to be what it is, newest first: only what changed it.

    Of the last ``most`` uploads, withdrawals and returns for the commune and the period, or its
    year.
    """
    who.must(Act.SEE_FIGURES, commune)
    found: list[Version] = []
    for at, cause, withdrawn in _turns(installation, commune, period)[-most:]:
        then = replace(installation, freeze=Freeze(code="", name="", as_of=at), memory=Memory())
        measured = measure(indicator, snapshot_of(then, period))
        if _is_news(found[-1].measured if found else None, measured, commune):
            found.append(Version(at, cause, withdrawn, measured))
    return found[::-1]


_Turn = tuple[datetime, Upload | Return, bool]


def _turns(installation: Installation, commune: str, period: Period) -> list[_Turn]:
    """Every publish and withdrawal that spoke for the commune in the period or its year, and every
    return of these.
    """
    scopes = {str(period), str(period.year)}
    with asking(installation.engine) as connection:
        known = uploads(connection, commune=commune, as_of=installation.as_of)
    touching = [u for u in known if scopes & set(u.summary["periods"])]
    turns: list[_Turn] = [(u.published_at, u, False) for u in touching]
    turns += [(u.withdrawn_at, u, True) for u in touching if u.withdrawn_at]
    back = [r for r in known_returns(installation) if r.period in scopes]
    turns += [(r.at, r, False) for r in back]
    turns += [(r.undone_at, r, True) for r in back if r.undone_at]
    return sorted(turns, key=lambda turn: turn[0])


def _is_news(before: Measured | None, now: Measured, commune: str) -> bool:
    """Whether the figure is another; of one that nobody has told yet there is none."""
    figure = now.communes.loc[commune]
    if before is None:
        return bool(pd.notna(figure["value"]) or figure["withheld"])
    return not before.communes.loc[commune].equals(figure)


def _templates(snapshot: Snapshot, indicator: Indicator, commune: str) -> list[str]:
    """Which templates gave the measures; counted villages lead to the village rows."""
    named = [
        str(snapshot.origins.at[commune, name])
        for name in indicator.measures
        if name in snapshot.origins
    ]
    from_register = FROM_REGISTER & set(indicator.measures)
    if from_register and (snapshot.rows[REGISTER].get("commune_code") == commune).any():
        named.append(REGISTER)
    if "reported_on_time" in indicator.measures:  # told by the reports that came, whatever they say
        reports = (VILLAGES, SUMMARY)
        named += [t for t in reports if (snapshot.rows[t].get("commune_code") == commune).any()]
    return [t for t in dict.fromkeys(named) if t]


_PLAN = {"plan_issued", "plan_on_time"}
_COUNTED_AS = {
    "villages_with_ambassador": ("ambassadors",),
    "plan_issued": ("plan_number", "plan_issued_on"),
    "plan_on_time": ("plan_number", "plan_issued_on"),
    "teams": ("members", "starts_on", "ends_on"),
    "villages_reported": ("ambassadors",),
    "drives_planned": ("stage", "starts_on"),
    "drives_done": ("stage", "starts_on"),
    "drives_joint": ("stage", "with_digital_team"),
    "volunteer_days_done": ("stage", "volunteer_days"),
    "people_guided_by_teams": ("stage", "people_guided"),
}


def _shown(template: str, indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    keys = [k for m in indicator.measures for k in (m, *_COUNTED_AS.get(m, ()))]
    headers = {
        c.key: c.header for c in TEMPLATES[template].values if c.key in keys and c.key in rows
    }
    return rows[[*_NAMES, *headers]].rename(columns=headers)
