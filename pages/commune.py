"""Xã: all that is known about one commune."""

import streamlit as st

from lib.services.choice import COMMUNE, INDICATOR, PERIOD
from lib.ui import commune, freezes
from lib.ui.choices import chosen_indicator, period_choice
from lib.ui.page import open_page

with open_page("commune") as page:
    first, second = st.columns([0.6, 0.4])
    with first:
        code = commune.commune_picker(page)
    if page.periods:
        with second:
            period = period_choice(page)
        commune.figures(page, code, period)
        indicator = chosen_indicator()
        freezes.since_then(page, period, indicator)
        commune.one_figure(page, code, period)
        commune.facts(page, code, period)
        commune.uploads_touching(page, code)
        freezes.copy_link(page, **{COMMUNE: code, PERIOD: str(period), INDICATOR: indicator})
    else:
        st.info(page.say("map.empty"))
