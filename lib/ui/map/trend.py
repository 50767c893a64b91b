"""The way of a figure over the last periods: a small drawing, its words, its table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.domain.figures.analysis.trends import outlook
from lib.domain.figures.indicators import Form, Indicator
from lib.domain.periods import Period
from lib.services.wording.figures import period_within
from lib.text import say_change, say_number
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.axes import Axes
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show
from lib.ui.map.choices import short_period

_PERIODS = 12
_FIELD = {"width": 720, "height": 220, "left": 46, "right": 24, "top": 14, "bottom": 30}

# Streamlit lets no inline drawing through: it travels as a picture, with colours of its own.
_STYLE = Markup(
    "text{font-size:12px;fill:#566164}path{fill:none}.grid{stroke:#8c9799;stroke-opacity:.35}"
    "path.mine{stroke:#0b6e75;stroke-width:2.6}circle.mine{fill:#0b6e75}"
    "path.province{stroke:#6d787b;stroke-width:1.8;stroke-dasharray:5 4}"
    "path.goal{stroke:#566164;stroke-width:1.4;stroke-dasharray:1.5 4}"
    "@media(prefers-color-scheme:dark){text{fill:#b3bdbf}path.mine{stroke:#5cc4cb}"
    "circle.mine{fill:#5cc4cb}path.province{stroke:#a0abad}path.goal{stroke:#b3bdbf}}"
)

Series = list[float | None]


def trend(page: Page, code: str, indicator_code: str, *, period: Period) -> None:
    """Commune and province side by side, towards the target where there is one."""
    say, indicator = page.say, page.figures.indicators[indicator_code]
    periods = sorted(p for p in page.figures.open if p <= period)[-_PERIODS:]
    if len(periods) < 2 or indicator.form is Form.COMMUNES:
        return
    found = [data.measured(page, indicator_code, p) for p in periods]
    mine = [_known(m.whole.at[code]) for m in found]
    province = [m.value for m in found] if indicator.form is not Form.COUNT else []
    target = found[-1].commune_target
    st.subheader(say("trend.heading", name=indicator.name[say.language]))
    if target and indicator.form is not Form.GAP:
        show(
            html(
                "<p>{}</p>",
                _in_words(page, periods, mine, target=target.value, indicator=indicator),
            )
        )
    show(
        _drawing(
            page,
            periods,
            mine,
            province=province,
            target=target.value if target else None,
            indicator=indicator,
        )
    )
    with st.expander(say("trend.table")):
        columns = {
            say("table.period"): [short_period(page, str(p)) for p in periods],
            page.installation.gazetteer.communes[code].full_name: [
                _said(v, page, indicator) for v in mine
            ],
        }
        if province:
            columns[say("table.province")] = [_said(v, page, indicator) for v in province]
        st.dataframe(pd.DataFrame(columns), hide_index=True)


def _known(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def _said(value: float | None, page: Page, indicator: Indicator) -> str:
    return say_number(value, digits=indicator.digits, language=page.say.language)


def _in_words(
    page: Page, periods: Sequence[Period], values: Series, *, target: float, indicator: Indicator
) -> str:
    """What is missing, the pace and since when, and the periods still needed at that pace."""
    say = page.say
    signed = target if indicator.better == "higher" else -target
    ahead = [v if v is None or indicator.better == "higher" else -v for v in values]
    seen = outlook(ahead, signed, digits=indicator.digits)
    if seen is None:
        return say("trend.unknown")
    if seen.gap <= 0:
        return say("trend.reached")
    unit = say("map.points") if indicator.is_percent else indicator.unit[say.language]
    gap = say_number(seen.gap, digits=indicator.digits, language=say.language)
    pace = say_change(seen.pace, digits=indicator.digits, language=say.language)
    ends = [period_within(p, say) for p in (periods[seen.since], periods[-1])]
    told = {"gap": gap, "unit": say.unit(gap, unit), "since": ends[0], "until": ends[1]}
    if seen.periods_needed is None:
        return say("trend.standing", **told)
    return say("trend.pace", pace=pace, count=seen.periods_needed, **told)


def _drawing(
    page: Page,
    periods: Sequence[Period],
    mine: Series,
    *,
    province: Series,
    target: float | None,
    indicator: Indicator,
) -> Markup:
    """An inline drawing; gaps stay gaps where nobody reported."""
    known = [v for v in (*mine, *province, target) if v is not None]
    axes = Axes(**_FIELD, across=len(periods) - 1, up=max(known, default=1.0) or 1.0)
    months = [
        html(
            "<text x='{}' y='{}' text-anchor='middle'>{}/{}</text>",
            axes.x(i), axes.height - 8, p.month, p.year % 100,
        )
        for i, p in enumerate(periods)
    ]  # fmt: skip
    dots = [
        html("<circle class='mine' cx='{}' cy='{}' r='3.5'/>", axes.x(i), axes.y(v))
        for i, v in enumerate(mine)
        if v is not None
    ]
    goal = html("<path class='goal' d='M{} {}H{}'/>", axes.left, axes.y(target or 0), axes.edge)
    drawing = html(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {w} {h}' font-family='sans-serif'>"
        "<style>{style}</style>{grid}{goal}{province}{mine}{dots}{months}</svg>",
        w=axes.width,
        h=axes.height,
        style=_STYLE,
        grid=axes.grid(lambda v: _said(v, page, indicator), gap=6),
        goal=goal if target else "",
        province=_line(axes, province, "province"),
        mine=_line(axes, mine, "mine"),
        dots=joined(dots),
        months=joined(months),
    )
    return html(
        "<figure class='bd-trend'><img alt='{alt}' src='data:image/svg+xml;base64,{drawing}'>"
        "<figcaption>{caption}</figcaption></figure>",
        alt=page.say("trend.alt", name=indicator.name[page.say.language]),
        drawing=b64encode(str(drawing).encode()).decode(),
        caption=_caption(page, has_province=bool(province), has_target=target is not None),
    )


def _caption(page: Page, *, has_province: bool, has_target: bool) -> Markup:
    say = page.say
    kinds = [("mine", "trend.mine")]
    kinds += [("province", "trend.province")] if has_province else []
    kinds += [("goal", "trend.target")] if has_target else []
    return joined([html("<span class='{}'>{}</span>", kind, say(key)) for kind, key in kinds], " ")


def _line(axes: Axes, values: Series, kind: str) -> Markup:
    runs, open_run = [], False
    for place, value in enumerate(values):
        if value is not None:
            runs.append(f"{'L' if open_run else 'M'}{axes.x(place)} {axes.y(value)}")
        open_run = value is not None
    return html("<path class='{}' d='{}'/>", kind, " ".join(runs))
