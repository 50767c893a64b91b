"""A commune's own figures beside the register of its villages and beside the last ones known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from lib.domain.intake.checking.compare import SCOPE
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period, written
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Column
from lib.text import say_number

SAME = {"villages": ("villages", 0.0), "households": ("households", 0.1)}
"""By column what the register must give too, and by which share it may differ."""
AT_MOST = {
    "villages_with_ambassador": "villages",
    "households_guided": "households",
    "course_registered": "adults",
    "course_completed": "adults",
    "skills_confirmed": "adults",
    "special_villages": "villages",
}
"""By column what the register has as its upper bound."""
_SAYS_AS_MUCH = {
    Code.ROSE_SHARPLY,
    Code.STOCK_FELL,
    Code.LEVELS_DIFFER,
    Code.REGISTER_DIFFERS,
    Code.FAR_FROM_HELD,
}
_TIMES, _TIMES_GROWN, _TIMES_TOLD = 3, 8, 10
"""So many times more or less than the last figure is a digit too many or too few.

What only ever grows may grow fast while it is small; what is counted anew each month goes far up
and down.
"""


@dataclass(frozen=True)
class Last:
    """The last figures known of communes before a file's period, of one template."""

    title: str
    figures: pd.DataFrame
    """By commune code: one column a key, and ``period``, of which month they are."""


_COUNTED = ["villages", "households", "people", "adults"]


def register_totals(registered: pd.DataFrame) -> pd.DataFrame:
    """By commune code the villages of the register, and their households and people where known."""
    if registered.empty:
        return pd.DataFrame(columns=_COUNTED, dtype="Float64")
    by_commune = registered.groupby("commune_code")
    totals = pd.DataFrame({"villages": by_commune["unit_key"].nunique()})
    for key in _COUNTED[1:]:
        if key in registered:
            known = registered[key].notna().groupby(registered["commune_code"]).all()
            totals[key] = by_commune[key].sum(min_count=1).where(known)
    return totals.reindex(columns=_COUNTED).astype("Float64")


def beside_register(
    cleaned: Cleaned, resolved: Resolved, registered: pd.DataFrame, *, gazetteer: Gazetteer
) -> list[Problem]:
    """Communes whose own figures cannot be those of the register: one of the two is wrong."""
    known = register_totals(registered)
    if known.empty:
        return []
    look = _Look(cleaned, resolved, gazetteer)
    problems: list[Problem] = []
    for key in look.keys((*SAME, *AT_MOST)):
        limit, share = SAME.get(key, (AT_MOST.get(key, ""), 0.0))
        for scope, now in look.sums(key):
            there = known[limit].get(scope[1])
            if there is None or pd.isna(there):
                continue
            equal = key in SAME and not look.in_parts(scope)
            wrong = abs(now - there) > share * there if equal else now > there * (1 + share)
            if wrong:
                old = say_number(float(there))
                problems.append(look.told(Code.REGISTER_DIFFERS, scope, key, now=now, old=old))
    return problems


def beside_last(
    cleaned: Cleaned,
    resolved: Resolved,
    lasts: Iterable[Last],
    *,
    gazetteer: Gazetteer,
    least: float,
    told: Iterable[Problem],
) -> list[Problem]:
    """Communes whose figure is many times the last one known, or a cumulative one below it.

    Each figure is told once, beside the first of ``lasts`` that it is far from, and not where
    ``told`` has said already that it moved or differs.
    """
    said = {(p.row, p.header) for p in told if p.code in _SAYS_AS_MUCH}
    look = _Look(cleaned, resolved, gazetteer)
    problems: dict[tuple[tuple[str, str], str], Problem] = {}
    for last in lasts:
        for key in look.keys(k for k in last.figures if k != "period"):
            stock = resolved.template.by_key[key].stock
            times = _TIMES if key in resolved.template.steady else _TIMES_TOLD
            for scope, now in look.sums(key):
                old = last.figures[key].get(scope[1])
                if (scope, key) in problems or old is None or pd.isna(old):
                    continue
                if stock:
                    far = now < old or _is_grown(now, float(old), least=least)
                else:
                    far = _is_far(now, float(old), times=times, least=least)
                if far:
                    period = written(Period.parse(str(last.figures.at[scope[1], "period"])))
                    problems[scope, key] = look.told(
                        Code.FAR_FROM_LAST,
                        scope,
                        key,
                        now=now,
                        old=say_number(float(old)),
                        title=last.title,
                        period=period,
                    )
    return [p for p in problems.values() if (p.row, p.header) not in said]


def _is_far(now: float, old: float, *, times: float, least: float) -> bool:
    many = now >= times * old or now * times <= old
    return old > 0 and many and abs(now - old) >= least


def _is_grown(now: float, old: float, *, least: float) -> bool:
    return old >= least and now >= _TIMES_GROWN * old


class _Look:
    """The commune's sums of a file's rows, and how they are told."""

    def __init__(self, cleaned: Cleaned, resolved: Resolved, gazetteer: Gazetteer) -> None:
        self._cleaned = cleaned
        self._rows = resolved.rows[resolved.rows["commune_code"].isin(list(gazetteer.communes))]
        self._template = resolved.template
        self._gazetteer = gazetteer
        parts = self._rows[self._rows["former_code"] != ""]
        self._parted = set(zip(parts["period"], parts["commune_code"], strict=True))

    def keys(self, wanted: Iterable[str]) -> list[str]:
        """Those of the columns that the file has."""
        return [k for k in wanted if k in self._rows and k in self._template.by_key]

    def sums(self, key: str) -> Iterator[tuple[tuple[str, str], float]]:
        """By (period, commune) what its rows come to, where they say it at all."""
        figures = pd.to_numeric(self._rows[key])
        by_scope = figures.groupby([self._rows[n] for n in SCOPE], sort=False).sum(min_count=1)
        for (period, commune), value in by_scope.dropna().items():
            yield (str(period), str(commune)), float(value)

    def in_parts(self, scope: tuple[str, str]) -> bool:
        """Whether the commune is told by units from before the merger, perhaps not by all."""
        return scope in self._parted

    def told(
        self, code: Code, scope: tuple[str, str], key: str, *, now: float, **values: object
    ) -> Problem:
        """The warning at the commune's first row."""
        mine = (self._rows["period"] == scope[0]) & (self._rows["commune_code"] == scope[1])
        column: Column = self._template.by_key[key]
        commune = self._gazetteer.communes[scope[1]].full_name
        return Problem(
            code=code,
            severity=Severity.WARN,
            row=int(self._rows.index[mine][0]),
            column=self._cleaned.reading.letters(key),
            header=column.header,
            given=say_number(now),
            values={"commune": commune, **values},
        )
