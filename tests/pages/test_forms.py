"""The forms on the pages: open at what is owed, for the officer and for staff."""

from __future__ import annotations

import pytest

from lib.domain.access.permissions import Role
from lib.domain.periods import Cadence, recent_periods
from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.support.installations import put
from tests.support.sheets import summary, summary_row

FORM = "02_bao_cao_thang_thon_ban"


@pytest.mark.parametrize(("role", "script"), [(Role.OFFICER, "commune"), (Role.STAFF, "upload")])
def test_forms_open_at_the_newest_period_that_the_commune_owes(at, tmp_path, role, script):
    store = tmp_path / "small"
    installation = open_installation(Settings(data_dir=store))
    sent, owed, *_ = [
        p
        for p in recent_periods(Cadence.MONTHLY, installation.today, many=4)
        if p.end < installation.today
    ]
    put(
        installation, summary(summary_row("Phường Tô Hiệu", period=f"{sent.month:02d}/{sent.year}"))
    )

    page = at(store, script, role=role)
    if role is Role.STAFF:
        page.selectbox(key="form-commune").set_value("03646").run()

    chosen = page.selectbox(key=f"form-period-{FORM}-03646")
    assert not page.exception
    assert chosen.value == str(owed)
