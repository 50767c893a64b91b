"""What the person looks at: indicator, period, view, flags, commune; all kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.domain.places import Flag
from lib.maps.scene import View
from lib.ui.page import Page

INDICATOR, PERIOD, VIEW, FLAGS, COMMUNE = "chi-tieu", "ky", "kieu", "co", "xa"
_FIRST = "GD03"
_VIEWS: tuple[View, ...] = ("boundary", "tiles")


@dataclass(frozen=True)
class MapChoice:
    """The state of the map page."""

    indicator: str
    period: Period
    view: View
    flags: frozenset[Flag]
    commune: str | None


def map_choices(page: Page) -> MapChoice | None:
    """The controls of the map; ``None`` while nobody has reported anything."""
    say = page.say
    if not page.periods:
        return None
    first, second, third, fourth = st.columns([0.36, 0.2, 0.18, 0.26], vertical_alignment="bottom")
    with first:
        codes = list(INDICATORS)
        indicator = st.selectbox(
            say("map.indicator"),
            codes,
            index=codes.index(_FIRST),
            format_func=lambda c: f"{c} · {INDICATORS[c].name[say.language]}",
            key=INDICATOR,
            bind="query-params",
        )
    with second:
        period = period_choice(page)
    with third:
        view = st.segmented_control(
            say("map.view"),
            list(_VIEWS),
            default=_VIEWS[0],
            required=True,
            format_func=lambda v: say(f"map.view_{v}"),
            key=VIEW,
            bind="query-params",
        )
    with fourth:
        flags = st.pills(
            say("map.flags"),
            [str(f) for f in Flag],
            selection_mode="multi",
            default=[str(f) for f in Flag],
            format_func=lambda f: say(f"flag.{f}"),
            key=FLAGS,
            bind="query-params",
        )
    return MapChoice(
        indicator=str(indicator),
        period=period,
        view=view,
        flags=frozenset(Flag(f) for f in flags or ()),
        commune=chosen_commune(page),
    )


def period_choice(page: Page) -> Period:
    """The reporting period, newest first."""
    say = page.say
    texts = [str(p) for p in page.periods]

    def name(text: str) -> str:
        period = Period.parse(text)
        return say("period.short", month=period.month, year=period.year)

    chosen = st.selectbox(
        say("map.period"), texts, format_func=name, key=PERIOD, bind="query-params"
    )
    return Period.parse(chosen) if chosen in texts else page.periods[0]


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
