"""One view of a map sheet, still: the scene and the words that our script shows, for the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lib.maps.scene import LegendClass, Look, Scene, UnitPaint
from lib.maps.sheet import (
    BLANK,
    LACKING,
    NO_REPORT,
    NOT_APPLICABLE,
    NOT_NOW,
    NOT_THEN,
    PART,
    WITHHELD,
    Classing,
    Layer,
    Sheet,
    Unit,
    View,
)
from lib.text import filled, form_of, read_back

_LOOKS: Mapping[str, Look] = {
    NO_REPORT: "none", NOT_APPLICABLE: "not-applicable", WITHHELD: "withheld",
    LACKING: "lacking", BLANK: "blank", NOT_NOW: "not-now", NOT_THEN: "not-then", PART: "part",
}  # fmt: skip
_BLANKS: tuple[tuple[Look, str], ...] = (
    ("old", "old"), ("none", "no_report"), ("blank", "blank"),
    ("not-now", "not_now"), ("not-then", "not_then"), ("part", "part"),
    ("lacking", "lacking"), ("withheld", "withheld"),
    ("not-applicable", "not_applicable"),
)  # fmt: skip


_IN_WORDS: Mapping[str, str] = {
    "none": "no_report", "blank": "blank", "not-now": "not_now", "not-then": "not_then",
    "part": "part",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What of a sheet is looked at; each one that exists."""

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
        layer=layer,
        classing=next((c for c in layer.classings if c.mode == mode), layer.classings[0]),
        view="tiles" if named("views", given["view"]) == "tiles" else "boundary",
        flags=frozenset(flag for flag in flags if flag),
        classes=frozenset(filter(None, given.get("classes", "").split(","))),
        commune=given["commune"] if given["commune"] in sheet.codes() else None,
    )


def scene(sheet: Sheet, looked: Looked) -> Scene:
    """The map as our script would draw it."""
    layer, words = looked.layer, sheet.words
    drawn = [flag for flag, _, _ in sheet.options["flags"]]
    return Scene(
        geometry=sheet.shapes[looked.view].geometry,
        bounds=sheet.shapes[looked.view].bounds,
        view=looked.view,
        classes=[LegendClass(label="", colour=colour) for colour in looked.classing.colours],
        units=[
            UnitPaint(
                code=unit.code,
                name=unit.name,
                cls=_class(cell),
                look=_look(cell),
                shown=_shown(sheet, layer, i, cell),
                flags=unit.flags,
                faded=not _stands_out(looked, unit, cell),
            )
            for i, (unit, cell) in enumerate(zip(sheet.units, looked.classing.cells, strict=True))
        ],
        selected=looked.commune,
        title=words["map"].format(name=layer.name),
        flags_shown=looked.flags or frozenset(drawn),
        flag_words={flag: word for flag, _, word in sheet.options["flags"]},
    )


def _stands_out(looked: Looked, unit: Unit, cell: str) -> bool:
    wanted = not looked.classes or _key(cell) in looked.classes
    return wanted and looked.flags <= set(unit.flags)


def filtered(sheet: Sheet, looked: Looked) -> str:
    """How many communes the filters leave; "" where nothing is filtered."""
    if not looked.flags and not looked.classes:
        return ""
    cells = zip(sheet.units, looked.classing.cells, strict=True)
    count = sum(_stands_out(looked, unit, cell) for unit, cell in cells)
    return _filled(sheet, "filtered", count=count, total=len(sheet.units))


def sentence(sheet: Sheet, looked: Looked) -> tuple[str, str, str]:
    """The sentence on the province in three pieces: before the value, the value, after it."""
    if looked.layer.pair:
        return looked.layer.pair.told
    value, reported, change, both = looked.layer.said
    name = looked.layer.name
    if not value:
        return (
            sheet.words["unjudged" if reported else "nothing"].format(name=name, why=reported),
            "",
            "",
        )
    before, after = sheet.words["sentence"].split("{value}")
    told = "change_over" if both else "change"
    moved = f" {_filled(sheet, told, change=change, count=both)}" if change else ""
    return before.format(name=name), value, after.format(reported=reported) + moved


def legend(sheet: Sheet, looked: Looked) -> list[LegendRow]:
    """Classes with how many communes each holds, then the looks without a class."""
    classing, cells = looked.classing, looked.classing.cells
    counted = Counter(cells)
    inside = Counter(
        cell
        for unit, cell in zip(sheet.units, cells, strict=True)
        if looked.flags <= set(unit.flags)
    )

    def row(look: Look, colour: str, label: str, signs: str) -> LegendRow:
        part, count = (sum(c[sign] for sign in signs) for c in (inside, counted))
        word = "count_of" if looked.flags else "count"
        chosen = (signs if look == "class" else look) in looked.classes
        number = _filled(sheet, word, part=part, count=count)
        return LegendRow(look, colour, label, number, chosen)

    rows = [
        row("class", colour, class_label(sheet, looked, i), str(i))
        for i, colour in enumerate(classing.colours)
    ]
    for look, word in _BLANKS:
        signs = "".join(sign for sign in counted if _look(sign) == look)
        if signs or (look == "none" and looked.layer.kind != "place"):
            named = {"not-applicable": looked.layer.nothing, "lacking": looked.layer.lacking}
            own = named.get(look, "")
            rows.append(row(look, "", _capital(own or sheet.words[word]), signs))
    return rows


def _filled(sheet: Sheet, word: str, **values: object) -> str:
    return filled(sheet.words[word], sheet.words["language"], **values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def class_label(sheet: Sheet, looked: Looked, index: int) -> str:
    """A class in words, and its half-open interval."""
    classing, words = looked.classing, sheet.words
    word = words[classing.words[index]] if index < len(classing.words) else ""
    if word and (len(classing.words) == 2 or looked.layer.kind == "passage"):
        return word  # yes or no
    low = classing.breaks[index - 1] if index else None
    high = classing.breaks[index] if index < len(classing.breaks) else None
    if low is None:
        shape = "all" if high is None else "below"
    else:
        shape = "from" if high is None else "between"
    unit = _unit(looked.layer, high or low or "", words)
    interval = words[shape].format(low=low, high=high, unit=unit)
    return words["with_word"].format(word=word, interval=interval) if word else interval


def note(sheet: Sheet, looked: Looked, drawn: Mapping[str, str]) -> str:
    """What must be said under the map; ``drawn`` names the outlines by code."""
    communes = {unit.code: unit.name for unit in sheet.units}
    said = [
        sheet.words[word].format(names=", ".join(names))
        for word, names in unmatched(communes, drawn).items()
    ]
    return ". ".join(filter(None, (sheet.shapes[looked.view].note, *said)))


def unmatched(communes: Mapping[str, str], drawn: Mapping[str, str]) -> dict[str, list[str]]:
    """Communes without outline, outlines without commune: names, by the word that tells them."""
    found = {
        "no_shape": [name for code, name in communes.items() if code not in drawn],
        "no_commune": [name for code, name in drawn.items() if code not in communes],
    }
    return {word: names for word, names in found.items() if names}


def rule(sheet: Sheet, looked: Looked) -> str:
    """How a value finds its colour."""
    edges = sheet.words["half_open"] if looked.classing.breaks else ""
    said = (f"{looked.layer.formula}.", looked.classing.rule, edges, sheet.words["flag_rule"])
    return " ".join(filter(None, said))


def _class(cell: str) -> int | None:
    if cell in _LOOKS:
        return None
    return int(cell) if cell.isdigit() else ord(cell) - ord("a")


def _look(cell: str) -> Look:
    return _LOOKS.get(cell) or ("class" if cell.isdigit() else "old")


def _key(cell: str) -> str:
    """What the browser calls the row of the legend."""
    return cell if cell.isdigit() else _look(cell)


def _shown(sheet: Sheet, layer: Layer, index: int, cell: str) -> str:
    look, words = _look(cell), sheet.words
    aside = layer.asides.get(index)
    blank = {"lacking": layer.lacking, "withheld": words["withheld"]}
    if look in _IN_WORDS:
        text = words[_IN_WORDS[look]]
    elif look in blank:
        return blank[look]
    else:
        text = _valued(layer, index, look, words)
    return f"{text} ({aside})" if aside else text


def _valued(layer: Layer, index: int, look: Look, words: Mapping[str, str]) -> str:
    value = layer.values[index]
    if look == "not-applicable" or value is None:
        return layer.nothing or words["not_applicable"]
    if layer.kind == "yes_no":
        return words["yes" if value >= 1 else "no"]
    if layer.kind == "passage":
        return words[f"class_{('lost', 'same', 'gained')[value + 1]}"]
    if layer.kind == "change":
        number = _change(value, layer.digits, words)
    else:
        number = _number(value, layer.digits, words)
    return f"{number} {_unit(layer, number, words)}"


def _unit(layer: Layer, number: str, words: Mapping[str, str]) -> str:
    """The layer's unit in the form that goes with a number."""
    forms = words.get(f"unit_{layer.unit}")
    return form_of(read_back(forms), number, words["language"]) if forms else layer.unit


def _change(scaled: int, digits: int, words: Mapping[str, str]) -> str:
    """With its sign, whichever way; as ``sayChange`` in the browser."""
    return ("+" if scaled > 0 else "") + _number(scaled, digits, words)


def _number(scaled: int, digits: int, words: Mapping[str, str]) -> str:
    """A whole number, times ten to the power of ``digits``, as people write it."""
    text = f"{abs(scaled):0{digits + 1}d}"
    whole, rest = text[: len(text) - digits], text[len(text) - digits :]
    grouped = f"{int(whole):,}".replace(",", words["group"])
    return ("−" if scaled < 0 else "") + grouped + (words["decimal"] + rest if digits else "")
