"""What is data below a header and what is not: totals, numbering, signatures, ghosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.rows.clean import Cleaned, clean
from lib.domain.problems import Code
from tests.support.pipeline import recognised, summary_sheet, village_row, village_sheet
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row

LONG_SAP = summary_row("Xã Lóng Sập")
MUONG_LA = summary_row("Xã Mường La")


def cleaned(page: Sheet) -> Cleaned:
    return clean(recognised(page))


def names(page: Sheet) -> list[object]:
    return list(cleaned(page).rows["commune_name"])


def test_rows_are_typed_and_numbered_as_excel_shows_them():
    rows = cleaned(sheet(("BIỂU",), SUMMARY_HEAD, LONG_SAP)).rows

    assert list(rows.index) == [3]
    assert rows.at[3, "households"] == 1250
    assert str(rows["households"].dtype) == "Int64"
    assert rows.at[3, "period"] == "2026-08"
    assert rows.at[3, "note"] is None


@pytest.mark.parametrize(
    "label",
    [
        "Tổng cộng",
        "TỔNG CỘNG:",
        "Tổng số",
        "Cộng",
        "Tổng cộng (2 xã)",
        "Toàn tỉnh",
        "Tổng toàn tỉnh",
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_total_rows_are_set_apart(label: str, place: int):
    total = [None, None, 28, 18, 104, 2500, 860, None, None]
    total[place] = label

    answer = cleaned(summary_sheet(LONG_SAP, MUONG_LA, total))

    assert list(answer.rows["commune_name"]) == ["Xã Lóng Sập", "Xã Mường La"]
    assert answer.totals["households"].tolist() == [2500]


@pytest.mark.parametrize(
    "label", ["Cộng xã Lóng Sập", "Tổng cộng xã Lóng Sập", "Tổng xã", "Cộng xã"]
)
def test_a_subtotal_of_a_commune_is_not_one_more_village(label: str):
    page = village_sheet(village_row("Bản A"), village_row(label), village_row("Bản B"))

    assert list(cleaned(page).rows["village_name"]) == ["Bản A", "Bản B"]


def test_a_village_whose_name_begins_like_a_total_stays():
    page = village_sheet(village_row("Bản Cộng"), village_row("Tổng Pọng"))

    assert list(cleaned(page).rows["village_name"]) == ["Bản Cộng", "Tổng Pọng"]


@pytest.mark.parametrize(
    "numbering",
    [
        [f"({i})" for i in range(1, 10)],
        [str(i) for i in range(1, 10)],
        list(range(1, 10)),
        [float(i) for i in range(1, 10)],
        ["A", "B", 1, 2, 3, 4, 5, 6, 7],
        ["a", "b", "1", "2", "3=1+2", "4", "5", "6", "7"],
    ],
)
def test_a_numbering_line_under_the_header_is_no_data(numbering: list[object]):
    assert names(summary_sheet(numbering, LONG_SAP)) == ["Xã Lóng Sập"]


def test_a_village_called_by_a_number_is_data_not_numbering():
    page = sheet(
        ("Xã Lóng Sập",),
        ("TT", "Tên thôn/bản", "Đại sứ số", "Hộ có ≥1 người được hướng dẫn (lũy kế)"),
        (1, "5", 7, 20),
        (2, "6", 3, 12),
    )

    assert list(cleaned(page).rows["village_name"]) == ["5", "6"]


@pytest.mark.parametrize(
    "block",
    [
        [(None, "NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"), (None, "(Ký tên)"), (None, "Lò Văn A")],
        [
            (None, None, None, None, "Sơn La, ngày 05 tháng 8 năm 2026"),
            (None, None, None, "TM. UBND"),
        ],
        [("Nơi nhận:",), ("- Như trên;",), ("- Lưu: VT.",)],
        [("Ghi chú: số liệu đến 14/8",), ("Tự nhập", "tay")],
    ],
)
def test_a_signature_block_ends_the_data(block: list[tuple[object, ...]]):
    assert names(summary_sheet(LONG_SAP, MUONG_LA, (), *block)) == ["Xã Lóng Sập", "Xã Mường La"]


def test_a_note_that_reads_like_a_signature_never_drops_the_rows_below_it():
    away = summary_row(
        "Xã Yên Châu",
        villages="",
        covered="",
        ambassadors="",
        households="",
        guided="",
        note="Xác nhận sau; người lập phiếu đi vắng",
    )

    assert names(summary_sheet(LONG_SAP, away, MUONG_LA)) == [
        "Xã Lóng Sập",
        "Xã Yên Châu",
        "Xã Mường La",
    ]


def test_a_signature_line_between_two_blocks_of_rows_drops_nothing():
    page = summary_sheet(LONG_SAP, (None, "NGƯỜI LẬP BIỂU"), MUONG_LA)

    assert "Xã Mường La" in names(page)


@pytest.mark.parametrize("ghost", [(), (None,) * 9, ("",) * 9, (" ", None, "\u00a0"), (None,) * 12])
def test_ghost_rows_are_no_data(ghost: tuple[object, ...]):
    assert names(summary_sheet(LONG_SAP, ghost, ghost, MUONG_LA, ghost)) == [
        "Xã Lóng Sập",
        "Xã Mường La",
    ]


def test_rows_shorter_than_the_header_are_read_to_their_end():
    answer = cleaned(summary_sheet(("1", "Xã Lóng Sập", 14)))

    assert answer.rows["villages"].tolist() == [14]
    assert answer.rows["households"].isna().all()


def test_a_name_merged_over_several_rows_counts_for_each():
    page = village_sheet(
        village_row("Bản A"), village_row("Bản B", commune=None), village_row("Bản C", commune=None)
    )
    merged = Sheet(name="S", rows=page.rows, merges=((1, 2, 3, 2),))

    assert list(cleaned(merged).rows["commune_name"]) == ["Xã Lóng Sập"] * 3


def test_a_header_without_rows_is_told():
    assert [p.code for p in cleaned(summary_sheet()).problems] == [Code.NO_ROWS]


def test_every_faulty_cell_is_told_at_its_place():
    page = summary_sheet(summary_row("Xã Lóng Sập", villages="mấy", guided="1,5"))

    problems = cleaned(page).problems

    assert [(p.code, p.row, p.column, p.given) for p in problems] == [
        (Code.NOT_A_COUNT, 2, "C", "mấy"),
        (Code.NOT_WHOLE, 2, "G", "1,5"),
    ]


def test_cleaning_leaves_the_sheet_as_it_was():
    page = summary_sheet(LONG_SAP, (None, "Tổng cộng"))
    before = [list(r) for r in page.rows]

    cleaned(page)

    assert [list(r) for r in page.rows] == before


anything = st.one_of(
    st.none(), st.integers(), st.floats(), st.booleans(), st.dates(), st.text(max_size=20)
)


@given(st.lists(st.lists(anything, max_size=10), max_size=6))
def test_no_sheet_under_a_known_header_makes_cleaning_crash(rows: list[list[object]]):
    answer = cleaned(summary_sheet(*rows))

    assert set(answer.rows.index) <= set(range(2, len(rows) + 2))
