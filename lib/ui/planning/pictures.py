"""The province of a plan and the worth of more teams, as pictures with a table behind each."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lib.domain.places.gazetteer import Flag
from lib.domain.planning.question.instance import Commune, Grades
from lib.maps.scene import Scene, UnitPaint
from lib.maps.svg import PRINT, draw
from lib.services.boundaries import boundaries_for
from lib.services.wording.values import DRAWN_FROM_GRADE, FLAG_LETTERS
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined

SHADES = ("#eef2f1", "#b4d6d4", "#57a3a6", "#0b6e75")
"""From nothing to much, in the one accent."""


@dataclass(frozen=True, kw_only=True)
class Painting:
    """Communes in classes."""

    title: str
    labels: Sequence[str]
    """From the palest to the darkest of ``SHADES``."""
    classes: Mapping[str, int | None]
    """By commune code; ``None`` where nobody knows."""
    told: Mapping[str, str]
    selected: str | None = None


def plan_map(page: Page, communes: Sequence[Commune], painting: Painting) -> Markup:
    """The map with its legend; what it shows stands in a table beside it."""
    boundaries = boundaries_for(page.installation, "boundary")
    names = page.installation.gazetteer.communes
    grades = {c.code: c.flags for c in communes}
    scene = Scene(
        view="boundary",
        colours=_shades(painting),
        units=[
            UnitPaint(
                code=code,
                name=names[code].full_name,
                cls=painting.classes.get(code),
                shown=painting.told.get(code, ""),
                flags=_letters(grades.get(code, Grades())),
            )
            for code in names
        ],
        selected=painting.selected,
        title=painting.title,
        flags_shown=frozenset("b"),
        flag_words={"b": page.say("plan_flag.border")},
    )
    drawn = draw(scene, boundaries, palette=PRINT)
    return html(
        "<figure class='bd-plan-map'>{picture}<figcaption>{legend}</figcaption></figure>",
        picture=picture(drawn, painting.title),
        legend=_legend(page, painting),
    )


def _shades(painting: Painting) -> tuple[str, ...]:
    return SHADES[len(SHADES) - len(painting.labels) :]


def _letters(grades: Grades) -> str:
    return "".join(FLAG_LETTERS[f] for f in Flag if getattr(grades, f.value) >= DRAWN_FROM_GRADE)


def _legend(page: Page, painting: Painting) -> Markup:
    counts = list(painting.classes.values())
    lines = [
        html(
            "<span><i class='bd-swatch' style='background:{colour}'></i>{label} "
            "<b>{count}</b></span>",
            colour=colour,
            label=label,
            count=counts.count(n),
        )
        for n, (label, colour) in enumerate(zip(painting.labels, _shades(painting), strict=True))
    ]
    if unknown := counts.count(None):
        lines.append(
            html(
                "<span><i class='bd-swatch hatch'></i>{} <b>{}</b></span>",
                page.say("planner.unknown"),
                unknown,
            )
        )
    lines.append(
        html("<span><i class='bd-glyph border'></i>{}</span>", page.say("plan_flag.border"))
    )
    return joined(lines)


def picture(drawing: str, alt: str) -> Markup:
    """A drawing as Streamlit lets it through."""
    return html(
        "<img alt='{}' src='data:image/svg+xml;base64,{}'>",
        alt,
        b64encode(drawing.encode()).decode(),
    )
