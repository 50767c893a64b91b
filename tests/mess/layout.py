"""The sheet around the figures: titles, headers over two lines, totals, signatures, ghosts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from lib.domain.problems import column_letters
from lib.domain.templates import Column, Level, Role, Template
from lib.domain.templates.kinds import Kind
from tests.mess.habits import Habits
from tests.mess.truth import Truth

Merge = tuple[int, int, int, int]
TITLES = (
    ["UBND TỈNH SƠN LA", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
    ["Kèm theo Công văn số     /UBND-VX ngày 16 tháng 8 năm 2026"],
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
)
SIGNATURES = (
    ["NGƯỜI LẬP BIỂU", "", "TM. UBND", "CHỦ TỊCH"],
    ["Người lập biểu", "(Ký, ghi rõ họ tên)", "THỦ TRƯỞNG ĐƠN VỊ"],
    ["Nơi nhận:", "- Sở KH&CN;", "- Lưu: VT."],
)


@dataclass
class Grid:
    """Cells, and where each thing stands: lines by row from 1, columns by position from 0."""

    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    header_row: int = 0
    totals: list[int] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    """Headings that no template knows, by place."""
    """Positions of columns that no template knows."""

    def letters(self, key: str) -> str:
        """Excel's letters of a column."""
        return column_letters(self.position[key])

    def put(self, row: int, key: str, value: object) -> None:
        """Writes another thing into a cell."""
        self.rows[row - 1][self.position[key]] = value


def chosen_columns(template: Template, rng: random.Random) -> list[Column]:
    """All that is needed, most of the rest, TT first; in the template's order or nearly."""
    names = {Role.COMMUNE_NAME, Role.UNIT_NAME, Role.UNIT_CODE, Role.PERIOD}
    keep = {template.period_from}
    if template.role(Role.COMMUNE_NAME) is None or template.level is Level.TEAM:
        names.add(Role.COMMUNE_CODE)
    parts = {p for rule in template.checks for p in getattr(rule, "parts", ())}
    whole = rng.random() < 0.8
    columns = [
        c
        for c in template.columns
        if c.required
        or c.role in names
        or c.key in keep
        or (c.key in parts and whole)
        or (c.key not in parts and rng.random() < 0.75)
    ]
    if rng.random() < 0.25:
        rng.shuffle(columns)
    return columns


def lay_out(truth: Truth, habits: Habits, rng: random.Random, *, titled: bool) -> Grid:
    """The whole sheet. ``titled``: the period stands above the header, in no column."""
    grid = Grid()
    columns: list[Column | None] = list(chosen_columns(truth.template, rng))
    if titled:
        columns = [c for c in columns if c and c.role is not Role.PERIOD]
    if rng.random() < 0.2:
        columns.insert(rng.randint(1, len(columns)), None)
    _titles(grid, truth, habits, rng, titled=titled)
    _header(grid, columns, habits, rng)
    _lines(grid, truth, columns, habits, rng)
    _end(grid, truth, rng)
    return grid


def _titles(grid: Grid, truth: Truth, habits: Habits, rng: random.Random, *, titled: bool) -> None:
    if rng.random() < 0.6:
        for title in rng.sample(TITLES, rng.randint(1, 3)):
            grid.rows.append([title[0], "", *title[1:]])
    if rng.random() < 0.7:
        grid.rows.append([f"BIỂU 01: {truth.template.title.upper()}"])
        grid.merges.append((len(grid.rows) - 1, 0, len(grid.rows) - 1, 4))
    if titled:
        grid.rows.append(["", f"Kỳ báo cáo: {habits.month_in_words(truth)}"])
    if grid.rows and rng.random() < 0.5:
        grid.rows.append([])


OF_PEOPLE = "Số điện thoại"


def _header(grid: Grid, columns: list[Column | None], habits: Habits, rng: random.Random) -> None:
    labels = []
    for place, column in enumerate(columns):
        if column is None:
            labels.append(rng.choice([OF_PEOPLE, "Đánh giá chung", "Mã QR"]))
            grid.unknown[place] = labels[-1]
        else:
            grid.position[column.key] = place
            labels.append(habits.heading(column))
    if rng.random() < 0.35:
        _two_lines(grid, labels, columns, rng)
    else:
        grid.rows.append(list(labels))
    grid.header_row = len(grid.rows)
    if rng.random() < 0.3:
        grid.rows.append([f"({i + 1})" for i in range(len(columns))])


def _two_lines(
    grid: Grid, labels: list[str], columns: list[Column | None], rng: random.Random
) -> None:
    """Some neighbours under a common heading; all others merged over both lines."""
    values = [i for i, c in enumerate(columns) if c and c.role is Role.VALUE]
    start = rng.choice(values[:-1] or values)
    last = start
    while last + 1 < len(columns) and last - start < 3 and columns[last + 1] is not None:
        last += 1
    top = len(grid.rows)
    above: list[object] = list(labels)
    below: list[object] = [""] * len(labels)
    for place, label in enumerate(labels):
        if start <= place <= last:
            above[place] = "Kết quả thực hiện" if place == start else ""
            below[place] = label
        else:
            grid.merges.append((top, place, top + 1, place))
    if last > start:
        grid.merges.append((top, start, top, last))
    grid.rows += [above, below]


def _lines(
    grid: Grid,
    truth: Truth,
    columns: list[Column | None],
    habits: Habits,
    rng: random.Random,
) -> None:
    ghosts, subtotals = rng.random() < 0.3, rng.random() < 0.3
    for place, line in enumerate(truth.lines):
        if ghosts and rng.random() < 0.2:
            grid.rows.append(rng.choice([[], ["", " ", ""], [None] * 4]))
        grid.rows.append([habits.cell(truth, line, c) if c else "đã ghi" for c in columns])
        grid.row_of.append(len(grid.rows))
        following = truth.lines[place + 1].commune if place + 1 < len(truth.lines) else None
        if subtotals and truth.template.level is Level.VILLAGE and following is not line.commune:
            mine = [x for x in truth.lines if x.commune is line.commune]
            name = line.commune.full_name if line.commune else ""
            _total(grid, truth, mine, habits, label=rng.choice(["Cộng", f"Cộng {name}"]))
    if rng.random() < 0.5:
        label = rng.choice(["Tổng cộng", "TỔNG CỘNG", "Cộng", "Tổng số", "Tổng cộng:", "Tổng"])
        _total(grid, truth, truth.lines, habits, label=label)


def _total(grid: Grid, truth: Truth, lines: list, habits: Habits, *, label: str) -> None:  # type: ignore[type-arg]
    row: list[object] = [""] * (max(grid.position.values()) + 1)
    for column in truth.template.numbers:
        if column.kind is Kind.COUNT and column.key in grid.position:
            known = [x.values[column.key] for x in lines if x.values[column.key] is not None]
            row[grid.position[column.key]] = habits.count(sum(known)) if known else ""
    names = (Role.UNIT_NAME, Role.COMMUNE_NAME, Role.UNIT_CODE, Role.COMMUNE_CODE)
    roles = [truth.template.role(role) for role in names]
    place = next(grid.position[c.key] for c in roles if c and c.key in grid.position)
    row[place] = label
    grid.rows.append(row)
    grid.totals.append(len(grid.rows))


def _end(grid: Grid, truth: Truth, rng: random.Random) -> None:
    if rng.random() < 0.5:
        grid.rows += [[], ["", "", "", "Sơn La, ngày 16 tháng 8 năm 2026"]]
        grid.rows.append(["", *rng.choice(SIGNATURES)])
        grid.rows.append(["", "Lò Văn Mẫu", "", "Cầm Thị Ví Dụ"])
    if rng.random() < 0.2:
        grid.rows += [[], [None, "", " "], []]
