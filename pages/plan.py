"""Kế hoạch đội hình: where to send the volunteer teams, and why."""

import streamlit as st

from lib.ui.frame.acting import acting
from lib.ui.frame.opening import open_page
from lib.ui.planning.desk import heading, opened
from lib.ui.planning.start import start
from lib.ui.planning.steps import step_choice

with open_page("plan") as page:
    who = acting(page)
    desk = opened(page, who)
    if desk is None:
        start(page, who)
        st.stop()
    heading(desk)
    step_choice(desk)(desk)
