"""What the columns of a sheet may be whose headings no template has: proposed, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from lib.domain.intake.cells.cells import CLEANERS
from lib.domain.intake.cells.column_map import ColumnMap, missing_of
from lib.domain.intake.cells.heading_lines import (
    HEADER_WITHIN,
    has_lower_headings,
    header_labels,
)
from lib.domain.intake.cells.raw import Fault, shown
from lib.domain.intake.cells.worksheet import Sheet, is_written
from lib.domain.patience import go_on
from lib.domain.templates import TEMPLATES, Column, Role, Template, heading
from lib.domain.templates.kinds import Kind
from lib.text import kept_for_short, without_accents

_SAME = 99.9
LIKELY = 62.0
"""From how alike on, of 100, a heading is proposed for a column."""
_SAMPLE, _HEADERS, _WIDEST, _LONGEST = 12, 5, 200, 200
"""Rows under a header that show what a column holds; headers looked at; columns of each; signs of
a heading."""
_LEAST, _MOST = 3, 3
"""So many columns make a proposal; so many proposals are offered."""
_NAMELESS = 2.0
"""So much less likely is a reading for each column it lacks without which a row is nobody's."""
_UNFIT = 0.7
"""What is left of a likeness where the cells are of another kind."""
_NO_RESULT = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|giao|nam|nữ|lần|chỉ tiêu|dự kiến|ước|cùng kỳ"
    r"|so sánh|so với|tỷ lệ|tăng giảm|(?:kỳ|tháng|quý|năm) trước)(?!\w)"
)
"""Words of figures that are no result of the period; a heading with them is likely less."""
_OTHER_MEANING = 0.85
_SHORT = {
    "đss": "đại sứ số", "gđs": "gia đình số", "hgđ": "hộ gia đình", "gđ": "gia đình",
    "tcnscđ": "tổ công nghệ số cộng đồng", "cnscđ": "công nghệ số cộng đồng",
    "dvctt": "dịch vụ công trực tuyến", "đbkk": "đặc biệt khó khăn", "dtts": "dân tộc thiểu số",
    "tv": "thành viên", "hd": "hướng dẫn", "đc": "được", "sl": "số lượng", "ts": "tổng số",
    "tdp": "tổ dân phố", "kh": "kế hoạch", "đv": "đơn vị", "đvhc": "đơn vị hành chính",
    "tk": "tiểu khu", "bc": "báo cáo", "tnv": "tình nguyện viên", "tn": "thanh niên",
    "nq": "ngân quỹ", "th": "thực hiện", "cb": "cán bộ", "hs": "hồ sơ", "ht": "hỗ trợ",
    "lk": "lũy kế", "đt": "điện thoại", "gd": "giao dịch", "đltt": "đại lý thanh toán",
    "nhs": "ngân hàng số", "tt": "truyền thông", "trđ": "triệu đồng", "kp": "kinh phí",
    "ct": "công trình", "x": "xã", "cnsố": "công nghệ số", "tl": "tỷ lệ", "đkxd": "đăng ký",
}  # fmt: skip
"""Short forms of the field, as offices write them over columns."""
_ALSO = {Role.COMMUNE_NAME: ("đơn vị", "tên đơn vị", "địa phương", "xã phường thị trấn")}
"""Too much else is called so to take it unasked."""
_ALSO_KEY = {"members": ("quân số", "số người", "sĩ số"), "languages": ("biết tiếng", "ngôn ngữ"),
             "base_commune": ("nơi xuất phát", "nơi đi")}  # fmt: skip
_PAGE = "tên trang tính"
"""Over what names the forms that were laid out as rows; see ``layouts``."""
_CODES = (Role.COMMUNE_CODE, Role.UNIT_CODE)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A sheet read as a template: where its header stands and what each column would be."""

    sheet: Sheet
    header_row: int
    """Row of the last header line, counted from 1."""
    labels: Sequence[tuple[str, ...]]
    map: ColumnMap
    score: float


def proposals(
    sheets: Sequence[Sheet], templates: Sequence[Template] = tuple(TEMPLATES.values())
) -> list[Proposal]:
    """The likeliest reading as each template that fits at all, the best first; three at most."""
    best: dict[tuple[str, str], Proposal] = {}
    for sheet in sheets:
        if sheet.hidden:
            continue
        rows = range(min(len(sheet.rows), HEADER_WITHIN))
        for index in [i for i in rows if _may_be_header(sheet, i)][:_HEADERS]:
            for depth, labels in header_labels(sheet, index):
                go_on()
                if depth > 1 and not _says_more(sheet, index, depth):
                    continue
                if depth == 1 and has_lower_headings(sheet, index + 1):
                    continue
                for one in _of_header(sheet, index + depth, labels, templates=templates):
                    key = one.map.template.code, sheet.layout
                    if key not in best or one.score > best[key].score:
                        best[key] = one
    ranked = sorted(best.values(), key=lambda p: -p.score)
    return [p for p in ranked if p.score >= 0.75 * ranked[0].score][:_MOST]


def is_like_a_column(label: str) -> bool:
    """Whether any template has a column whose name is like this folded heading."""
    return bool(_alike(label))


def _may_be_header(sheet: Sheet, index: int) -> bool:
    """Words in most of its cells."""
    filled = [c for c in sheet.rows[index][:200] if is_written(c)]
    words = [c for c in filled if isinstance(c, str) and any(s.isalpha() for s in c)]
    return len(words) >= _LEAST and 2 * len(words) >= len(filled)


def _says_more(sheet: Sheet, index: int, depth: int) -> bool:
    """Whether the lines under a header are headings: words alone, and some that we know."""
    lines = sheet.rows[index + 1 : index + depth]
    if any(isinstance(c, int | float) for line in lines for c in line[:_WIDEST]):
        return False  # a row already
    return any(
        isinstance(c, str) and len(c) <= _LONGEST and _alike(heading(c))
        for line in (sheet.rows[index], *lines)
        for c in line[:_WIDEST]
    )


def _of_header(
    sheet: Sheet,
    header_row: int,
    labels: Sequence[tuple[str, ...]],
    *,
    templates: Sequence[Template],
) -> Iterator[Proposal]:
    near = enumerate(labels[:_WIDEST])
    named = [p for p, ways in near if ways and len(ways[0]) <= _LONGEST]
    if len(named) < _LEAST:
        return
    older = _older({p: labels[p][0] for p in named})
    for template in templates:
        pairs = sorted(
            (
                (likeness, position, key)
                for position in named
                for key, likeness in _likely(
                    template, labels[position], older=position in older
                ).items()
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if len({position for _, position, _ in pairs}) < _LEAST:
            continue
        placed = _placed(template, sheet, header_row, pairs=pairs)
        missing = missing_of(template, placed)
        required = [c for c in template.columns if c.required]
        if len(placed) < _LEAST or 2 * len(missing) > len(required):
            continue
        keys = {position: key for key, (position, _) in placed.items()}
        told = ColumnMap.of(
            template, {labels[p][0]: keys.get(p, "") for p in named}, layout=sheet.layout
        )
        likely = sum(likeness for _, likeness in placed.values()) / 100
        yield Proposal(
            sheet=sheet,
            header_row=header_row,
            labels=labels,
            map=told,
            score=likely - len(missing) - _NAMELESS * len(told.lacks),
        )


def _older(headings: Mapping[int, str]) -> set[int]:
    """The places of headings that differ from another in a lower number alone."""
    latest: dict[str, tuple[list[int], int]] = {}
    for place, text in headings.items():
        bare, numbers = _NUMBER.sub("", text), [*map(int, _NUMBER.findall(text)[::-1])]
        if numbers:
            latest[bare] = max(latest.get(bare, (numbers, place)), (numbers, place))
    last = {place for _, place in latest.values()}
    return {p for p, text in headings.items() if _NUMBER.sub("", text) in latest} - last


def _placed(
    template: Template,
    sheet: Sheet,
    header_row: int,
    *,
    pairs: Sequence[tuple[float, int, str]],
) -> dict[str, tuple[int, float]]:
    """Each column where it is likeliest, a position given once."""
    weighed = sorted(
        (
            (
                likeness * _fit(template, key, sheet, place=(header_row, p))
                if likeness < _SAME
                else likeness,
                p,
                key,
            )
            for likeness, p, key in pairs
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    placed: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for likeness, position, key in weighed:
        if likeness >= LIKELY and key not in placed and position not in taken:
            placed[key] = (position, likeness)
            taken.add(position)
    return placed


def _fit(template: Template, key: str, sheet: Sheet, *, place: tuple[int, int]) -> float:
    """1 where the first cells are of the column's kind, and 0 where they cannot be."""
    column, (header_row, position) = template.by_key[key], place
    cells = [
        row[position]
        for row in sheet.rows[header_row : header_row + _SAMPLE]
        if position < len(row) and is_written(row[position])
    ]
    if not cells:
        return 1.0
    if column.role is Role.ORDINAL:
        return float([shown(c) for c in cells[:2]] == ["1", "2"][: len(cells)])
    codes_alone = column.role is not Role.COMMUNE_CODE or template.role(Role.COMMUNE_NAME)
    if codes_alone and (column.role in _CODES or column.key.endswith("_code")):
        return float(2 * sum(any(s.isdigit() for s in str(c)) for c in cells) >= len(cells))
    if column.kind is Kind.TEXT:
        fitting = sum(isinstance(c, str) for c in cells)
    else:
        fitting = sum(not isinstance(CLEANERS[column.kind](c), Fault) for c in cells)
    return 1.0 if 2 * fitting >= len(cells) else _UNFIT


def _likely(template: Template, ways: tuple[str, ...], *, older: bool) -> dict[str, float]:
    """How alike the heading is to each column of the template, as far as it is at all.

    ``older``: whether another heading says the same of a later year or month.
    """
    found: dict[str, float] = {}
    go_on()
    other = any(map(_NO_RESULT.search, ways)) or older
    for way in ways:
        for code, key, likeness in _alike(way):
            if code == template.code:
                plain = other and not _NO_RESULT.search(heading(template.by_key[key].header))
                likely = likeness * _OTHER_MEANING if plain else likeness
                found[key] = max(found.get(key, 0.0), likely)
    return found


@kept_for_short(5_000)
def _alike(label: str) -> tuple[tuple[str, str, float], ...]:
    """Template, column and likeness of all columns that the heading may stand for."""
    known, texts = _known()
    text = _plain(label)
    order = process.cdist([text], texts, scorer=fuzz.token_sort_ratio)[0]
    words = process.cdist([text], texts, scorer=fuzz.token_set_ratio)[0]
    best: dict[tuple[str, str], float] = {}
    for (code, key), a, b in zip(known, order.tolist(), words.tolist(), strict=True):
        likeness = 0.65 * a + 0.35 * b
        if likeness >= LIKELY:
            best[code, key] = max(best.get((code, key), 0.0), likeness)
    return tuple((code, key, likeness) for (code, key), likeness in best.items())


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Every heading of every template: whose it is, and its words."""
    pairs = [
        ((t.code, c.key), _plain(text))
        for t in TEMPLATES.values()
        for c in t.columns
        for text in (*sorted(c.headings), *_also(t, c))
    ]
    return tuple(pair for pair, _ in pairs), tuple(text for _, text in pairs)


def _also(template: Template, column: Column) -> tuple[str, ...]:
    """What else may stand over the column; the names of sheets are those of its units."""
    names = Role.UNIT_NAME if template.role(Role.UNIT_NAME) else Role.COMMUNE_NAME
    page = (_PAGE,) if column.role is names else ()
    return (*_ALSO.get(column.role, ()), *_ALSO_KEY.get(column.key, ()), *page)


def _plain(label: str) -> str:
    """Its words written out, without accents."""
    return without_accents(_WORD.sub(lambda m: _SHORT.get(m[0], m[0]), label))
