"""The frame around every page: menu, language. Every visit starts here."""

import streamlit as st

from lib.text import words
from lib.ui.chrome import language_switch
from lib.ui.nav import pages
from lib.ui.page import language

say = words(language())
st.set_page_config(page_title=say("app.title"), layout="wide")
chosen = st.navigation(pages(say), position="top")
language_switch(say)
chosen.run()
