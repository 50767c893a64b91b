"""Two periods beside each other: what changed, in words and on the map sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.domain.change import Change, change_between, change_classes, is_yes_no
from lib.domain.classes import Classes, MapClass, class_index
from lib.domain.indicators import Better, Form, Indicator, Measured
from lib.domain.periods import Cadence, Period
from lib.domain.places import PriorityFlag
from lib.domain.quantities import Timing
from lib.maps.sheet import NO_REPORT, NOT_APPLICABLE, WITHHELD, Classing, Layer, Pair, Sheet
from lib.services.house import House
from lib.services.scenes import nothing_of
from lib.services.sheets import Figures
from lib.services.sheets import sheet as sheet_of
from lib.services.wording import Sentence
from lib.text import Words, say_change, say_number

_MOST_NAMES = 5


@dataclass(frozen=True, kw_only=True)
class Compared:
    """All indicators in two periods, the earlier first whichever was chosen first."""

    periods: tuple[Period, Period]
    then: Mapping[str, Measured]
    now: Mapping[str, Measured]


def short(period: Period) -> str:
    """ "8/2026"."""
    return f"{period.month}/{period.year}" if period.month else str(period.year)


def change_sheet(
    house: House,
    compared: Compared,
    flags: Mapping[str, list[PriorityFlag]],
    say: Words,
    *,
    chosen: Period,
    first: str,
    address: Mapping[str, str],
) -> Sheet:
    """The map sheet of the changes; ``chosen`` is the period the page is on."""
    bare = sheet_of(
        house, Figures(now={}), flags, say, period=chosen, first=first, address=address
    )  # fmt: skip
    then, now = compared.periods
    codes = list(house.gazetteer.communes)
    names = {code: c.full_name for code, c in house.gazetteer.communes.items()}
    return replace(
        bare,
        against=str(then if chosen == now else now),
        layers=[
            _layer(change_between(compared.then[c], compared.now[c]), compared, codes, names, say)
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
            "no_report": say("compare.missing"),
        },
    )


_CLASS_WORDS = (
    "fell_far", "fell", "fell_little", "steady", "rose_little", "rose", "rose_far",
    "lost", "same", "gained",
)  # fmt: skip


def _layer(
    change: Change, compared: Compared, codes: list[str], names: Mapping[str, str], say: Words
) -> Layer:
    indicator, table = change.indicator, change.communes.reindex(codes)
    classes = change_classes(change)
    return Layer(
        code=indicator.code,
        group=say(f"group.{indicator.code.rstrip('0123456789')}"),
        name=indicator.name[say.language],
        unit=change_unit(indicator, say),
        formula=indicator.formula[say.language],
        digits=_digits(indicator),
        rising={Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}[indicator.better],
        kind="passage" if is_yes_no(indicator) else "change",
        nothing=nothing_of(indicator, say) if indicator.nothing else "",
        values=_scaled(table["change"], indicator),
        changes=[None] * len(codes),
        said=("", "", "", 0),
        classings=[
            Classing(
                mode="change",
                breaks=[edge(c.low, say) for c in classes if c.low is not None],
                colours=[c.colour for c in classes],
                cells="".join(_cells(classes, table, _nothing(compared, indicator.code, codes))),
                words=[f"class_{c.word}" for c in classes],
                rule=change_rule(indicator, say),
            )
        ],
        pair=Pair(
            then=_scaled(table["then"], indicator),
            now=_scaled(table["now"], indicator),
            unit="" if is_yes_no(indicator) else indicator.unit[say.language],
            told=change_sentence(change, compared.periods, names, say),
            basis=counted_over(change, compared.periods, say),
        ),
    )


def _digits(indicator: Indicator) -> int:
    return 0 if indicator.form is Form.COMMUNES else indicator.digits


def _scaled(values: pd.Series, indicator: Indicator) -> list[int | None]:
    scale = 10 ** _digits(indicator)
    return [None if pd.isna(v) else round(v * scale) for v in values]


def _nothing(compared: Compared, code: str, codes: list[str]) -> pd.Series:
    """Where a period had nothing to divide by, by commune."""
    found = pd.Series(False, index=codes)
    for measured in (compared.then[code], compared.now[code]):
        table = measured.communes.reindex(codes)
        found |= ~table["applies"]
    return found


def _cells(classes: Classes, table: pd.DataFrame, nothing: pd.Series) -> list[str]:
    """What each commune looks like, a sign each."""
    signs = []
    for value, withheld, empty in zip(table["change"], table["withheld"], nothing, strict=True):
        if withheld:
            signs.append(WITHHELD)
        elif pd.notna(value):
            signs.append(str(class_index(classes, float(value))))
        else:
            signs.append(NOT_APPLICABLE if empty else NO_REPORT)
    return signs


def edge(value: float, say: Words) -> str:
    """An edge of a class of changes, with its sign."""
    digits = 0 if value == int(value) else 1
    return say_change(value, digits=digits, language=say.language)


def class_label(item: MapClass, indicator: Indicator, say: Words) -> str:
    """A class of changes in words: what it means and its half-open interval."""
    word = say(f"class.{item.word}")
    if is_yes_no(indicator):
        return word
    low, high = (None if e is None else edge(e, say) for e in (item.low, item.high))
    unit = change_unit(indicator, say)
    if low is None:
        return f"{word}: {say('class.below', high=high, unit=unit)}"
    if high is None:
        return f"{word}: {say('class.from', low=low, unit=unit)}"
    return f"{word}: {say('class.between', low=low, high=high, unit=unit)}"


def change_unit(indicator: Indicator, say: Words) -> str:
    """What a commune's change is counted in: points where the figure is per cent."""
    if is_yes_no(indicator):
        return ""
    return say("map.points") if indicator.form is Form.RATE else indicator.unit[say.language]


def change_rule(indicator: Indicator, say: Words) -> str:
    """What is held against what."""
    timing = "flow" if indicator.numerator.timing is Timing.FLOW else "stock"
    rule = say(f"compare.{timing}")
    if indicator.cadence in (Cadence.YEARLY, Cadence.QUARTERLY):
        rule += " " + say("compare.sparse", cadence=say(f"cadence.{indicator.cadence}"))
    return rule


def change_sentence(
    change: Change, periods: tuple[Period, Period], names: Mapping[str, str], say: Words
) -> Sentence:
    """One true sentence on the whole; it names who moved away from progress."""
    then, now = map(short, periods)
    before = say("compare.before", name=change.indicator.name[say.language], then=then, now=now)
    counts = _counts(change, names, say)
    if change.moved is None:
        return Sentence(before, say("compare.unclear"), f"{counts}.")
    values = say(
        "compare.values", then=_whole(change.then, change, say), now=_whole(change.now, change, say)
    )
    return Sentence(before, _moved(change.moved, change, say), f"{values}{counts}.")


def _whole(value: float | None, change: Change, say: Words) -> str:
    number = say_number(value, digits=change.indicator.digits, language=say.language)
    return f"{number} %" if change.indicator.is_percent else number


def _moved(moved: float, change: Change, say: Words) -> str:
    if moved == 0:
        return say("compare.still")
    indicator = change.indicator
    number = say_number(abs(moved), digits=indicator.digits, language=say.language)
    unit = say("map.points") if indicator.is_percent else indicator.unit[say.language]
    return say("compare.rose" if moved > 0 else "compare.fell", change=f"{number} {unit}")


def _counts(change: Change, names: Mapping[str, str], say: Words) -> str:
    """How many rose, fell, stayed, and lack a figure; nothing of what no commune has by itself."""
    if change.indicator.form is Form.GAP:
        return ""
    passed = is_yes_no(change.indicator)
    up, down = ("gained", "lost") if passed else ("up", "down")
    told = _count(up, change.up(), change, names, say)
    told += _count(down, change.down(), change, names, say)
    if change.unmoved:
        told += say("compare.as_before" if passed else "compare.same", count=change.unmoved)
    if change.incomplete:
        told += say("compare.incomplete", count=change.incomplete)
    return told


def _count(way: str, codes: list[str], change: Change, names: Mapping[str, str], say: Words) -> str:
    """Communes that went one way; by name where it is not the way of progress."""
    if not codes:
        return say(f"compare.{way}_none")
    if codes != change.wrong_way():
        return say(f"compare.{way}", count=len(codes))
    told = ", ".join(names[code] for code in codes[:_MOST_NAMES])
    if len(codes) > _MOST_NAMES:
        told = say("compare.others", names=told, count=len(codes) - _MOST_NAMES)
    return say(f"compare.{way}_named", count=len(codes), names=told)


def counted_over(change: Change, periods: tuple[Period, Period], say: Words) -> str:
    """Who the provincial figures rest on; nothing where it is the same communes twice."""
    if change.both == change.reported_then == change.reported_now:
        return ""
    then, now = map(short, periods)
    told = [
        say(
            "compare.reported",
            then=change.reported_then,
            now=change.reported_now,
            then_period=then,
            now_period=now,
        )
    ]
    if change.both_moved is not None:
        moved = _moved(change.both_moved, change, say)
        told.append(say("compare.both", count=change.both, change=moved))
    return " ".join(told)
