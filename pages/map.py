"""Bản đồ: one indicator over 75 communes, and where every figure comes from."""

import streamlit as st

from lib.services.scenes import picture
from lib.ui import data, overview
from lib.ui.brief import whom_to_call
from lib.ui.choices import choose_commune, flag_choice, map_choices
from lib.ui.commune import commune_card
from lib.ui.exports import downloads, light_link
from lib.ui.map_view import map_view
from lib.ui.page import open_page

with open_page("map") as page:
    choice = map_choices(page)
    if choice is None:
        st.info(page.say("map.empty"))
        st.stop()

    measured = data.measured(page, choice.indicator, choice.period)
    flags = data.flags(page, choice.period.end)
    overview.sentence(page, measured, choice.period)

    left, right = st.columns([0.63, 0.37], gap="medium")
    with right:
        drawn = picture(
            page.house,
            measured,
            flags,
            page.say,
            view=choice.view,
            shown_flags=flag_choice(page),
            selected=choice.commune,
        )
        overview.legend(page, measured, drawn)
        if choice.commune:
            commune_card(page, choice.commune, measured, choice.period)
    with left:
        clicked = map_view(drawn.scene, key="map", height=470)

    overview.cards(page, choice.period, current=choice.indicator)
    whom_to_call(page, choice.period)
    table = overview.commune_table(page, measured, flags)
    picked = overview.pick_from(table, measured, page.say, key="communes")
    downloads(page, choice, measured, drawn=drawn, table=table)
    light_link(page, choice)
    choose_commune(clicked, picked, current=choice.commune)
