"""Whom to call: sentences a rule finds true and material, most pressing first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from lib.domain.figures.analysis.change import whole_in_both
from lib.domain.figures.indicators import Measured
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag

MOST = 7
"""More sentences than this nobody reads on a Monday."""

_FAR_BEHIND = 50.0
"""Per cent of households guided below which a commune is far behind."""
_MATERIAL_POINTS = 1.0
_STILL_POINTS = 0.1
_STILL_PERIODS = 3
_NAMED = 5
_EVER = 10_000
"""Sorts whoever never reported before all others."""


@dataclass(frozen=True)
class Remark:
    """One sentence: its key under ``brief`` in the catalogues, its values, and where to look."""

    key: str
    communes: tuple[str, ...] = ()
    """Codes of the communes named, most pressing first."""
    values: Mapping[str, float] = field(default_factory=dict)
    indicator: str = "GD03"
    silent_for: Mapping[str, int] = field(default_factory=dict)
    """Periods since the last report, by code, where the sentence tells them; not of communes that
    never reported."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the rules look at. ``history``: coverage (GD03), oldest period first."""

    period: Period
    now: Mapping[str, Measured]
    before: Mapping[str, Measured]
    history: Sequence[Measured]
    flags: Mapping[str, Sequence[PriorityFlag]]

    def flagged(self, flag: Flag) -> list[str]:
        """Codes of the communes that carry the flag."""
        return [c for c, found in self.flags.items() if any(f.flag is flag for f in found)]


Rule = Callable[[Situation], Iterator[Remark]]


def briefing(situation: Situation) -> list[Remark]:
    """At most ``MOST`` remarks; none when there is nothing to say."""
    return [remark for rule in _RULES for remark in rule(situation)][:MOST]


def _impossible(situation: Situation) -> Iterator[Remark]:
    """Shares above a hundred: probably a slip in the report."""
    values = situation.now["GD03"].whole
    above = values[(values > 100).fillna(False)].sort_values(ascending=False)
    if len(above):
        yield Remark("impossible", tuple(above.index), {"count": len(above)})


def _silent(situation: Situation) -> Iterator[Remark]:
    """Communes without a report this period; the border communes among them by name."""
    now = situation.now["GD03"]
    silent = list(now.communes.index[now.silent])
    if not silent or len(silent) == now.total:
        return
    border = [c for c in situation.flagged(Flag.BORDER) if c in silent]
    others = [c for c in silent if c not in border]
    if border:
        counts = {"count": len(silent), "border": len(border)}
        yield Remark("silent_border", tuple(border), counts)
    else:
        yield Remark("silent", tuple(others), {"count": len(silent)})


def _long_silent(situation: Situation) -> Iterator[Remark]:
    """Communes silent for several periods running."""
    if len(situation.history) < _STILL_PERIODS:
        return
    recent = pd.concat([m.silent for m in situation.history[-_STILL_PERIODS:]], axis=1)
    gone = list(recent.index[recent.all(axis=1)])
    last = situation.now["GD03"].communes["old_for"]
    lengths = {c: _months_since(last[c], situation.period) for c in gone if last[c]}
    gone.sort(key=lambda c: (-lengths.get(c, _EVER), c))
    if gone:
        counts = {"count": len(gone), "periods": _STILL_PERIODS}
        yield Remark("long_silent", tuple(gone), counts, silent_for=lengths)


def _months_since(last: str, now: Period) -> int:
    then = Period.parse(last)
    return 12 * (now.year - then.year) + now.month - then.month


def _fell(situation: Situation) -> Iterator[Remark]:
    """A cumulative figure that fell cannot be right."""
    if "GD03" not in situation.before:
        return
    change = _moved(situation, "numerator")
    fell = change[(change < 0).fillna(False)].sort_values()
    if len(fell):
        yield Remark("fell", tuple(fell.index), {"count": len(fell)})


def _still(situation: Situation) -> Iterator[Remark]:
    """Communes below the middle that have not moved for several periods."""
    if len(situation.history) < _STILL_PERIODS:
        return
    recent = pd.concat([m.whole for m in situation.history[-_STILL_PERIODS:]], axis=1)
    spread = recent.max(axis=1) - recent.min(axis=1)
    known = recent.notna().all(axis=1)
    latest = recent.iloc[:, -1]
    still = latest[known & (spread < _STILL_POINTS) & (latest < latest.median())].sort_values()
    if len(still):
        yield Remark("still", tuple(still.index), {"count": len(still), "periods": _STILL_PERIODS})


def _unserved(situation: Situation) -> Iterator[Remark]:
    """Far behind, and no volunteer team assigned."""
    coverage = situation.now["GD03"].whole
    teams = situation.now["TN01"].communes["numerator"]
    alone = coverage[((coverage < _FAR_BEHIND) & (teams == 0)).fillna(False)].sort_values()
    if len(alone):
        counts = {"count": len(alone), "share": _FAR_BEHIND}
        yield Remark("unserved", tuple(alone.index), counts, indicator="TN01")


def _border_pace(situation: Situation) -> Iterator[Remark]:
    """The border communes' pace against the province's, when the gap is material."""
    if "GD03" not in situation.before:
        return
    at_border = pd.Index(situation.flagged(Flag.BORDER))
    everyone = _pace(situation, situation.now["GD03"].communes.index)
    border = _pace(situation, at_border)
    if everyone is None or border is None:
        return
    if abs(border.points - everyone.points) < _MATERIAL_POINTS:
        return
    key = "border_faster" if border.points > everyone.points else "border_slower"
    base = {"border_base": border.base, "border_count": len(at_border), "all_base": everyone.base}
    yield Remark(key, values={"border": border.points, "all": everyone.points, **base})


def _risers(situation: Situation) -> Iterator[Remark]:
    """Who moved most: worth a word of praise."""
    if "GD03" not in situation.before:
        return
    change = _moved(situation, "value")
    rose = change[(change >= 2 * _MATERIAL_POINTS).fillna(False)].sort_values(ascending=False)
    if len(rose):
        yield Remark("risers", tuple(rose.index[:3]), {"most": float(rose.iloc[0])})


def _moved(situation: Situation, column: str) -> pd.Series:
    now, before = (s["GD03"] for s in (situation.now, situation.before))
    moved = now.communes[column] - before.communes[column]
    return moved.where(whole_in_both(before, now))


class _Pace(NamedTuple):
    points: float
    base: int
    """Communes that it rests on."""


def _pace(situation: Situation, communes: pd.Index) -> _Pace | None:
    """Change in points of the communes that reported in both periods, Σ over Σ."""
    now, before = (s["GD03"].communes.loc[communes] for s in (situation.now, situation.before))
    same = whole_in_both(situation.before["GD03"], situation.now["GD03"])
    both = communes[same.loc[communes].to_numpy()]
    if not len(both):
        return None
    rates = [
        t.loc[both, "numerator"].sum() / t.loc[both, "denominator"].sum() for t in (now, before)
    ]
    return _Pace(float(rates[0] - rates[1]) * 100, len(both))


_RULES: tuple[Rule, ...] = (
    _impossible,
    _fell,
    _silent,
    _long_silent,
    _unserved,
    _still,
    _border_pace,
    _risers,
)


def named(communes: Sequence[str], names: Mapping[str, str]) -> tuple[str, int]:
    """The first names joined, and how many more there are."""
    first = ", ".join(names[c] for c in communes[:_NAMED])
    return first, max(0, len(communes) - _NAMED)
