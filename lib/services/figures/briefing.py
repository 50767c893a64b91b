"""Whom to call: the sentences of the briefing, and the view that each of them speaks of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lib.domain.figures.analysis.briefing import Remark, Situation, briefing, named
from lib.domain.figures.indicators import Measured
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Gazetteer, PriorityFlag
from lib.services.view_address import Choice
from lib.text import Words, say_change, say_number

_COVERAGE = "GD03"
_LOOKED_AT = (_COVERAGE, "TN01")
_HISTORY = 3


class Call(NamedTuple):
    """A sentence and the view that shows it."""

    sentence: str
    view: Choice


def remarks_on(
    period: Period,
    *,
    periods: Collection[Period],
    measured: Callable[[str, Period], Measured],
    flags: Callable[[date], Mapping[str, list[PriorityFlag]]],
) -> list[Remark]:
    """What is true and material in the period, most pressing first; none where nothing is."""
    earlier = period.previous
    known = [p for p in (earlier.previous, earlier, period) if p in periods]

    def looked_at(p: Period) -> dict[str, Measured]:
        return {code: measured(code, p) for code in _LOOKED_AT}

    return briefing(
        Situation(
            period=period,
            now=looked_at(period),
            before=looked_at(earlier) if earlier in periods else {},
            history=[measured(_COVERAGE, p) for p in known[-_HISTORY:]],
            flags=flags(period.end),
        )
    )


def calls(remarks: list[Remark], choice: Choice, gazetteer: Gazetteer, *, say: Words) -> list[Call]:
    """The remarks in words, each with its view: as ``choice``, on its indicator and commune."""
    return [
        Call(
            sentence(remark, gazetteer, say),
            replace(choice, indicator=remark.indicator, commune=next(iter(remark.communes), None)),
        )
        for remark in remarks
    ]


def sentence(remark: Remark, gazetteer: Gazetteer, say: Words) -> str:
    """A remark in words."""
    language = say.language
    names = {code: _name(remark, code, c.name, say=say) for code, c in gazetteer.communes.items()}
    first, more = named(remark.communes, names)
    numbers = {
        k: say_number(v, digits=0 if float(v).is_integer() else 1, language=language)
        for k, v in remark.values.items()
    }
    if remark.key.startswith("border_"):
        paces = {k: remark.values[k] for k in ("border", "all")}
        numbers |= {k: say_change(v, digits=1, language=language) for k, v in paces.items()}
    others = say("brief.more", count=more) if more else ""
    return say(f"brief.{remark.key}", **numbers, names=first + others)


def _name(remark: Remark, code: str, name: str, *, say: Words) -> str:
    """The name of a commune; with how long it has been silent where that is what is told."""
    if remark.key != "long_silent":
        return name
    length = remark.silent_for.get(code)
    return f"{name} ({say('brief.silent_for', count=length) if length else say('brief.never')})"
