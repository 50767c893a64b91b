"""Handing out pre-filled forms: of one commune, or of all in a zip."""

from __future__ import annotations

import streamlit as st

from lib.domain.access.permissions import EVERYWHERE
from lib.domain.intake.prefilled_form import FORMS
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.intake.current_workbook import in_force_file, in_force_name, is_in_force
from lib.services.intake.prefilled_forms import all_prefilled, may_see_rows, offered, prefilled
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.map.choices import short_period

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST = "02_bao_cao_thang_thon_ban"


def forms(page: Page, commune: str | None = None) -> None:
    """Template and period are chosen; each file is made when somebody asks for it.

    Without ``commune`` that is chosen too, and all communes are offered at once. Whoever hands none
    of them in is offered none: they hold rows as they were reported.
    """
    say, places = page.say, page.installation.gazetteer.communes
    commune = page.who.commune or commune
    handed = [f for f in FORMS if may_see_rows(TEMPLATES[f], commune or EVERYWHERE, page.who)]
    if not handed:
        return
    with st.expander(say("workbook.heading")):
        st.caption(say("workbook.help"))
        columns = st.columns(2 if commune else 3)
        template = columns[0].selectbox(
            say("workbook.template"),
            handed,
            index=handed.index(_FIRST) if _FIRST in handed else 0,
            format_func=lambda code: f"{code[:2]} · {TEMPLATES[code].title}",
            key="form-template",
        )
        code = commune or columns[2].selectbox(
            say("workbook.commune"),
            sorted(places, key=lambda c: places[c].name),
            format_func=lambda c: places[c].full_name,
            key="form-commune",
        )
        chosen = columns[1].selectbox(
            say("workbook.period"),
            [str(p) for p in offered(page.installation, template, code)],
            format_func=lambda text: short_period(page, text),
            key=f"form-period-{template}-{code}",
        )
        period = Period.parse(chosen)
        _one(page, template, code, period=period)
        _in_force(page, template, code, period=period)
        if not commune:
            zipped = f"{template}_{period}.zip"
            st.download_button(
                say("workbook.all", count=len(places)),
                on_record(
                    page,
                    zipped,
                    lambda: (
                        all_prefilled(page.installation, template, period, who=page.who).content
                    ),
                ),
                file_name=zipped,
                mime="application/zip",
                on_click="ignore",
                key="form-all",
            )


def _in_force(page: Page, template: str, code: str, *, period: Period) -> None:
    """The figures in force, to be corrected and taken in again."""
    if not is_in_force(page.installation, template, period, commune=code):
        st.caption(page.say("workbook.in_force_none"))
        return

    name = in_force_name(template, period, code)

    def content() -> bytes:
        made = in_force_file(page.installation, template, period, commune=code, who=page.who)
        return made.content if made else b""

    st.download_button(
        page.say("workbook.in_force"),
        on_record(page, name, content),
        file_name=name,
        mime=_XLSX,
        on_click="ignore",
        key="form-in-force",
    )


def _one(page: Page, template: str, code: str, *, period: Period) -> None:
    name = f"{code}_{template}_{period}.xlsx"
    st.download_button(
        page.say("workbook.one"),
        on_record(
            page,
            name,
            lambda: (
                prefilled(page.installation, template, code, period=period, who=page.who).content
            ),
        ),
        file_name=name,
        mime=_XLSX,
        on_click="ignore",
        key="form-one",
    )
