"""The map sheet: every indicator of a period, ready for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from lib.domain.figures.analysis.change import digits_of, whole_in_both
from lib.domain.figures.analysis.classes import Classes, Mode, class_index, class_modes
from lib.domain.figures.analysis.groups import is_ranked
from lib.domain.figures.indicators import Better, Form, Indicator, Measured, State
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag
from lib.maps.boundaries import Boundaries
from lib.maps.sheet import (
    BLANK,
    LACKING,
    NO_REPORT,
    NOT_APPLICABLE,
    WITHHELD,
    Bounds,
    Classing,
    Layer,
    Said,
    Shape,
    Sheet,
    Unit,
)
from lib.services.boundaries import boundaries_for
from lib.services.installation import Installation
from lib.services.view_address import FILES, MODES, MOMENT, VIEWS, address_of
from lib.services.wording import figures as wording
from lib.services.wording.values import DRAWN_FROM_GRADE, FLAG_LETTERS, aside, lacking, nothing_of
from lib.text import Words, say_number

VIEW_KEYS = {view: key for key, view in VIEWS.items()}
_WORDS = (
    "indicator", "view", "flags", "classes", "legend", "table", "filtered", "clear", "all_rows",
    "fewer_rows", "no_report", "blank", "old", "lacking", "not_applicable", "withheld", "zero",
    "above_hundred",
    "no_shape", "no_commune", "no_report_short",
    "half_open", "count", "count_of", "yes", "no", "sentence", "change",
    "nothing", "unjudged", "rank",
    "commune", "value", "delta", "change_over", "rank_of", "zoom_in", "zoom_out", "reset",
    "zoom_hint", "below", "between", "from", "all", "with_word", "map", "choose",
    "series", "series_wait", "series_failed", "series_note", "series_reported", "series_period",
    "series_province", "series_who", "series_missing",
    "ledger", "ledger_note", "ledger_gap", "ledger_gap_to", "ledger_trend", "ledger_received",
)  # fmt: skip


_CLASS_WORDS = ("no", "yes", "no_priority", "priority", "far_behind", "behind", "near", "reached")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is known in a period, by indicator code."""

    now: Mapping[str, Measured]
    before: Mapping[str, Measured] = field(default_factory=dict)
    """Of the period before; empty where nobody reported it."""


def sheet(
    installation: Installation,
    figures: Figures,
    flags: Mapping[str, list[PriorityFlag]],
    *,
    say: Words,
    period: Period,
    first: str,
    address: Mapping[str, str],
) -> Sheet:
    """The map sheet of a period."""
    return Sheet(
        period=str(period),
        freeze=installation.freeze.code if installation.freeze else "",
        moment=address_of(installation.freeze).get(MOMENT, ""),
        shapes={
            "boundary": _shape(boundaries_for(installation, "boundary"), say),
            "tiles": _shape(boundaries_for(installation, "tiles"), say),
        },
        units=[
            Unit(
                code=code,
                name=commune.full_name,
                flags=_letters(flags.get(code, [])),
            )
            for code, commune in installation.gazetteer.communes.items()
        ],
        layers=[
            _layer(code, figures, list(installation.gazetteer.communes), say=say)
            for code in figures.now
        ],
        options={
            "views": [(v, key, say(f"map.view_{v}")) for v, key in VIEW_KEYS.items()],
            "modes": [(str(m), key, say(f"sheet.mode_{m}")) for m, key in MODES.items()],
            "flags": [(FLAG_LETTERS[f], str(f), say(f"flag.{f}")) for f in Flag],
            "files": [(kind, kind, say(f"export.{kind}")) for kind in FILES],
        },
        address=address,
        first=first,
        words=words_of(say),
    )


def words_of(say: Words) -> dict[str, str]:
    """The sentences of the sheet; names in braces are filled in by the browser."""
    sample = say_number(1234.5, digits=1, language=say.language)
    return {
        **{key: say(f"sheet.{key}") for key in _WORDS},
        **{f"class_{word}": say(f"class.{word}") for word in _CLASS_WORDS},
        **{key: say(f"link.{key}") for key in ("copy", "copied", "copy_by_hand")},
        **wording.unit_words(say),
        "download": say("export.download"),
        "flag_rule": say("legend.flags", grade=DRAWN_FROM_GRADE),
        "language": say.language,
        "decimal": sample[-2],
        "group": sample[1],
    }


def _shape(boundaries: Boundaries, say: Words) -> Shape:
    note = say(f"boundaries.source.{boundaries.name}") if boundaries.schematic else ""
    return Shape(geometry=boundaries.key, bounds=_short(boundaries.bounds), note=note.rstrip("."))


def _short(bounds: Bounds) -> Bounds:
    west, south, east, north = (round(edge, 4) for edge in bounds)
    return (west, south, east, north)


def _letters(flags: list[PriorityFlag]) -> str:
    return "".join(FLAG_LETTERS[f.flag] for f in flags if f.grade >= DRAWN_FROM_GRADE)


def _layer(code: str, figures: Figures, communes: list[str], *, say: Words) -> Layer:
    now = figures.now[code]
    before = now.comparable(figures.before.get(code))
    indicator = now.indicator
    values = read_values(now, communes)
    earlier = read_values(before, communes) if before else [None] * len(communes)
    same = whole_in_both(before, now).reindex(communes) if before else [False] * len(communes)
    old = read_values(now, communes, old=True)
    classings = class_modes(now, now.commune_target)
    return Layer(
        code=code,
        group=say(f"group.{indicator.family}"),
        name=indicator.name[say.language],
        unit=indicator.unit[say.language],
        formula=indicator.formula[say.language],
        digits=digits_of(indicator),
        rising=rising_of(indicator),
        kind=_kind(indicator),
        values=[o if v is None else v for v, o in zip(values, old, strict=True)],
        changes=[
            a - b if alike and a is not None and b is not None else None
            for a, b, alike in zip(values, earlier, same, strict=True)
        ],
        said=_said(now, before, say),
        nothing=nothing_of(indicator, say) if indicator.nothing else "",
        lacking=lacking(now.communes, say),
        asides={i: text for i, c in enumerate(communes) if (text := aside(now, c, say))},
        classings=[
            _classing(
                mode,
                classes,
                now,
                cells=cells_of(classes, now, values, old=old, communes=communes),
                say=say,
            )
            for mode, classes in classings.items()
        ],
    )


def _classing(mode: Mode, classes: Classes, now: Measured, *, cells: str, say: Words) -> Classing:
    # Without any figure there is nothing to class, and nothing to tell of classes.
    shown = classes if set(cells) - {NO_REPORT, NOT_APPLICABLE, WITHHELD, LACKING, BLANK} else ()
    return Classing(
        mode=mode,
        breaks=[_edge(low, say) for low in _lows(shown, now.indicator)],
        colours=[c.colour for c in shown],
        cells=cells,
        words=[f"class_{c.word}" for c in shown if c.word],
        rule=_rule(now, mode, say),
    )


def _lows(classes: Classes, indicator: Indicator) -> list[float]:
    """The inner edges; classes that a word tells whole, as yes and no, have none."""
    in_words = indicator.form in (Form.GAP, Form.COMMUNES)
    return [c.low for c in classes if c.low is not None and not in_words]


def rising_of(indicator: Indicator) -> int:
    """1 where the higher commune ranks first, -1 where the lower does, 0 where none is ranked."""
    if not is_ranked(indicator):
        return 0
    return 1 if indicator.better is Better.HIGHER else -1


def _kind(indicator: Indicator) -> Literal["number", "share", "yes_no", "place"]:
    if indicator.form is Form.GAP:
        return "place"
    if indicator.yes_no:
        return "yes_no"
    return "share" if indicator.form is Form.RATE else "number"


def read_values(measured: Measured, communes: list[str], *, old: bool = False) -> list[int | None]:
    """Each commune's value as people read it, times ten to the power of its decimals.

    Of "communes with at least one", the number that the commune has. ``old``: the old figures
    instead, of the communes that have none for the period.
    """
    indicator = measured.indicator
    now, before = ("numerator", "old_numerator") if indicator.form is Form.COMMUNES else (
        "value", "old")  # fmt: skip
    column = before if old else now
    digits = digits_of(indicator)
    return [
        None if pd.isna(value) else int(round(Decimal(str(value)), digits).scaleb(digits))
        for value in measured.communes[column].reindex(communes)
    ]


def cells_of(
    classes: Classes,
    now: Measured,
    values: list[int | None],
    *,
    old: list[int | None],
    communes: list[str],
) -> str:
    """What each commune looks like, a sign each."""
    if now.indicator.form is Form.GAP and now.value is not None:
        return "".join(str(int(code in now.priority)) for code in communes)
    scale = 10 ** digits_of(now.indicator)
    table = now.communes.reindex(communes)
    without = np.select(
        [table["state"] == State.NO_DENOMINATOR, ~table["applies"], table["blank"]],
        [LACKING, NOT_APPLICABLE, BLANK],
        default=NO_REPORT,
    )
    rows = zip(values, old, table["withheld"], without, strict=True)
    return "".join(_cell(classes, scale, row) for row in rows)


def _cell(classes: Classes, scale: int, row: tuple[int | None, int | None, bool, str]) -> str:
    """The sign of a commune from value, old value, whether withheld, and what it has without."""
    value, old, withheld, without = row
    if withheld:
        return WITHHELD
    if value is not None:
        return str(class_index(classes, value / scale))
    if old is not None:
        return chr(ord("a") + (class_index(classes, old / scale) or 0))
    return without


def _said(now: Measured, before: Measured | None, say: Words) -> Said:
    """Of the province: its value, who reported, the change and over how many communes."""
    reported = "; ".join(filter(None, (wording.shares(now, say), wording.reported(now, say))))
    if now.value is None:
        return ("–" if now.held_back else "", reported * (now.held_back > 0 or now.unjudged), "", 0)
    indicator, language = now.indicator, say.language
    unit = "%" if indicator.is_percent else indicator.unit[language]
    value = say_number(now.value, digits=indicator.digits, language=language)
    told = f"{value} {say.unit(value, unit)}"
    return (told, reported, *wording.moved_by(now, before, say))


def _edge(edge: float, say: Words) -> str:
    """An edge with as many decimals as it has, two at most."""
    digits = next(d for d in (0, 1, 2) if d == 2 or round(edge, d) == edge)
    return say_number(edge, digits=digits, language=say.language)


def _rule(now: Measured, mode: Mode, say: Words) -> str:
    """What the classes are held against."""
    target = now.target
    if now.indicator.form is Form.GAP:
        return f"{say('legend.provincial')}."
    if now.indicator.form is Form.COMMUNES or mode is not Mode.TARGET or target is None:
        return ""
    value = say_number(target.value, language=say.language)
    return f"{say('legend.against_target', value=value, basis=target.basis)}."
