"""Xã: all that is known about one commune."""

import streamlit as st

from lib.ui import commune
from lib.ui.choices import period_choice
from lib.ui.forms import forms
from lib.ui.page import open_page

with open_page("commune") as page:
    first, second = st.columns([0.6, 0.4])
    with first:
        code = commune.commune_picker(page)
    if page.periods:
        with second:
            period = period_choice(page)
        commune.figures(page, code, period)
        commune.one_figure(page, code, period)
        commune.facts(page, code, period)
        commune.uploads_touching(page, code)
    else:
        st.info(page.say("map.empty"))
    forms(page, code)
