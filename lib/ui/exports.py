"""Downloads of what is on the screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.indicators import Measured
from lib.domain.periods import Period
from lib.files.export import table_workbook
from lib.services.wording import period_name
from lib.text import say_moment
from lib.ui.page import Page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_download(page: Page, measured: Measured, table: pd.DataFrame, period: Period) -> None:
    """The table as Excel, with title, date, rule and the demo note."""
    say, indicator = page.say, measured.indicator
    notes = [
        period_name(period, say),
        indicator.formula[say.language],
        say("map.reported", count=measured.reporting, total=measured.total),
        say("export.made", at=say_moment(page.house.clock()), version=page.version),
    ]
    if page.house.is_demo:
        notes.insert(0, say("app.demo").upper())
    content = table_workbook(
        title=f"{indicator.code} · {indicator.name[say.language]}",
        notes=notes,
        table=table.rename(columns={"code": say("table.code")}),
    )
    st.download_button(
        say("export.excel"),
        content,
        file_name=f"{'minh-hoa_' if page.house.is_demo else ''}{indicator.code}_{period}.xlsx",
        mime=_XLSX,
        on_click="ignore",
    )
