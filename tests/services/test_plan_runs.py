"""Searches are rationed by person: one planner's queue is nobody else's."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from lib.domain.errors import Busy
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.params import PlanParams
from lib.services.planning import runs as plan_runs
from lib.services.planning.runs import PlanRuns
from tests.support.patience import PATIENCE_S, until
from tests.support.people import planner


def saved(number):
    return SimpleNamespace(
        id=number, params=PlanParams(first_day=date(2026, 6, 1)).as_json(), instance=number
    )


@pytest.fixture
def searching(monkeypatch):
    """What is being searched for; each search lasts until it is let go."""
    under_way, go = [], threading.Event()

    def search(wanted):
        under_way.append(wanted.instance)
        go.wait(5 * PATIENCE_S)
        raise Refused(())

    monkeypatch.setattr(plan_runs, "searched", search)
    yield under_way, go
    go.set()


def test_one_planner_takes_all_they_can_and_another_searches_meanwhile(installation, searching):
    under_way, go = searching
    mai, lan = replace(planner("Mai"), account=1), replace(planner("Lan"), account=2)
    runs = PlanRuns()
    begun = []
    for n in range(4):
        begun.append(runs.begin(installation, saved(n), who=mai, note=""))
        time.sleep(0.1)
    with pytest.raises(Busy, match="busy_mine"):
        runs.begin(installation, saved(4), who=mai, note="")
    begun.append(runs.begin(installation, saved(9), who=lan, note=""))
    until(lambda: 9 in under_way, what="the search of the other planner")

    assert under_way == [0, 9]
    go.set()
    assert all(run.over.wait(PATIENCE_S) for run in begun)
    assert not any(run.failed for run in begun)
