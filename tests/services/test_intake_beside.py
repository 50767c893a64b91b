"""While a file is gone through no question to the store stays open; what is published meanwhile is
noticed."""

from __future__ import annotations

import pytest

from lib.services import intake
from lib.services.house import House
from lib.store.engine import asking, writing
from lib.store.uploads import set_mark, uploads
from tests.support.houses import open_test_house, put, see
from tests.support.sheets import summary, summary_row


@pytest.fixture
def house(tmp_path) -> House:
    return open_test_house(tmp_path)


@pytest.mark.parametrize("step", ["clean", "resolve", "check", "compare"])
def test_somebody_else_writes_while_a_file_is_gone_through(house, monkeypatch, step):
    real, wrote = getattr(intake, step), []

    def beside(*given, **more):
        assert not house.engine.pool.checkedout()
        with writing(house.engine) as connection:
            set_mark(connection, f"beside {step} {len(wrote)}", "yes")
        wrote.append(step)
        return real(*given, **more)

    monkeypatch.setattr(intake, step, beside)

    ready = see(house, summary(summary_row("Xã Lóng Sập")))

    assert wrote == [step]
    assert ready.publishable


def test_what_is_published_meanwhile_is_what_the_preview_is_compared_with(house, monkeypatch):
    real, others = intake.check, [summary(summary_row("Xã Lóng Sập", guided=7))]

    def beside(*given, **more):
        if others:
            put(house, others.pop())
        return real(*given, **more)

    monkeypatch.setattr(intake, "check", beside)

    ready = see(house, summary(summary_row("Xã Lóng Sập")))

    with asking(house.engine) as connection:
        (newest,) = uploads(connection)
    assert list(ready.base.values()) == [[newest.id]]
