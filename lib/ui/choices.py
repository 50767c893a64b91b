"""What the person looks at: indicator, period, view, flags, commune; all kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.domain.places import Flag
from lib.maps.scene import View
from lib.services import wording
from lib.services.choice import (
    COMMUNE,
    FIRST_INDICATOR,
    FLAGS,
    INDICATOR,
    PERIOD,
    VIEW,
    VIEWS,
)
from lib.ui.address import from_address, to_address
from lib.ui.page import Page


@dataclass(frozen=True)
class MapChoice:
    """The state of the map page."""

    indicator: str
    period: Period
    view: View
    commune: str | None


def map_choices(page: Page) -> MapChoice | None:
    """The controls of the map; ``None`` while nobody has reported anything."""
    if not page.periods:
        return None
    first, second, third = st.columns([0.5, 0.25, 0.25], vertical_alignment="bottom")
    with first:
        indicator = _indicator_choice(page)
    with second:
        period = period_choice(page)
    with third:
        view = _view_choice(page)
    return MapChoice(indicator, period, view, chosen_commune(page))


def _indicator_choice(page: Page) -> str:
    language = page.say.language
    from_address(INDICATOR, INDICATORS, FIRST_INDICATOR)
    chosen = st.selectbox(
        page.say("map.indicator"),
        list(INDICATORS),
        format_func=lambda c: f"{c} · {INDICATORS[c].name[language]}",
        key=INDICATOR,
        persist_state="session",
    )
    to_address(INDICATOR, str(chosen))
    return str(chosen)


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


def _view_choice(page: Page) -> View:
    from_address(VIEW, VIEWS, "ranh-gioi")
    chosen = st.segmented_control(
        page.say("map.view"),
        list(VIEWS),
        required=True,
        format_func=lambda v: page.say(f"map.view_{VIEWS[v]}"),
        key=VIEW,
        persist_state="session",
    )
    to_address(VIEW, str(chosen))
    return VIEWS[str(chosen)]


def flag_choice(page: Page) -> frozenset[Flag]:
    """Which priority flags the map draws."""
    every = [str(f) for f in Flag]
    if FLAGS not in st.session_state:
        named = st.query_params.get(FLAGS, ",".join(every)).split(",")
        st.session_state[FLAGS] = [f for f in every if f in named]
    chosen = st.pills(
        page.say("map.flags"),
        every,
        selection_mode="multi",
        format_func=lambda f: page.say(f"flag.{f}"),
        key=FLAGS,
        persist_state="session",
        wrap=True,
        label_visibility="collapsed",
    )
    to_address(FLAGS, ",".join(chosen))
    return frozenset(Flag(f) for f in chosen)


def chosen_commune(page: Page) -> str | None:
    """The commune in the address, if it is one of ours."""
    code = st.query_params.get(COMMUNE)
    return code if code in page.house.gazetteer.communes else None


def choose_commune(*candidates: str | None, current: str | None) -> None:
    """Keeps a newly chosen commune in the address and draws the page again."""
    fresh = next((c for c in candidates if c and c != current), None)
    if fresh:
        st.query_params[COMMUNE] = fresh
        st.rerun()
