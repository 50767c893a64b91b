"""The map as an SVG drawn on the server: for pages without scripts and for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from lib.maps.boundaries import Boundaries
from lib.maps.outlines import WIDTH, Outline, drawing
from lib.maps.scene import Scene, UnitPaint

# The same shapes as in the live map, on a field of 12 by 12.
_GLYPHS = {"r": "M6 1.2 11 10.4H1Z", "s": "M6 .8 11.2 6 6 11.2 .8 6Z"}
_DARK, _PALE = "#14181c", "#fff"
_NO_FIGURE = "#e4e6e8"
_NARROWEST, _WIDEST = 9, 20
_MARGIN = 8

Link = Callable[[str], str]


@dataclass(frozen=True)
class Palette:
    """What is not the value: lines and letters."""

    gap: str
    """Between two communes; the colour of the paper."""

    ink: str
    """The province's edge."""

    choice: str
    """Around the chosen commune."""


LIGHT = Palette(gap="var(--paper,#fff)", ink="currentColor", choice="var(--accent,#0b6e75)")
"""For a page: follows its text colour and the two variables it may set."""

PRINT = Palette(gap="#fff", ink="#182427", choice="#0b6e75")
"""For files, which no style sheet reaches."""


def draw(
    scene: Scene,
    boundaries: Boundaries,
    *,
    palette: Palette = LIGHT,
    link: Link | None = None,
    margin: int = _MARGIN,
) -> str:
    """The scene as an ``<svg>``: fills by class, hatch for no report, borders, glyphs, choice.

    ``link`` gives the address a commune leads to; ``margin`` is left free around the province.
    Every text is escaped.
    """
    sheet = drawing(boundaries)
    units = [u for u in scene.units if u.code in sheet.communes]
    places = {u.code: sheet.communes[u.code] for u in units}
    box = f"{-margin} {-margin} {WIDTH + 2 * margin} {sheet.height + 2 * margin}"
    role = "group" if link else "img"  # a picture has nothing in it that can be pressed
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="{role}"'
        f' aria-label="{escape(scene.title)}" font-family="\'Be Vietnam Pro\',sans-serif">'
        f"<title>{escape(scene.title)}</title>",
        _definitions(scene, units),
        _strangers(scene, sheet.communes, palette),
        _fills(scene, units, places, palette=palette, link=link),
        f'<path d="{sheet.province}" fill="none" stroke="{palette.ink}" stroke-width="2"/>',
        *(_border(u) for u in _flagged(scene, units, "b")),
        _names(scene, units, places) if scene.view == "tiles" else "",
        *(_glyphs(u, places[u.code], scene) for u in units),
        _choice(scene.selected, palette) if scene.selected in places else "",
        "</svg>",
    ]
    return "".join(parts)


def glyph(flag: str) -> str:
    """The sign of a flag as a small ``<svg>`` for a legend; "" for one without a sign."""
    if flag not in _GLYPHS:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12"'
        f' aria-hidden="true">{_sign(flag)}</svg>'
    )


def _definitions(scene: Scene, units: list[UnitPaint]) -> str:
    clips = "".join(
        f'<clipPath id="c{code}"><use href="#u{code}"/></clipPath>'
        for code in (u.code for u in _flagged(scene, units, "b"))
    )
    signs = "".join(f'<g id="g{f}">{_sign(f)}</g>' for f in _GLYPHS if f in scene.flags_shown)
    looks = {_fill(u, scene): _pattern(u, scene) for u in units}
    patterns = "".join(looks.values())
    return f"<defs>{patterns}{clips}{signs}</defs>"


def _fill(unit: UnitPaint, scene: Scene) -> str:
    """The colour of a commune, or the pattern of one that no single colour can tell."""
    if unit.look == "old":
        return f"url(#old-{unit.cls})"
    if unit.cls is None:
        return "url(#no-report)" if unit.look in (None, "none") else f"url(#{unit.look})"
    return escape(scene.colours[unit.cls])


def _pattern(unit: UnitPaint, scene: Scene) -> str:
    """What ``_fill`` refers to; "" for a plain colour."""
    fill = _fill(unit, scene)
    if not fill.startswith("url"):
        return ""
    ground, faint = "#e4e6e8", ""
    if unit.look == "old" and unit.cls is not None:
        # An old figure keeps the tint of its class under the hatch.
        ground, faint = escape(scene.colours[unit.cls]), ' fill-opacity=".75"'
    stripes = '<path d="M0 0h3v9H0z" fill="#8d9399"/>'
    if unit.look == "old":  # grey alone is not seen on a dark class
        stripes += '<path d="M3 0h1.6v9H3z" fill="#fff" fill-opacity=".75"/>'
    drawn = {
        "not-applicable": "",
        "withheld": '<circle cx="4" cy="4" r="2" fill="#6d747b"/>',
        "lacking": '<path d="M0 0h2v9H0zM2 0h7v2H2z" fill="#8d9399"/>',
        "blank": '<path d="M0 0h1v9H0z" fill="#6d747b"/>',
        "not-now": '<path d="M0 0h9v3H0z" fill="#8d9399"/>',
        "not-then": '<path d="M0 0h4.5v4.5H0zM4.5 4.5H9V9H4.5z" fill="#8d9399"/>',
        "part": '<path d="M0 0h2v9H0zM4 0h1v9H4z" fill="#8d9399"/>',
    }.get(unit.look or "none", stripes)
    return (
        f'<pattern id="{fill[5:-1]}" width="9" height="9" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0h9v9H0z" fill="{ground}"{faint}/>'
        f"{drawn}</pattern>"
    )


def _sign(flag: str) -> str:
    fill = _DARK if flag == "r" else _PALE
    shape = f'd="{_GLYPHS[flag]}" stroke-linejoin="round"'
    return (
        f'<path {shape} fill="{_PALE}" stroke="{_PALE}" stroke-width="3.4"/>'
        f'<path {shape} fill="{fill}" stroke="{_DARK}" stroke-width="1.5"/>'
    )


def _fills(
    scene: Scene,
    units: list[UnitPaint],
    places: dict[str, Outline],
    *,
    palette: Palette,
    link: Link | None,
) -> str:
    """One group a colour: the path itself names none, so that ``use`` can draw it anew."""
    groups: dict[str, list[UnitPaint]] = {}
    for unit in units:
        groups.setdefault(_fill(unit, scene), []).append(unit)
    drawn = "".join(
        f'<g fill="{fill}">'
        + "".join(_unit(u, places[u.code], scene, link=link) for u in some)
        + "</g>"
        for fill, some in groups.items()
    )
    gap = 5 if scene.view == "tiles" else 1.6
    return f'<g stroke="{palette.gap}" stroke-width="{gap}">{drawn}</g>'


def _strangers(scene: Scene, places: dict[str, Outline], palette: Palette) -> str:
    """Outlines that belong to no commune of ours: ground without a figure, never a hole."""
    ours = {unit.code for unit in scene.units}
    paths = "".join(f'<path d="{p.path}"/>' for code, p in places.items() if code not in ours)
    if not paths:
        return ""
    return f'<g fill="{_NO_FIGURE}" stroke="{palette.gap}" stroke-width="1.6">{paths}</g>'


def _unit(unit: UnitPaint, place: Outline, scene: Scene, *, link: Link | None) -> str:
    flags = (scene.flag_words[f] for f in _flags(unit, scene))
    said = ": ".join(filter(None, (unit.name, unit.shown, unit.doubt, *flags)))
    faint = ' fill-opacity=".13"' if unit.faded else ""
    path = (
        f'<path id="u{escape(unit.code)}" d="{place.path}"{faint}>'
        f"<title>{escape(said)}</title></path>"
    )
    # The table has the same links for the keyboard.
    return f'<a href="{escape(link(unit.code))}" tabindex="-1">{path}</a>' if link else path


def _flags(unit: UnitPaint, scene: Scene) -> list[str]:
    return [f for f in unit.flags if f in scene.flags_shown and f in scene.flag_words]


def _flagged(scene: Scene, units: list[UnitPaint], flag: str) -> list[UnitPaint]:
    return [u for u in units if flag in _flags(u, scene)]


def _border(unit: UnitPaint) -> str:
    """Strokes clipped to the commune: only their inner half is seen, whoever the neighbour is."""
    code, faint = unit.code, ' opacity=".12"' if unit.faded else ""
    return (
        f'<g clip-path="url(#c{code})" fill="none" pointer-events="none"{faint}>'
        f'<use href="#u{code}" stroke="{_DARK}" stroke-width="11"/>'
        f'<use href="#u{code}" stroke="{_PALE}" stroke-width="4"/></g>'
    )


def _glyphs(unit: UnitPaint, place: Outline, scene: Scene) -> str:
    flags = [f for f in _flags(unit, scene) if f in _GLYPHS]
    if not flags:
        return ""
    tiles = scene.view == "tiles"
    size = 15 if tiles else max(_NARROWEST, min(_WIDEST, place.depth * 0.9))
    left = place.anchor[0] - (size * len(flags) + 3 * (len(flags) - 1)) / 2
    top = place.anchor[1] + (place.depth - size - 6 if tiles else -size / 2)
    faint = ' opacity=".25"' if unit.faded else ""
    return "".join(
        f'<use href="#g{f}" pointer-events="none"{faint}'
        f' transform="translate({left + i * (size + 3):.0f} {top:.0f}) scale({size / 12:.2f})"/>'
        for i, f in enumerate(flags)
    )


def _names(scene: Scene, units: list[UnitPaint], places: dict[str, Outline]) -> str:
    """Each tile's name, a word a line, small enough for its longest word."""
    return (
        '<g text-anchor="middle" pointer-events="none">'
        + "".join(_name(u, places[u.code], scene) for u in units)
        + "</g>"
    )


def _name(unit: UnitPaint, place: Outline, scene: Scene) -> str:
    words = place.name.split()
    lines = words if len(words) < 3 else [" ".join(words[:-1]), words[-1]]
    longest = max(map(len, lines), default=1)
    size = min(17, round(place.depth * 2 * 1.6 / longest))
    x, y = place.anchor
    has_glyphs = any(f in _GLYPHS for f in _flags(unit, scene))
    top = y - (9 if has_glyphs else 0) - (len(lines) - 1) * size * 0.55 + size * 0.36
    fill = _PALE if unit.cls is not None and is_dark(scene.colours[unit.cls]) else _DARK
    spans = "".join(
        f'<tspan x="{x}" y="{top + i * size * 1.1:.0f}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    halo = ' stroke="#e4e6e8" stroke-width="5" paint-order="stroke"' if unit.cls is None else ""
    faint = ' opacity=".25"' if unit.faded else ""
    return f'<text font-size="{size}" fill="{fill}"{halo}{faint}>{spans}</text>'


def _choice(code: str | None, palette: Palette) -> str:
    use = f'<use href="#u{code}" stroke='
    return (
        '<g fill="none" stroke-linejoin="round" pointer-events="none">'
        f'{use}"{palette.gap}" stroke-width="12"/>{use}"{palette.choice}" stroke-width="7"/></g>'
    )


def is_dark(colour: str) -> bool:
    """Whether white letters read better than black ones on ``#rrggbb``."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return bool(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.18)
