"""The picture of an indicator: classes, values in words, flags, on the chosen boundaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.domain.classes import MapClass, class_index, class_of, classes_of
from lib.domain.indicators import Form, Indicator, Measured, State
from lib.domain.periods import Period
from lib.domain.places import Flag, PriorityFlag
from lib.maps.boundaries import Boundaries, by_name, current, tiles
from lib.maps.scene import LegendClass, Look, Scene, UnitPaint, View
from lib.services.house import House
from lib.text import Words, say_number

DRAWN_FROM_GRADE = 2
"""Flags of grade 1 stand in tables and profiles; on the map they would drown the others."""

FLAG_LETTERS = {Flag.BORDER: "b", Flag.REMOTE: "r", Flag.SPECIAL_DIFFICULTY: "s"}


@dataclass(frozen=True)
class Picture:
    """A scene with its classes and how many communes each holds."""

    scene: Scene
    classes: tuple[MapClass, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    blanks: Mapping[Look, int]
    """How many communes have no class, by what they look like instead."""
    boundaries: Boundaries


@dataclass(frozen=True)
class Looks:
    """How communes are classed and what is read out of them."""

    classes: tuple[MapClass, ...]
    labels: tuple[str, ...]
    places: Mapping[str, int | None]
    """Class by commune code; ``None`` for no figure."""
    told: Mapping[str, str]
    """By commune code."""
    title: str
    blank: Mapping[str, Look] = field(default_factory=dict)
    """Why communes have no figure, where it is not for want of a report."""
    aged: Mapping[str, int | None] = field(default_factory=dict)
    """Class of the old figure, of the communes that show one."""


def picture(
    house: House,
    measured: Measured,
    flags: Mapping[str, list[PriorityFlag]],
    say: Words,
    *,
    view: View,
    shown_flags: frozenset[Flag],
    selected: str | None,
) -> Picture:
    """What the map shows of an indicator."""
    indicator = measured.indicator
    classes = classes_of(measured, measured.commune_target)
    places = {code: class_of(measured, classes, code) for code in measured.communes.index}
    labels = tuple(class_label(c, measured, say) for c in classes)
    told = {code: shown(measured, code, say) for code in house.gazetteer.communes}
    return painted(
        house,
        Looks(
            classes,
            labels,
            places,
            told,
            indicator.name[say.language],
            _why_blank(measured),
            {
                str(code): class_index(classes, value)
                for code, value in measured.communes["old"].dropna().items()
            },
        ),
        flags,
        say,
        view=view,
        shown_flags=shown_flags,
        selected=selected,
    )


def painted(
    house: House,
    looks: Looks,
    flags: Mapping[str, list[PriorityFlag]],
    say: Words,
    *,
    view: View,
    shown_flags: frozenset[Flag],
    selected: str | None,
) -> Picture:
    """The picture of communes in classes, whatever the classes are of."""
    classes, labels = looks.classes, looks.labels
    boundaries = boundaries_for(house, view)
    scene = Scene(
        geometry=f"{boundaries.name}-{boundaries.digest}",
        bounds=boundaries.bounds,
        view=view,
        classes=[
            LegendClass(label=a, colour=c.colour) for a, c in zip(labels, classes, strict=True)
        ],
        units=[
            UnitPaint(
                code=code,
                name=commune.full_name,
                cls=looks.aged.get(code) if looks.places[code] is None else looks.places[code],
                shown=looks.told[code],
                flags=_letters(flags.get(code, ())),
                look=_blank_look(looks, code),
            )
            for code, commune in house.gazetteer.communes.items()
        ],
        selected=selected,
        title=looks.title,
        flags_shown=frozenset(FLAG_LETTERS[f] for f in shown_flags),
        flag_words={FLAG_LETTERS[f]: say(f"flag.{f}") for f in Flag},
    )
    found = list(looks.places.values())
    counts = tuple(found.count(i) for i in range(len(classes)))
    blanks = Counter(
        _blank_look(looks, code) or "none" for code, place in looks.places.items() if place is None
    )
    return Picture(scene, classes, labels, counts, blanks, boundaries)


def _why_blank(measured: Measured) -> dict[str, Look]:
    table = measured.communes
    reasons: dict[Look, pd.Series] = {
        "blank": table["blank"],
        "old": table["state"] == State.OLD,
        "lacking": table["state"] == State.NO_DENOMINATOR,
        "not-applicable": ~table["applies"],
        "withheld": table["withheld"],
    }
    return {str(c): look for look, these in reasons.items() for c in table.index[these]}


def _blank_look(looks: Looks, code: str) -> Look | None:
    """A class and "no report" need no look of their own; no meaning, or being withheld, does."""
    return looks.blank.get(code) if looks.places[code] is None else None


def boundaries_for(house: House, view: View) -> Boundaries:
    """The outlines that a kind of map draws; of a frozen moment those then in force.

    Where they are no longer there, today's: see ``freezes.outlines_lost``.
    """
    if view == "tiles":
        return tiles()
    data_dir = house.settings.data_dir
    then = by_name(house.freeze.boundaries, data_dir) if house.freeze else None
    return then or current(data_dir)


def _letters(flags: Iterable[PriorityFlag]) -> str:
    return "".join(FLAG_LETTERS[f.flag] for f in flags if f.grade >= DRAWN_FROM_GRADE)


def shown(measured: Measured, code: str, say: Words) -> str:
    """A commune's value as people read it, with its unit."""
    row = measured.communes.loc[code]
    if row["withheld"]:
        return say("map.withheld")
    if not row["applies"]:
        return nothing_of(measured.indicator, say)
    if row["state"] == State.NO_DENOMINATOR:
        return lacking_of(row["lacking"], say)
    if row["blank"] and row["state"] == State.NOT_SENT:
        return say("map.blank")
    old = row["state"] == State.OLD
    value, numerator = ("old", "old_numerator") if old else ("value", "numerator")
    text = value_in_words(measured, row[value], row[numerator], say)
    beside = aside(measured, code, say)
    return f"{text} ({beside})" if beside else text


def aside(measured: Measured, code: str, say: Words) -> str:
    """What must be said beside a commune's figure: the month of an old one, and how many villages
    it rests on where it is not all; "" where it is this period's and whole."""
    row = measured.communes.loc[code]
    told = []
    if row["state"] == State.OLD:
        then = Period.parse(row["old_for"])
        told.append(say("map.old_for", month=then.month, year=then.year))
        told += [say("map.blank_now")] if row["blank"] else []
    if pd.notna(row["part"]) and not row["withheld"]:
        part, whole = (say_number(float(row[n]), language=say.language) for n in ("part", "whole"))
        told.append(say("map.in_part", part=part, whole=whole))
    return ", ".join(told)


def lacking(measured: Measured, say: Words) -> str:
    """What is said where the denominator is missing, and which sheet has it; "" where nowhere."""
    sheets = sorted(set(measured.communes["lacking"]) - {""})
    return say("map.lacking", sheets=", ".join(s[:2] for s in sheets)) if sheets else ""


def lacking_of(template: str, say: Words) -> str:
    """What is said of one commune whose denominator stands in a sheet that has not come."""
    return say("map.lacking", sheets=template[:2])


def nothing_of(indicator: Indicator, say: Words) -> str:
    """What is said of a commune where the figure has no meaning; never "no report"."""
    return indicator.nothing[say.language] if indicator.nothing else say("map.not_applicable")


def value_in_words(measured: Measured, value: object, numerator: object, say: Words) -> str:
    """A value with its unit; "no report" where nobody reported."""
    if value is None or pd.isna(value):
        return say("map.no_report")
    indicator, language = measured.indicator, say.language
    if indicator.form is Form.COMMUNES:
        if indicator.unit["en"] == "yes/no":
            return say("map.yes") if float(str(value)) >= 1 else say("map.no")
        return f"{say_number(float(str(numerator)), language=language)} {indicator.unit[language]}"
    number = say_number(float(str(value)), digits=indicator.digits, language=language)
    text = f"{number} {indicator.unit[language]}"
    probable_error = indicator.form is Form.RATE and float(str(value)) > 100
    return f"{text} – {say('map.above_hundred')}" if probable_error else text


def class_label(item: MapClass, measured: Measured, say: Words) -> str:
    """A class in words: its half-open interval and what it means."""
    if measured.indicator.form in (Form.COMMUNES, Form.GAP):
        return say(f"class.{item.word}")
    language = say.language
    low, high = (
        None if edge is None else say_number(edge, digits=_digits(edge), language=language)
        for edge in (item.low, item.high)
    )
    unit = measured.indicator.unit[language]
    if low is None and high is None:
        interval = say("class.all")
    elif low is None:
        interval = say("class.below", high=high, unit=unit)
    elif high is None:
        interval = say("class.from", low=low, unit=unit)
    else:
        interval = say("class.between", low=low, high=high, unit=unit)
    return f"{say(f'class.{item.word}')}: {interval}" if item.word else interval


def _digits(edge: float) -> int:
    """As many decimals as a class edge has, two at most."""
    return next(d for d in (0, 1, 2) if d == 2 or round(edge, d) == edge)
