"""Addresses that name a moment of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.periods import Period
from lib.services.figures.snapshots import measured
from lib.services.history.freezes import freeze_figures
from lib.services.history.moment import moment_in, shown_at
from lib.services.history.returns import before
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.view_address import address_of, written
from lib.text.formats import HANOI
from tests.support.installations import NOON, figures_of, put
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

AUGUST = Period(2026, 8)


@pytest.fixture
def twice(any_installation: Installation) -> Installation:
    """Published at noon and an hour later; now it is evening."""
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=100)))
    later = replace(any_installation, clock=lambda: NOON + timedelta(hours=1))
    put(later, summary(summary_row("Xã Lóng Sập", guided=200)))
    return replace(any_installation, clock=lambda: NOON + timedelta(hours=8))


def test_the_figures_of_a_moment_are_those_known_then(twice: Installation):
    then = shown_at(twice, {"luc": "2026-09-20T12:30"}).installation

    assert measured(then, "GD03", AUGUST).numerator == 100
    assert measured(twice, "GD03", AUGUST).numerator == 200


def test_just_before_and_just_after_an_upload(twice: Installation):
    newest = history(twice, who=staff())[0]
    shown = [
        shown_at(twice, {"luc": written(m)}).installation
        for m in (before(newest), newest.published_at)
    ]

    assert [measured(h, "GD03", AUGUST).numerator for h in shown] == [100, 200]


def test_before_anything_was_published_there_is_nothing(twice: Installation):
    then = shown_at(twice, {"luc": "2020-01-01T00:00"}).installation

    assert figures_of(then).periods == []


STRANGE = ["hôm qua", "2026-13-01", "<script>", "2999-01-01T00:00", "0001-01-01T00:00", "x" * 999]


@pytest.mark.parametrize("text", STRANGE)
def test_nonsense_and_the_future_open_what_is_live_and_are_told(
    installation: Installation, text: str
):
    shown = shown_at(installation, {"luc": text})

    assert shown.installation is installation
    assert shown.unknown_moment
    assert len(shown.unknown_moment) <= 40


def test_a_freeze_goes_before_a_moment(twice: Installation):
    code = freeze_figures(twice, "Họp", who=staff("An"), period=AUGUST).code

    shown = shown_at(twice, {"chot": code, "luc": "2026-09-20T12:30"})

    assert shown.installation.freeze is not None
    assert shown.installation.freeze.code == code
    assert address_of(shown.installation.freeze) == {"chot": code}
    assert shown_at(twice, {"chot": "zzzzzz"}).unknown_freeze == "zzzzzz"


def test_all_moments_between_two_changes_share_what_is_kept(twice: Installation):
    one, other = (shown_at(twice, {"luc": f"2026-09-20T12:{m}"}).installation for m in ("10", "50"))

    assert one.moment == other.moment != twice.moment
    assert address_of(one.freeze) == {"luc": "2026-09-20T12:10"}
    assert address_of(None) == {}


@given(st.integers(0, 10**14), st.sampled_from([1, 60_000_000]))
def test_an_address_gives_back_the_very_moment(count: int, unit: int):
    moment = datetime(2025, 1, 1, tzinfo=HANOI) + timedelta(microseconds=count // unit * unit)

    assert moment_in(written(moment)) == moment.astimezone(UTC)
