"""Figures for the pages, kept per version of the data: a publish makes them new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from lib.domain.access import Act
from lib.domain.indicators import INDICATORS, Measured, measure
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.domain.snapshot import Snapshot
from lib.maps.sheet import Sheet
from lib.services import period_sheet
from lib.services.comparing import Compared
from lib.services.house import House
from lib.services.overview import (
    priority_flags,
    snapshot_of,
    versions_by_period,
)
from lib.services.profile import Known, Profile, profile_of
from lib.services.since import Since
from lib.ui.page import Page


def snapshot(page: Page, period: Period) -> Snapshot:
    """All measures in the period. Shared: never change it."""
    if period not in page.snapshots:
        store = page.house.server
        found = _snapshot(store, _version(page, period), str(period), page.house)
        page.snapshots[period] = found
    return page.snapshots[period]


def measured(page: Page, indicator: str, period: Period) -> Measured:
    """One indicator in the period."""
    return measure(INDICATORS[indicator], snapshot(page, period))


def all_measured(page: Page, period: Period) -> Mapping[str, Measured]:
    """Every indicator in the period, by code. Shared: never change it."""
    return _all_kept(page.house.server, _version(page, period), str(period), page)


def profile(page: Page, code: str, period: Period) -> Profile:
    """All that is known of a commune in the period. Shared: never change it."""
    page.who.must(Act.SEE_FIGURES, code)  # what is kept was made for somebody else, maybe
    store = page.house.server
    return _profile(store, page.version, (code, str(period)), page)


def sheet(page: Page, period: Period) -> Sheet:
    """The map sheet of the period: all indicators at once. Shared: never change it."""
    return period_sheet.period_sheet(
        page.house,
        period,
        page.say,
        version=page.version,
        periods=page.periods,
        measured=lambda p: _all_measured(page, p),
        flags=lambda day: flags(page, day),
    )


def compared_sheet(page: Page, period: Period, against: Period) -> Sheet:
    """The map sheet of what changed between two periods. Shared: never change it."""
    return period_sheet.compared_sheet(
        page.house,
        period,
        against,
        page.say,
        version=page.version,
        measured=lambda p: _all_measured(page, p),
        flags=lambda day: flags(page, day),
    )


def compared(page: Page, period: Period, against: Period) -> Compared:
    """All indicators in two periods, the earlier first."""
    then, now = sorted((period, against))
    return Compared(
        periods=(then, now), then=_all_measured(page, then), now=_all_measured(page, now)
    )


def flags(page: Page, day: date) -> Mapping[str, list[PriorityFlag]]:
    """Priority flags in force on the day, by commune."""
    return _flags(page.house.server, page.version, day, page.house)


def since(page: Page, period: Period, make: Callable[[], Since]) -> Since:
    """What has come since the open freeze; made anew with every publish."""
    versions = (page.version, page.today.version, str(period))
    return _since(page.house.server, versions, make)


def _version(page: Page, period: Period) -> str:
    """Of the period's own figures; frozen and live are kept apart."""
    store = page.house.server
    return _versions(store, page.version, page.house).get(str(period), "") + page.house.moment


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


@st.cache_resource(show_spinner=False, max_entries=24)
def _all_kept(store: str, version: str, period: str, _page: Page) -> Mapping[str, Measured]:
    del store, version
    return _all_measured(_page, Period.parse(period))


@st.cache_resource(show_spinner=False, max_entries=80)
def _profile(store: str, version: str, chosen: tuple[str, str], _page: Page) -> Profile:
    del store, version
    period = Period.parse(chosen[1])
    earlier = period.previous
    known = Known(
        snapshot=snapshot(_page, period),
        now=all_measured(_page, period),
        before=all_measured(_page, earlier) if earlier in _page.periods else {},
        flags=flags(_page, period.end),
        periods=_page.periods,
    )
    return profile_of(_page.house, chosen[0], known, who=_page.who)


def _all_measured(page: Page, period: Period) -> dict[str, Measured]:
    return {code: measured(page, code, period) for code in INDICATORS}


@st.cache_resource(show_spinner=False, max_entries=40)
def _flags(store: str, version: str, day: date, _house: House) -> Mapping[str, list[PriorityFlag]]:
    del store, version
    return priority_flags(_house, day)
