"""The table behind the map: of each commune its figure, its state and the month it is of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.domain.figures.indicators import Better, Form, Indicator, Measured, State
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Gazetteer, PriorityFlag
from lib.services.wording.figures import short_period
from lib.services.wording.values import lacking_of, nothing_of
from lib.text import Words, say_number


def worst_first(indicator: Indicator) -> bool:
    """Whether the lowest figure needs attention first; else the largest stands above."""
    return indicator.better is Better.HIGHER and indicator.form is not Form.COUNT


def commune_table(
    gazetteer: Gazetteer,
    measured: Measured,
    flags: Mapping[str, list[PriorityFlag]],
    *,
    say: Words,
    period: Period | None = None,
) -> pd.DataFrame:
    """The table behind the map: one row a commune, worst first, unreported last. Counts, which
    have no better way, stand from the largest on.

    Value, numerator and denominator are of this period's own reports; an old figure stands in a
    column of its own, beside the state and the month of whichever figure there is. A text stands in
    place of the value where the figure has no meaning. ``period``: the one asked about.
    """
    indicator = measured.indicator
    values, by_number = measured.communes, indicator.form is Form.COMMUNES
    heading = value_heading(measured, say)
    columns: dict[str, object] = {
        "code": values.index,
        say("table.commune"): [gazetteer.communes[c].full_name for c in values.index],
        heading: _column(values, "numerator" if by_number else "value", indicator),
        say("table.standing"): [state_of(measured, c, say) for c in values.index],
        say("table.month"): [_month_of(measured, c, period) for c in values.index],
        say("table.old_value"): _column(values, "old_numerator" if by_number else "old", indicator),
    }
    if indicator.denominator is not None:
        for key in ("numerator", "denominator"):
            columns[say(f"table.{key}")] = values[key].to_numpy()
    columns[say("table.villages")] = [_villages(measured, c, say) for c in values.index]
    columns[say("table.flags")] = [
        ", ".join(say(f"flag.{f.flag}") for f in flags.get(c, ())) for c in values.index
    ]
    table = pd.DataFrame(columns).sort_values(
        heading, ascending=worst_first(indicator), na_position="last", ignore_index=True
    )
    outside = ~values["applies"].reindex(table["code"]).to_numpy()
    if outside.any():
        table[heading] = table[heading].astype(object)
        table.loc[outside, heading] = nothing_of(indicator, say)
    return table


def _column(values: pd.DataFrame, name: str, indicator: Indicator) -> object:
    return values[name].astype("Float64").round(indicator.digits).to_numpy()


def _month_of(measured: Measured, code: str, period: Period | None) -> str:
    """Of which period the figure of a commune is, as addresses write it; "" where there is none."""
    row = measured.communes.loc[code]
    if row["state"] == State.OLD:
        return str(row["old_for"])
    told = row["state"] == State.REPORTED and (measured.quarter or period)
    return str(told) if told else ""


def _villages(measured: Measured, code: str, say: Words) -> str:
    """ "12/30" where a figure rests on a part of the villages, else ""."""
    row = measured.communes.loc[code]
    if pd.isna(row["part"]) or row["withheld"]:
        return ""
    return "/".join(say_number(float(row[n]), language=say.language) for n in ("part", "whole"))


def state_of(measured: Measured, code: str, say: Words) -> str:
    """The state of a commune's figure in a few words."""
    row = measured.communes.loc[code]
    if not row["applies"]:
        return nothing_of(measured.indicator, say)
    if row["withheld"]:
        return say("map.withheld")
    if row["state"] == State.NO_DENOMINATOR:
        return lacking_of(row["lacking"], say)
    if row["state"] == State.OLD:
        return say("sheet.old")
    if row["state"] == State.NOT_SENT:
        return say("map.blank" if row["blank"] else "map.no_report")
    return say("map.in_part_now" if pd.notna(row["part"]) else "map.reported_now")


def value_heading(measured: Measured, say: Words) -> str:
    """The head of the table's column of values, with their unit and quarter."""
    quarter = f", {short_period(measured.quarter, say)}" if measured.quarter else ""
    return f"{say('table.value')} ({measured.indicator.unit[say.language]}{quarter})"
