"""The map sheet of one period: every indicator's values, classes and words, for our script.

It travels once a period. What is looked at (indicator, classes, filters, commune) is no part of it:
the browser keeps that, so that a choice costs no message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from lib.maps.scene import View

Said = tuple[str, str, str, int]
Bounds = tuple[float, float, float, float]

NO_REPORT, NOT_APPLICABLE, WITHHELD, LACKING, BLANK = "-", "x", "w", "m", "k"
"""What stands in ``Classing.cells`` where a commune has no class."""
NOT_NOW, NOT_THEN, PART = "t", "n", "p"
"""Of two periods: sent for the earlier alone, for the later alone, for both but in part."""

# Inside a JSON string each of these may as well stand as \uXXXX. Escaped, the text can
# no longer end a script or open a template literal (`${`), and the two programs it passes
# through leave it alone: branca compiles it as a Jinja template (`{{ }}`, `{% %}`), which
# would run on our server, and st_folium takes `_name` for a variable.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`${}_\u2028\u2029"}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way to draw the province."""

    geometry: str
    """Name of the boundaries as their URL has it: ``<name>-<digest>``."""
    bounds: Bounds
    """West, south, east, north."""
    note: str = ""
    """What must be said beside it, as that it is schematic."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One commune."""

    code: str
    name: str
    flags: str = ""
    """Any of ``b`` border, ``r`` remote, ``s`` special difficulty."""


@dataclass(frozen=True, kw_only=True)
class Classing:
    """One way to part an indicator's values."""

    mode: str
    breaks: Sequence[str]
    """The inner edges, as people read them."""
    colours: Sequence[str]
    cells: str
    """A sign for each commune: its class 0–9, or a–j the class of its old figure, or ``NO_REPORT``,
    ``NOT_APPLICABLE``, ``WITHHELD``, ``LACKING`` (the denominator), ``BLANK`` (the
    sheet came, its place is empty), ``NOT_NOW``, ``NOT_THEN``,
    ``PART``."""
    words: Sequence[str] = ()
    """Keys of the words of the classes, where they have any."""
    rule: str = ""
    """What the classes are held against."""


class Sentence(NamedTuple):
    """One sentence in three pieces, so that a drawing can stress the value."""

    before: str
    value: str
    after: str

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What a change was taken from."""

    then: Sequence[int | None]
    now: Sequence[int | None]
    """By commune, as ``Layer.values``."""
    unit: str
    """Of the two; that of their difference may be another, as points for per cent."""
    told: Sentence
    basis: str = ""
    """Which communes the provincial figures rest on."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One indicator in the period."""

    code: str
    group: str
    name: str
    unit: str
    formula: str
    digits: int
    rising: int
    """1 where higher is better, -1 where lower is, 0 where communes are not ranked."""
    kind: Literal["number", "share", "yes_no", "change", "passage", "place"]
    """A place has no figure of its own, only a class: the figure is the province's. A share above
    100 is marked as a probable error. A change is the difference of two periods;
    of yes and no, it is a passage: -1 lost, 0 the same, 1 gained."""
    values: Sequence[int | None]
    """By commune, times ten to the power of ``digits``; the old figure where there is none for
    this period."""
    changes: Sequence[int | None]
    """Against the period before, in the same way."""
    said: Said
    """Of the province: value, who reported, change; "" where unknown. Last, over how many communes
    the change is told, 0 where those are all that reported."""
    classings: Sequence[Classing]
    nothing: str = ""
    """What is said where the figure has no meaning; "" for the usual words."""
    lacking: str = ""
    """What is said where the denominator is missing."""
    asides: Mapping[int, str] = field(default_factory=dict)
    """What must be said beside a figure, by place of its commune: the month of an old one, and
    how many villages it rests on where it is not all."""
    pair: Pair | None = None
    """The two figures behind a change."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything the browser needs to show a period."""

    period: str
    """As the address has it."""
    shapes: Mapping[View, Shape]
    units: Sequence[Unit]
    layers: Sequence[Layer]
    options: Mapping[str, Sequence[tuple[str, str, str]]]
    """Of ``views``, ``modes``, ``flags``, ``files``: our key, the key in the address, the word."""
    address: Mapping[str, str]
    """Names of the choices in the page's address."""
    first: str
    """The indicator shown when nobody asked for another."""
    words: Mapping[str, str] = field(default_factory=dict)
    freeze: str = ""
    """Code of the frozen moment that the figures are of; "" for those of now."""
    moment: str = ""
    """The moment of the past that the figures are of, as the address has it."""
    against: str = ""
    """The period it is compared with, as the address has it; "" for none."""

    def codes(self) -> frozenset[str]:
        """The communes somebody can click."""
        return frozenset(unit.code for unit in self.units)

    def indicators(self) -> frozenset[str]:
        """The indicators somebody can look at."""
        return frozenset(layer.code for layer in self.layers)

    def payload(self) -> str:
        """Compact JSON that stays data wherever it is pasted: script, template or ``eval``."""
        return self._payload

    @cached_property
    def _payload(self) -> str:
        groups = list(dict.fromkeys(layer.group for layer in self.layers))
        palette = sorted({c for a in self.layers for k in a.classings for c in k.colours})
        asides = sorted({text for layer in self.layers for text in layer.asides.values()})
        # Many indicators are told by the same report: what is said beside them is the same too.
        beside = [{i: asides.index(t) for i, t in layer.asides.items()} for layer in self.layers]
        shared = [said for n, said in enumerate(beside) if said not in beside[:n]]
        text = json.dumps(
            {
                "shapes": {view: asdict(shape) for view, shape in self.shapes.items()},
                "period": self.period,
                "freeze": self.freeze,
                "moment": self.moment,
                "against": self.against,
                "codes": ",".join(u.code for u in self.units),
                "names": [u.name for u in self.units],
                "marks": ",".join(u.flags for u in self.units),
                "groups": groups,
                "palette": palette,
                "asides": asides,
                "beside": shared,
                "layers": [
                    _layer(layer, groups, palette, beside=shared.index(said))
                    for layer, said in zip(self.layers, beside, strict=True)
                ],
                "options": self.options,
                "address": self.address,
                "first": self.first,
                "words": self.words,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return _STRING.sub(lambda string: string.group().translate(_ESCAPES), text)


def _layer(
    layer: Layer, groups: Sequence[str], palette: Sequence[str], *, beside: int
) -> list[Any]:
    """A list without names: with thirty indicators the names would weigh more than the figures."""
    return [
        layer.code,
        groups.index(layer.group),
        layer.name,
        layer.unit,
        layer.formula,
        layer.digits,
        layer.rising,
        layer.kind,
        number_row(layer.values),
        number_row(layer.changes),
        layer.said,
        [
            [c.mode, c.breaks, [palette.index(p) for p in c.colours], c.cells, c.words, c.rule]
            for c in layer.classings
        ],
        layer.pair
        and [
            number_row(layer.pair.then),
            number_row(layer.pair.now),
            layer.pair.unit,
            *layer.pair.told,
            layer.pair.basis,
        ],
        layer.nothing,
        *([layer.lacking, beside] if layer.lacking or layer.asides else []),
    ]


def number_row(numbers: Sequence[int | None]) -> str:
    """Numbers parted by commas; nothing between two commas where there is none."""
    return ",".join("" if n is None else str(n) for n in numbers)
