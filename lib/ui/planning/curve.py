"""The worth of a number of teams as a small drawing; its table stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from lib.services.planning.screen_words import number
from lib.text import Words
from lib.ui.frame.safe import html, joined
from lib.ui.planning.pictures import picture

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 460, 230, 66, 20, 16, 40
_STYLE = Markup(
    "text{font-size:13px;fill:#566164}.grid{stroke:#8c9799;stroke-opacity:.35;fill:none}"
    ".line{fill:none;stroke:#0b6e75;stroke-width:2.6}circle{fill:#0b6e75}"
    ".here{stroke:#a4481a;stroke-width:1.6;stroke-dasharray:4 4}.word{fill:#a4481a}"
    "@media(prefers-color-scheme:dark){text{fill:#b3bdbf}.line{stroke:#5cc4cb}"
    "circle{fill:#5cc4cb}.here{stroke:#f0a173}.word{fill:#f0a173}}"
)


def curve_figure(points: Sequence[Mapping[str, Any]], *, teams: int, say: Words) -> Markup:
    """Weighted households over the number of teams, with the number there are."""
    if len(points) < 2:
        return Markup()
    widest = float(max(points[-1]["teams"], teams))
    top = float(max(p["value"] for p in points)) or 1.0

    def x(count: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * count / widest, 1)

    def y(value: float) -> float:
        return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / top), 1)

    grid = [
        html(
            "<text x='{}' y='{}' text-anchor='end'>{}</text><path class='grid' d='M{} {}H{}'/>",
            _LEFT - 8, y(v) + 4, number(v, say), _LEFT, y(v), _WIDTH - _RIGHT,
        )
        for v in (0.0, top / 2, top)
    ]  # fmt: skip
    ticks = [
        html(
            "<text x='{}' y='{}' text-anchor='middle'>{}</text>",
            x(p["teams"]), _HEIGHT - 20, p["teams"],
        )
        for p in points[1::2]
    ]  # fmt: skip
    path = "M" + " L".join(f"{x(p['teams'])} {y(p['value'])}" for p in points)
    dots = [html("<circle cx='{}' cy='{}' r='3.4'/>", x(p["teams"]), y(p["value"])) for p in points]
    here = html(
        "<path class='here' d='M{x} {top}V{bottom}'/><text class='word' x='{at}' y='{y}'>{}</text>",
        say("planner_curve.now", teams=teams),
        x=x(teams),
        top=_TOP,
        bottom=_HEIGHT - _BOTTOM,
        at=x(teams) + 6,
        y=_HEIGHT - _BOTTOM - 8,
    )
    drawing = html(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {w} {h}' font-family='sans-serif'>"
        "<style>{style}</style>{grid}<path class='line' d='{path}'/>{dots}{here}{ticks}"
        "<text x='{mid}' y='{low}' text-anchor='middle'>{axis}</text></svg>",
        w=_WIDTH,
        h=_HEIGHT,
        style=_STYLE,
        grid=joined(grid),
        path=path,
        dots=joined(dots),
        here=here,
        ticks=joined(ticks),
        mid=(_WIDTH + _LEFT) / 2,
        low=_HEIGHT - 4,
        axis=say("planner_curve.teams"),
    )
    drawn = picture(str(drawing), say("planner_make.curve"))
    return html("<figure class='bd-trend narrow'>{}</figure>", drawn)
