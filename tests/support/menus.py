"""The titles in the menu of every role, as JSON.

Of the product that lies in the current folder, on the store that the environment names.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from lib.domain.access.permissions import Role
from lib.services.access.page_owners import Lines
from lib.ui.frame import acting
from tests.support.entering import admit
from tests.support.patience import PATIENCE_S


def menu_of(role: Role) -> list[str]:
    """What the frame declares for somebody in this role."""
    listed: list[str] = []

    def declare(pages: list[StreamlitPage], **_how: object) -> NoReturn:
        listed.extend(page.title for page in pages if page.visibility != "hidden")
        st.stop()

    token = admit(Path(os.environ["BDHVS_DATA_DIR"]), role)
    acting.token = lambda: token
    acting.LINES = Lines()  # every page of the harness has the same id
    st.navigation = declare  # type: ignore[assignment]
    AppTest.from_file(str(Path.cwd() / "pages" / "frame.py"), default_timeout=PATIENCE_S).run()
    return listed


if __name__ == "__main__":
    print(json.dumps({role: menu_of(role) for role in Role}))
