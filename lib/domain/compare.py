"""What publishing would do: old beside new, for every commune and in total. Touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lib.domain.periods import Cadence, Period
from lib.domain.places import Gazetteer
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.resolving import Resolved
from lib.domain.templates import Level, Template
from lib.text import say_number

SCOPE = ["period", "commune_code"]
UNIT = [*SCOPE, "unit_key"]

REPLACE = "replace"
"""The file stands for the whole commune in the period; units it does not name lapse."""
UPDATE = "update"
"""The file changes only the units that it names."""


@dataclass(frozen=True)
class Changes:
    """What would change.

    ``communes``: one row a period and commune, with ``units_new``, ``units_old``, ``changed``
    (number of changed cells) and, for every headline column, ``<key>_old``, ``<key>_new`` and
    ``<key>_before`` of the period before (missing = not reported). ``cells``: one row a changed
    figure, with ``row`` (Excel's), ``period``, ``commune_code``, ``unit_key``, ``unit_name``,
    ``column``, ``old``, ``new``.
    """

    template: Template
    mode: str
    communes: pd.DataFrame
    cells: pd.DataFrame
    left_out: pd.DataFrame
    """Units in force today that the file does not name: ``period, commune_code, unit_name``."""
    problems: tuple[Problem, ...] = field(default=())

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
    question, mode = _mode(template, left_out, gazetteer, answers)
    cells = _cells(template, current, new)
    after = _after(current, new, mode)
    problems = [
        *question,
        *_falls(resolved, after, earlier, gazetteer),
        *_shrunk(resolved, after, earlier, gazetteer),
    ]
    communes = _communes(
        template, current, new, after, cells, left_out if mode == REPLACE else None
    )
    follow = _following(template, earlier)
    scopes = pd.MultiIndex.from_frame(communes[SCOPE])
    for key in template.headline:
        communes[f"{key}_before"] = _sums(follow, key, scopes).to_numpy()
    if len(new) and cells.empty and not question and (mode == UPDATE or left_out.empty):
        problems.append(Problem(code=Code.NOTHING_CHANGES, severity=Severity.NOTE))
    return Changes(template, mode, communes, cells, left_out, tuple(problems))


def _left_out(template: Template, current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    if template.level not in (Level.VILLAGE, Level.COMMUNE) or current.empty:
        return current.iloc[0:0][[*SCOPE, "unit_key", "unit_name"]]
    named = pd.MultiIndex.from_frame(new[UNIT])
    scopes = pd.MultiIndex.from_frame(new[SCOPE])
    in_scope = pd.MultiIndex.from_frame(current[SCOPE]).isin(scopes)
    missing = in_scope & ~pd.MultiIndex.from_frame(current[UNIT]).isin(named)
    return current.loc[missing, [*SCOPE, "unit_key", "unit_name"]]


def _mode(
    template: Template, left_out: pd.DataFrame, gazetteer: Gazetteer, answers: Mapping[str, str]
) -> tuple[list[Problem], str]:
    """A sheet of some villages may mean only these, or all that are left: a person decides."""
    if template.level in (Level.TEAM, Level.DRIVE, Level.TARGET):
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


def _cells(template: Template, current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Every figure that differs; a unit not in force today has only new figures.

    A row replaces the whole row of its unit: figures in a column that the file does not have
    would be lost, and are told as such.
    """
    keys = [*(c.key for c in template.values), "assigned_communes"]
    columns = [key for key in keys if key in new or key in current]
    places = _places(current, new)
    found = []
    for key in columns:
        fresh = _known(new[key]) if key in new else np.full(len(new), None, dtype=object)
        old = np.full(len(new), None, dtype=object)
        if key in current:
            old[places >= 0] = _known(current[key])[places[places >= 0]]
        differs = np.array([_differ(a, b) for a, b in zip(old, fresh, strict=True)], dtype=bool)
        if differs.any():
            found.append((key, np.flatnonzero(differs), old[differs], fresh[differs]))
    return _told(new, found)


def _places(current: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    """Where the unit of each new row stands among the current rows, -1 where it does not."""
    if current.empty:
        return np.full(len(new), -1)
    units = pd.MultiIndex.from_frame(current[UNIT])
    places: np.ndarray = units.get_indexer(pd.MultiIndex.from_frame(new[UNIT]))
    return places


def _known(cells: pd.Series) -> np.ndarray:
    """Plain objects, ``None`` where missing whatever pandas calls it: quick to compare."""
    known: np.ndarray = cells.to_numpy(dtype=object, copy=True)
    known[cells.isna().to_numpy()] = None
    return known


def _told(
    new: pd.DataFrame, found: list[tuple[str, np.ndarray, np.ndarray, np.ndarray]]
) -> pd.DataFrame:
    """The differing cells as one table."""
    names = ["row", *UNIT, "unit_name", "column", "old", "new"]
    if not found:
        return pd.DataFrame(columns=names)
    keys, rows, old, fresh = zip(*found, strict=True)
    cells = new.reset_index()[["row", *UNIT, "unit_name"]].take(np.concatenate(rows))
    return cells.reset_index(drop=True).assign(
        column=np.repeat(keys, [len(r) for r in rows]),
        old=np.concatenate(old),
        new=np.concatenate(fresh),
    )


def _differ(old: object, new: object) -> bool:
    if old is None or new is None:
        return old is not new
    return old != new


def _communes(
    template: Template,
    current: pd.DataFrame,
    new: pd.DataFrame,
    after: pd.DataFrame,
    cells: pd.DataFrame,
    dropped: pd.DataFrame | None,
) -> pd.DataFrame:
    scopes = new[SCOPE].drop_duplicates()
    table = scopes.set_index(SCOPE).sort_index()
    table["units_old"] = _size(current, table.index)
    table["units_new"] = _size(after, table.index)
    changed = _size(cells, table.index)
    table["changed"] = changed if dropped is None else changed + _size(dropped, table.index)
    for key in template.headline:
        table[f"{key}_old"] = _sums(current, key, table.index)
        table[f"{key}_new"] = _sums(after, key, table.index)
    return table.reset_index()


def _size(rows: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    if rows.empty:
        return pd.Series(0, index=index)
    return rows.groupby(SCOPE).size().reindex(index, fill_value=0)


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
    resolved: Resolved, after: pd.DataFrame, earlier: pd.DataFrame, gazetteer: Gazetteer
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
    resolved: Resolved, after: pd.DataFrame, earlier: pd.DataFrame, gazetteer: Gazetteer
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
