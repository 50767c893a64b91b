"""The founding letter: what each of its points holds, and how a point is cited in print.

Whatever cites the letter takes its words from ``cited``, so that no basis names a point that is
not there; a test holds this outline to the letter's own text.
"""

from __future__ import annotations

from collections.abc import Mapping

LETTER = "Công văn của Sở KH&CN Sơn La, tháng 7/2025"
"""The letter bears no number that we know, and none is made up."""

OPENING = "mở đầu"
"""The part before section I: the department's own task."""

POINTS: Mapping[str, tuple[str, ...]] = {
    OPENING: ("hướng dẫn, đôn đốc, kiểm tra, giám sát tiến độ, kết quả",),
    "I.1": (
        "Khẩn trương ban hành Kế hoạch triển khai",
        "Lồng ghép thực hiện Phong trào",
        "Hoàn thành việc ban hành kế hoạch trước ngày 20/7/2025",
    ),
    "I.2.a": (
        "mạng lưới “Đại sứ số”",
        "“cầm tay, chỉ việc” để tiếp cận, sử dụng dịch vụ công trực tuyến thiết yếu",
        "Triển khai đến từng, thôn, bản, tiểu khu, tổ dân phố",
        "ít nhất một nhân sự tại bộ phận Một cửa",
    ),
    "I.2.b": (
        "phong trào “Gia đình số”",
        "Rà soát, đánh giá các hộ gia đình cần hỗ trợ",
        "ít nhất 01 thành viên trong mỗi hộ gia đình theo hình thức “cầm tay, chỉ việc”",
        "Triển khai đến từng hộ dân",
        "vai trò của học sinh, sinh viên trong thời gian nghỉ hè",
        "người đồng bào dân tộc thiểu số, người cao tuổi, người có hoàn cảnh khó khăn, "
        "người khuyết tật",
    ),
    "I.3": (
        "hướng dẫn đăng ký học bằng VneID",
        "đánh giá kết quả học tập",
        "Công văn số 1094/SKHCN-CĐS ngày 09/7/2025",
        "Tổ công nghệ số cộng đồng, Tổ ứng cứu công nghệ và nghiệp vụ",
    ),
    "I.4": ("kỹ năng an toàn trên môi trường số",),
    "I.5": ("văn bản số 557/BKHCN-CĐSQG ngày 31/03/2025",),
    "II": ("đẩy mạnh công tác truyền thông giúp người dân tiếp cận",),
    "III": (
        "các đội hình tình nguyện phối hợp với chính quyền địa phương, các tổ chuyển đổi số "
        "cộng đồng",
        "hè năm 2025 và các năm tiếp theo",
        "ưu tiên vùng sâu, vùng xa, vùng biên giới và vùng đặc biệt khó khăn",
    ),
}
"""What each point holds, shortly and in the letter's own words."""


def cited(*points: str) -> str:
    """These points as they are printed, the smallest part first as legal documents do.

    Raises ``KeyError`` for a point that the letter does not have.
    """
    for point in points:
        POINTS[point]
    if points == (OPENING,):
        return f"Phần {OPENING} {LETTER}"
    return f"Mục {' và '.join(points)} {LETTER}"
