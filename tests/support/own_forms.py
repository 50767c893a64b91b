"""Twelve shapes of sheets that no template has, as offices make them, from given figures.

Each says what a careful clerk would read in it. Names and figures are the caller's own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook

from lib.domain.intake.cells.worksheet import Sheet

Row = list[object]
SUMMARY, VILLAGES = "00_tong_hop_xa", "02_bao_cao_thang_thon_ban"
_SUMMARY = (
    "villages",
    "villages_with_ambassador",
    "ambassadors",
    "households",
    "households_guided",
)
_VILLAGE = ("ambassadors", "households_reviewed", "households_guided", "sessions", "guided_turns")


@dataclass(frozen=True)
class Page:
    """One sheet: its rows, and the ranges of its merged cells as Excel names them."""

    name: str
    rows: list[Row]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True)
class Office:
    """Whose sheet it is, and the figures that it is to tell."""

    commune: str
    """With its kind: "Xã Lóng Sập"."""
    month: int
    year: int
    summary: Mapping[str, int] = field(default_factory=dict)
    """Of ``SUMMARY`` by key."""
    villages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Of ``VILLAGES`` by name and key."""
    before: Mapping[str, int] = field(default_factory=dict)
    """The summary of the month before."""
    neighbours: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """The summaries of other communes of the same cluster, by name."""

    @property
    def when(self) -> str:
        """As titles write the month."""
        return f"THÁNG {self.month} NĂM {self.year}"


def _values(figures: Mapping[str, int], keys: Sequence[str] = _SUMMARY) -> Row:
    return [figures[key] for key in keys]


def _signed(commune: str, width: int) -> list[Row]:
    gap: Row = [None] * max(0, width - 2)
    return [[None] * width, [None, "NGƯỜI LẬP BIỂU", *gap, f"TM. UBND {commune.upper()}"]]


def short_words(office: Office) -> list[Page]:
    """Abbreviations over the columns."""
    heads: Row = ["STT", "ĐV", "Số bản, TK, TDP", "Số bản có ĐSS", "Số ĐSS", "Số HGĐ",
                  "HGĐ có ≥1 TV được HD", "Kỳ BC"]  # fmt: skip
    row = [1, office.commune, *_values(office.summary), f"{office.month:02d}/{office.year}"]
    return [Page("BC", [[f"UBND {office.commune.upper()}"], heads, row])]


def other_words(office: Office) -> list[Page]:
    """Other words over the columns, the month in the title alone."""
    heads: Row = ["TT", "Tên đơn vị", "Tổng số bản", "Bản đã có Đại sứ", "Tổng Đại sứ số",
                  "Tổng số hộ", "Số hộ đã được hướng dẫn"]  # fmt: skip
    row = [1, office.commune, *_values(office.summary)]
    return [Page("Tổng hợp", [[f"KẾT QUẢ {office.when}"], heads, row, *_signed(office.commune, 7)])]


_LABELS = ("Tổng số thôn, bản, tiểu khu", "Số thôn, bản có Đại sứ số", "Tổng số Đại sứ số",
           "Tổng số hộ gia đình", "Số hộ có ít nhất 01 thành viên được hướng dẫn")  # fmt: skip
_UNITS = ("bản", "bản", "người", "hộ", "hộ")


def label_and_figure(office: Office) -> list[Page]:
    """A form of one commune: number, label, unit, figure."""
    rows: list[Row] = [
        [f"UBND {office.commune.upper()}"],
        [f"BÁO CÁO KẾT QUẢ {office.when}"],
        ["STT", "Nội dung", "Đơn vị tính", "Kết quả"],
    ]
    told = zip(_LABELS, _UNITS, _values(office.summary), strict=True)
    rows += [[n, label, unit, value] for n, (label, unit, value) in enumerate(told, 1)]
    return [Page("Phiếu", [*rows, *_signed(office.commune, 4)])]


def planned_and_done(office: Office) -> list[Page]:
    """The same with a column of what was planned before the one of what was done."""
    rows: list[Row] = [
        [f"{office.commune.upper()} – BÁO CÁO {office.when}"],
        ["TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Ghi chú"],
    ]
    told = zip(_LABELS, _values(office.summary), strict=True)
    rows += [[n, label, value + 7, value, None] for n, (label, value) in enumerate(told, 1)]
    return [Page("Sheet1", rows)]


def in_sentences(office: Office) -> list[Page]:
    """Label, colon and figure in one cell."""
    told = zip(_LABELS, _values(office.summary), strict=True)
    rows: list[Row] = [[f"{office.commune.upper()}: BÁO CÁO {office.when}"]]
    return [Page("Sheet1", [*rows, *([f"- {label}: {value}"] for label, value in told)])]


def communes_across(office: Office) -> list[Page]:
    """Labels down, a column for each commune of the cluster; alone, for each of two months."""
    every = {office.commune: office.summary, **office.neighbours}
    title = f"CỤM XÃ – BÁO CÁO {office.when}"
    if not office.neighbours:
        last, now = f"Tháng {office.month - 1}/{office.year}", f"Tháng {office.month}/{office.year}"
        every, title = {last: office.before, now: office.summary}, office.commune.upper()
    rows: list[Row] = [[title], ["TT", "Chỉ tiêu", *every]]
    for number, (label, key) in enumerate(zip(_LABELS, _SUMMARY, strict=True), 1):
        rows.append([number, label, *(figures[key] for figures in every.values())])
    return [Page("Cụm", rows)]


def months_aside(office: Office) -> list[Page]:
    """The months side by side over the same headings."""
    last = office.month - 1
    top: Row = ["TT", "Xã, phường", f"Tháng {last}/{office.year}", *[None] * 4,
                f"Tháng {office.month}/{office.year}", *[None] * 4]  # fmt: skip
    heads: Row = [None, None, *["Tổng số bản", "Số bản có ĐSS", "Số ĐSS", "Số hộ gia đình",
                                "Số hộ được hướng dẫn"] * 2]  # fmt: skip
    row = [1, office.commune, *_values(office.before), *_values(office.summary)]
    merges = ((1, 2, 1, 6), (1, 7, 1, 11), (1, 0, 2, 0), (1, 1, 2, 1))
    return [Page("Theo tháng", [["TỔNG HỢP THEO THÁNG"], top, heads, row], merges)]


def stacked_words(office: Office) -> list[Page]:
    """Two lines of headings, merged over their columns."""
    top: Row = ["TT", "Địa phương", "Bản, tiểu khu", None, "Số ĐSS", "Hộ gia đình", None]
    heads: Row = [None, None, "Tổng số", "Có Đại sứ số", None, "Tổng số", "Được hướng dẫn"]
    row = [1, office.commune, *_values(office.summary)]
    merges = ((1, 2, 1, 3), (1, 5, 1, 6), (1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4))
    return [Page("BC", [[f"BÁO CÁO {office.when}"], top, heads, row], merges)]


def year_and_month(office: Office) -> list[Page]:
    """The year and the month in columns of their own."""
    heads: Row = ["Năm", "Tháng", "Tên xã", "Tổng số thôn bản", "Thôn bản có Đại sứ số", "Số ĐSS",
                  "Tổng số hộ", "Hộ được hướng dẫn"]  # fmt: skip
    row: Row = [office.year, office.month, office.commune, *_values(office.summary)]
    return [Page("Data", [heads, row])]


_VILLAGE_LABELS = ("Số Đại sứ số đang hoạt động", "Số hộ đã rà soát (lũy kế)",
                   "Số hộ được hướng dẫn (lũy kế)", "Số buổi hướng dẫn trong tháng",
                   "Số lượt người được hướng dẫn trong tháng")  # fmt: skip


def village_table(office: Office) -> list[Page]:
    """A table of villages; the commune stands in the title."""
    heads: Row = ["TT", "Bản, tiểu khu", "ĐSS đang HĐ", "Hộ rà soát (LK)", "Hộ được HD (LK)",
                  "Số buổi HD", "Lượt người được HD"]  # fmt: skip
    rows: list[Row] = [[f"UBND {office.commune.upper()}"], [f"BÁO CÁO {office.when}"], heads]
    for number, (name, figures) in enumerate(office.villages.items(), 1):
        rows.append([number, name, *_values(figures, _VILLAGE)])
    return [Page("Bản", [*rows, *_signed(office.commune, 7)])]


def village_pages(office: Office) -> list[Page]:
    """A form for each village on a sheet of its own."""
    pages = []
    for name, figures in office.villages.items():
        rows: list[Row] = [[office.commune.upper()], [f"PHIẾU BÁO CÁO {office.when}"]]
        told = zip(_VILLAGE_LABELS, _values(figures, _VILLAGE), strict=True)
        rows += [[n, label, value] for n, (label, value) in enumerate(told, 1)]
        pages.append(Page(name, rows))
    return pages


def village_blocks(office: Office) -> list[Page]:
    """The forms of all villages below one another."""
    rows: list[Row] = [[f"{office.commune.upper()} – BÁO CÁO {office.when}"]]
    for name, figures in office.villages.items():
        told = zip(_VILLAGE_LABELS, _values(figures, _VILLAGE), strict=True)
        rows += [[None], [name.upper()], *([label, value] for label, value in told)]
    return [Page("Các bản", rows)]


SHAPES: Mapping[str, Callable[[Office], list[Page]]] = {
    shape.__name__: shape
    for shape in (
        short_words, other_words, label_and_figure, planned_and_done, in_sentences,
        communes_across, months_aside, stacked_words, year_and_month, village_table,
        village_pages, village_blocks,
    )
}  # fmt: skip
BY_VILLAGE = ("village_table", "village_pages", "village_blocks")


def told_by(shape: str, office: Office) -> dict[tuple[str, str, str], dict[str, int]]:
    """What the sheet says: figures by period, commune and village ("" for the commune's own)."""
    period = f"{office.year}-{office.month:02d}"
    if shape in BY_VILLAGE:
        return {(period, office.commune, n): dict(f) for n, f in office.villages.items()}
    found = {(period, office.commune, ""): dict(office.summary)}
    if shape == "communes_across":
        found |= {(period, name, ""): dict(f) for name, f in office.neighbours.items()}
    if shape == "months_aside" or (shape == "communes_across" and not office.neighbours):
        before = f"{office.year}-{office.month - 1:02d}"
        found[before, office.commune, ""] = dict(office.before)
    return found


def as_sheets(pages: Sequence[Page]) -> list[Sheet]:
    """The pages as the readers hand them over."""
    return [Sheet(name=p.name, rows=p.rows, merges=p.merges) for p in pages]  # type: ignore[arg-type]


def as_workbook(pages: Sequence[Page]) -> bytes:
    """The pages as a workbook."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name[:31])
        for row in page.rows:
            sheet.append(row)
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
