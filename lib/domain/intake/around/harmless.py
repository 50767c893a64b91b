"""Headings over headings that are known to change nothing; all else that stands there is asked.

"Hộ gia đình", "Kết quả thực hiện", "Tháng này", "Xã Mường Bú", "(1)" are the template's own words
or say that the figures are this period's. No list could hold all that is *not*: "Nhu cầu", "Ước
thực hiện", "Trước sáp nhập", "Định mức" are doubted because nothing knows them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lib.domain.intake.around.units import scaled_unit
from lib.domain.templates import Column, Level, Template, heading
from lib.domain.templates.kinds import FIGURES, Kind
from lib.text import fold, without_accents

_KNOWN = frozenset((
    "kết quả", "thực hiện", "triển khai", "tổ chức", "hoạt động", "công tác", "tình hình",
    "tiến độ", "hoàn thành", "đạt", "đã", "được", "làm", "thực tế", "có", "báo cáo", "nội dung",
    "số", "số liệu", "số lượng", "thông tin", "tổng", "tổng hợp", "cộng", "chung", "toàn",
    "toàn bộ", "trong", "trong đó", "gồm", "bao gồm", "các", "và", "của", "theo", "tại", "trên",
    "là", "cho", "chia ra", "tính", "đến", "thời điểm", "hết", "ngày", "kỳ", "tháng", "quý",
    "này", "nay", "th", "kq", "bc", "t", "q", "thg", "danh sách", "bảng", "biểu", "thống kê",
    "hộ", "gia đình", "thành viên", "người", "dân", "người dân", "thôn", "bản", "tiểu khu", "tổ",
    "tổ dân phố", "tdp", "đại sứ", "đss", "cnscđ", "lượt", "buổi", "hướng dẫn", "hỗ trợ",
    "tham gia", "bình dân học vụ", "phong trào", "chuyển đổi", "kỹ năng", "công nghệ",
    "cộng đồng", "đội hình", "tình nguyện", "ra quân", "hè", "chiến dịch", "ngân hàng",
    "lực lượng", "đối tượng", "lĩnh vực", "nhóm", "thành phần", "địa bàn", "cấp", "xã", "phường",
    "tỉnh", "sơn la", "đơn vị",
))  # fmt: skip
_MOST_WORDS = max(len(phrase.split()) for phrase in _KNOWN)
_NEVER = frozenset((
    "kế", "hoạch", "kh", "chỉ", "tiêu", "mục", "ước", "dự", "kiến", "chưa", "không", "còn", "cần",
    "phải", "nhu", "cầu", "đăng", "ký", "tồn", "cũ", "trước", "giao", "đầu", "năm", "so", "lệch",
    "chênh", "giảm", "tỷ", "lệ", "định", "mức", "phấn", "đấu", "nhiệm", "sáp", "nhập", "ngoái",
    "sau", "tới",
))  # fmt: skip
"""Part of some heading of ours, these words say something else where they stand over another."""
_OF_WORK = re.compile(
    r"(?:kết quả|tình hình|tiến độ)(?: tổ chức| triển khai)?(?: thực hiện)?(?: các)?"
    r" (?:kế hoạch|nhiệm vụ|chỉ tiêu)"
    r"|(?:các|tên|nội dung) chỉ tiêu|chỉ tiêu (?:báo cáo|thống kê)"
)
_YEARS = re.compile(r"(?:năm )?20\d\d(?!\d)|năm nay|cuối (?:kỳ|tháng|quý)")
_MARK = re.compile(r"^\(?(?:[ivx]{1,5}|[a-h]|\d{1,2})(?:[).:/-]+\s*|$)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TITLE = re.compile(
    r"cộng h[òo][àa]? xã hội|độc lập|mẫu |biểu |phụ lục|\(?kèm theo|kính gửi|nguồn:|số:"
    r"|\(?(?:đơn vị|đvt|đv)\b|[^,]{2,30},\s?ngày"
)
_OFFICE = re.compile(
    r"(?:ubnd|ủy ban|xã|phường|tỉnh|sở|công an|đoàn|tỉnh đoàn|hội|ngân hàng|bưu điện|viễn thông)\s"
    r"(?!nghèo|biên giới|đặc biệt|khó khăn|vùng|điểm|loại|viên|đã|được|có)"
)
_A_PART = re.compile(
    r"(?:trong đó\W*)?(?:số )?(?:người )?(?:nữ|nam|dân tộc thiểu số|dtts|cao tuổi|khuyết tật"
    r"|đoàn viên|thanh niên|hộ nghèo|hộ cận nghèo|học sinh|sinh viên)"
)
_SINCE_NEW_YEAR = re.compile(r"(?:từ |tính từ )?đầu năm")
_TO_DATE = re.compile(r"lũy kế|cộng dồn|từ trước|đến nay")
_INCREASE = re.compile(r"phát sinh|tăng thêm|mới|thêm")
_WITHIN = re.compile(r"trong (?:kỳ|tháng|quý)")
_RESULT = re.compile(r"thực hiện|kết quả")


def is_harmless(text: str, column: Column, template: Template) -> bool:
    """Whether a heading over the column says nothing that its own heading does not.

    The periods that it names are looked at elsewhere.
    """
    plain = fold(text)
    if _is_own(text, column) or _TITLE.match(plain) or scaled_unit(plain):
        return True
    if _A_PART.fullmatch(plain) or _another_timing(plain, column, template):
        return False
    rest = _without_known(plain)
    words = _WORD.findall(rest)
    if any(word.isdecimal() and len(word) > 2 for word in words) or "%" in rest:
        return False
    spoken = [word for word in words if not word.isdecimal()]
    if _OFFICE.match(plain) and not _NEVER.intersection(spoken):
        return True
    return _consists_of(_bare_words(template) if rest.isascii() else _words(template), spoken)


def _consists_of(known: frozenset[str], words: list[str]) -> bool:
    """Whether the words are known ones one after another: "bình quân" is none of ours."""
    reached = {0}
    for at in range(len(words)):
        if at in reached:
            ends = range(at + 1, min(at + _MOST_WORDS, len(words)) + 1)
            reached |= {end for end in ends if " ".join(words[at:end]) in known}
    return len(words) in reached


def _is_own(text: str, column: Column) -> bool:
    """Whether it is part of a heading of the column itself."""
    plain = heading(text)
    return bool(plain) and any(f" {plain} " in f" {own} " for own in column.headings)


def _without_known(plain: str) -> str:
    rest = _MARK.sub(" ", plain)
    for pattern in (_OF_WORK, _YEARS, _TO_DATE, _WITHIN, _INCREASE):
        rest = pattern.sub(" ", rest)
    return rest.replace("trong đó", " ").strip()


def _another_timing(plain: str, column: Column, template: Template) -> bool:
    """Whether it says to date over what is of the period alone, or the other way round."""
    own = fold(column.header)
    if _SINCE_NEW_YEAR.search(plain):
        return "năm" not in own
    if _TO_DATE.search(plain) and not _is_state(column, template):
        return True
    if _INCREASE.search(plain) and _is_state(column, template):
        return True
    cumulative = column.stock and (_TO_DATE.search(own) or not _RESULT.search(plain))
    return bool(_WITHIN.search(plain) and cumulative)


def _is_state(column: Column, template: Template) -> bool:
    """Whether it is counted at the end of the period, not within it."""
    own = fold(column.header)
    return (
        column.stock
        or column.kind is Kind.YES_NO
        or column.key in template.steady
        or template.level not in (Level.COMMUNE, Level.VILLAGE, Level.DRIVE)
        or "lũy kế" in own
        or "đang" in own
        or own.startswith("đss")
    )


@lru_cache(maxsize=64)
def _words(template: Template) -> frozenset[str]:
    """What headings over the columns of figures may consist of."""
    own = {
        word
        for column in template.values
        if column.kind in FIGURES
        for text in column.headings
        for word in text.split()
    }
    return _KNOWN | (own - _NEVER)


@lru_cache(maxsize=64)
def _bare_words(template: Template) -> frozenset[str]:
    """The same for texts typed without accents."""
    bare = {without_accents(phrase) for phrase in _words(template)}
    return frozenset(bare - {without_accents(word) for word in _NEVER})
