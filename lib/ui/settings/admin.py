"""The administration page: one section each for what only administrators do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.domain.access.permissions import Act
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.page import Page
from lib.ui.settings import accounts as admin_accounts
from lib.ui.settings.calendar import calendar_section
from lib.ui.settings.health import show_health
from lib.ui.settings.legal_facts import legal_section
from lib.ui.settings.names import names_section
from lib.ui.settings.outlines import outlines_section
from lib.ui.settings.settings import settings_section

_SECTION = "muc"


@dataclass(frozen=True)
class Section:
    """A part of the page; its name stands under ``admin.<key>`` in the catalogues."""

    key: str
    act: Act
    """What whoever opens it must be allowed to do."""
    show: Callable[[Page], None]


SECTIONS: tuple[Section, ...] = (
    Section("accounts", Act.MANAGE_ACCOUNTS, admin_accounts.accounts_section),
    Section("settings", Act.SET_UP, settings_section),
    Section("calendar", Act.SET_UP, calendar_section),
    Section("legal", Act.SET_UP, legal_section),
    Section("outlines", Act.SET_UP, outlines_section),
    Section("names", Act.SET_UP, names_section),
    Section("health", Act.SET_UP, show_health),
)


def chosen_section(page: Page) -> Section:
    """The section somebody chose, of those open to them; the address may name it."""
    offered = {s.key: s for s in SECTIONS if page.who.may(s.act)}
    if len(offered) == 1:
        return next(iter(offered.values()))
    from_address(_SECTION, list(offered), next(iter(offered)))
    chosen = st.segmented_control(
        page.say("admin.section"),
        list(offered),
        format_func=lambda key: page.say(f"admin.{key}"),
        required=True,
        key=_SECTION,
        label_visibility="collapsed",
    )
    to_address(_SECTION, str(chosen))
    return offered[str(chosen)]
