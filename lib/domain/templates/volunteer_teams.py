"""Template 04: summer volunteer teams; a team may be assigned to several communes."""

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.stages import TeamState
from lib.domain.templates.base import (
    ORDINAL,
    AtMost,
    Column,
    Level,
    PartsOf,
    Role,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import NearPeriod, SinceBegun, Usual

TEMPLATE = Template(
    code="04_doi_hinh_tinh_nguyen",
    title="Đội hình tình nguyện hè",
    purpose="Mỗi dòng một đội hình: đơn vị, số thành viên, thời gian và xã được phân công.",
    level=Level.TEAM,
    cadence=Cadence.YEARLY,
    feeds=Feeds.YEAR,
    reporters=Reporters.YOUTH_UNION,
    columns=(
        ORDINAL,
        Column(
            key="team_code",
            header="Mã đội hình",
            kind=Kind.TEXT,
            role=Role.UNIT_CODE,
            required=True,
            example="TN26-015",
        ),
        Column(key="period", header="Năm", kind=Kind.YEAR, role=Role.PERIOD, example="2026"),
        Column(
            key="team_name",
            header="Tên đội hình",
            kind=Kind.TEXT,
            role=Role.UNIT_NAME,
            required=True,
            example="Đội hình BDHVS số 3",
        ),
        Column(
            key="founded_by",
            header="Đơn vị thành lập",
            synonyms=("Đơn vị", "Đơn vị cử", "Cơ sở Đoàn"),
            kind=Kind.TEXT,
            additive=False,
            example="Đoàn Trường ĐH Tây Bắc",
        ),
        Column(
            key="founder_kind",
            header="Loại đơn vị",
            kind=Kind.TEXT,
            additive=False,
            example="Đoàn trực thuộc",
        ),
        Column(
            key="campaign",
            header="Chiến dịch",
            kind=Kind.TEXT,
            additive=False,
            example="Mùa hè xanh",
        ),
        Column(
            key="members",
            header="Số thành viên",
            required=True,
            unit="người",
            foreseen=True,
            example="15",
        ),
        Column(key="members_youth", header="- Đoàn viên, thanh niên", unit="người", example="0"),
        Column(key="members_students", header="- Sinh viên", unit="người", example="15"),
        Column(key="members_pupils", header="- Học sinh", unit="người", example="0"),
        Column(
            key="minority_speakers", header="Người biết tiếng dân tộc", unit="người", example="6"
        ),
        Column(
            key="languages",
            header="Tiếng dân tộc",
            kind=Kind.TEXT,
            additive=False,
            example="Thái; Mông",
        ),
        Column(
            key="starts_on",
            header="Ngày bắt đầu",
            kind=Kind.DATE,
            required=True,
            additive=False,
            settled=True,
            example="01/7/2026",
        ),
        Column(
            key="ends_on",
            header="Ngày kết thúc",
            kind=Kind.DATE,
            required=True,
            additive=False,
            settled=True,
            example="31/7/2026",
        ),
        Column(
            key="commune_code",
            header="Xã được phân công",
            kind=Kind.TEXT,
            role=Role.COMMUNE_CODE,
            example="04045; 04240",
        ),
        Column(
            key="contact_post",
            header="Đầu mối (chức vụ)",
            kind=Kind.TEXT,
            additive=False,
            example="Phó Bí thư Đoàn trường",
        ),
        Column(
            key="status",
            header="Trạng thái",
            kind=Kind.CHOICE,
            choices=tuple(TeamState),
            additive=False,
            example="Đã duyệt",
        ),
        Column(
            key="base_commune",
            header="Nơi xuất phát (xã)",
            kind=Kind.TEXT,
            additive=False,
            example="Phường Tô Hiệu",
        ),
        Column(
            key="travel_limit_hours",
            header="Giới hạn đi lại (giờ)",
            kind=Kind.DECIMAL,
            additive=False,
            unit="giờ",
            example="3",
        ),
    ),
    checks=(
        AtMost("members_youth", "members"),
        AtMost("members_students", "members"),
        AtMost("members_pupils", "members"),
        AtMost("minority_speakers", "members"),
        AtMost("starts_on", "ends_on"),
    ),
    likely=(
        PartsOf("members", ("members_youth", "members_students", "members_pupils")),
        Usual("members", most=300),
        SinceBegun("starts_on"),
        NearPeriod("starts_on", before=31, after=0),
        NearPeriod("ends_on", before=0, after=92),
    ),
    headline=("members",),
)
