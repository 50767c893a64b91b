"""What the person looks at: period, indicator, commune; all kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.periods import Period
from lib.maps.scene import View
from lib.services.view_address import (
    AGAINST,
    COMMUNE,
    FIRST_INDICATOR,
    INDICATOR,
    PERIOD,
    VIEW,
    VIEWS,
)
from lib.services.wording import figures as wording
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.page import Page
from lib.ui.map.map_view import Click

_NEXT = f"{PERIOD}:next"
"""The period pressed among the small maps."""


@dataclass(frozen=True)
class MapChoice:
    """What the server knows of the map: it hears of clicks, not of every change."""

    indicator: str
    period: Period
    view: View
    commune: str | None
    against: Period | None = None


def map_choice(page: Page, period: Period) -> MapChoice:
    """What was looked at when the server last heard of it."""
    view = VIEWS.get(st.query_params.get(VIEW, ""), "boundary")
    return MapChoice(chosen_indicator(page), period, view, chosen_commune(page))


def map_period(page: Page) -> Period | None:
    """The period of the map; ``None`` while nobody has reported anything.

    The sheet writes it into the address together with its own choices; were the server to write,
    it would put back the choices it knows of.
    """
    if not page.periods:
        return None
    texts = [str(p) for p in reversed(page.figures.open)]
    from_address(PERIOD, texts, str(page.periods[0]))
    if (asked := st.session_state.pop(_NEXT, None)) in texts:
        st.session_state[PERIOD] = asked
    with st.container(key="thoi-gian", horizontal=True, vertical_alignment="bottom"):
        if len(texts) > 1:
            _slider(page, texts)
            _against(page, texts)
        else:
            st.text(wording.period_name(page.periods[0], page.say))
    return Period.parse(str(st.session_state[PERIOD]))


def _slider(page: Page, texts: list[str]) -> None:
    """All periods on one line, with a step to either side."""
    with st.container(key="ky-buoc", horizontal=True, vertical_alignment="bottom"):
        _step(page, texts, -1)
        st.select_slider(
            page.say("map.period"),
            texts,
            format_func=lambda text: wording.period_name(Period.parse(text), page.say),
            key=PERIOD,
            persist_state="session",
            label_visibility="collapsed",
        )
        _step(page, texts, 1)


def _step(page: Page, texts: list[str], way: int) -> None:
    """One period back or forth; at the end of the line there is nowhere to go."""
    place = texts.index(st.session_state[PERIOD]) + way

    def go() -> None:
        st.session_state[PERIOD] = texts[place]

    st.button(
        page.say("compare.later" if way > 0 else "compare.earlier"),
        icon=":material/chevron_right:" if way > 0 else ":material/chevron_left:",
        key=f"{PERIOD}:{way}",
        disabled=not 0 <= place < len(texts),
        on_click=go,
    )


def _against(page: Page, texts: list[str]) -> None:
    """The second period, of all the others; the nearest past first."""
    others = [t for t in reversed(texts) if t != st.session_state[PERIOD]]
    from_address(AGAINST, ["", *others], "")
    st.selectbox(
        page.say("compare.against"),
        ["", *others],
        format_func=lambda t: (
            wording.versus(Period.parse(t), page.say) if t else page.say("compare.none")
        ),
        key=AGAINST,
        persist_state="session",
        label_visibility="collapsed",
        width=250,
    )


def map_against() -> Period | None:
    """The period that the map's is compared with."""
    chosen = str(st.session_state.get(AGAINST, ""))
    return Period.parse(chosen) if chosen else None


def period_choice(page: Page) -> Period:
    """The reporting period, newest first."""
    say = page.say
    texts = [str(p) for p in page.figures.open]
    from_address(PERIOD, texts, str(page.periods[0]))
    chosen = st.selectbox(
        say("map.period"),
        texts,
        format_func=lambda text: short_period(page, text),
        key=PERIOD,
        persist_state="session",
    )
    to_address(PERIOD, str(chosen))
    return Period.parse(str(chosen))


def short_period(page: Page, text: str) -> str:
    """ "Tháng 8/2026", or the year."""
    return wording.short_period(Period.parse(text), page.say)


def chosen_commune(page: Page) -> str | None:
    """The commune that the map shows: of the address, or the one looked at before."""
    communes = page.installation.gazetteer.communes
    from_address(COMMUNE, communes, "")
    code = str(st.session_state[COMMUNE])
    if page.arrived and code and COMMUNE not in st.query_params:
        st.query_params[COMMUNE] = code  # chosen on another page: tells the map
    return code or None


def chosen_indicator(page: Page) -> str:
    """The indicator last heard of."""
    from_address(INDICATOR, page.figures.indicators, FIRST_INDICATOR)
    return str(st.session_state[INDICATOR])


def remember(click: Click | None) -> None:
    """Keeps what was clicked on the map for this page and the others."""
    if click is None:
        return
    st.session_state[INDICATOR] = click.indicator
    if click.commune:
        st.session_state[COMMUNE] = click.commune
    elif click.period:
        st.session_state[_NEXT] = click.period
        st.rerun()  # the slider is drawn already: it takes the period up at its next turn
