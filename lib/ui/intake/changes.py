"""What publishing would change, old beside new: totals in words, communes, then every cell."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.intake.checking.compare import Changes
from lib.domain.intake.checking.unusual import Movement, movements
from lib.domain.problems import Severity
from lib.domain.templates import Role
from lib.services.intake.preview import thresholds
from lib.services.intake.preview_words import (
    changes_in_words,
    parted_in_words,
    unusual_in_words,
)
from lib.services.intake.previewed import Preview
from lib.text import Words, say_number
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import fitting
from lib.ui.map.choices import short_period

_MOST_CELLS = 10_000
"""Changed cells shown; the commune table above counts them all."""


def changes(page: Page, ready: Preview) -> None:
    """Old and new: totals in words, then every commune, then every changed cell."""
    found, say, places = ready.changes, page.say, page.installation.gazetteer
    if (
        found is None
        or not len(ready.rows)
        or any(p.severity is Severity.ERROR for p in ready.problems)
    ):
        return
    st.subheader(say("upload.preview"))
    if ready.parted:
        show(html("<p>{}</p>", parted_in_words(ready.parted, places, say)))
    show(html("<p class='bd-sentence'>{}</p>", changes_in_words(found, say)))
    moved = movements(found, thresholds(page.installation.in_force))
    show(html("<p class='bd-unusual'>{}</p>", unusual_in_words(moved, places, say)))
    table = _commune_changes(page, found, moved)
    st.dataframe(table, hide_index=True, height=fitting(len(table), most=280))
    with st.expander(page.say("upload.cells", count=found.differences.count)):
        cells = _cell_changes(page, ready, found)
        st.dataframe(cells, hide_index=True, height=fitting(len(cells), most=300))


def _commune_changes(page: Page, found: Changes, moved: list[Movement]) -> pd.DataFrame:
    say, names = page.say, page.installation.gazetteer.communes
    table = found.communes
    shown = {
        say("table.commune"): [
            names[c].full_name if c in names else say("upload.province")
            for c in table["commune_code"]
        ],
        # The period of a row may still have to be asked.
        say("table.period"): [short_period(page, p) if p else "–" for p in table["period"]],
        say("upload.units"): [
            f"{a} → {b}" for a, b in zip(table["units_old"], table["units_new"], strict=True)
        ],
    }
    strange = {(m.period, m.commune_code) for m in moved if m.unusual}
    scopes = zip(table["period"], table["commune_code"], strict=True)
    shown[say("upload.unusual")] = [say("map.yes") if s in strange else "" for s in scopes]
    for key in found.template.headline:
        header = found.template.by_key[key].header
        pairs = zip(table[f"{key}_old"], table[f"{key}_new"], strict=True)
        shown[header] = [f"{_number(old, say)} → {_number(new, say)}" for old, new in pairs]
        if table[f"{key}_before"].notna().any():
            before = [_number(cell, say) for cell in table[f"{key}_before"]]
            shown[f"{say('upload.before')}: {header}"] = before
    shown[say("upload.changed_cells")] = table["changed"]
    return pd.DataFrame(shown)


def _number(value: float, say: Words) -> str:
    return "–" if pd.isna(value) else say_number(float(value), language=say.language)


def _cell_changes(page: Page, ready: Preview, found: Changes) -> pd.DataFrame:
    say = page.say
    cells = found.cells.head(_MOST_CELLS)
    headers = {c.key: c.header for c in found.template.columns}
    if assigned := found.template.role(Role.COMMUNE_CODE):
        headers["assigned_communes"] = assigned.header
    return pd.DataFrame(
        {
            say("table.row"): [ready.row_in_file(int(row)) for row in cells["row"]],
            say("table.unit"): cells["unit_name"],
            say("table.column"): [headers.get(k, k) for k in cells["column"]],
            say("table.old"): [_text(v, say) for v in cells["old"]],
            say("table.new"): [_text(v, say) for v in cells["new"]],
        }
    )


def _text(value: object, say: Words) -> str:
    if value is None or value is pd.NA:
        return "–"
    if isinstance(value, str):
        return value
    number = float(str(value))
    return say_number(number, digits=0 if number.is_integer() else 2, language=say.language)
