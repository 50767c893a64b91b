"""A template that gains or renames a column: old sheets are read, their sender is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.intake.layouts import recognise
from lib.domain.problems import Code, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import publish
from lib.services.intake.remembered_answers import known_lessons
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

WHO = staff()
CODE = "00_tong_hop_xa"


@pytest.fixture
def changed(monkeypatch):
    """The template with a required column gained, and one renamed, since the sheets were made."""
    before = TEMPLATES[CODE]
    columns = [
        replace(c, header="Tổng Đại sứ số của xã", synonyms=(), formerly=("Số Đại sứ số",))
        if c.key == "ambassadors"
        else c
        for c in before.columns
    ]
    columns.append(
        replace(before.by_key["villages"], key="screens", header="Số màn hình công cộng",
                synonyms=(), required=True, since=date(2026, 9, 1))
    )  # fmt: skip
    now = replace(before, columns=tuple(columns))
    others = tuple(t for t in TEMPLATES.values() if t.code != CODE)
    monkeypatch.setitem(TEMPLATES, CODE, now)
    uploads = (now, *others)
    monkeypatch.setattr(recognise, "_UPLOADS", uploads)
    monkeypatch.setattr(recognise.recognise, "__kwdefaults__", {"templates": uploads})


def seen(installation, period="08/2026"):
    content = summary(summary_row("Xã Lóng Sập", period=period))
    return preview(installation, receive("a.csv", content, installation.settings), {}, who=WHO)


def told(ready) -> list[Code]:
    return [p.code for p in ready.problems if p.code in (Code.NEW_COLUMN, Code.RENAMED_COLUMN)]


@pytest.mark.usefixtures("changed")
def test_the_old_sheet_is_read_and_its_sender_told_once(installation):
    first = seen(installation)

    assert first.verdict is Verdict.ACCEPT
    assert list(first.rows["ambassadors"]) == [52]
    assert "screens" not in first.rows
    assert sorted(told(first)) == [Code.NEW_COLUMN, Code.RENAMED_COLUMN]

    publish(installation, first, who=WHO)

    assert told(seen(installation, "09/2026")) == []


@pytest.mark.usefixtures("changed")
def test_having_been_told_is_no_answer_of_theirs(installation):
    publish(installation, seen(installation), who=WHO)

    assert known_lessons(installation, who=WHO) == []
    assert Code.ANSWER_APPLIED not in [p.code for p in seen(installation, "09/2026").problems]


def test_nothing_is_told_of_a_template_that_has_not_changed(installation):
    assert told(seen(installation)) == []
