"""A search in a process of its own says the same as one here, and hands every refusal on."""

from __future__ import annotations

import json
import threading

import pytest

from lib.domain.planning.plan.signs import Sign
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.instance import Instance, Lock
from lib.domain.planning.question.reading import read_instance
from lib.services.planning.process import Search, document_of, searched
from lib.text import words
from tests.support.planning import province


def asked(**changed: object) -> Instance:
    return read_instance(json.dumps(province(6, seed=3))).model_copy(update=changed)


def search(instance: Instance, heard: list[Sign], *, stop: threading.Event | None = None) -> Search:
    return Search(
        instance=instance,
        effort=Effort(seconds=5, seed=1),
        language="vi",
        hear=heard.append,
        explaining=lambda: None,
        stop=stop or threading.Event(),
    )


def test_the_plan_is_the_one_that_a_search_here_finds():
    heard: list[Sign] = []

    found = searched(search(asked(), heard))

    here = document_of(solve(asked(), Effort(seconds=5, seed=1)), words("vi"))
    told = ("assignments", "objective", "bound", "unmet_count", "digest")
    assert {k: found.document[k] for k in told} == json.loads(
        json.dumps({k: here[k] for k in told})
    )
    assert found.document["explained"].keys() == here["explained"].keys()
    assert heard[-1].unmet == found.document["unmet_count"]


def test_a_contradiction_is_refused_as_here():
    team = asked().teams[0].code
    nowhere = asked(locks=(Lock(team=team, commune=asked().communes[0].code, start_week=9),))

    with pytest.raises(Refused) as apart:
        searched(search(nowhere, []))

    with pytest.raises(Refused) as here:
        solve(nowhere)
    assert [f.code for f in apart.value.faults] == [f.code for f in here.value.faults]


def test_a_search_that_is_stopped_at_once_still_hands_out_a_plan():
    stop = threading.Event()
    stop.set()

    found = searched(search(asked(), [], stop=stop))

    assert found.document["assignments"]
