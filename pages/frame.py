"""The frame around every page: who is in, menu, language. Every visit starts here."""

import streamlit as st

from lib.text import words
from lib.ui.chrome import language_switch
from lib.ui.house import language
from lib.ui.nav import pages
from lib.ui.who import acting, asked_just_now, way_out

say = words(language())
st.set_page_config(page_title=say("app.title"), layout="wide")
who = acting()
chosen = st.navigation(pages(say, who), position="top")
language_switch(say)
way_out(say, who)
with asked_just_now(who):
    chosen.run()
