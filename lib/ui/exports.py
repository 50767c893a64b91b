"""Taking away what is on the screen: table, map, values on their outlines; and the light page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from lib.domain.change import change_between
from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.domain.places import Flag
from lib.files.export import table_workbook
from lib.services import freeze_words, wording
from lib.services.change_files import (
    ChangeShown,
    change_geojson,
    change_workbook,
    printed_change,
)
from lib.services.choice import MOMENT, Choice
from lib.services.map_files import MapShown, file_stem, printed_map, values_geojson
from lib.services.past import address_of
from lib.services.scenes import picture
from lib.text import say_moment
from lib.ui import data
from lib.ui.choices import MapChoice
from lib.ui.page import Page
from lib.ui.safe import html, show

Make = Callable[[], bytes]

_KINDS = {
    "excel": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf_a4": ("_A4.pdf", "application/pdf"),
    "pdf_a3": ("_A3.pdf", "application/pdf"),
    "png": (".png", "image/png"),
    "geojson": (".geojson", "application/geo+json"),
}
"""How the name of a file ends, and its type."""


def downloads(page: Page, choice: MapChoice) -> None:
    """Everything that can be taken away; each file is made when somebody asks for it."""
    language = page.say.language
    with st.popover(page.say("export.download")):
        codes = list(INDICATORS)
        indicator = st.selectbox(
            page.say("map.indicator"),
            codes,
            index=codes.index(choice.indicator),
            format_func=lambda c: f"{c} · {INDICATORS[c].name[language]}",
        )
        wanted = replace(choice, indicator=str(indicator))
        if choice.against:
            _buttons(page, *_of_change(_change_shown(page, wanted, choice.against)))
        else:
            _buttons(page, *_of_map(page, wanted))


def _change_shown(page: Page, choice: MapChoice, against: Period) -> ChangeShown:
    then, now = sorted((choice.period, against))
    return ChangeShown(
        house=page.house,
        change=change_between(*(data.measured(page, choice.indicator, p) for p in (then, now))),
        periods=(then, now),
        flags=data.flags(page, now.end),
        view=choice.view,
        selected=choice.commune,
        version=page.version,
        say=page.say,
    )


def _shown(page: Page, choice: MapChoice) -> MapShown:
    earlier = choice.period.previous
    known = earlier in page.periods
    measured = data.measured(page, choice.indicator, choice.period)
    return MapShown(
        house=page.house,
        measured=measured,
        before=data.measured(page, choice.indicator, earlier) if known else None,
        period=choice.period,
        picture=picture(
            page.house,
            measured,
            data.flags(page, choice.period.end),
            page.say,
            view=choice.view,
            shown_flags=frozenset(Flag),
            selected=choice.commune,
        ),
        version=page.version,
        say=page.say,
    )


def _of_map(page: Page, choice: MapChoice) -> tuple[str, dict[str, Make]]:
    def shown() -> MapShown:
        return _shown(page, choice)

    return file_stem(page.house, f"{choice.indicator}_{choice.period}"), {
        "excel": lambda: _workbook(page, shown()),
        "pdf_a4": lambda: printed_map(shown()),
        "pdf_a3": lambda: printed_map(shown(), paper="a3"),
        "png": lambda: printed_map(shown(), form="png"),
        "geojson": lambda: values_geojson(shown()),
    }


def _of_change(shown: ChangeShown) -> tuple[str, dict[str, Make]]:
    return shown.stem, {
        "excel": lambda: change_workbook(shown),
        "pdf_a4": lambda: printed_change(shown),
        "pdf_a3": lambda: printed_change(shown, paper="a3"),
        "png": lambda: printed_change(shown, form="png"),
        "geojson": lambda: change_geojson(shown),
    }


def _buttons(page: Page, stem: str, makers: Mapping[str, Make]) -> None:
    for kind, make in makers.items():
        ending, mime = _KINDS[kind]
        st.download_button(
            page.say(f"export.{kind}"),
            make,
            file_name=f"{stem}{ending}",
            mime=mime,
            on_click="ignore",
            key=f"download:{kind}",
            width="stretch",
        )


def light_link(page: Page, choice: MapChoice) -> None:
    """A quiet way to the same figures on the light page."""
    asked = Choice(
        indicator=choice.indicator,
        period=choice.period,
        view=choice.view,
        commune=choice.commune,
        language=page.say.language,
        freeze=page.freeze.code if page.freeze else "",
        moment=address_of(page.freeze).get(MOMENT, ""),
    )
    show(
        html(
            "<p class='bd-quiet'><a href='nhe?{query}'>{text}</a></p>",
            query=asked.query(),
            text=page.say("light.link"),
        )
    )


def _workbook(page: Page, shown: MapShown) -> bytes:
    """The table as Excel, with title, date, rule and the demo note."""
    say, measured = shown.say, shown.measured
    flags = data.flags(page, shown.period.end)
    table = wording.commune_table(page.house.gazetteer, measured, flags, say)
    indicator = measured.indicator
    notes = [
        wording.period_name(shown.period, say),
        wording.sentence(measured, shown.period, say).text,
        indicator.formula[say.language],
        say("export.basis", basis=indicator.basis),
        say("export.made", at=say_moment(shown.house.clock()), version=shown.version),
    ]
    notes = [*freeze_words.notes(shown.house, say), *notes]
    if shown.house.is_demo:
        notes.insert(0, say("app.demo").upper())
    return table_workbook(
        title=f"{indicator.code} · {indicator.name[say.language]}",
        notes=notes,
        table=table.rename(columns={"code": say("table.code")}),
    )
