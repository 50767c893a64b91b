"""The parts of the map page: sentence, cards, legend, table, the chosen commune."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup
from pandas.io.formats.style import Styler

from lib.domain.indicators import INDICATORS, Measured
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.services import wording
from lib.services.scenes import DRAWN_FROM_GRADE, Picture
from lib.services.wording import GLYPHS, flags_drawn, fraction, provincial, rule, value_heading
from lib.text import Words, say_date, say_number
from lib.ui import data
from lib.ui.page import Page
from lib.ui.safe import html, joined, show


def sentence(page: Page, measured: Measured, period: Period) -> None:
    """One true sentence on the indicator in the period."""
    told = wording.sentence(measured, period, page.say)
    before = (
        data.measured(page, measured.indicator.code, period.previous)
        if period.previous in page.periods
        else None
    )
    show(
        html(
            "<p class='bd-sentence'>{}<b>{}</b>{} {}</p>",
            *told,
            wording.change(measured, before, page.say),
        )
    )


def cards(page: Page, period: Period, *, current: str) -> None:
    """The headline figures of the province and the current one, with who reported."""
    say = page.say
    codes = [c for c, i in INDICATORS.items() if i.headline or c == current]
    found = [data.measured(page, code, period) for code in codes]
    show(html("<div class='bd-cards'>{}</div>", joined([_card(m, say, current) for m in found])))


def _card(measured: Measured, say: Words, current: str) -> Markup:
    indicator = measured.indicator
    unit = "" if indicator.is_percent else indicator.unit[say.language]
    return html(
        "<div class='bd-card' aria-current='{current}'><div class='name'>{name}</div>"
        "<div class='value'>{value} <span class='unit'>{unit}</span></div>"
        "<div class='note'>{fraction}{reported}</div></div>",
        current="true" if indicator.code == current else "false",
        name=indicator.name[say.language],
        value=provincial(measured, say),
        unit=unit,
        fraction=html("{}<br>", fraction(measured.numerator, measured.denominator, say)),
        reported=say("map.reported", count=measured.reporting, total=measured.total),
    )


def legend(page: Page, measured: Measured, picture: Picture) -> None:
    """The rule of every colour and sign, with how many communes it holds."""
    say, indicator = page.say, measured.indicator
    rows = [
        html(
            "<li><span class='bd-swatch' style='background:{colour}'></span>{label}"
            "<span class='count'>{count}</span></li>",
            colour=item.colour,
            label=label,
            count=say("legend.communes", count=count),
        )
        for item, label, count in zip(picture.classes, picture.labels, picture.counts, strict=True)
    ]
    rows.append(
        html(
            "<li><span class='bd-swatch hatch'></span>{label}"
            "<span class='count'>{count}</span></li>",
            label=say("map.no_report"),
            count=say("legend.communes", count=picture.unreported),
        )
    )
    signs = [
        html(
            "<li><span class='bd-glyph {kind}'>{glyph}</span>{label}</li>",
            kind=str(flag),
            glyph=GLYPHS.get(flag, ""),
            label=say(f"flag.{flag}"),
        )
        for flag in flags_drawn(picture)
    ]
    note = say("app.schematic") if picture.boundaries.schematic else ""
    show(
        html(
            "<div class='bd-legend'><b>{name}</b><div class='rule'>{formula}. {rule}</div>"
            "<ul>{rows}</ul>{signs}<p class='bd-quiet'>{note}</p></div>",
            name=indicator.name[say.language],
            formula=indicator.formula[say.language],
            rule=rule(measured, picture, say),
            rows=joined(rows),
            signs=_signs(signs, say),
            note=note,
        )
    )


def _signs(signs: list[Markup], say: Words) -> Markup | str:
    if not signs:
        return ""
    note = say("legend.flags", grade=DRAWN_FROM_GRADE)
    return html("<ul class='flags'>{}</ul><p class='bd-quiet'>{}</p>", joined(signs), note)


def commune_table(
    page: Page, measured: Measured, flags: Mapping[str, list[PriorityFlag]]
) -> pd.DataFrame:
    """The table behind the map: one row a commune, worst first, unreported last."""
    return wording.commune_table(page.house.gazetteer, measured, flags, page.say)


def pick_from(table: pd.DataFrame, measured: Measured, say: Words, *, key: str) -> str | None:
    """Shows the table; answers the commune whose row was chosen."""
    chosen = st.dataframe(
        with_our_numbers(
            table.drop(columns="code"),
            say,
            value=value_heading(measured, say),
            digits=measured.indicator.digits,
        ),
        hide_index=True,
        height=380,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        alt=say("table.alt"),
    )
    rows = chosen["selection"]["rows"] if isinstance(chosen, dict) else []
    return str(table["code"].iloc[rows[0]]) if rows else None


def with_our_numbers(table: pd.DataFrame, say: Words, *, value: str, digits: int) -> Styler:
    """The table with numbers as our readers write them; they still sort as numbers.

    Streamlit's own "localized" format follows the browser, which is often an English one.
    """

    numbers = [c for c in table.columns if pd.api.types.is_numeric_dtype(table[c])]
    plain = table.astype(dict.fromkeys(numbers, float))
    written = {
        c: partial(say_number, digits=digits if c == value else 0, language=say.language)
        for c in numbers
    }
    return plain.style.format(written, na_rep="–")


def flag_list(flags: list[PriorityFlag], say: Words) -> pd.DataFrame:
    """The flags of a commune with grade, legal basis and dates."""
    return pd.DataFrame(
        {
            say("table.flag"): [say(f"flag.{f.flag}") for f in flags],
            say("table.grade"): [f.grade for f in flags],
            say("table.basis"): [f.basis for f in flags],
            say("table.valid_from"): [say_date(f.valid_from) for f in flags],
            say("table.valid_to"): [
                say_date(f.valid_to) if f.valid_to else say("table.no_end") for f in flags
            ],
        }
    )
