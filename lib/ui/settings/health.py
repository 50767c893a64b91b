"""How the installation is, as a section of a page."""

from __future__ import annotations

import streamlit as st

from lib.services.health import words as told
from lib.services.health.health import health_of
from lib.services.wording.table import Table
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table


def show_health(page: Page) -> None:
    """What somebody should see to, then everything; the long look only when it is asked for."""
    say = page.say
    st.subheader(say("health.heading"))
    thorough = st.button(say("health.thorough"), help=say("health.thorough_help"))
    found = health_of(page.today.installation, who=page.who, thorough=thorough)
    concerns = told.concerns(found, say)
    for line in concerns:
        show(html("<p class='bd-verdict warn'>{}</p>", line))
    if not concerns:
        show(html("<p class='bd-verdict'>{}</p>", say("health.well")))
    columns = (say("health.what"), say("health.how"))
    rows = tuple(told.health_rows(found, say))
    show_table(Table(columns=columns, rows=rows), caption=say("health.heading"))
