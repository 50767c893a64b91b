"""Addresses that nobody of good will types: every page answers, and none of them breaks."""

from __future__ import annotations

from datetime import date

import pytest

from lib.services.health.opening import open_installation
from lib.services.planning.desk import begin_plan
from lib.settings import Settings
from lib.text import words
from lib.ui.frame.nav import PAGES
from tests.support.people import planner

STRANGE = (
    "' OR '1'='1'; DROP TABLE upload --",
    "\x00²<b>${x}" * 40,
    "9" * 100,
    "9999-12",
)
NAMES = (
    "ky", "so-voi", "xa", "chi-tieu", "kieu", "co", "lop", "nhom", "chot", "luc", "thang", "he",
    "tuan", "muc", "don-vi", "pa", "buoc", "voi", "chon", "tep", "lo", "han", "ngon-ngu",
)  # fmt: skip
"""Every parameter that some page reads."""
SAY = words()


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("script", [entry.script for entry in PAGES])
def test_no_parameter_breaks_a_page(at, full_store, script: str, strange: str):
    page = at(full_store, script, **{name.replace("-", "_"): strange for name in NAMES})

    told = " ".join(e.value for e in page.error)
    assert not page.exception
    assert SAY("error.unexpected", ticket="")[:20] not in told


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_no_parameter_breaks_an_open_plan(at, own_full_store, strange: str):
    installation = open_installation(Settings(data_dir=own_full_store))
    begun = begin_plan(installation, who=planner(), first_day=date(2026, 6, 8), title="Hè", weeks=4)
    installation.engine.dispose()

    page = at(own_full_store, "plan", pa=str(begun.id), buoc=strange, voi=strange, chon=strange)

    told = " ".join(e.value for e in page.error)
    assert not page.exception
    assert SAY("error.unexpected", ticket="")[:20] not in told
