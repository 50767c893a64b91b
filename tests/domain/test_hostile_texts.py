"""Texts that somebody wrote to make the server think: every step takes a time in line with their
length, and a cell far longer than any name is told at its place, unread."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest

from lib.domain.intake.cells.as_said import as_said
from lib.domain.intake.cells.cells import CLEANERS, LONGEST_NAME, LONGEST_TEXT
from lib.domain.intake.cells.number_words import number_in_words
from lib.domain.intake.cells.two_days import two_days
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.period_words.named import month_in, quarter_in, year_in
from lib.domain.intake.resolving import suggestions
from lib.domain.places.gazetteer import bare_name
from lib.domain.places.names import plain_name
from lib.domain.places.villages import Village, VillageRegister, bare_village
from lib.domain.problems import Code
from lib.domain.templates import TEMPLATES, heading
from lib.files.marking.safe_formulas import harmless
from lib.files.reference import gazetteer
from lib.services.intake.preview import receive
from lib.settings import Settings
from lib.text import fold, normalized, without_accents
from tests.support.patterns import grows_faster, text_of
from tests.support.pipeline import understand
from tests.support.sheets import SUMMARY_HEAD, VILLAGE_HEAD, sheet, summary_row

DRIVES = TEMPLATES["05_dot_ra_quan"]
PEOPLE, STARTS = DRIVES.by_key["volunteers"], DRIVES.by_key["starts_on"]
REGISTER = VillageRegister([Village("03646", "03646-001", "Bản Pha Đón")])
STEPS = {
    "fold": fold,
    "without_accents": without_accents,
    "plain_name": plain_name,
    "bare_name": bare_name,
    "bare_village": bare_village,
    "heading": heading,
    "month_in": month_in,
    "quarter_in": quarter_in,
    "year_in": year_in,
    "a commune": lambda text: gazetteer().resolve(text),
    "communes alike": lambda text: suggestions(text[:LONGEST_NAME], gazetteer()),
    "a village": lambda text: REGISTER.named("03646", text),
    "villages alike": lambda text: REGISTER.like("03646", text[:LONGEST_NAME]),
    "a code": lambda text: gazetteer().by_code(text),
    "a file's name": lambda text: receive(text, b"", Settings()),
    "a formula": harmless,
    "a number in words": number_in_words,
    "a figure as people say it": lambda text: as_said(text, PEOPLE, {}),
    "two days": lambda text: two_days(text, STARTS, DRIVES),
    **{f"a cell for {kind}": cleaner for kind, cleaner in CLEANERS.items()},
}
PARTS = [
    (lead, pump, end)
    for pump in (
        "1", " ", "\t", "*", "¹", "(", "((", "(1)", "(1) ", ". ", " .", ".,;:", "-", "- ", "1) ",
        "1. ", "i. ", "a", "ạ", "a\u0323", "\u0323\u0301", "\u0301\u0323", "\u200b", "1.", ".111",
        "1/", "1/1/", "8/2026 ", "quý 1 ", "ngày ", "tháng ", "năm ", "2026 ", "xã ", "ubnd ",
        "bản ", ",", "'", '"', "''", "\\", "A(", "...", "…", "\n", "0", "đ", "ß", "ﬃ",
    )
    for lead, end in (("", "x"), ("quý 1/2026", "\x00"))
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_step_takes_time_in_line_with_the_text(step):
    slow = [
        parts
        for parts in PARTS
        if grows_faster(STEPS[step], lambda size, parts=parts: text_of(parts, size), 16_000)
    ]

    assert slow == []


_BLOCKS = (SUMMARY_HEAD, VILLAGE_HEAD)


@pytest.mark.parametrize("head", _BLOCKS, ids=("communes", "villages"))
@pytest.mark.parametrize("most", [LONGEST_NAME, LONGEST_TEXT, 32_767])
def test_a_sheet_full_of_such_texts_takes_no_longer_than_one_of_plain_letters(head, most):
    hostile = [[text_of(parts, most)[:most]] * len(head) for parts in PARTS]
    plain = [[f"{n} {'chữ ' * most}"[:most]] * len(head) for n in range(len(PARTS))]

    took = [_took(sheet(head, *rows)) for rows in (plain, hostile)]

    assert took[1] < 10 * took[0] + 1


def _took(page: Sheet) -> float:
    begin = time.process_time()
    understand(page)
    return time.process_time() - begin


@pytest.mark.parametrize("column", range(1, 8))
def test_a_cell_far_too_long_is_told_at_its_place(column):
    row = list(summary_row("Xã Chiềng An"))
    row[column] = "8" * (LONGEST_NAME + 1)

    found = understand(sheet(SUMMARY_HEAD, row)).found(Code.TEXT_TOO_LONG)

    assert [(p.row, p.column, p.values["most"]) for p in found] == [(2, "ABCDEFGH"[column], 300)]
    assert len(found[0].given) <= 80


def test_a_remark_may_be_longer_than_a_name():
    row = summary_row("Xã Chiềng An", note="a" * LONGEST_TEXT)
    longer = summary_row("Xã Chiềng An", note="a" * (LONGEST_TEXT + 1))

    assert not understand(sheet(SUMMARY_HEAD, row)).found(Code.TEXT_TOO_LONG)
    assert understand(sheet(SUMMARY_HEAD, longer)).found(Code.TEXT_TOO_LONG)


def test_room_around_a_short_name_does_not_make_it_long():
    row = summary_row(" " * 400 + "Xã Chiềng An" + " " * 400)

    assert list(understand(sheet(SUMMARY_HEAD, row)).rows["commune_code"]) != [""]


def test_a_note_below_the_table_may_be_long():
    note = ["Ghi chú: " + "số liệu tính đến hết kỳ báo cáo " * 20, *[None] * 8]

    understood = understand(sheet(SUMMARY_HEAD, summary_row("Xã Chiềng An"), note))

    assert len(understood.rows) == 1
    assert Code.TEXT_TOO_LONG not in understood.codes


def test_letters_with_their_marks_are_put_in_order_as_ever():
    text = "Chiềng Ân … " + "e\u0323\u0302" * 50 + "…" * 60

    for form in ("NFC", "NFD"):
        assert normalized(form, text) == unicodedata.normalize(form, text)


def test_a_letter_under_a_tower_of_marks_keeps_thirty():
    text = "a" + "\u0301\u0323" * 20_000 + "…" * 40 + "b"

    plain = normalized("NFD", text)

    assert re.fullmatch("a\u0323{15}\u0301{15}…{40}b", plain)


def test_names_keep_losing_their_numbers_and_marks():
    for written, plain in {
        "2. Bản Pha Đón (1)": "bản pha đón",
        "1)Bản Lót *": "bản lót",
        "- + III. Bản Mé (**) ¹ .": "bản mé",
        "Bản 5": "bản 5",
        "Tiểu khu 12 (12)": "tiểu khu 12",
        "Bản Co (123)": "bản co (123)",
        "*": "*",
        "Bản (Ơ": "bản (ơ",
    }.items():
        assert plain_name(written) == plain
