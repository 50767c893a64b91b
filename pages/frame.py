"""The frame around every page: who is in, menu, language. Every visit starts here."""

import streamlit as st

from lib.text import words
from lib.ui.frame.acting import acting, asked_just_now, way_out
from lib.ui.frame.chrome import language_switch
from lib.ui.frame.installation import language
from lib.ui.frame.nav import pages

say = words(language())
st.set_page_config(page_title=say("app.title"), layout="wide")
who = acting()
chosen = st.navigation(pages(say, who), position="top")
language_switch(say)
way_out(say, who)
with asked_just_now(who):
    chosen.run()
