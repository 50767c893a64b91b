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


def typed(app, label, value):
    next(n for n in app.number_input if n.label == label).set_value(value)


def test_several_villages_are_typed_at_once_and_what_cannot_be_is_refused(at, own_full_store):
    app = opened(at, own_full_store, he="2026", muc="nhap", don_vi="04045")
    villages = next(m for m in app.multiselect if m.label.startswith("Thôn, bản (chọn"))
    villages.set_value(list(villages.options[:2])).run()
    assert not app.exception
    first, second = (
        n.label.removeprefix("Ngày công – ")
        for n in app.number_input
        if n.label.startswith("Ngày công – ")
    )

    typed(app, f"Tình nguyện viên – {first}", 10)
    typed(app, f"Ngày công – {first}", 11)
    typed(app, f"Người được hướng dẫn – {second}", 4)
    next(b for b in app.button if b.label == "Xem lại").click().run()
    assert not app.exception
    assert "chỉ có nhiều nhất 10" in app.warning[0].value
    assert "Ghi vào kho số liệu" not in {b.label for b in app.button}

    typed(app, f"Ngày công – {first}", 10)
    next(b for b in app.button if b.label == "Xem lại").click().run()
    for box in app.checkbox:
        if box.label.startswith("Đã xem lại"):
            box.check().run()
    next(b for b in app.button if b.label == "Ghi vào kho số liệu").click().run()

    assert not app.exception
    assert "Đã ghi, lần tải số" in told(app)
