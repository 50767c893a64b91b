"""Figures for the pages, kept per version of the data: a publish makes them new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    silent_since,
    snapshot_of,
    versions_by_period,
)
from lib.services.scenes import boundaries_for
from lib.services.sheets import Figures
from lib.services.sheets import sheet as sheet_of
from lib.services.since import Since
from lib.ui.page import Page


def snapshot(page: Page, period: Period) -> Snapshot:
    """All measures in the period. Shared: never change it."""
    store = page.house.settings.store_url
    version = _versions(store, page.version, page.house).get(str(period), "") + page.house.moment
    return _snapshot(store, version, str(period), page.house)


def measured(page: Page, indicator: str, period: Period) -> Measured:
    """One indicator in the period."""
    return measure(INDICATORS[indicator], snapshot(page, period))


def sheet(page: Page, period: Period, *, first: str, address: Mapping[str, str]) -> Sheet:
    """The map sheet of the period: all indicators at once. Shared: never change it."""
    return _sheet(
        page.house.settings.store_url,
        page.version,
        (str(period), page.say.language, boundaries_for(page.house, "boundary").key),
        page,
        period,
        first,
        address,
    )


def flags(page: Page, day: date) -> Mapping[str, list[PriorityFlag]]:
    """Priority flags in force on the day, by commune."""
    return _flags(page.house.settings.store_url, page.version, day, page.house)


def since(page: Page, period: Period, make: Callable[[], Since]) -> Since:
    """What has come since the open freeze; made anew with every publish."""
    versions = (page.version, page.today.version, str(period))
    return _since(page.house.settings.store_url, versions, make)


@st.cache_resource(show_spinner=False, max_entries=20)
def _since(store: str, versions: tuple[str, str, str], _make: Callable[[], Since]) -> Since:
    del store, versions
    return _make()


@st.cache_resource(show_spinner=False, max_entries=8)
def _versions(store: str, version: str, _house: House) -> Mapping[str, str]:
    del store, version
    return versions_by_period(_house)


@st.cache_resource(show_spinner=False, max_entries=60)
def _snapshot(store: str, version: str, period: str, _house: House) -> Snapshot:
    del store, version
    return snapshot_of(_house, Period.parse(period))


@st.cache_resource(show_spinner=False, max_entries=20)
def _sheet(
    store: str,
    version: str,
    shown: tuple[str, str, str],
    _page: Page,
    _period: Period,
    _first: str,
    _address: Mapping[str, str],
) -> Sheet:
    del store, version, shown
    stale = silent_since(_page.house, _period)
    figures = Figures(
        now=_all_measured(_page, _period),
        before=_all_measured(_page, _period.previous) if _period.previous in _page.periods else {},
        stale=stale,
        old={p: _all_measured(_page, p) for p in set(stale.values())},
    )
    return sheet_of(
        _page.house,
        figures,
        flags(_page, _period.end),
        _page.say,
        period=_period,
        first=_first,
        address=_address,
    )


def _all_measured(page: Page, period: Period) -> dict[str, Measured]:
    return {code: measured(page, code, period) for code in INDICATORS}


@st.cache_resource(show_spinner=False, max_entries=40)
def _flags(store: str, version: str, day: date, _house: House) -> Mapping[str, list[PriorityFlag]]:
    del store, version
    return priority_flags(_house, day)
