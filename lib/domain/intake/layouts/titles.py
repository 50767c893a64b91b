"""What the lines over a form, the name of its sheet, or a heading say of whose figures follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_LONGEST = 300


def commune_in(text: str) -> str:
    """The commune that a line names with its kind ("XÃ MƯỜNG BÚ"), "" for none."""
    return _named(_COMMUNE, text)


def village_in(text: str) -> str:
    """So the village ("BẢN TONG SẢN")."""
    return _named(_VILLAGE, text)


def _named(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(" ".join(text[:_LONGEST].split()))
    return found[-1].strip(" .") if found else ""


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
