"""The guide, generated from the declarations of indicators and templates."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.domain.access.permissions import Act
from lib.domain.figures.indicators import Indicator
from lib.domain.templates import TEMPLATES, Template
from lib.files.writing.export import blank_workbook
from lib.services.figures.indicator_facts import Facts, facts_of
from lib.services.figures.snapshots import targets_on
from lib.services.promises import PROMISES
from lib.text import Words
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_JOBS = {
    "leader": Act.SEE_FIGURES,
    **{job: PROMISES[f"guide.{job}_text"] for job in ("planner", "officer", "staff")},
}


def jobs(page: Page) -> None:
    """What whoever reads is here for, one short paragraph a job."""
    mine = [job for job, act in _JOBS.items() if page.who.may(act)]
    if page.who.may(PROMISES["guide.staff_text"]):
        mine.remove("officer")
    for column, job in zip(st.columns(len(mine)), mine, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{page.say(f'guide.{job}')}**")
            st.markdown(page.say(f"guide.{job}_text"))


def indicators(page: Page) -> None:
    """Every indicator: what it says, how it is reckoned, its target; plain text, to be searched."""
    say = page.say
    known = targets_on(page.installation, page.installation.today)
    st.subheader(say("guide.indicators"), anchor="chi-tieu")
    st.caption(say("guide.rule"))
    families: dict[str, list[Indicator]] = {}
    for indicator in page.installation.indicators.values():
        families.setdefault(indicator.family, []).append(indicator)
    for family, members in families.items():
        entries = [_entry(facts_of(i, known.get(i.code), say)) for i in members]
        show(html("<h4>{}</h4>{}", say(f"group.{family}"), joined(entries)))


def _entry(facts: Facts) -> Markup:
    lines = [html("<dt>{}</dt><dd>{}</dd>", term, text) for term, text in facts.lines]
    return html(
        "<section class='bd-entry'><h5><span class='code'>{code}</span> {name}</h5>"
        "<p>{gloss}</p><dl>{lines}</dl></section>",
        code=facts.code,
        name=facts.name,
        gloss=facts.gloss,
        lines=joined(lines),
    )


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
