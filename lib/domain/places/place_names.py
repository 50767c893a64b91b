"""What the written name of a commune says: its kind, the name itself, a district, before or after.

"Xã Chiềng Mung (cũ), huyện Mai Sơn" names a unit from before the merger of 1/7/2025.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lib.domain.places.names import plain_name
from lib.text import fold

MERGED_ON = date(2025, 7, 1)
"""The communes of today exist from this day (Nghị quyết 1681/NQ-UBTVQH15)."""

_OFFICES = ("ubnd", "ủy ban nhân dân", "uy ban nhan dan")
_KINDS = {
    "thị trấn": "thị trấn",
    "thi tran": "thị trấn",
    "phường": "phường",
    "phuong": "phường",
    "phừơng": "phường",
    "xã": "xã",
    "xa": "xã",
    "p.": "phường",
    "x.": "xã",
    "ph.": "phường",
    "tt.": "thị trấn",
    "tt": "thị trấn",
}
TOWN = "thị trấn"
"""There are no towns since the merger: whoever writes "thị trấn" means the unit before it."""

_DISTRICT = r"(?:(?:huyện|huyen|thị xã|thi xa|thành phố|thanh pho|tp|tx)\s|(?:tp|tx|h)\.\s?)"
_BEHIND = re.compile(
    rf"[(,;\[]| - | – |\s(?=(?:thuộc |thuoc )?{_DISTRICT})|\s(?=c[ũu]$|c[ũu][\s,;(\[])"
    r"|\s(?=(?:trước|truoc|sau|từ|tu|đến|den)\s(?:khi\s|ngày\s|ngay\s|tháng\s|thang\s)?"
    r"(?:s[áắa]p|hợp|hop|\d))"
)
"""Where the name itself ends: a bracket, a comma, a district, a word about the merger."""
_KIND_OF_DISTRICT = re.compile(rf"(?:thuộc |thuoc )?{_DISTRICT}")
_NAMED_DISTRICT = re.compile(rf"{_DISTRICT}[^(),;\[\]]++")
_OLD = re.compile(
    r"\b(?:c[ũu]\b|nay (?:là|thuộc)\b|thuộc (?:xã|phường)\b"
    r"|(?:trước|truoc|chưa|chua)\s(?:khi\s)?(?:s[áắa]p\s|hợp\s|hop\s)"
    r"|(?:trước|truoc)\s(?:ngày\s|ngay\s|tháng\s|thang\s)?(?=\d))"
)
_NEW = re.compile(
    r"\b(?:mới\b|moi\b|(?:sau|từ|tu)\s(?:khi\s)?(?:s[áắa]p\s|hợp\s|hop\s)"
    r"|(?:sau|từ|tu)\s(?:ngày\s|ngay\s|tháng\s|thang\s)?(?=\d)|hiện nay\b|hien nay\b)"
)
_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](20\d\d)(?!\d)")
_TITLED_OLD = re.compile(
    r"(?:xã|phường|đơn vị|hành chính|địa giới|số liệu) (?:cũ )?\(?"
    r"trước (?:khi )?(?:sáp nhập|sắp xếp|hợp nhất|(?:ngày |tháng )?(?:0?1[/.-])?0?7[/.-]2025)"
    r"|(?:hành chính|địa giới|đơn vị|các xã|xã, phường) cũ(?!\w)|(?<!\d)204 xã"
)
"""Not "Huyện (trước sáp nhập)": that is the heading of a column of ours."""


@dataclass(frozen=True)
class Written:
    """A commune's name taken apart; all folded."""

    name: str
    kind: str = ""
    district: str = ""
    """A district that is named beside it, or what else stands behind the name."""
    before: bool = False
    """Whether the text says that the unit from before the merger is meant."""
    today: bool = False
    """Whether it says that the unit of today is meant."""


def written_name(text: str) -> Written:
    """The parts of a commune's name as an office wrote it."""
    plain = plain_name(text)
    for office in _OFFICES:
        plain = plain.removeprefix(office).lstrip(" :")
    kind, rest = _kind_and_rest(plain)
    if rest.startswith("cũ "):  # "xã cũ Chiềng Mung"
        return Written(rest.removeprefix("cũ "), kind, before=True)
    end = _BEHIND.search(rest, 1)
    if end is None:
        return Written(rest, kind, before=kind == TOWN)
    behind = rest[end.start() :].strip(" -–")
    district, other = _district_and_rest(behind)
    old = _says_before(other)
    return Written(
        rest[: end.start()].strip(),
        kind,
        district,
        before=old or kind == TOWN,
        today=not old and (bool(_NEW.search(other)) or _days_after(other)),
    )


def _kind_and_rest(plain: str) -> tuple[str, str]:
    for written, kind in _KINDS.items():
        if plain.startswith(written):
            rest = plain[len(written) :]
            if written.endswith(".") or rest.startswith(" "):
                return kind, rest.strip()
    return "", plain


def _district_and_rest(behind: str) -> tuple[str, str]:
    """The district named behind a name, and what else is said there.

    "(huyện Mai Sơn cũ)" speaks of the district: every district is a former one.
    """
    if match := _NAMED_DISTRICT.search(behind):
        return bare_district(match[0]), behind[: match.start()] + behind[match.end() :]
    plain = behind.strip("()[],; ")
    return bare_district(plain.partition(",")[0].strip(" )(")), behind


def bare_district(text: str) -> str:
    """A district's name folded, without its kind: "H. Mai Sơn cũ" gives "mai sơn"."""
    name = fold(text).strip(" (),;[]")
    if kind := _KIND_OF_DISTRICT.match(name):
        name = name[kind.end() :].strip()
    return name.removesuffix(" cũ").removesuffix(" cu").strip(" ()")


def _says_before(text: str) -> bool:
    """Whether a word, or a day before the merger, says that the earlier unit is meant."""
    days = _days(text)
    if days and not _NEW.search(text):
        return any(day < MERGED_ON for day in days) or bool(_OLD.search(text))
    return bool(_OLD.search(text))


def _days_after(text: str) -> bool:
    return any(day >= MERGED_ON for day in _days(text))


def _days(text: str) -> list[date]:
    """The days and months that a text names, months by their first day."""
    found = []
    for day, month, year in _DAY.findall(text):
        try:
            found.append(date(int(year), int(month), int(day or 1)))
        except ValueError:
            continue
    return found


def titled_before(title: str) -> bool:
    """Whether a sheet's folded title says that its names are those from before the merger."""
    return bool(_TITLED_OLD.search(title))


_DISTRICT_IN_TITLE = re.compile(r"(?<!\w)huyện (?=(\w{1,12} \w{1,12}))")


def names_district(title: str, districts: Collection[str]) -> bool:
    """Whether a sheet's folded title names a district: there are none since the merger."""
    return any(match[1] in districts for match in _DISTRICT_IN_TITLE.finditer(title))
