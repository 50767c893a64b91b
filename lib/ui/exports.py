"""Downloads of what is on the screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.indicators import INDICATORS, Form
from lib.domain.periods import Period
from lib.files.export import table_workbook
from lib.text import say_moment
from lib.ui import data
from lib.ui.overview import period_name
from lib.ui.page import Page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def period_download(page: Page, period: Period) -> None:
    """All indicators of the period as one Excel table, with title, date and the demo note."""
    say = page.say
    notes = [
        say("guide.rule"),
        say("export.made", at=say_moment(page.house.clock()), version=page.version),
    ]
    if page.house.is_demo:
        notes.insert(0, say("app.demo").upper())
    st.download_button(
        say("export.excel"),
        lambda: table_workbook(
            title=period_name(period, say), notes=notes, table=_table(page, period)
        ),
        file_name=f"{'minh-hoa_' if page.house.is_demo else ''}bdhvs_{period}.xlsx",
        mime=_XLSX,
        on_click="ignore",
    )


def _table(page: Page, period: Period) -> pd.DataFrame:
    """One row a commune, one column an indicator; blank where nothing is known or told."""
    say = page.say
    communes = page.house.gazetteer.communes
    flags = data.flags(page, period.end)
    columns: dict[str, object] = {
        say("table.code"): list(communes),
        say("table.commune"): [c.full_name for c in communes.values()],
        say("table.flags"): [
            ", ".join(say(f"flag.{f.flag}") for f in flags.get(code, ())) for code in communes
        ],
    }
    for code, indicator in INDICATORS.items():
        known = data.measured(page, code, period).communes.reindex(list(communes))
        column = "numerator" if indicator.form is Form.COMMUNES else "value"
        heading = f"{code} · {indicator.name[say.language]} ({indicator.unit[say.language]})"
        columns[heading] = (
            known[column].round(indicator.digits).to_numpy(float, na_value=float("nan"))
        )
    return pd.DataFrame(columns)
