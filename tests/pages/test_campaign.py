"""The campaign page on an empty and on a full store."""

from __future__ import annotations

import pytest


def told(app) -> str:
    return "\n".join(block.proto.body for block in app.get("html"))


def opened(at, store, **query):
    app = at(store, "campaign", **query)
    assert not app.exception
    return app


@pytest.mark.parametrize("view", ["tuan", "tra-loi", "chua-den", "ket-qua", "nhap"])
def test_every_view_opens_on_an_empty_and_on_a_full_store(at, any_store, view):
    app = opened(at, any_store, muc=view)

    assert not app.error
    assert "bd-title" in told(app)


def test_the_week_of_the_address_is_told_with_names(at, full_store):
    app = opened(at, full_store, he="2026", tuan="3")

    said = told(app)
    assert "Tuần 3 (22/06–28/06/2026)" in said
    assert "TN26-" in said
    assert "Chưa có kế hoạch nào được công bố" in said


def test_a_strange_address_is_not_believed(at, full_store):
    app = opened(at, full_store, he="<b>", tuan="999", muc="x")

    assert "Tuần" in told(app)
