"""The worth of a number of teams as a small drawing; its table stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from lib.services.planning.screen_words import number
from lib.text import Words
from lib.ui.frame.axes import Axes
from lib.ui.frame.safe import html, joined
from lib.ui.planning.pictures import picture

_FIELD = {"width": 460, "height": 230, "left": 66, "right": 20, "top": 16, "bottom": 40}
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
    axes = Axes(
        **_FIELD,
        across=float(max(points[-1]["teams"], teams)),
        up=float(max(p["value"] for p in points)) or 1.0,
    )
    ticks = [
        html(
            "<text x='{}' y='{}' text-anchor='middle'>{}</text>",
            axes.x(p["teams"]), axes.height - 20, p["teams"],
        )
        for p in points[1::2]
    ]  # fmt: skip
    places = [(axes.x(p["teams"]), axes.y(p["value"])) for p in points]
    here = html(
        "<path class='here' d='M{x} {top}V{bottom}'/><text class='word' x='{at}' y='{y}'>{}</text>",
        say("planner_curve.now", teams=teams),
        x=axes.x(teams),
        top=axes.top,
        bottom=axes.height - axes.bottom,
        at=axes.x(teams) + 6,
        y=axes.height - axes.bottom - 8,
    )
    drawing = html(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {w} {h}' font-family='sans-serif'>"
        "<style>{style}</style>{grid}<path class='line' d='{path}'/>{dots}{here}{ticks}"
        "<text x='{mid}' y='{low}' text-anchor='middle'>{axis}</text></svg>",
        w=axes.width,
        h=axes.height,
        style=_STYLE,
        grid=axes.grid(lambda v: number(v, say), gap=8),
        path="M" + " L".join(f"{x} {y}" for x, y in places),
        dots=joined(html("<circle cx='{}' cy='{}' r='3.4'/>", x, y) for x, y in places),
        here=here,
        ticks=joined(ticks),
        mid=(axes.width + axes.left) / 2,
        low=axes.height - 4,
        axis=say("planner_curve.teams"),
    )
    drawn = picture(str(drawing), say("planner_make.curve"))
    return html("<figure class='bd-trend narrow'>{}</figure>", drawn)
