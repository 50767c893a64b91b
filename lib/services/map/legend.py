"""The legend of a map in words: how a value finds its colour, and what communes without one are."""

from __future__ import annotations

from lib.domain.figures.indicators import Form, Measured
from lib.domain.places.gazetteer import Flag
from lib.maps.scene import Look
from lib.services.map.picture import Picture
from lib.services.wording.values import FLAG_LETTERS, lacking, nothing_of
from lib.text import Words, say_number


def rule(measured: Measured, picture: Picture, say: Words) -> str:
    """How a value finds its colour."""
    if measured.indicator.form is Form.COMMUNES:
        return ""
    if measured.indicator.form is Form.GAP:
        return say("legend.provincial")
    target = measured.target
    if target and any(c.word == "reached" for c in picture.classes):
        value = say_number(target.value, language=say.language)
        return say("legend.against_target", value=value, basis=target.basis)
    return say("legend.half_open")


def blank_lines(measured: Measured, picture: Picture, say: Words) -> list[tuple[Look, str, int]]:
    """Of the legend: look, words and number of the communes without a class, by why that is."""
    words: dict[Look, str] = {
        "not-applicable": nothing_of(measured.indicator, say),
        "old": say("sheet.old"),
        "none": say("map.no_report"),
        "blank": say("map.blank"),
        "lacking": lacking(measured, say),
        "withheld": say("map.withheld"),
    }
    silent = measured.indicator.form is not Form.GAP
    return [
        (look, f"{word[:1].upper()}{word[1:]}", picture.blanks.get(look, 0))
        for look, word in words.items()
        if picture.blanks.get(look) or (look == "none" and silent)
    ]


def flags_drawn(picture: Picture) -> list[Flag]:
    """The flags whose signs the map shows, in the order of the legend."""
    return [f for f in Flag if FLAG_LETTERS[f] in picture.scene.flags_shown]
