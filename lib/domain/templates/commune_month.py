"""Template 03: what only the commune's own office knows each month."""

from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    DISTRICT,
    MONTH,
    ORDINAL,
    YEAR,
    AtMost,
    Column,
    Level,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import NearPeriod, NotAhead, SinceBegun

TEMPLATE = Template(
    code="03_bao_cao_thang_xa",
    title="Báo cáo tháng của xã, phường",
    purpose="Mỗi dòng một xã, phường: kế hoạch, nhân sự Một cửa, khóa học, cán bộ học AI.",
    level=Level.COMMUNE,
    cadence=Cadence.MONTHLY,
    feeds=Feeds.UP_TO_PERIOD,
    columns=(
        ORDINAL,
        MONTH,
        YEAR,
        COMMUNE_CODE,
        DISTRICT,
        COMMUNE_NAME,
        Column(
            key="plan_number",
            header="Số ký hiệu kế hoạch",
            kind=Kind.TEXT,
            required=True,
            additive=False,
            settled=True,
            code=True,
            example="45/KH-UBND",
        ),
        Column(
            key="plan_issued_on",
            header="Ngày ban hành kế hoạch",
            kind=Kind.DATE,
            required=True,
            additive=False,
            settled=True,
            example="18/7/2025",
        ),
        Column(
            key="plan_sent_on",
            header="Ngày gửi Sở KH&CN",
            kind=Kind.DATE,
            additive=False,
            settled=True,
            example="18/7/2025",
        ),
        Column(
            key="desk_staff", header="Nhân sự hỗ trợ tại bộ phận Một cửa", unit="người", example="2"
        ),
        Column(
            key="desk_turns",
            header="Lượt người được hỗ trợ tại Một cửa trong kỳ",
            unit="lượt",
            example="310",
        ),
        Column(
            key="desk_files_online",
            header="Hồ sơ nộp trực tuyến có hỗ trợ trong kỳ",
            unit="hồ sơ",
            example="187",
        ),
        Column(
            key="summer_students",
            header="Học sinh, sinh viên tham gia tình nguyện hè (lũy kế năm)",
            unit="người",
            example="64",
        ),
        Column(
            key="course_registered",
            header="Người đăng ký học binhdanhocvuso.gov.vn bằng VNeID (lũy kế)",
            stock=True,
            unit="người",
            example="905",
        ),
        Column(
            key="course_completed",
            header="Người hoàn thành khóa học (lũy kế)",
            stock=True,
            unit="người",
            example="402",
        ),
        Column(
            key="skills_confirmed",
            header="Người được xác nhận phổ cập kỹ năng số (lũy kế)",
            stock=True,
            unit="người",
            example="288",
        ),
        Column(
            key="course_source",
            header="Nguồn số liệu khóa học",
            kind=Kind.TEXT,
            additive=False,
            example="Cổng BDHVS",
        ),
        Column(key="officials", header="CCVC, NLĐ của xã", unit="người", example="58"),
        Column(
            key="officials_ai_trained",
            header="CCVC, NLĐ đã học AI/chatbot (lũy kế)",
            stock=True,
            unit="người",
            example="41",
        ),
        Column(
            key="officials_ai_informed",
            header="CCVC, NLĐ đã phổ biến văn bản 557 (lũy kế)",
            stock=True,
            unit="người",
            example="38",
        ),
        Column(
            key="publicity", header="Tin, buổi tuyên truyền trong kỳ", unit="tin, buổi", example="6"
        ),
        Column(
            key="author_post",
            header="Người lập biểu (chức vụ)",
            kind=Kind.TEXT,
            additive=False,
            example="Công chức VH-XH",
        ),
        Column(
            key="written_on", header="Ngày lập", kind=Kind.DATE, additive=False, example="16/8/2026"
        ),
    ),
    checks=(
        AtMost("course_completed", "course_registered"),
        AtMost("officials_ai_trained", "officials"),
    ),
    likely=(
        AtMost("plan_issued_on", "plan_sent_on"),
        AtMost("desk_files_online", "desk_turns"),
        AtMost("officials_ai_informed", "officials_ai_trained"),
        SinceBegun("plan_issued_on"),
        SinceBegun("plan_sent_on"),
        NearPeriod("written_on", before=200, after=200),
        NotAhead("plan_issued_on"),
        NotAhead("plan_sent_on"),
        NotAhead("written_on"),
    ),
    steady=("desk_staff", "officials"),
    headline=("desk_turns", "course_registered"),
)
