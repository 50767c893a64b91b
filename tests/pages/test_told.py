"""What a commune and the planner see of a plan that was published."""

from __future__ import annotations

import pytest

from lib.domain.access.permissions import Role
from tests.support.entering import COMMUNE
from tests.support.told import publish_for_officer


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


@pytest.fixture
def told_store(own_full_store):
    """A demonstration in which a plan is in force that sends a team to the officer's commune."""
    publish_for_officer(own_full_store)
    return own_full_store


def test_an_officer_confirms_and_takes_it_back(at, told_store):
    page = at(told_store, "commune", role=Role.OFFICER)
    assert "đang đợi xã trả lời" in drawn(page)

    next(b for b in page.button if b.label == "Xác nhận").click().run()
    assert not page.exception
    assert "Đã ghi câu trả lời" in drawn(page)
    assert "đồng ý – Người officer" in drawn(page)

    next(b for b in page.button if b.label == "Rút câu trả lời").click().run()
    assert "đồng ý – Người officer" not in drawn(page)


def test_a_leader_reads_who_comes_and_answers_for_nobody(at, told_store):
    page = at(told_store, "commune", role=Role.LEADER, xa=COMMUNE)

    assert "Đội hình sắp về" in [s.value for s in page.subheader]
    labels = {b.label for b in page.button}
    assert labels.isdisjoint({"Xác nhận", "Gửi đề nghị", "Ghi", "Gửi số này"})


def test_a_commune_without_a_plan_ahead_is_told_nothing_of_teams(at, full_store):
    page = at(full_store, "commune", xa="04045")

    assert "Đội hình sắp về" not in [s.value for s in page.subheader]


def test_counts_above_the_households_are_asked_about_before_they_are_sent(at, told_store):
    page = at(told_store, "commune", role=Role.OFFICER)
    whole = next(n for n in page.number_input if n.label == "Cả xã")

    whole.set_value(9_000_000)
    next(b for b in page.button if b.label == "Gửi số này").click().run()
    assert "nhiều hơn" in drawn(page)
    assert "Đã báo: " not in drawn(page)

    next(c for c in page.checkbox if c.label.startswith("Đã kiểm tra")).check()
    next(b for b in page.button if b.label == "Gửi số này").click().run()
    assert not page.exception
    assert "Đã báo: còn 9.000.000 hộ" in drawn(page)


def test_the_planner_sees_open_answers_and_notes_what_was_said(at, told_store):
    page = at(told_store, "campaign", role=Role.PLANNER, he="2027", muc="tra-loi")
    assert not page.exception
    assert "chưa trả lời" in drawn(page)

    next(t for t in page.text_input if t.label.startswith("Người trả lời")).set_value("Bà Lường")
    next(b for b in page.button if b.label == "Ghi").click().run()

    assert not page.exception
    assert "Bà Lường (ghi: Người planner)" in drawn(page)


def test_the_planner_notes_who_was_told(at, told_store):
    page = at(told_store, "plan", role=Role.PLANNER, pa="1", buoc="cong-bo")
    assert not page.exception
    assert "Chưa ghi đã báo cho ai" in drawn(page)

    next(b for b in page.button if b.label == "Ghi đã báo").click().run()

    assert not page.exception
    assert "đã được báo đúng bản đang hiệu lực" in drawn(page)
