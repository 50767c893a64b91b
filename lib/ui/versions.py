"""The earlier versions of a figure: what it was, since when, and whose upload made it so."""

from __future__ import annotations

import streamlit as st

from lib.domain.indicators import Indicator
from lib.domain.periods import Period
from lib.services.profile_tables import Table
from lib.services.provenance import versions_of
from lib.services.scenes import shown
from lib.text import Words, say_moment
from lib.ui.page import Page
from lib.ui.tables import show_table


def versions(page: Page, indicator: Indicator, code: str, period: Period) -> None:
    """Made when somebody asks: each version reads the store as it stood then."""
    say = page.say
    if not st.toggle(say("commune.versions"), key=f"versions:{page.name}"):
        return
    found = versions_of(page.house, indicator, code, period)
    if not found:
        st.caption(say("commune.no_source"))
        return
    heads = ("table.since", "table.value", "table.why", "table.file", "table.who")
    rows = [
        (
            say_moment(v.at),
            shown(v.measured, code, say),
            _why(v.withdrawn, v.upload.id, say),
            v.upload.filename,
            v.upload.withdrawn_by if v.withdrawn else v.upload.who,
        )
        for v in found
    ]
    show_table(
        Table(columns=tuple(map(say, heads)), rows=tuple(rows), numeric=frozenset()),
        caption=say("commune.versions"),
    )


def _why(withdrawn: bool, upload_id: int, say: Words) -> str:
    key = "commune.version_withdrawn" if withdrawn else "commune.version_published"
    return say(key, id=upload_id)
