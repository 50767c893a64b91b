"""What the person looks at: period, indicator, commune; all kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.maps.sheet import View
from lib.services import wording
from lib.services.choice import COMMUNE, FIRST_INDICATOR, INDICATOR, PERIOD, VIEW, VIEWS
from lib.ui.address import from_address, to_address
from lib.ui.map_view import Click
from lib.ui.page import Page


@dataclass(frozen=True)
class MapChoice:
    """What the server knows of the map: it hears of clicks, not of every change."""

    indicator: str
    period: Period
    view: View
    commune: str | None


def map_choice(page: Page, period: Period) -> MapChoice:
    """What was looked at when the server last heard of it."""
    view = VIEWS.get(st.query_params.get(VIEW, ""), "boundary")
    return MapChoice(chosen_indicator(), period, view, chosen_commune(page))


def map_period(page: Page) -> Period | None:
    """The period of the map; ``None`` while nobody has reported anything.

    The sheet writes it into the address together with its own choices; were the server to write,
    it would put back the choices it knows of.
    """
    if not page.periods:
        return None
    texts = [str(p) for p in page.periods]
    from_address(PERIOD, texts, texts[0])
    chosen = st.selectbox(
        page.say("map.period"),
        texts,
        format_func=lambda text: wording.period_name(Period.parse(text), page.say),
        key=PERIOD,
        persist_state="session",
        label_visibility="collapsed",
        width=320,
    )
    return Period.parse(str(chosen))


def period_choice(page: Page) -> Period:
    """The reporting period, newest first."""
    say = page.say
    texts = [str(p) for p in page.periods]
    from_address(PERIOD, texts, texts[0])
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
    communes = page.house.gazetteer.communes
    from_address(COMMUNE, communes, "")
    code = str(st.session_state[COMMUNE])
    if page.arrived and code and COMMUNE not in st.query_params:
        st.query_params[COMMUNE] = code  # chosen on another page: tells the map
    return code or None


def chosen_indicator() -> str:
    """The indicator last heard of."""
    from_address(INDICATOR, INDICATORS, FIRST_INDICATOR)
    return str(st.session_state[INDICATOR])


def remember(click: Click | None) -> None:
    """Keeps what was clicked on the map for this page and the others."""
    if click:
        st.session_state[COMMUNE] = click.commune
        st.session_state[INDICATOR] = click.indicator
