"""A sheet with its own headings or layout on the upload page: one question, then as any other."""

from __future__ import annotations

import pytest

from tests.support.own_forms import SHAPES, Office, as_workbook

FIGURES = {"villages": 14, "villages_with_ambassador": 9, "ambassadors": 52, "households": 1250,
           "households_guided": 430}  # fmt: skip
OFFICE = Office("Xã Mường La", month=8, year=2026, summary=FIGURES, before=FIGURES)


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def dropped(at, folder, shape: str):
    page = at(folder / "real", "upload")
    content = as_workbook(SHAPES[shape](OFFICE))
    page.file_uploader[0].set_value((f"{shape}.xlsx", content, "")).run()
    assert not page.exception
    return page


def confirm(page) -> None:
    next(b for b in page.button if b.label == "Đúng như vậy").click().run()
    assert not page.exception


@pytest.mark.parametrize("shape", ["short_words", "label_and_figure", "months_aside"])
def test_one_confirmation_and_the_file_can_be_published(at, tmp_path, shape: str):
    page = dropped(at, tmp_path, shape)
    assert "Công bố" not in {b.label for b in page.button}

    confirm(page)

    assert "Công bố" in {b.label for b in page.button}
    next(b for b in page.button if b.label == "Công bố").click().run()
    assert page.success


def test_which_of_two_columns_holds_the_figures_is_a_choice_with_their_words(at, tmp_path):
    page = dropped(at, tmp_path, "planned_and_done")

    (which,) = [r for r in page.radio if str(r.key).startswith("columns-template")]
    assert which.options[0].startswith("Biểu tổng hợp của xã, phường – “Thực hiện”")
    assert "14 " not in drawn(page)
    assert ">14<" in drawn(page)

    which.set_value(which.proto.options and which.options[1]).run()

    assert not page.exception
    assert ">21<" in drawn(page)  # what was planned


def test_two_columns_cannot_be_one(at, tmp_path):
    page = dropped(at, tmp_path, "label_and_figure")
    ambassadors = next(s for s in page.selectbox if s.value == "ambassadors")

    ambassadors.set_value("households")
    confirm(page)

    assert any("Hai cột của tệp cùng là “Số hộ gia đình”" in w.value for w in page.warning)
    assert "Công bố" not in {b.label for b in page.button}
