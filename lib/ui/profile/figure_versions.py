"""The earlier versions of a figure: what it was, since when, and whose upload made it so."""

from __future__ import annotations

import streamlit as st

from lib.domain.figures.indicators import Indicator
from lib.domain.periods import Period
from lib.services.history.provenance import Version, versions_of
from lib.services.wording.figures import corrected
from lib.services.wording.table import Table
from lib.services.wording.values import shown
from lib.store.history.returns import Return
from lib.store.history.uploads import Upload
from lib.text import Words, say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.tables import show_table


def versions(page: Page, indicator: Indicator, code: str, *, period: Period) -> None:
    """Made when somebody asks: each version reads the store as it stood then."""
    say = page.say
    if not st.toggle(say("commune.versions"), key=f"versions:{page.name}"):
        return
    found = versions_of(page.installation, indicator, code, period=period, who=page.who)
    if not found:
        st.caption(say("commune.no_source"))
        return
    heads = ("table.since", "table.value", "table.why", "table.file", "table.who")
    rows = [
        (
            say_moment(v.at),
            shown(v.measured, code, say),
            _why(v, say),
            v.cause.filename if isinstance(v.cause, Upload) else "",
            _who(v),
        )
        for v in found
    ]
    show_table(
        Table(columns=tuple(map(say, heads)), rows=tuple(rows), numeric=frozenset()),
        caption=say("commune.versions"),
    )


def _why(version: Version, say: Words) -> str:
    kinds = ("published", "withdrawn")
    if isinstance(version.cause, Return):
        kinds = ("returned", "return_undone")
    told = say(f"commune.version_{kinds[version.withdrawn]}", id=version.cause.id)
    if isinstance(version.cause, Upload) and not version.withdrawn:
        return f"{told} {corrected(version.cause, say)}".strip()
    return told


def _who(version: Version) -> str:
    cause = version.cause
    if not version.withdrawn:
        return cause.who
    return cause.withdrawn_by if isinstance(cause, Upload) else cause.undone_by
