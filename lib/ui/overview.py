"""The parts of the map page: sentence, cards, legend, table, the chosen commune."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup
from pandas.io.formats.style import Styler

from lib.domain.indicators import INDICATORS, Better, Form, Measured
from lib.domain.periods import Period
from lib.domain.places import Flag, PriorityFlag
from lib.files.reference import targets
from lib.services.scenes import DRAWN_FROM_GRADE, FLAG_LETTERS, Picture
from lib.text import Words, say_change, say_date, say_number
from lib.ui import data
from lib.ui.page import Page
from lib.ui.safe import html, joined, show

_GLYPHS = {Flag.REMOTE: "▲", Flag.SPECIAL_DIFFICULTY: "◇"}


def period_name(period: Period, say: Words) -> str:
    """ "Kỳ tháng 8/2026 (15/7–14/8)"."""
    return say(
        "period.month",
        month=period.month,
        year=period.year,
        start=f"{period.start.day}/{period.start.month}",
        end=f"{period.end.day}/{period.end.month}",
    )


def sentence(page: Page, measured: Measured, period: Period) -> None:
    """One true sentence on the indicator in the period."""
    say = page.say
    indicator = measured.indicator
    if measured.value is None:
        text = html("{}", say("map.nothing", name=indicator.name[say.language]))
    else:
        parts = {
            "period": period_name(period, say),
            "value": html("<b>{}</b>", provincial(measured, say)),
            "name": indicator.name[say.language].lower(),
            "reported": say("map.reported", count=measured.reporting, total=measured.total),
        }
        key = "map.sentence_count" if indicator.form is Form.COUNT else "map.sentence_rate"
        text = html(say(key), **parts)
    tail = html(" {}", _change(page, measured, period))
    show(html("<p class='bd-sentence'>{}{}</p>", text, tail))


def provincial(measured: Measured, say: Words) -> str:
    """The province's value with its sign, or a dash."""
    if measured.value is None:
        return "–"
    digits = measured.indicator.digits
    number = say_number(measured.value, digits=digits, language=say.language)
    return f"{number} %" if measured.indicator.is_percent else number


def _change(page: Page, measured: Measured, period: Period) -> str:
    """Against the period before, only where both are known."""
    if period.previous not in page.periods or measured.value is None:
        return ""
    before = data.measured(page, measured.indicator.code, period.previous).value
    if before is None:
        return ""
    say = page.say
    digits = measured.indicator.digits
    moved = say_change(measured.value - before, digits=digits, language=say.language)
    unit = (
        say("map.points")
        if measured.indicator.is_percent
        else measured.indicator.unit[say.language]
    )
    return say("map.change", change=moved, unit=unit)


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


def fraction(numerator: float | None, denominator: float | None, say: Words) -> str:
    """ "12.340/20.110 hộ": what was divided by what."""
    if numerator is None or pd.isna(numerator) or denominator is None or pd.isna(denominator):
        return ""
    top, bottom = (say_number(float(n), language=say.language) for n in (numerator, denominator))
    return f"{top} / {bottom}"


def legend(page: Page, measured: Measured, picture: Picture) -> None:
    """The rule of every colour and sign, with how many communes it holds."""
    say, indicator = page.say, measured.indicator
    rule = _rule(measured, picture, say)
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
            glyph=_GLYPHS.get(flag, ""),
            label=say(f"flag.{flag}"),
        )
        for flag in Flag
        if FLAG_LETTERS[flag] in picture.scene.flags_shown
    ]
    note = say("app.schematic") if picture.boundaries.schematic else ""
    show(
        html(
            "<div class='bd-legend'><b>{name}</b><div class='rule'>{formula}. {rule}</div>"
            "<ul>{rows}</ul>{signs}<p class='bd-quiet'>{note}</p></div>",
            name=indicator.name[say.language],
            formula=indicator.formula[say.language],
            rule=rule,
            rows=joined(rows),
            signs=_signs(signs, say),
            note=note,
        )
    )


def _signs(signs: list[Markup], say: Words) -> Markup | str:
    if not signs:
        return ""
    rule = say("legend.flags", grade=DRAWN_FROM_GRADE)
    return html("<ul class='flags'>{}</ul><p class='bd-quiet'>{}</p>", joined(signs), rule)


def _rule(measured: Measured, picture: Picture, say: Words) -> str:
    """How a value finds its colour."""
    if measured.indicator.form is Form.COMMUNES:
        return ""
    target = targets().get(measured.indicator.code)
    if target and any(c.word == "reached" for c in picture.classes):
        return say("legend.against_target", basis=target.basis)
    return say("legend.half_open")


def commune_table(
    page: Page, measured: Measured, flags: Mapping[str, list[PriorityFlag]]
) -> pd.DataFrame:
    """The table behind the map: one row a commune, worst first, unreported last."""
    say = page.say
    values = measured.communes
    names = {code: c.full_name for code, c in page.house.gazetteer.communes.items()}
    indicator = measured.indicator
    value = "numerator" if indicator.form is Form.COMMUNES else "value"
    digits = indicator.digits
    columns: dict[str, object] = {
        "code": values.index,
        say("table.commune"): [names[c] for c in values.index],
        _value_heading(measured, say): values[value].astype("Float64").round(digits).to_numpy(),
    }
    if indicator.denominator is not None:
        columns[say("table.numerator")] = values["numerator"].to_numpy()
        columns[say("table.denominator")] = values["denominator"].to_numpy()
    columns[say("table.flags")] = [
        ", ".join(say(f"flag.{f.flag}") for f in flags.get(c, ())) for c in values.index
    ]
    worst_first = indicator.better is Better.HIGHER
    return pd.DataFrame(columns).sort_values(
        _value_heading(measured, say), ascending=worst_first, na_position="last", ignore_index=True
    )


def _value_heading(measured: Measured, say: Words) -> str:
    return f"{say('table.value')} ({measured.indicator.unit[say.language]})"


def pick_from(table: pd.DataFrame, measured: Measured, say: Words, *, key: str) -> str | None:
    """Shows the table; answers the commune whose row was chosen."""
    chosen = st.dataframe(
        with_our_numbers(
            table.drop(columns="code"),
            say,
            value=_value_heading(measured, say),
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
