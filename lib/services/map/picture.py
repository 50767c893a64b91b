"""The picture of an indicator: classes, values in words, flags, on the chosen boundaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.domain.figures.analysis.classes import MapClass, class_index, class_of, classes_of
from lib.domain.figures.indicators import Measured, State
from lib.domain.places.gazetteer import Flag, PriorityFlag
from lib.maps.boundaries import Boundaries
from lib.maps.scene import LegendClass, Look, Scene, UnitPaint, View
from lib.services.boundaries import boundaries_for
from lib.services.installation import Installation
from lib.services.wording.values import DRAWN_FROM_GRADE, FLAG_LETTERS, class_label, shown
from lib.text import Words


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
    installation: Installation,
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
    told = {code: shown(measured, code, say) for code in installation.gazetteer.communes}
    return painted(
        installation,
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
    installation: Installation,
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
    boundaries = boundaries_for(installation, view)
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
            for code, commune in installation.gazetteer.communes.items()
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


def _letters(flags: Iterable[PriorityFlag]) -> str:
    return "".join(FLAG_LETTERS[f.flag] for f in flags if f.grade >= DRAWN_FROM_GRADE)
