"""A commune's figure in words, out of the map sheet, as ``reading/figures.js`` says it."""

from __future__ import annotations

from collections.abc import Mapping

from lib.maps.scene import Look
from lib.maps.sheet import (
    BLANK,
    LACKING,
    NO_REPORT,
    NOT_APPLICABLE,
    NOT_NOW,
    NOT_THEN,
    PART,
    WITHHELD,
    Layer,
)
from lib.text import form_of, read_back

_LOOKS: Mapping[str, Look] = {
    NO_REPORT: "none", NOT_APPLICABLE: "not-applicable", WITHHELD: "withheld",
    LACKING: "lacking", BLANK: "blank", NOT_NOW: "not-now", NOT_THEN: "not-then", PART: "part",
}  # fmt: skip
_IN_WORDS: Mapping[str, str] = {
    "none": "no_report", "blank": "blank", "not-now": "not_now", "not-then": "not_then",
    "part": "part",
}  # fmt: skip


def class_in(cell: str) -> int | None:
    """The class that a sign of ``Classing.cells`` names, of an old figure too."""
    if cell in _LOOKS:
        return None
    return int(cell) if cell.isdigit() else ord(cell) - ord("a")


def look_of(cell: str) -> Look:
    """What a commune with this sign looks like."""
    return _LOOKS.get(cell) or ("class" if cell.isdigit() else "old")


def shown(layer: Layer, index: int, cell: str, *, words: Mapping[str, str]) -> str:
    """What is read out: the figure, and what must be said beside it."""
    look, aside = look_of(cell), layer.asides.get(index)
    blank = {"lacking": layer.lacking, "withheld": words["withheld"]}
    if look in blank:
        return blank[look]
    text = words[_IN_WORDS[look]] if look in _IN_WORDS else _valued(layer, index, look, words=words)
    return f"{text} ({aside})" if aside else text


def is_above(layer: Layer, index: int, cell: str) -> bool:
    """Whether it is a share above a hundred, which is probably an error."""
    value = layer.values[index]
    if layer.kind != "share" or value is None or look_of(cell) != "class":
        return False
    return value > 100 * 10.0**layer.digits


def unit_for(layer: Layer, number: str, words: Mapping[str, str]) -> str:
    """The layer's unit in the form that goes with a number."""
    forms = words.get(f"unit_{layer.unit}")
    return form_of(read_back(forms), number, words["language"]) if forms else layer.unit


def _valued(layer: Layer, index: int, look: Look, *, words: Mapping[str, str]) -> str:
    value = layer.values[index]
    if look == "not-applicable" or value is None:
        return layer.nothing or words["not_applicable"]
    if layer.kind == "yes_no":
        return words["yes" if value >= 1 else "no"]
    if layer.kind == "passage":
        return words[f"class_{('lost', 'same', 'gained')[value + 1]}"]
    say = say_change if layer.kind == "change" else say_number
    number = say(value, layer.digits, words)
    return f"{number} {unit_for(layer, number, words)}"


def say_change(scaled: int, digits: int, words: Mapping[str, str]) -> str:
    """With its sign, whichever way."""
    return ("+" if scaled > 0 else "") + say_number(scaled, digits, words)


def say_number(scaled: int, digits: int, words: Mapping[str, str]) -> str:
    """A whole number, times ten to the power of ``digits``, as people write it."""
    text = f"{abs(scaled):0{digits + 1}d}"
    whole, rest = text[: len(text) - digits], text[len(text) - digits :]
    grouped = f"{int(whole):,}".replace(",", words["group"])
    return ("−" if scaled < 0 else "") + grouped + (words["decimal"] + rest if digits else "")
