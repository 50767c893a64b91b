"""What the lines over a form, the name of its sheet, or a heading say of whose figures follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.period_words.named import named_in
from lib.domain.periods import Cadence
from lib.text import fold

PAGE, COMMUNE, VILLAGE, OTHER, PERIOD = (
    "Tên trang tính",
    "Tên xã",
    "Tên thôn/bản",
    "Tên đơn vị",
    "Kỳ báo cáo",
)
"""Headings of the columns that hold what stood beside the figures."""
_COMMUNE = re.compile(r"(?<!\w)(?:xã|phường|thị trấn)\s[^,;:()|\n–-]{1,80}", re.IGNORECASE)
_VILLAGE = re.compile(
    r"(?<!\w)(?<!văn )(?<!ban )(?:bản|thôn|tiểu khu|tổ dân phố|tdp|khu phố|xóm)"
    r"\s[^,;:()|\n–-]{1,80}",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_HEAD = 300, 120
_TO = ("kính gửi", "nơi nhận", "gửi", "căn cứ", "thực hiện", "theo")
_WORD = re.compile(r"[^\W\d_]+|%")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_HARMLESS = frozenset(
    "thực hiện th kết quả số liệu trong kỳ của báo cáo tháng quý năm".split()  # noqa: SIM905
)
_OTHER = frozenset({"kh", "giao", "ước", "nam", "nữ", "lần", "%"})
_NOT_NOW = ("kế hoạch", "chỉ tiêu", "dự kiến", "trước", "cùng kỳ", "so sánh", "so với", "tỷ lệ",
            "tỉ lệ", "tăng", "giảm", "đánh giá", "đầu kỳ", "nhu cầu")  # fmt: skip
_NOW = ("thực hiện", "kết quả", "kỳ này", "trong kỳ", "tháng này", "quý này", "lũy kế", "cuối kỳ",
        "số lượng", "giá trị", "số liệu", "đạt", "hiện nay", "hiện có")  # fmt: skip


def commune_in(text: str) -> str:
    """The commune that a line names with its kind ("XÃ MƯỜNG BÚ"), "" for none."""
    return _named(_COMMUNE, text)


def village_in(text: str) -> str:
    """So the village ("BẢN TONG SẢN")."""
    return _named(_VILLAGE, text)


def _named(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(" ".join(text[:_LONGEST].split()))
    return found[-1].strip(" .") if found else ""


def is_addressee(text: str) -> bool:
    """Whether a line says to whom a letter goes: not whose figures follow."""
    return fold(text[:_LONGEST]).startswith(_TO)


def heading_of(names: Sequence[str], *, otherwise: str) -> str:
    """What a column of these names is headed with, as their kinds show."""
    written = [name for name in names if name]
    for heading, read in ((VILLAGE, village_in), (COMMUNE, commune_in)):
        if written and 2 * sum(fold(read(n)) == fold(n) for n in written) > len(written):
            return heading
    return otherwise


def period_in(text: str) -> str:
    """The one month or quarter that a text names, as people write it; "" for none or several."""
    named = named_in(text[:_LONGEST])
    sure = named.of(Cadence.MONTHLY).sure or named.of(Cadence.QUARTERLY).sure
    if sure:
        return sure.written
    bare = named.of(Cadence.MONTHLY).yearless
    return f"Tháng {bare[0].month}" if len(bare) == 1 and not named.part else ""


def result_of(cell: Raw) -> str:
    """The period whose results a heading announces, and nothing else: "Thực hiện tháng 8/2026".

    "" where it also says something that changes what is counted: planned, so far, against.
    """
    if isinstance(cell, date):
        return f"{cell.month:02d}/{cell.year}" if cell.day == 1 else ""
    if not isinstance(cell, str) or not 0 < len(cell) <= _LONGEST_HEAD:
        return ""
    if not any(map(str.isdigit, cell)):
        return ""
    rest = set(_WORD.findall(fold(without_period(cell))))
    return period_in(cell) if rest <= _HARMLESS else ""


def without_period(text: str) -> str:
    """ "Số Đại sứ số T9/2026" is "Số Đại sứ số"."""
    words = text.split()
    for size in range(1, len(words) + 1):
        for start in range(len(words) - size, -1, -1):
            rest = [*words[:start], *words[start + size :]]
            if not period_in(" ".join(rest)):
                left = [w for w in rest if fold(w) not in ("tháng", "quý", "năm")]
                return " ".join(left).strip(" -–:,()")
    return ""


def means_otherwise(head: str) -> bool:
    """Whether figures under these words are planned, compared, a part, or of another year."""
    plain = fold(head)
    words = set(_WORD.findall(plain))
    return bool(words & _OTHER) or any(word in plain for word in _NOT_NOW)


def means_result(head: str) -> bool:
    """Whether the words say that the figures are the results asked for."""
    plain = fold(head)
    return "th" in _WORD.findall(plain) or any(word in plain for word in _NOW)


def year_in_head(head: str) -> int:
    """The last year that a heading names without a month; 0 for none."""
    years = _YEAR.findall(head)
    return int(years[-1]) if years and not period_in(head) else 0
