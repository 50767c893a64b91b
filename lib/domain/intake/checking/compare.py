"""What publishing would do: old beside new, for every commune and in total. Touches nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lib.domain.intake.checking.differences import UNIT, Differences
from lib.domain.intake.resolving import Resolved
from lib.domain.periods import Cadence, Period
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Level, Template
from lib.text import say_number

SCOPE = ["period", "commune_code"]

REPLACE = "replace"
"""The file stands for the whole commune in the period; units it does not name lapse."""
UPDATE = "update"
"""The file changes only the units that it names."""


@dataclass(frozen=True)
class Changes:
    """What would change.

    ``communes``: one row a period and commune, with ``units_new``, ``units_old``, ``changed``
    (number of changed cells) and, for every headline column, ``<key>_old``, ``<key>_new`` and
    ``<key>_before`` of the period before (missing = not reported).
    """

    template: Template
    mode: str
    communes: pd.DataFrame
    differences: Differences
    left_out: pd.DataFrame
    """Units in force today that the file does not name: ``period, commune_code, unit_name``."""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def cells(self) -> pd.DataFrame:
        """One row a changed figure, with ``row`` (Excel's), ``period``, ``commune_code``,
        ``unit_key``, ``unit_name``, ``column``, ``old``, ``new``.
        """
        return self.differences.cells

    def total(self, key: str) -> tuple[float | None, float | None]:
        """Old and new sum of a headline column over the communes in the file."""
        old, new = self.communes[f"{key}_old"], self.communes[f"{key}_new"]
        return _sum(old), _sum(new)

    def total_before(self, key: str) -> float | None:
        """Sum of the period before; ``None`` unless each commune of the file reported then."""
        before = self.communes[f"{key}_before"]
        return None if before.isna().any() else _sum(before)

    @property
    def changed_communes(self) -> int:
        """How many communes would have a figure changed, added or dropped."""
        return int((self.communes["changed"] > 0).sum())


def compare(
    resolved: Resolved,
    *,
    current: pd.DataFrame,
    earlier: pd.DataFrame,
    gazetteer: Gazetteer,
    answers: Mapping[str, str],
) -> Changes:
    """Old against new.

    ``current`` holds the rows in force for the same template, periods and communes; ``earlier``
    those of the period before each. Both have the columns of ``resolved.rows``. For a yearly
    template ``earlier`` holds the newest year before.
    """
    template = resolved.template
    new = resolved.rows
    left_out = _left_out(template, current, new)
    question, mode = _mode(template, left_out, gazetteer, answers=answers)
    keys = [*(c.key for c in template.values), "assigned_communes"]
    columns = tuple(key for key in keys if key in new or key in current)
    differences = Differences(current, new, columns)
    after = _after(current, new, mode)
    problems = [
        *question,
        *_falls(resolved, after, earlier, gazetteer=gazetteer),
        *_shrunk(resolved, after, earlier, gazetteer=gazetteer),
    ]
    communes = _communes(
        resolved,
        current,
        after,
        differences=differences,
        dropped=left_out if mode == REPLACE else None,
    )
    follow = _following(template, earlier)
    scopes = pd.MultiIndex.from_frame(communes[SCOPE])
    for key in template.headline:
        communes[f"{key}_before"] = _sums(follow, key, scopes).to_numpy()
    if len(new) and not differences.count and not question and (mode == UPDATE or left_out.empty):
        problems.append(Problem(code=Code.NOTHING_CHANGES, severity=Severity.NOTE))
    return Changes(template, mode, communes, differences, left_out, tuple(problems))


def _left_out(template: Template, current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    if template.level not in (Level.VILLAGE, Level.COMMUNE) or current.empty:
        return current.iloc[0:0][[*SCOPE, "unit_key", "unit_name"]]
    named = pd.MultiIndex.from_frame(new[UNIT])
    scopes = pd.MultiIndex.from_frame(new[SCOPE])
    in_scope = pd.MultiIndex.from_frame(current[SCOPE]).isin(scopes)
    missing = in_scope & ~pd.MultiIndex.from_frame(current[UNIT]).isin(named)
    return current.loc[missing, [*SCOPE, "unit_key", "unit_name"]]


def _mode(
    template: Template, left_out: pd.DataFrame, gazetteer: Gazetteer, *, answers: Mapping[str, str]
) -> tuple[list[Problem], str]:
    """A sheet of some villages may mean only these, or all that are left: a person decides."""
    if template.level in (Level.TEAM, Level.DRIVE, Level.TARGET, Level.TRIP):
        return [], UPDATE
    if template.level is Level.COMMUNE or left_out.empty:
        return [], REPLACE
    if answers.get("mode") in (REPLACE, UPDATE):
        return [], answers["mode"]
    codes = sorted(set(left_out["commune_code"]))
    names = [gazetteer.communes[c].full_name for c in codes if c in gazetteer.communes]
    question = Problem(
        code=Code.FEWER_UNITS,
        severity=Severity.ASK,
        question="mode",
        options=(Option(UPDATE, ""), Option(REPLACE, "")),
        given=", ".join(left_out["unit_name"].head(5)),
        values={"count": len(left_out), "communes": ", ".join(names[:5])},
    )
    return [question], UPDATE


def _after(current: pd.DataFrame, new: pd.DataFrame, mode: str) -> pd.DataFrame:
    """The rows that would be in force for the scopes of the file."""
    if current.empty or mode == REPLACE:
        return new
    kept = ~pd.MultiIndex.from_frame(current[UNIT]).isin(pd.MultiIndex.from_frame(new[UNIT]))
    return pd.concat([current[kept], new])


def _communes(
    resolved: Resolved,
    current: pd.DataFrame,
    after: pd.DataFrame,
    *,
    differences: Differences,
    dropped: pd.DataFrame | None,
) -> pd.DataFrame:
    headline, scopes = resolved.template.headline, resolved.scopes
    table = pd.DataFrame(index=scopes)
    table["units_old"] = _size(current, scopes)
    table["units_new"] = (
        np.bincount(resolved.scope_of, minlength=len(scopes))
        if after is resolved.rows
        else _size(after, scopes)
    )
    changed = np.bincount(resolved.scope_of, differences.by_row, minlength=len(scopes))
    table["changed"] = changed.astype(np.int64)
    if dropped is not None:
        table["changed"] += _size(dropped, scopes)
    before = _all_sums(current, headline, scopes)
    now = _all_sums(after, headline, scopes) if after is not resolved.rows else _new_sums(resolved)
    for key in headline:
        table[f"{key}_old"], table[f"{key}_new"] = before[key], now[key]
    return table.sort_index().reset_index()


def _new_sums(resolved: Resolved) -> pd.DataFrame:
    """The headline sums of the file's own rows by scope; missing where nothing was reported."""
    scopes, which = resolved.scopes, resolved.scope_of
    sums = pd.DataFrame(index=scopes, columns=list(resolved.template.headline), dtype="Float64")
    for key in resolved.template.headline:
        if key in resolved.rows:
            figures = pd.to_numeric(resolved.rows[key]).to_numpy(dtype=float, na_value=np.nan)
            known = ~np.isnan(figures)
            together = np.bincount(which, np.where(known, figures, 0), minlength=len(scopes))
            some = np.bincount(which[known], minlength=len(scopes)) > 0
            sums[key] = pd.array(np.where(some, together, np.nan), dtype="Float64")
    return sums


def _size(rows: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    if rows.empty:
        return pd.Series(0, index=index)
    return rows.groupby(SCOPE).size().reindex(index, fill_value=0)


def _all_sums(rows: pd.DataFrame, keys: Sequence[str], index: pd.MultiIndex) -> pd.DataFrame:
    """Sums of several columns by scope; missing where nothing was reported, never zero."""
    known = [] if rows.empty else [key for key in keys if key in rows]
    sums = pd.DataFrame(index=index, columns=list(keys), dtype="Float64")
    if known:
        figures = rows[known].apply(pd.to_numeric)
        by_scope = figures.groupby([rows[name] for name in SCOPE]).sum(min_count=1)
        sums[known] = by_scope.reindex(index).astype("Float64")
    return sums


def _sums(rows: pd.DataFrame, key: str, index: pd.MultiIndex) -> pd.Series:
    """Sums by scope; missing where nothing was reported, never zero."""
    if rows.empty or key not in rows:
        return pd.Series(pd.NA, index=index, dtype="Float64")
    sums = pd.to_numeric(rows[key]).groupby([rows[name] for name in SCOPE]).sum(min_count=1)
    return sums.reindex(index).astype("Float64")


def _sum(values: pd.Series) -> float | None:
    return None if values.isna().all() else float(values.sum())


def _following(template: Template, earlier: pd.DataFrame) -> pd.DataFrame:
    """The earlier rows under the period that follows theirs; of yearly templates none."""
    if earlier.empty or template.cadence is Cadence.YEARLY:
        return earlier.iloc[0:0]
    following = {p: str(Period.parse(p).next) for p in earlier["period"].unique()}
    return earlier.assign(period=earlier["period"].map(following))


def _falls(
    resolved: Resolved, after: pd.DataFrame, earlier: pd.DataFrame, *, gazetteer: Gazetteer
) -> list[Problem]:
    """Cumulative figures of a commune that would fall below the period before.

    Villages that the file does not name count too where they stay in force.
    """
    template, new = resolved.template, resolved.rows
    if earlier.empty or template.cadence is not Cadence.MONTHLY:
        return []
    follow = _following(template, earlier)
    index = new[SCOPE].drop_duplicates().set_index(SCOPE).index
    problems = []
    for column in template.values:
        if not column.stock or column.key not in new or column.key not in earlier:
            continue
        before, now = _sums(follow, column.key, index), _sums(after, column.key, index)
        for scope in index[(now < before).fillna(False).astype(bool)]:
            mine = (new["period"] == scope[0]) & (new["commune_code"] == scope[1])
            problems.append(
                Problem(
                    code=Code.STOCK_FELL,
                    severity=Severity.WARN,
                    row=int(new.index[mine][0]),
                    header=column.header,
                    given=say_number(float(now[scope])),
                    values={
                        "commune": gazetteer.communes[scope[1]].full_name,
                        "old": say_number(float(before[scope])),
                    },
                )
            )
    return problems


def _shrunk(
    resolved: Resolved, after: pd.DataFrame, earlier: pd.DataFrame, *, gazetteer: Gazetteer
) -> list[Problem]:
    """A register that names fewer villages than the one before becomes a smaller denominator."""
    yearly = resolved.template.cadence is Cadence.YEARLY
    if earlier.empty or not yearly or resolved.template.level is not Level.VILLAGE:
        return []
    old = earlier.groupby("commune_code")["unit_key"].nunique()
    new = after.groupby("commune_code")["unit_key"].nunique()
    both = old.index.intersection(new.index)
    first = resolved.rows.reset_index().groupby("commune_code")["row"].min()
    return [
        Problem(
            code=Code.REGISTER_SHRANK,
            severity=Severity.WARN,
            row=int(first[code]),
            given=str(new[code]),
            values={"commune": gazetteer.communes[code].full_name, "old": int(old[code])},
        )
        for code in both[new[both] < old[both]]
    ]
