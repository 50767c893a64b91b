"""Bản đồ: every indicator over 75 communes, and where every figure comes from."""

import streamlit as st

from lib.ui import data, overview
from lib.ui.brief import whom_to_call
from lib.ui.choices import (
    FIRST_INDICATOR,
    SHEET_ADDRESS,
    chosen_commune,
    chosen_indicator,
    map_period,
    remember,
)
from lib.ui.commune import commune_card
from lib.ui.exports import period_download
from lib.ui.map_view import map_view
from lib.ui.page import open_page

with open_page("map") as page:
    period = map_period(page)
    if period is None:
        st.info(page.say("map.empty"))
        st.stop()
    chosen_commune(page), chosen_indicator()

    sheet = data.sheet(page, period, first=FIRST_INDICATOR, address=SHEET_ADDRESS)
    remember(map_view(sheet, key="map"))
    commune, indicator = chosen_commune(page), chosen_indicator()
    if commune:
        commune_card(page, commune, data.measured(page, indicator, period), period)

    overview.cards(page, period)
    whom_to_call(page, period)
    period_download(page, period)
