"""One week: the sentence, whom to call, what clashes, every team, and all weeks in a picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from lib.domain.access.permissions import Person
from lib.domain.campaign.weeks import Campaign, WeekTotals, clashes, team_weeks, week_totals
from lib.domain.figures.indicators import Form
from lib.domain.periods import Period
from lib.services.campaign import words as told
from lib.services.campaign.summer import Summer, summer_of
from lib.services.wording.figures import period_name
from lib.text import say_number
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show
from lib.ui.frame.tables import show_table

WEEK = "tuan"
_CODES = ("TN01", "TN02", "TN03", "TN04", "TN05", "TN06", "TN07")
_SHOWN = 6
"""Lines told at once; the rest stand in a fold below."""
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 460, 190, 34, 14, 28
_STYLE = Markup(
    "text{font-size:13px;fill:#566164}.planned{fill:#b4d6d4}.reported{fill:#0b6e75}"
    ".now{fill:none;stroke:#a7790b;stroke-width:2}.grid{stroke:#8c9799;stroke-opacity:.35}"
    "@media(prefers-color-scheme:dark){text{fill:#b3bdbf}.planned{fill:#3d6468}"
    ".reported{fill:#5cc4cb}}"
)


def view(page: Page, season: str, who: Person) -> None:
    """The week view."""
    summer = summer_of(page.installation, season, who=who)
    if summer.campaign is None:
        show(html("<p class='bd-sentence'>{}</p>", page.say("campaign.nothing")))
        return
    week = _choice(page, summer.campaign)
    today = page.installation.today
    lines = team_weeks(summer.campaign, week, today=today)
    sentence = told.heading(summer, lines, week, say=page.say, today=today)
    show(html("<p class='bd-sentence'>{}</p>", sentence))
    show(html("<p class='bd-quiet'>{}</p>", told.basis(summer, page.say)))
    _listed(
        page, "campaign.call", told.silent_lines(summer, lines, page.installation, say=page.say)
    )
    found = clashes(summer.campaign, week)
    clash_lines = [told.clash_line(c, summer, page.installation, say=page.say) for c in found]
    _listed(page, "campaign.clashes", clash_lines)
    if lines:
        st.subheader(page.say("campaign.teams"), anchor=False)
        table = told.team_table(summer, lines, page.installation, say=page.say)
        show_table(table, caption=page.say("campaign.teams"), low=True)
    _weeks(page, summer, week)
    _indicators(page, summer.campaign, week)


def _choice(page: Page, campaign: Campaign) -> int:
    weeks = [str(w) for w in range(1, campaign.weeks + 1)]
    from_address(WEEK, weeks, str(campaign.week_on(page.installation.today)))
    narrow, _ = st.columns([0.5, 0.5])
    chosen = narrow.selectbox(
        page.say("campaign.week_choice"),
        weeks,
        format_func=lambda w: told.week_name(campaign, int(w), page.say),
        key=WEEK,
        persist_state="session",
    )
    to_address(WEEK, str(chosen))
    return int(chosen)


def _listed(page: Page, key: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    st.subheader(page.say(key, count=len(lines)), anchor=False)
    show(_items(lines[:_SHOWN]))
    if len(lines) > _SHOWN:
        with st.expander(page.say("campaign.more", count=len(lines) - _SHOWN)):
            show(_items(lines[_SHOWN:]))


def _items(lines: Sequence[str]) -> Markup:
    return html(
        "<ul class='bd-notes'>{}</ul>", joined([html("<li>{}</li>", line) for line in lines])
    )


def _weeks(page: Page, summer: Summer, week: int) -> None:
    if summer.campaign is None:
        return
    weeks = week_totals(summer.campaign)
    st.subheader(page.say("campaign.weeks"), anchor=False)
    drawing = b64encode(str(_drawing(weeks, week)).encode()).decode()
    show(
        html(
            "<figure class='bd-trend narrow'><img alt='{}' src='data:image/svg+xml;base64,{}'>"
            "<figcaption>{}</figcaption></figure>",
            page.say("campaign.weeks_alt"),
            drawing,
            joined(
                [
                    html("<span class='{}'>{}</span>", kind, page.say(f"campaign.bars_{kind}"))
                    for kind in ("planned", "reported", "framed")
                ],
                " ",
            ),
        )
    )
    with st.expander(page.say("trend.table")):
        table = told.week_table(summer.campaign, weeks, page.say)
        show_table(table, caption=page.say("campaign.weeks"))


def _drawing(weeks: Sequence[WeekTotals], chosen: int) -> Markup:
    """A pale bar for the plan, a full one before it for the reports; the chosen week framed."""
    top = max([1, *(w.planned for w in weeks), *(w.reported + w.unplanned for w in weeks)])
    step = (_WIDTH - _LEFT - 8) / len(weeks)
    deep = _HEIGHT - _TOP - _BOTTOM

    def bar(kind: str, place: int, value: float, *, wide: float) -> Markup:
        tall = deep * value / top
        return html(
            "<rect class='{}' x='{}' y='{}' width='{}' height='{}'/>",
            kind,
            round(_LEFT + step * (place + 0.5 - wide / 2), 1),
            round(_TOP + deep - tall, 1),
            round(step * wide, 1),
            round(tall, 1),
        )

    parts = []
    for place, w in enumerate(weeks):
        parts.append(bar("planned", place, w.planned, wide=0.8))
        parts.append(bar("reported", place, w.reported + w.unplanned, wide=0.4))
        if w.week == chosen:
            parts.append(bar("now", place, top, wide=0.96))
        x, text = round(_LEFT + step * (place + 0.5), 1), w.week
        parts.append(html("<text x='{}' y='{}' text-anchor='middle'>{}</text>", x, _HEIGHT - 9,
                          text))  # fmt: skip
    axis = html(
        "<text x='{x}' y='{t}' text-anchor='end'>{top}</text>"
        "<text x='{x}' y='{b}' text-anchor='end'>0</text>"
        "<path class='grid' d='M{l} {b}H{r}'/>",
        x=_LEFT - 6, t=_TOP + 8, b=_TOP + deep, l=_LEFT, r=_WIDTH, top=top,
    )  # fmt: skip
    return html(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {} {}' font-family='sans-serif'>"
        "<style>{}</style>{}{}</svg>",
        _WIDTH,
        _HEIGHT,
        _STYLE,
        axis,
        joined(parts),
    )


def _indicators(page: Page, campaign: Campaign, week: int) -> None:
    """TN01–TN07 of the catalogue, up to the end of the reporting period of the week."""
    period = Period.of(min(campaign.days(week)[1], page.installation.today))
    say, cards = page.say, []
    for code in _CODES:
        measured = data.measured(page, code, period)
        kind = measured.indicator
        unit = "%" if kind.is_percent or kind.form is Form.COMMUNES else kind.unit[say.language]
        value = say_number(measured.value, digits=kind.digits, language=say.language)
        cards.append(
            html(
                "<div class='bd-card'><div class='name'>{} {}</div><div class='value'>{} "
                "<span class='unit'>{}</span></div></div>",
                code,
                kind.name[say.language],
                value,
                say.unit(value, unit) if measured.value is not None else "",
            )
        )
    st.subheader(say("campaign.indicators", period=period_name(period, say)), anchor=False)
    show(html("<div class='bd-cards'>{}</div>", joined(cards)))
