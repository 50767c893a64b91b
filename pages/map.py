"""Bản đồ: every indicator over 75 communes, and where every figure comes from."""

import streamlit as st

from lib.ui import data, overview
from lib.ui.brief import whom_to_call
from lib.ui.choices import map_choice, map_period, remember
from lib.ui.commune import commune_card
from lib.ui.exports import downloads, light_link
from lib.ui.map_view import map_view
from lib.ui.page import open_page

with open_page("map") as page:
    period = map_period(page)
    if period is None:
        st.info(page.say("map.empty"))
        st.stop()
    map_choice(page, period)  # what the address says is taken up before the sheet is drawn

    sheet = data.sheet(page, period)
    remember(map_view(sheet, key="map"))
    choice = map_choice(page, period)
    if choice.commune:
        measured = data.measured(page, choice.indicator, period)
        commune_card(page, choice.commune, measured, period)

    overview.cards(page, period)
    whom_to_call(page, period)
    downloads(page, choice)
    light_link(page, choice)
