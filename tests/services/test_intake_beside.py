"""While a file is gone through no question to the store stays open; what is published meanwhile is
noticed."""

from __future__ import annotations

import pytest

from lib.domain.intake import judging
from lib.services.installation import Installation
from lib.services.intake import preview
from lib.services.intake.preview_json import sentences
from lib.store.engine import asking, writing
from lib.store.history.uploads import set_mark, uploads
from lib.text import words
from tests.support.installations import open_test_installation, put, see
from tests.support.sheets import register, summary, summary_row, village_month


@pytest.fixture
def installation(tmp_path) -> Installation:
    return open_test_installation(tmp_path)


STEPS = {"clean": preview, "resolve": judging, "check": judging, "compare": judging}


@pytest.mark.parametrize("step", STEPS)
def test_somebody_else_writes_while_a_file_is_gone_through(installation, monkeypatch, step):
    real, wrote = getattr(STEPS[step], step), []

    def beside(*given, **more):
        assert not installation.engine.pool.checkedout()
        with writing(installation.engine) as connection:
            set_mark(connection, f"beside {step} {len(wrote)}", "yes")
        wrote.append(step)
        return real(*given, **more)

    monkeypatch.setattr(STEPS[step], step, beside)

    ready = see(installation, summary(summary_row("Xã Lóng Sập")))

    assert wrote == [step]
    assert ready.publishable


def test_what_is_published_meanwhile_is_what_the_preview_is_compared_with(
    installation, monkeypatch
):
    real, others = judging.check, [summary(summary_row("Xã Lóng Sập", guided=7))]

    def beside(*given, **more):
        if others:
            put(installation, others.pop())
        return real(*given, **more)

    monkeypatch.setattr(judging, "check", beside)

    ready = see(installation, summary(summary_row("Xã Lóng Sập")))

    with asking(installation.engine) as connection:
        (newest,) = uploads(connection)
    assert list(ready.base.values()) == [[newest.id]]


VILLAGES = [("Xã Lóng Sập", f"Bản {letter}", 100) for letter in "ABCD"]


def told_of_the_part(installation: Installation) -> list[str]:
    rows = [(c, v, 1, 40) for c, v, _ in VILLAGES[:3]]
    ready = see(installation, village_month(*rows))
    assert ready.publishable
    found = [p for p in ready.problems if p.code.startswith("part_")]
    return [f"{p.code}: {' '.join(sentences(p, words()))}" for p in found]


def test_a_file_of_some_villages_says_of_how_many_and_what_the_figure_will_be(installation):
    put(installation, register(*VILLAGES))

    (told,) = told_of_the_part(installation)

    assert told.startswith("part_of_villages: Xã Lóng Sập, kỳ 08/2026: có số của 3/4 thôn, bản")
    assert "hộ được hướng dẫn: 120" in told


def test_beside_the_commune_s_own_sheet_it_says_that_the_whole_stays(installation):
    put(installation, register(*VILLAGES))
    put(
        installation,
        summary(summary_row("Xã Lóng Sập", villages=4, covered=4, households=400, guided=383)),
    )

    (told,) = told_of_the_part(installation)

    assert told.startswith("part_beside_summary: ")
    assert "hộ được hướng dẫn: 383, không phải 120" in told


def test_a_file_of_all_villages_says_nothing_of_parts(installation):
    put(installation, register(*VILLAGES[:3]))

    assert told_of_the_part(installation) == []
