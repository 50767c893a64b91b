"""A commune beside the map, the choice of one, and where a figure comes from."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from pandas.api.types import is_numeric_dtype

from lib.domain.access.permissions import Act
from lib.domain.figures.indicators import Form, Indicator, Measured
from lib.domain.periods import Period
from lib.services.history.provenance import Source, sources_of
from lib.services.wording.figures import corrected, fraction, say_cell
from lib.services.wording.table import Table
from lib.services.wording.values import shown
from lib.text import Words, say_moment
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.map.trend import trend
from lib.ui.profile.figure_versions import versions

COMMUNE, INDICATOR = "xa", "chi-tieu"


def commune_picker(page: Page) -> str:
    """Which commune; the address may name it. Whoever works for one is shown that one."""
    communes = page.installation.gazetteer.communes
    codes = sorted(communes, key=lambda c: communes[c].name)
    codes = [c for c in codes if page.who.may(Act.SEE_FIGURES, c)]
    from_address(COMMUNE, codes, codes[0])
    chosen = st.selectbox(
        page.say("commune.pick"),
        codes,
        format_func=lambda c: communes[c].full_name,
        key=COMMUNE,
        persist_state="session",
    )
    to_address(COMMUNE, str(chosen))
    return str(chosen)


def commune_card(page: Page, code: str, measured: Measured, *, period: Period) -> None:
    """The chosen commune under the map: its value, where it is from, the way to its page."""
    say, commune = page.say, page.installation.gazetteer.communes[code]
    row = measured.communes.loc[code]
    show(
        html(
            "<div class='bd-card'><div class='name'><b>{name}</b> · {indicator}</div>"
            "<div class='value'>{value}</div><div class='note'>{fraction}</div></div>",
            name=commune.full_name,
            indicator=measured.indicator.name[say.language],
            value=shown(measured, code, say),
            fraction=_fraction(measured, row, page),
        )
    )
    if not page.who.may(Act.SEE_FIGURES, code):
        return
    with st.expander(say("commune.from_where")):
        sources(page, _sources(page, measured.indicator, code, period=period))
        versions(page, measured.indicator, code, period=period)
    way_to(
        "commune",
        page,
        say("commune.open", name=commune.full_name),
        query=page.linked({COMMUNE: code, "ky": str(period), INDICATOR: measured.indicator.code}),
    )


def _fraction(measured: Measured, row: pd.Series[float], page: Page) -> str:
    if measured.indicator.form in (Form.COMMUNES, Form.GAP):
        return ""
    return fraction(row["numerator"], row["denominator"], page.say)


def _sources(page: Page, indicator: Indicator, code: str, *, period: Period) -> list[Source]:
    snapshot = data.snapshot(page, period)
    return sources_of(page.installation, snapshot, indicator, commune=code, who=page.who)


def sources(page: Page, found: list[Source]) -> None:
    """Each upload behind a figure, with the rows and their numbers in Excel."""
    say = page.say
    if not found:
        st.caption(say("commune.no_source"))
    for source in found:
        upload = source.upload
        line = say(
            "commune.source",
            id=upload.id,
            file=upload.filename,
            sheet=upload.sheet,
            who=upload.who,
            at=say_moment(upload.published_at),
        )
        show(html("<p class='bd-quiet'>{} <b>{}</b></p>", line, corrected(upload, say)))
        if source.withheld:
            show(html("<p class='bd-quiet'>{}</p>", say("commune.rows_withheld")))
        show_table(_named(source.rows, say), caption=say("light.upload", id=upload.id), low=True)


_HEADS = {"row": "table.row", "unit_name": "table.unit", "reported_name": "table.reported"}


def _named(rows: pd.DataFrame, say: Words) -> Table:
    """The rows as people read them; the name as reported only where it is another."""
    same = (rows["unit_name"] == rows["reported_name"]).all()
    kept = rows.drop(columns="reported_name") if same else rows
    kept = kept.assign(row=kept["row"].astype(str))  # a number to look up, not an amount
    named = list(kept.columns)
    return Table(
        columns=tuple(say(_HEADS[name]) if name in _HEADS else name for name in named),
        rows=tuple(
            tuple(say_cell(value, say) for value in row)
            for row in kept.astype(object).itertuples(index=False, name=None)
        ),
        numeric=frozenset(i for i, n in enumerate(named) if is_numeric_dtype(kept[n])),
    )


def one_figure(page: Page, code: str, period: Period) -> None:
    """One figure of the commune, chosen by the person: its way so far, and where it is from."""
    say, language, known = page.say, page.say.language, page.figures.indicators
    from_address(INDICATOR, known, "GD03")
    chosen = st.selectbox(
        say("map.indicator"),
        list(known),
        format_func=lambda c: f"{c} · {known[c].name[language]}",
        key=INDICATOR,
        persist_state="session",
    )
    to_address(INDICATOR, str(chosen))
    indicator = known[str(chosen)]
    trend(page, code, indicator.code, period=period)
    with st.container(key="sources"):
        st.subheader(say("commune.from_where"))
        st.caption(f"{indicator.formula[language]}. {indicator.basis}")
        sources(page, _sources(page, indicator, code, period=period))
        versions(page, indicator, code, period=period)
