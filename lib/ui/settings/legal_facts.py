"""Targets and flags in force on a day; they are changed by handing in templates 06 and 07."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.domain.places.gazetteer import Flag
from lib.services.figures import legal_facts as facts
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.settings.settings import heading


def legal_section(page: Page) -> None:
    """Both tables, as of a chosen day."""
    say = page.say
    show(html("<p class='bd-quiet'>{}</p>", say("legal.intro")))
    left, right = st.columns([0.35, 0.65], vertical_alignment="bottom")
    chosen = left.date_input(
        say("legal.day"), page.installation.today, format="DD/MM/YYYY", key="legal-day"
    )
    way_to("upload", page, say("legal.upload"), place=right)
    day = chosen if isinstance(chosen, date) else page.installation.today
    targets = facts.targets_set(page.installation, day, who=page.who)
    heading(say("legal.targets"), say("legal.targets_count", count=len(targets)))
    show_table(facts.targets_table(targets, say), caption=say("legal.targets"), stacks=True)
    _flags(page, day)


def _flags(page: Page, day: date) -> None:
    say = page.say
    every = facts.flags_set(page.installation, day, who=page.who)
    communes = len({one.flag.commune_code for one in every})
    heading(say("legal.flags"), say("legal.flags_count", count=len(every), communes=communes))
    kind = st.selectbox(
        say("legal.kind"),
        ["", *Flag],
        format_func=lambda f: say(f"flag.{f}") if f else say("legal.every_kind"),
        key="legal-kind",
    )
    shown = [one for one in every if kind in ("", one.flag.flag)]
    if shown:
        table = facts.flags_table(page.installation, shown, say)
        show_table(table, caption=say("legal.flags"), low=True, stacks=True)
