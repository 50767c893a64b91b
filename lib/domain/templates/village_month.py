"""Template 02: the monthly report, one row a village."""

from dataclasses import replace

from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    DISTRICT,
    MONTH,
    ORDINAL,
    VILLAGE_CODE,
    VILLAGE_NAME,
    YEAR,
    AtMost,
    Column,
    Level,
    PartsOf,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import Usual

_FORCES = (
    Column(key="ambassadors_digital_team", header="ĐSS - Tổ CNSCĐ", unit="người", example="2"),
    Column(key="ambassadors_police", header="ĐSS - Công an", unit="người", example="1"),
    Column(key="ambassadors_teachers", header="ĐSS - Giáo viên", unit="người", example="1"),
    Column(
        key="ambassadors_telecom",
        header="ĐSS - Bưu chính, viễn thông, CNTT",
        unit="người",
        example="0",
    ),
    Column(key="ambassadors_culture", header="ĐSS - Công chức VH-XH", unit="người", example="0"),
    Column(
        key="ambassadors_village_cadres", header="ĐSS - Cán bộ thôn, bản", unit="người", example="1"
    ),
    Column(
        key="ambassadors_union_members", header="ĐSS - Hội viên đoàn thể", unit="người", example="1"
    ),
    Column(key="ambassadors_youth", header="ĐSS - Đoàn viên thanh niên", unit="người", example="0"),
    Column(key="ambassadors_students", header="ĐSS - Sinh viên", unit="người", example="0"),
    Column(key="ambassadors_pupils", header="ĐSS - Học sinh", unit="người", example="0"),
    Column(key="ambassadors_other", header="ĐSS - Khác", unit="người", example="0"),
)
_TOPICS = (
    Column(
        key="guided_public_services", header="- Dịch vụ công trực tuyến", unit="lượt", example="48"
    ),
    Column(key="guided_banking", header="- Ngân hàng số", unit="lượt", example="22"),
    Column(key="guided_safety", header="- An toàn số", unit="lượt", example="18"),
    Column(key="guided_other", header="- Ứng dụng khác", unit="lượt", example="8"),
)
_GROUPS = (
    Column(key="first_time_minority", header="- Dân tộc thiểu số", unit="người", example="36"),
    Column(key="first_time_elderly", header="- Người cao tuổi", unit="người", example="9"),
    Column(key="first_time_hardship", header="- Hoàn cảnh khó khăn", unit="người", example="11"),
    Column(key="first_time_disabled", header="- Người khuyết tật", unit="người", example="1"),
)

TEMPLATE = Template(
    code="02_bao_cao_thang_thon_ban",
    title="Báo cáo tháng theo thôn, bản",
    purpose="Mỗi dòng một thôn, bản: Đại sứ số, hộ đã hướng dẫn (lũy kế) và hoạt động trong kỳ.",
    level=Level.VILLAGE,
    cadence=Cadence.MONTHLY,
    feeds=Feeds.PERIOD,
    columns=(
        ORDINAL,
        MONTH,
        YEAR,
        COMMUNE_CODE,
        DISTRICT,
        replace(COMMUNE_NAME, required=False, offered=False, example=""),
        VILLAGE_CODE,
        VILLAGE_NAME,
        Column(
            key="digital_team_active", header="Tổ CNSCĐ hoạt động", kind=Kind.YES_NO, example="Có"
        ),
        Column(
            key="ambassadors",
            header="Đại sứ số đang hoạt động",
            synonyms=("Số Đại sứ số đang hoạt động", "Đại sứ số"),
            required=True,
            unit="người",
            example="6",
        ),
        *_FORCES,
        Column(
            key="households_reviewed",
            header="Hộ đã rà soát (lũy kế)",
            stock=True,
            unit="hộ",
            example="118",
        ),
        Column(key="households_needing", header="Hộ cần hỗ trợ (lũy kế)", unit="hộ", example="74"),
        Column(
            key="households_guided",
            header="Hộ có ≥1 người được hướng dẫn (lũy kế)",
            synonyms=(
                "Hộ có ít nhất 01 người được hướng dẫn (lũy kế)",
                "Hộ có ít nhất 1 người được hướng dẫn",
                "Hộ có >=1 người được hướng dẫn (lũy kế)",
            ),
            required=True,
            stock=True,
            unit="hộ",
            example="52",
        ),
        Column(
            key="households_digital",
            header="Hộ đạt Gia đình số (lũy kế)",
            stock=True,
            unit="hộ",
            example="31",
        ),
        Column(key="sessions", header="Số buổi hướng dẫn trong kỳ", unit="buổi", example="4"),
        Column(
            key="guided_turns",
            header="Lượt người được hướng dẫn trong kỳ",
            unit="lượt",
            example="96",
        ),
        *_TOPICS,
        Column(
            key="first_time",
            header="Người được hướng dẫn lần đầu trong kỳ",
            unit="người",
            example="37",
        ),
        *_GROUPS,
        Column(
            key="note",
            header="Khó khăn, kiến nghị",
            kind=Kind.TEXT,
            additive=False,
            example="Bản lõm sóng, phải hướng dẫn tại điểm trường",
        ),
    ),
    checks=(
        PartsOf("ambassadors", tuple(c.key for c in _FORCES)),
        AtMost("households_needing", "households_reviewed"),
        AtMost("households_digital", "households_guided"),
        AtMost("first_time", "guided_turns"),
        *(AtMost(c.key, "guided_turns") for c in _TOPICS),
        *(AtMost(c.key, "first_time") for c in _GROUPS),
    ),
    likely=(Usual("sessions", most=62),),
    headline=("ambassadors", "households_guided", "guided_turns"),
)
