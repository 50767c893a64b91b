"""Bản đồ: every indicator over 75 communes, and where every figure comes from."""

import streamlit as st

from lib.ui.frame import figures_of_page as data
from lib.ui.frame.empty import nothing_yet
from lib.ui.frame.opening import open_page
from lib.ui.history.freezes import freeze_form, since_then
from lib.ui.map import cards as overview
from lib.ui.map.breakdown import by_group
from lib.ui.map.briefing import whom_to_call
from lib.ui.map.choices import map_against, map_choice, map_period, remember
from lib.ui.map.light_link import light_link
from lib.ui.map.map_view import map_view
from lib.ui.profile.commune import commune_card

with open_page("map") as page:
    period = map_period(page)
    if period is None:
        nothing_yet(page)
        st.stop()
    since_then(page, period)
    map_choice(page, period)  # what the address says is taken up before the sheet is drawn

    against = map_against()
    sheet = data.compared_sheet(page, period, against) if against else data.sheet(page, period)
    remember(map_view(sheet, key="map"))
    choice = map_choice(page, period)
    if choice.commune:
        measured = data.measured(page, choice.indicator, period)
        commune_card(page, choice.commune, measured, period=period)

    whom_to_call(page, period)
    overview.cards(page, period)
    by_group(page, period, first=choice.indicator)
    freeze_form(page, period)
    light_link(page, choice)
