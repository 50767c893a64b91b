"""Words above, below and beside the figures that would make them no result of their period.

"Kế hoạch tháng 11/2026", "Ước thực hiện", "Số hộ chưa được hướng dẫn", "Số liệu năm 2025": none
is ever taken for this period's result without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.domain.intake.period_words.named import named_in, says_another
from lib.domain.intake.period_words.times import is_of_other_time, without_letters
from lib.domain.periods import Cadence, Period
from lib.text import fold

_CLAUSES = re.compile(r"[,;:()–—]| - | và ")
_ESTIMATED = re.compile(
    r"(?<!hương )(?<!quy )(?<!công )(?<!\w)ước(?! mơ| nguyện| muốn)(?!\w)|dự kiến|dự báo|tạm tính"
    r"|sơ bộ|(?<!\w)ưth(?!\w)|(?<!\w)uoc (?:thuc hien|tinh|dat)|du kien"
)
_PLANNED = re.compile(
    r"kế hoạch(?! và đầu tư)|ke hoach"
    r"|^(?:kh|đăng ký|đề xuất) (?=tháng|năm|quý|t\d)|^giao năm|phương hướng"
    r"|mục tiêu(?! quốc gia)|định mức|nhu cầu"
    r"|(?:cần|phải) thực hiện|phấn đấu|nhiệm vụ|giao chỉ tiêu|(?<!hệ thống )chỉ tiêu (?:được )?giao"
    r"|chỉ tiêu (?:kế hoạch|phấn đấu|năm|tháng|quý)|^chỉ tiêu$|chi tieu (?:giao|nam)"
)
_RESULT = re.compile(
    r"kết quả|thực hiện|tình hình|tiến độ|đánh giá|so với|theo|triển khai|phòng|sở"
    r"|ket qua|thuc hien"
)
_NOT_DONE = re.compile(
    r"(?:số|hộ|người|xã|bản|thôn|phường|đơn vị|danh sách|thành viên|dân)(?: \w{1,12}){0,4}"
    r" (?:chưa|không (?:đạt|được|biết|tham gia)|cần|còn (?:lại|thiếu))(?!\w)|^còn lại"
)
_GUIDE = re.compile(r"để trống|nếu|thì|vui lòng|không (?:sửa|xóa|đổi|thay|ghi|điền|nhập)")
_BEFORE = re.compile(
    r"(?:^|(?:số liệu|kết quả|báo cáo|của|kỳ)(?: \w{1,12}){0,2} )(?:kỳ|tháng|quý|năm)"
    r" (?:trước|ngoái|sau|tới)(?!\w)|số liệu cũ"
)
_ALL_YEAR = re.compile(r"(?<!\w)cả năm(?!\w)")
_COMPARED = re.compile(r"so với|cùng kỳ|tăng|giảm")
_LEADS_ON = re.compile(r"(?:thực hiện|triển khai|theo|của|về)$")
_LONGEST = 200
_OF_FIGURES = re.compile(
    r"(?<!\w)(?:số liệu|số|cột|kết quả|tính|lấy|báo cáo|kỳ|năm)(?!\w)|^\(?\*|^[\d/. ]+$"
)
_CALLED = re.compile(
    r"(?:số liệu|kết quả|cột \(?\d{1,2}\)?|số \w{1,12})(?: \w{1,12}){0,6}?"
    r" (?:ước|tạm tính|dự kiến|dự báo|kế hoạch|sơ bộ|chỉ tiêu|chưa (?!gửi|nộp|có))"
    r"|^(?:số |số liệu )?(?:ước(?: tính)?|tạm tính|dự kiến|kế hoạch)$"
)
_FORMER = re.compile(
    r"(?:xã|phường|huyện|đơn vị|địa giới|hành chính|thị trấn)(?: \w{1,12}){0,4} \(?cũ(?!\w)"
    r"|trước (?:khi )?(?:sáp nhập|sắp xếp|hợp nhất)|204 xã"
)


def is_no_result(text: str, *, above: str = "") -> bool:
    """Whether a title is of what is planned, estimated or not done; ``above``: the line before.

    What is said first holds: "Kết quả thực hiện kế hoạch" is a result, "Kế hoạch thực hiện" none.
    """
    plain = without_letters(fold(text[:_LONGEST]))
    if _LEADS_ON.search(fold(above)):
        return False
    earlier = ""
    for clause in _CLAUSES.split(plain):
        if _RESULT.search(earlier):
            return False
        if _ESTIMATED.search(clause):
            return True
        planned = _PLANNED.search(clause.strip())
        if planned and not _RESULT.search(clause.strip()[: planned.start()]):
            return True
        earlier += clause
    return bool(_NOT_DONE.search(plain)) and not _GUIDE.search(plain)


def is_of_another_time(text: str, periods: Sequence[Period], cadence: Cadence) -> bool:
    """Whether a title gives days or a year of another period than the rows'.

    Months and quarters that it names are asked about as such.
    """
    named = named_in(text).of(cadence)
    if not periods or not any(map(named.agrees, periods)):
        return False
    plain = without_letters(fold(text[:_LONGEST]))
    before = bool(_BEFORE.search(plain)) and not _COMPARED.search(plain)
    before |= cadence is not Cadence.YEARLY and bool(_ALL_YEAR.search(plain))
    return before or is_of_other_time(plain, periods)


def changes_meaning(text: str, periods: Sequence[Period], cadence: Cadence) -> bool:
    """Whether a note says of figures that they are another's: of a time, a plan, a former unit."""
    plain = without_letters(fold(text[:_LONGEST]))
    if _CALLED.search(plain):
        return True
    if not _OF_FIGURES.search(plain) or _COMPARED.search(plain):
        return False
    named = named_in(plain).of(cadence)
    plans = {*named.periods, *named.yearless} <= named.beside and bool(named.beside)
    other = bool(periods) and not plans and not any(map(named.agrees, periods))
    before = bool(_BEFORE.search(plain)) or (len(plain) < 30 and says_another(plain))
    return other or before or bool(_FORMER.search(plain)) or is_of_other_time(plain, periods)
