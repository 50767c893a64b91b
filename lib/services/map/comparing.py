"""Two periods beside each other: what changed, in words and on the map sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.domain.figures.analysis.change import Change, Gap, change_between, digits_of
from lib.domain.figures.analysis.change_classes import change_classes
from lib.domain.figures.analysis.classes import Classes, class_index
from lib.domain.figures.indicators import Form, Indicator, Measured, State
from lib.domain.periods import Cadence, Period
from lib.domain.places.gazetteer import PriorityFlag
from lib.domain.quantities import Timing
from lib.maps.sheet import (
    LACKING,
    NO_REPORT,
    NOT_APPLICABLE,
    NOT_NOW,
    NOT_THEN,
    PART,
    WITHHELD,
    Classing,
    Layer,
    Pair,
    Sheet,
)
from lib.services.installation import Installation
from lib.services.map.change_words import (
    BLANK_WORDS,
    change_sentence,
    counted_over,
    gap_in_words,
    short,
)
from lib.services.map.sheet import Figures, rising_of
from lib.services.map.sheet import sheet as sheet_of
from lib.services.wording.values import lacking, nothing_of
from lib.text import Words, say_change


@dataclass(frozen=True, kw_only=True)
class Compared:
    """All indicators in two periods, the earlier first whichever was chosen first."""

    periods: tuple[Period, Period]
    then: Mapping[str, Measured]
    now: Mapping[str, Measured]


def change_sheet(
    installation: Installation,
    compared: Compared,
    flags: Mapping[str, list[PriorityFlag]],
    *,
    say: Words,
    chosen: Period,
    first: str,
    address: Mapping[str, str],
) -> Sheet:
    """The map sheet of the changes; ``chosen`` is the period the page is on."""
    bare = sheet_of(
        installation, Figures(now={}), flags, say=say, period=chosen, first=first, address=address
    )  # fmt: skip
    then, now = compared.periods
    codes = list(installation.gazetteer.communes)
    names = {code: c.full_name for code, c in installation.gazetteer.communes.items()}
    return replace(
        bare,
        against=str(then if chosen == now else now),
        layers=[
            _layer(
                change_between(compared.then[c], compared.now[c]),
                compared,
                codes,
                names=names,
                say=say,
            )
            for c in compared.now
        ],
        words={
            **bare.words,
            **{f"class_{w}": say(f"class.{w}") for w in _CLASS_WORDS},
            "then": short(then),
            "value": short(now),
            "delta": say("compare.delta"),
            "table": say("compare.table"),
            "map": say("compare.map"),
            "pair": say("compare.pair"),
            **{word: gap_in_words(gap, compared.periods, say) for gap, word in BLANK_WORDS.items()},
        },
    )


_CLASS_WORDS = (
    "fell_far", "fell", "fell_little", "steady", "rose_little", "rose", "rose_far",
    "lost", "same", "gained",
)  # fmt: skip


_CELLS = {
    Gap.WITHHELD: WITHHELD, Gap.NOTHING: NOT_APPLICABLE, Gap.NEITHER: NO_REPORT,
    Gap.NOT_NOW: NOT_NOW, Gap.NOT_THEN: NOT_THEN, Gap.LACKING: LACKING, Gap.PART: PART,
}  # fmt: skip


def nothing_between(change: Change, say: Words) -> str:
    """What is said where a change has no meaning."""
    if change.one_quarter:
        return say("compare.one_quarter")
    return nothing_of(change.indicator, say)


def old_beside(change: Change, code: str, periods: tuple[Period, Period], *, say: Words) -> str:
    """Of a commune that sent nothing for a period, the month of the figure known then."""
    of = change.communes.at
    months = {
        period: short(Period.parse(of[code, f"{side}_old_for"]))
        for side, period in zip(("then", "now"), periods, strict=True)
        if of[code, f"{side}_state"] == State.OLD
    }
    told = (say("compare.old_then", period=short(p), old=old) for p, old in months.items())
    return "; ".join(told)


def _layer(
    change: Change, compared: Compared, codes: list[str], *, names: Mapping[str, str], say: Words
) -> Layer:
    indicator, table = change.indicator, change.communes.reindex(codes)
    classes = change_classes(change)
    return Layer(
        code=indicator.code,
        group=say(f"group.{indicator.family}"),
        name=indicator.name[say.language],
        unit=change_unit(indicator, say),
        formula=indicator.formula[say.language],
        digits=digits_of(indicator),
        rising=rising_of(indicator),
        kind="passage" if indicator.yes_no else "change",
        nothing=nothing_between(change, say) if indicator.nothing or change.one_quarter else "",
        lacking=lacking(change.communes, say),
        asides={
            i: text
            for i, code in enumerate(codes)
            if table.at[code, "gap"]
            and (text := old_beside(change, code, compared.periods, say=say))
        },
        values=_scaled(table["change"], indicator),
        changes=[None] * len(codes),
        said=("", "", "", 0),
        classings=[
            Classing(
                mode="change",
                breaks=[_edge(low, say) for low in _lows(classes, indicator)],
                colours=[c.colour for c in classes],
                cells="".join(_cells(classes, table)),
                words=[f"class_{c.word}" for c in classes],
                rule=change_rule(indicator, say),
            )
        ],
        pair=Pair(
            then=_scaled(table["then"], indicator),
            now=_scaled(table["now"], indicator),
            unit="" if indicator.yes_no else indicator.unit[say.language],
            told=change_sentence(change, compared.periods, names, say=say),
            basis=counted_over(change, compared.periods, say),
        ),
    )


def _lows(classes: Classes, indicator: Indicator) -> list[float]:
    """The inner edges; a passage is told by words alone."""
    return [c.low for c in classes if c.low is not None and not indicator.yes_no]


def _scaled(values: pd.Series, indicator: Indicator) -> list[int | None]:
    scale = 10 ** digits_of(indicator)
    return [None if pd.isna(v) else round(v * scale) for v in values]


def _cells(classes: Classes, table: pd.DataFrame) -> list[str]:
    """What each commune looks like, a sign each."""
    return [
        _CELLS[Gap(gap)] if gap else str(class_index(classes, float(value)))
        for value, gap in zip(table["change"], table["gap"], strict=True)
    ]


def _edge(value: float, say: Words) -> str:
    """An edge of a class of changes, with its sign."""
    digits = 0 if value == int(value) else 1
    return say_change(value, digits=digits, language=say.language)


def change_unit(indicator: Indicator, say: Words) -> str:
    """What a commune's change is counted in: points where the figure is per cent."""
    if indicator.yes_no:
        return ""
    return say("map.points") if indicator.form is Form.RATE else indicator.unit[say.language]


def change_rule(indicator: Indicator, say: Words) -> str:
    """What is held against what."""
    timing = "flow" if indicator.numerator.timing is Timing.FLOW else "stock"
    rule = say(f"compare.{timing}")
    if indicator.cadence in (Cadence.YEARLY, Cadence.QUARTERLY):
        rule += " " + say("compare.sparse", cadence=say(f"cadence.{indicator.cadence}"))
    return rule
