"""One view of a map sheet, still: its scene and its words, for whatever the server draws of it.

What our script reads of the same payload is the same (``lib/maps/assets/reading``); no drawing has
classes, a legend or a sentence of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lib.maps.scene import Look, Scene, UnitPaint, View
from lib.maps.sheet import Classing, Layer, Sentence, Sheet, Unit
from lib.maps.spoken import class_in, is_above, look_of, shown, unit_for
from lib.text import filled

_BLANKS: tuple[tuple[Look, str], ...] = (
    ("old", "old"), ("none", "no_report"), ("blank", "blank"),
    ("not-now", "not_now"), ("not-then", "not_then"), ("part", "part"),
    ("lacking", "lacking"), ("withheld", "withheld"),
    ("not-applicable", "not_applicable"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What of a sheet is looked at; each one that exists."""

    sheet: Sheet
    layer: Layer
    classing: Classing
    view: View
    flags: frozenset[str]
    """The communes that have all of these stand out; empty for all communes."""
    classes: frozenset[str] = frozenset()
    """So do those of these rows of the legend, by key; empty for all rows."""
    commune: str | None


class LegendRow(NamedTuple):
    """One line of the legend."""

    look: Look
    colour: str
    label: str
    communes: str
    chosen: bool = False
    """Whether somebody asked for the communes of this row."""


def looked_at(sheet: Sheet, query: Mapping[str, str]) -> Looked:
    """What an address says of the sheet; what it names wrongly falls back, as in the browser."""

    def named(kind: str, key: str) -> str | None:
        return next((ours for ours, theirs, _ in sheet.options[kind] if theirs == key), None)

    given = {ours: query.get(name, "") for ours, name in sheet.address.items()}
    layers = {layer.code: layer for layer in sheet.layers}
    layer = layers.get(given["indicator"], layers[sheet.first])
    mode = named("modes", given["mode"])
    flags = (named("flags", key) for key in given["flags"].split(","))
    return Looked(
        sheet=sheet,
        layer=layer,
        classing=next((c for c in layer.classings if c.mode == mode), layer.classings[0]),
        view="tiles" if named("views", given["view"]) == "tiles" else "boundary",
        flags=frozenset(flag for flag in flags if flag),
        classes=frozenset(filter(None, given.get("classes", "").split(","))),
        commune=given["commune"] if given["commune"] in sheet.codes() else None,
    )


def scene(looked: Looked) -> Scene:
    """The map as our script would draw it."""
    layer, words, sheet = looked.layer, looked.sheet.words, looked.sheet
    flags = {flag: word for flag, _, word in sheet.options["flags"]}
    cells = zip(sheet.units, looked.classing.cells, strict=True)
    return Scene(
        view=looked.view,
        colours=looked.classing.colours,
        units=[
            UnitPaint(
                code=unit.code,
                name=unit.name,
                cls=class_in(cell),
                look=look_of(cell),
                shown=shown(layer, i, cell, words=words),
                doubt=words["above_hundred"] if is_above(layer, i, cell) else "",
                flags=unit.flags,
                faded=not _stands_out(looked, unit, cell),
            )
            for i, (unit, cell) in enumerate(cells)
        ],
        selected=looked.commune,
        title=words["map"].format(name=layer.name),
        flags_shown=looked.flags or frozenset(flags),
        flag_words=flags,
    )


def _stands_out(looked: Looked, unit: Unit, cell: str) -> bool:
    key = cell if cell.isdigit() else look_of(cell)  # as the address calls the row of the legend
    wanted = not looked.classes or key in looked.classes
    return wanted and looked.flags <= set(unit.flags)


def filtered(looked: Looked) -> str:
    """How many communes the filters leave; "" where nothing is filtered."""
    if not looked.flags and not looked.classes:
        return ""
    cells = zip(looked.sheet.units, looked.classing.cells, strict=True)
    count = sum(_stands_out(looked, unit, cell) for unit, cell in cells)
    return _filled(looked, "filtered", count=count, total=len(looked.sheet.units))


def sentence(looked: Looked) -> Sentence:
    """The sentence on the province."""
    if looked.layer.pair:
        return looked.layer.pair.told
    value, reported, change, both = looked.layer.said
    name = looked.layer.name
    if not value:
        word = "unjudged" if reported else "nothing"
        return Sentence(looked.sheet.words[word].format(name=name, why=reported), "", "")
    before, after = looked.sheet.words["sentence"].split("{value}")
    told = "change_over" if both else "change"
    moved = f" {_filled(looked, told, change=change, count=both)}" if change else ""
    return Sentence(before.format(name=name), value, after.format(reported=reported) + moved)


def legend(looked: Looked) -> list[LegendRow]:
    """Classes with how many communes each holds, then the looks without a class."""
    classing, cells = looked.classing, looked.classing.cells
    counted = Counter(cells)
    inside = Counter(
        cell
        for unit, cell in zip(looked.sheet.units, cells, strict=True)
        if looked.flags <= set(unit.flags)
    )

    def row(look: Look, colour: str, label: str, *, signs: str) -> LegendRow:
        part, count = (sum(c[sign] for sign in signs) for c in (inside, counted))
        word = "count_of" if looked.flags else "count"
        chosen = (signs if look == "class" else look) in looked.classes
        number = _filled(looked, word, part=part, count=count)
        return LegendRow(look, colour, label, number, chosen)

    rows = [
        row("class", colour, class_label(looked, i), signs=str(i))
        for i, colour in enumerate(classing.colours)
    ]
    for look, word in _BLANKS:
        signs = "".join(sign for sign in counted if look_of(sign) == look)
        if signs or (look == "none" and looked.layer.kind != "place"):
            named = {"not-applicable": looked.layer.nothing, "lacking": looked.layer.lacking}
            own = named.get(look, "")
            rows.append(row(look, "", _capital(own or looked.sheet.words[word]), signs=signs))
    return rows


def _filled(looked: Looked, word: str, **values: object) -> str:
    words = looked.sheet.words
    return filled(words[word], words["language"], **values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def class_label(looked: Looked, index: int) -> str:
    """A class in words, and its half-open interval."""
    classing, words = looked.classing, looked.sheet.words
    word = words[classing.words[index]] if index < len(classing.words) else ""
    if word and (len(classing.words) == 2 or looked.layer.kind == "passage"):
        return word  # yes or no
    low = classing.breaks[index - 1] if index else None
    high = classing.breaks[index] if index < len(classing.breaks) else None
    if low is None:
        shape = "all" if high is None else "below"
    else:
        shape = "from" if high is None else "between"
    unit = unit_for(looked.layer, high or low or "", words)
    interval = words[shape].format(low=low, high=high, unit=unit)
    return words["with_word"].format(word=word, interval=interval) if word else interval


def note(looked: Looked, drawn: Mapping[str, str]) -> str:
    """What must be said under the map; ``drawn`` names the outlines by code."""
    communes = {unit.code: unit.name for unit in looked.sheet.units}
    said = [
        looked.sheet.words[word].format(names=", ".join(names))
        for word, names in unmatched(communes, drawn).items()
    ]
    return ". ".join(filter(None, (looked.sheet.shapes[looked.view].note, *said)))


def unmatched(communes: Mapping[str, str], drawn: Mapping[str, str]) -> dict[str, list[str]]:
    """Communes without outline, outlines without commune: names, by the word that tells them."""
    found = {
        "no_shape": [name for code, name in communes.items() if code not in drawn],
        "no_commune": [name for code, name in drawn.items() if code not in communes],
    }
    return {word: names for word, names in found.items() if names}


def rule(looked: Looked) -> str:
    """How a value finds its colour."""
    edges = looked.sheet.words["half_open"] if looked.classing.breaks else ""
    formula, flags = f"{looked.layer.formula}.", looked.sheet.words["flag_rule"]
    return " ".join(filter(None, (formula, looked.classing.rule, edges, flags)))
