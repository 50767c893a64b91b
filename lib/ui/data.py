"""Figures for the pages, kept per version of the data: a publish makes them new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from lib.domain.indicators import INDICATORS, Measured, measure
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.domain.snapshot import Snapshot
from lib.maps.sheet import Sheet
from lib.services.house import House
from lib.services.overview import (
    priority_flags,
    snapshot_of,
    versions_by_period,
)
from lib.services.period_sheet import period_sheet
from lib.ui.page import Page


def snapshot(page: Page, period: Period) -> Snapshot:
    """All measures in the period. Shared: never change it."""
    store = page.house.settings.store_url
    version = _versions(store, page.version, page.house).get(str(period), "")
    return _snapshot(store, version, str(period), page.house)


def measured(page: Page, indicator: str, period: Period) -> Measured:
    """One indicator in the period."""
    return measure(INDICATORS[indicator], snapshot(page, period))


def sheet(page: Page, period: Period) -> Sheet:
    """The map sheet of the period: all indicators at once. Shared: never change it."""
    return period_sheet(
        page.house,
        period,
        page.say,
        version=page.version,
        periods=page.periods,
        measured=lambda p: _all_measured(page, p),
        flags=lambda: flags(page, period.end),
    )


def flags(page: Page, day: date) -> Mapping[str, list[PriorityFlag]]:
    """Priority flags in force on the day, by commune."""
    return _flags(page.house.settings.store_url, page.version, day, page.house)


@st.cache_resource(show_spinner=False, max_entries=8)
def _versions(store: str, version: str, _house: House) -> Mapping[str, str]:
    del store, version
    return versions_by_period(_house)


@st.cache_resource(show_spinner=False, max_entries=60)
def _snapshot(store: str, version: str, period: str, _house: House) -> Snapshot:
    del store, version
    return snapshot_of(_house, Period.parse(period))


def _all_measured(page: Page, period: Period) -> dict[str, Measured]:
    return {code: measured(page, code, period) for code in INDICATORS}


@st.cache_resource(show_spinner=False, max_entries=40)
def _flags(store: str, version: str, day: date, _house: House) -> Mapping[str, list[PriorityFlag]]:
    del store, version
    return priority_flags(_house, day)
