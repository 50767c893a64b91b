"""An office's own headings: asked once, published like our own, and not asked about next month."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.errors import UnreadableFile
from lib.domain.periods import Period
from lib.domain.problems import Code, Verdict
from lib.services.figures.snapshots import measured
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import publish
from lib.services.intake.remembered_answers import forget, known_lessons
from tests.support.people import staff
from tests.support.sheets import csv_bytes, summary, summary_row

WHO = staff()
HEADS = ["STT", "Tên đơn vị", "Số bản", "Số bản có ĐSS", "Số ĐSS", "Số HGĐ",
         "Số HGĐ có ≥1 TV được HD", "Kỳ BC", "Ghi chú"]  # fmt: skip


def own(period: str = "08/2026") -> bytes:
    return csv_bytes([HEADS, summary_row("Xã Lóng Sập", period=period)])


def seen(installation, content, answers=None):
    received = receive("bieu xa.csv", content, installation.settings)
    return preview(installation, received, answers or {}, who=WHO)


@pytest.fixture
def told(installation):
    ready = seen(installation, own())
    (asked,) = ready.problems
    return asked, asked.options[0].value


def test_it_is_asked_and_nothing_can_be_published_before(installation):
    ready = seen(installation, own())

    assert ready.verdict is Verdict.ASK
    assert [p.code for p in ready.problems] == [Code.WHICH_COLUMNS]
    assert not ready.publishable


def test_with_the_answer_it_publishes_the_rows_of_the_same_sheet_with_our_headings(
    installation, told
):
    asked, answer = told
    ours = seen(installation, summary(summary_row("Xã Lóng Sập")))

    theirs = seen(installation, own(), {asked.question: answer})

    assert theirs.verdict is ours.verdict
    assert theirs.rows.equals(ours.rows)


def test_next_month_it_is_not_asked_but_said_until_it_is_taken_back(installation, told):
    asked, answer = told
    publish(installation, seen(installation, own(), {asked.question: answer}), who=WHO)

    september = seen(installation, own("09/2026"))
    assert september.reading is not None
    assert Code.ANSWER_APPLIED in [p.code for p in september.problems]
    assert Code.WHICH_COLUMNS not in [p.code for p in september.problems]

    (lesson,) = known_lessons(installation, who=WHO)
    forget(installation, lesson, who=WHO)
    assert [p.code for p in seen(installation, own("09/2026")).problems] == [Code.WHICH_COLUMNS]


def test_what_a_sheet_does_not_have_is_not_reported_and_never_nought(installation):
    at = HEADS.index("Số HGĐ")
    row = summary_row("Xã Lóng Sập")
    content = csv_bytes([HEADS[:at] + HEADS[at + 1 :], row[:at] + row[at + 1 :]])
    (asked,) = seen(installation, content).problems

    ready = seen(installation, content, {asked.question: asked.options[0].value})

    assert ready.publishable
    assert "households" not in ready.rows or ready.rows["households"].isna().all()
    publish(installation, ready, who=WHO)
    found = measured(installation, "GD03", Period(2026, 8)).communes.loc["04045"]
    assert pd.isna(found["value"])


def test_a_list_of_people_is_refused_before_anything_is_asked(installation):
    heads = ["STT", "Tên đơn vị", "Số bản", "Số ĐSS", "Số HGĐ", "Họ và tên", "Số CCCD", "Kỳ BC"]
    row = [1, "Xã Lóng Sập", 20, 60, 900, "Lò Văn A", "014099000001", "08/2026"]

    with pytest.raises(UnreadableFile) as refused:
        seen(installation, csv_bytes([heads, row]))

    assert refused.value.code == "people_named"


def test_a_colleague_is_not_asked_again_for_the_same_commune(installation, told):
    asked, answer = told
    publish(installation, seen(installation, own(), {asked.question: answer}), who=WHO)
    received = receive("bieu xa.csv", own("09/2026"), installation.settings)

    ready = preview(installation, received, {}, who=staff("Lò Thị Hoa"))

    assert Code.WHICH_COLUMNS not in [p.code for p in ready.problems]
    (applied,) = [p for p in ready.problems if p.code is Code.ANSWER_APPLIED]
    assert applied.values["who"] == WHO.name


def test_nor_where_another_commune_has_the_same_form(installation, told):
    asked, answer = told
    publish(installation, seen(installation, own(), {asked.question: answer}), who=WHO)
    other = csv_bytes([HEADS, summary_row("Xã Mường Bú")])
    publish(installation, seen(installation, other), who=WHO)
    later = receive("bieu xa.csv", own("09/2026"), installation.settings)

    ready = preview(installation, later, {}, who=staff("Lò Thị Hoa"))

    assert Code.WHICH_COLUMNS not in [p.code for p in ready.problems]


def test_but_for_another_commune_is(installation, told):
    asked, answer = told
    publish(installation, seen(installation, own(), {asked.question: answer}), who=WHO)
    other = csv_bytes([HEADS, summary_row("Xã Mường Bú", period="09/2026")])

    ready = preview(
        installation, receive("b.csv", other, installation.settings), {}, who=staff("Lò Thị Hoa")
    )

    assert [p.code for p in ready.problems] == [Code.WHICH_COLUMNS]


def test_who_takes_it_back_takes_it_back_for_all(installation, told):
    asked, answer = told
    publish(installation, seen(installation, own(), {asked.question: answer}), who=WHO)
    (lesson,) = known_lessons(installation, who=WHO)

    forget(installation, lesson, who=WHO)

    received = receive("bieu xa.csv", own("09/2026"), installation.settings)
    ready = preview(installation, received, {}, who=staff("Lò Thị Hoa"))
    assert [p.code for p in ready.problems] == [Code.WHICH_COLUMNS]
