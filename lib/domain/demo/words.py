"""The Vietnamese words that the demonstration data is made of."""

from __future__ import annotations

BASIS = "Dữ liệu minh họa – không phải văn bản thật"
"""Stands wherever a real file would name a document."""
MADE_UP = "minh họa"
FILE_PREFIX = "MINH-HOA_"

WARD = "Phường"
"""How the full name of an urban commune begins."""
HAMLET, QUARTER, WARD_GROUP = "bản", "tiểu khu", "tổ dân phố"

THAI_FIRST = (
    "Nà", "Pá", "Huổi", "Nong", "Co", "Bó", "Púng", "Pom", "Lọng", "Noong",
    "Nặm", "Tong", "Phiêng", "Xôm", "Ten", "Cang", "Thẳm", "Kéo", "Hua", "Tin",
)  # fmt: skip
THAI_SECOND = (
    "Pha", "Sản", "Hạ", "Lương", "Ngà", "Mạt", "Sim", "Khoang", "Tở", "Lốm",
    "Mòn", "Cài", "Phung", "Đin", "Ban", "Bay", "Ngùa", "Lay", "Ít", "Lót",
    "Hốc", "Nghè", "Khiềng", "Hỳ", "Dên", "Mường", "Tau", "Luông", "Nọi", "Cuông",
)  # fmt: skip
MONG_FIRST = (
    "Háng", "Tà", "Pú", "Sồng", "Chống", "Pa", "Phình", "Làng", "Xà", "Hồng",
)  # fmt: skip
MONG_SECOND = (
    "Chú", "Ghênh", "Đồng", "Hồ", "Tra", "Chứ", "Sáng", "Sếnh", "Phông", "Cừ", "Lính", "Ngài",
)  # fmt: skip

NOTES = (
    "Bản lõm sóng, phải hướng dẫn tại điểm trường",
    "Nhiều hộ chưa có điện thoại thông minh",
    "Đề nghị bổ sung người biết tiếng dân tộc",
    "Mưa lũ, đường vào bản khó đi",
    "Người dân đi làm ăn xa, khó tập trung",
)
COURSE_SOURCE = "Cổng BDHVS"
POSTS = ("Công chức VH-XH", "Phó Chủ tịch UBND", "Văn phòng HĐND và UBND")
SUMMARY_NOTE = "Dữ liệu minh họa"

CAMPAIGNS = ("Mùa hè xanh", "Hoa phượng đỏ", "Kỳ nghỉ hồng", "Hành quân xanh", "Tiếp sức mùa thi")
COMMUNE_UNION, AFFILIATED_UNION = "Đoàn xã, phường", "Đoàn trực thuộc"
FOUNDERS = (
    "Đoàn trường đại học",
    "Đoàn trường cao đẳng",
    "Đoàn Thanh niên công an",
    "Đoàn Thanh niên biên phòng",
    "Đoàn khối cơ quan",
    "Đoàn trường THPT",
)
LANGUAGES = ("", "Thái", "Mông", "Thái; Mông")
CONTACTS = ("Bí thư Đoàn xã", "Phó Bí thư Đoàn trường", "Đội trưởng đội hình")
CONTENTS = (
    "VNeID; dịch vụ công; an toàn số",
    "Ngân hàng số; thanh toán; an toàn số",
    "Cài đặt VNeID; đăng ký học trực tuyến",
)
PLACES = ("Nhà văn hóa bản", "Điểm trường", "Bộ phận Một cửa", "Từng hộ gia đình")
REASONS = ("Mưa lớn, lùi ngày", "Thiếu người biết tiếng dân tộc", "Dân vào vụ thu hoạch")

AREA_KINDS = ("I", "II", "III")

OFFICE = "Phòng Chuyển đổi số (minh họa)"
YOUTH_UNION = "Ban Phong trào Tỉnh Đoàn (minh họa)"
STATE_BANK = "Ngân hàng Nhà nước khu vực 3 (minh họa)"
BANKING_SERVICES = (
    "Đại lý thanh toán tại chợ (minh họa)",
    "Mã QR tại bộ phận Một cửa (minh họa)",
    "Tài khoản tiền gửi mở bằng VNeID (minh họa)",
)


def team_name(number: int) -> str:
    """The name of a team that says it is made up."""
    return f"Đội hình Bình dân học vụ số {number} (minh họa)"


def commune_union(commune: str) -> str:
    """The youth union of a commune."""
    return f"Đoàn {commune[:1].lower()}{commune[1:]}"
