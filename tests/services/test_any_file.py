"""Whatever stands in the cells: a preview answers, every problem has its sentence, no crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.templates import TEMPLATES
from lib.services.installation import Installation
from lib.services.intake.preview_json import as_json
from lib.services.intake.publishing import Published, publish
from lib.text import LANGUAGES, words
from tests.support.installations import facts, open_test_installation, put, see, take_back
from tests.support.people import staff
from tests.support.sheets import csv_bytes, register

odd = st.sampled_from(
    ["", "-", "x", "0", "5", "1.250", "1,250", "1,5", "-3", "9" * 25, "#REF!", "Có", "không",
     "08/2026", "13/2026", "12/2099", "Quý 3/2026", "31/12/2025", "31/12/2062", "1/1/0001",
     "Xã Lóng Sập", "Chiềng Chung", "Mường Lang", "Lạ", "04045", "04045-001", "99999", "Bản A",
     "Tổng cộng", "Người lập biểu", "{row}", "%s", "<b>", "4G", "III", "Kế hoạch", "Đã duyệt", ";"]
)  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A store with a small register, for previews that write nothing."""
    installation = open_test_installation(tmp_path_factory.mktemp("installation"))
    put(installation, register(("Xã Lóng Sập", "Bản A", 100), ("Xã Lóng Sập", "Bản B", 50)))
    return installation


def answered(installation: Installation, content: bytes, choose: int) -> dict[str, str]:
    """An answer to every question that comes up, always the option at the same place."""
    answers: dict[str, str] = {}
    for _ in range(6):
        asked = [p for p in see(installation, content, answers).problems if p.question]
        if not asked:
            break
        for problem in asked:
            options = [o.value for o in problem.options] or ["skip"]
            answers[problem.question] = options[choose % len(options)]
    return answers


@pytest.mark.parametrize("code", TEMPLATES)
@given(data=st.data())
@settings(max_examples=15)
def test_any_cells_under_the_headers_are_previewed_and_told(
    shared: Installation, code: str, data: st.DataObject
):
    columns = TEMPLATES[code].offered
    sound = [c.example for c in columns]
    rows = data.draw(
        st.lists(st.tuples(*(st.one_of(st.just(e), odd) for e in sound)), min_size=1, max_size=4)
    )
    content = csv_bytes([[c.header for c in columns], *rows])

    for answers in ({}, answered(shared, content, data.draw(st.integers(0, 3)))):
        ready = see(shared, content, answers)
        for language in LANGUAGES:
            told = json.dumps(as_json(ready, words(language)), ensure_ascii=False, default=str)
            assert "{given}" not in told
        assert not ready.publishable or "" not in set(ready.rows["period"])


@given(data=st.data())
@settings(max_examples=20)
def test_whatever_is_publishable_is_published_and_can_be_taken_back(
    shared: Installation, data: st.DataObject
):
    columns = TEMPLATES[data.draw(st.sampled_from(sorted(TEMPLATES)))]
    sound = [c.example for c in columns.offered]
    few = data.draw(st.sets(st.integers(0, len(sound) - 1), max_size=3))
    row = [data.draw(odd) if i in few else cell for i, cell in enumerate(sound)]
    content = csv_bytes([[c.header for c in columns.offered], row])
    ready = see(shared, content, answered(shared, content, 0))
    if not ready.publishable:
        return
    before = facts(shared, columns.code)

    done = publish(shared, ready, who=staff("An"))

    assert isinstance(done, Published)
    take_back(shared, done.upload_id)
    assert facts(shared, columns.code) == before
