"""The guide, generated from the declarations of indicators and templates."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.indicators import INDICATORS, Target
from lib.domain.templates import TEMPLATES, Template
from lib.files.export import blank_workbook
from lib.services.overview import targets_on
from lib.text import Words, say_number
from lib.ui.page import Page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def jobs(page: Page) -> None:
    """The three jobs, one short paragraph each."""
    for column, job in zip(st.columns(3), ("leader", "planner", "staff"), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{page.say(f'guide.{job}')}**")
            st.markdown(page.say(f"guide.{job}_text"))


def indicators(page: Page) -> None:
    """Every indicator: what it says, how it is reckoned, its target."""
    say, language = page.say, page.say.language
    known = targets_on(page.house, page.house.today)
    found = list(INDICATORS.values())
    st.subheader(say("guide.indicators"))
    st.dataframe(
        pd.DataFrame(
            {
                say("guide.code"): [i.code for i in found],
                say("guide.name"): [i.name[language] for i in found],
                say("guide.formula"): [i.formula[language] for i in found],
                say("guide.target"): [_target(known.get(i.code), i.is_percent, say) for i in found],
                say("guide.cadence"): [say(f"cadence.{i.cadence}") for i in found],
                say("guide.basis"): [
                    known[i.code].basis if i.code in known else i.basis for i in found
                ],
            }
        ),
        hide_index=True,
    )
    st.caption(say("guide.rule"))


def _target(target: Target | None, is_percent: bool, say: Words) -> str:
    if target is None:
        return say("guide.no_target")
    return say_number(target.value, language=say.language) + (" %" if is_percent else "")


def templates(page: Page) -> None:
    """Every template: what for, its columns, a blank one to download."""
    say = page.say
    st.subheader(say("guide.templates"))
    st.caption(say("guide.templates_text"))
    for template in TEMPLATES.values():
        with st.expander(f"{template.code[:2]} · {template.title}"):
            st.markdown(template.purpose)
            st.download_button(
                say("guide.blank"),
                blank_workbook(
                    template, guide_name=say("guide.heading"), guide=_columns(template, say)
                ),
                file_name=f"{template.code}.xlsx",
                mime=_XLSX,
                key=f"blank-{template.code}",
                on_click="ignore",
            )
            head, *rows = _columns(template, say)
            st.dataframe(pd.DataFrame(rows, columns=head), hide_index=True)


def _columns(template: Template, say: Words) -> list[list[str]]:
    head = [say(f"guide.column_{k}") for k in ("name", "kind", "unit", "required", "example")]
    rows = [
        [
            c.header,
            say(f"kind.{c.kind}"),
            c.unit,
            say("map.yes") if c.required else "",
            c.example or ", ".join(c.choices),
        ]
        for c in template.offered
    ]
    return [head, *rows]
