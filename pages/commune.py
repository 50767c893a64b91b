"""Xã: all that is known about one commune."""

import streamlit as st

from lib.services.view_address import COMMUNE, INDICATOR, PERIOD
from lib.ui.campaign.coming import coming
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.empty import nothing_yet
from lib.ui.frame.opening import open_page
from lib.ui.history import freezes
from lib.ui.intake.prefilled_forms import forms
from lib.ui.map.choices import chosen_indicator, period_choice
from lib.ui.profile import commune, profile

with open_page("commune") as page:
    with st.container(key="choices"):
        first, second = st.columns([0.6, 0.4])
        with first:
            code = commune.commune_picker(page)
        if page.periods:
            with second:
                period = period_choice(page)
    if not page.periods:
        nothing_yet(page)
        coming(page, code)
        profile.past(page, code, None)
        forms(page, code)
        st.stop()
    known = data.profile(page, code, period)
    profile.heading(page, known)
    coming(page, code)
    profile.figures(page, known)
    indicator = chosen_indicator(page)
    freezes.since_then(page, period)
    commune.one_figure(page, code, period)
    profile.villages(page, known)
    profile.plan(page, known)
    profile.volunteers(page, known)
    profile.past(page, code, period)
    profile.uploads(page, known)
    freezes.copy_link(page, **{COMMUNE: code, PERIOD: str(period), INDICATOR: indicator})
    forms(page, code)
