"""Template 05: drives of the volunteer teams, planned and done."""

from dataclasses import replace

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.stages import DriveStage
from lib.domain.templates.base import (
    COMMUNE_CODE,
    ORDINAL,
    AtMost,
    Column,
    Level,
    Role,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import Lasting, NotAhead, PerDay, SinceBegun, Usual, WorkDays

TEMPLATE = Template(
    code="05_dot_ra_quan",
    title="Đợt ra quân (kế hoạch và thực hiện)",
    purpose="Mỗi dòng một đợt của một đội hình tại một xã, bản: kế hoạch hoặc thực hiện.",
    level=Level.DRIVE,
    cadence=Cadence.YEARLY,
    feeds=Feeds.YEAR,
    reporters=Reporters.YOUTH_UNION,
    columns=(
        ORDINAL,
        Column(
            key="drive_code",
            header="Mã đợt",
            kind=Kind.TEXT,
            role=Role.UNIT_CODE,
            required=True,
            example="DR26-0210",
        ),
        Column(
            key="team_code",
            header="Mã đội hình",
            kind=Kind.TEXT,
            required=True,
            additive=False,
            settled=True,
            example="TN26-015",
        ),
        replace(COMMUNE_CODE, required=True),
        Column(
            key="village_code",
            header="Mã thôn/bản",
            kind=Kind.TEXT,
            additive=False,
            example="04045-007",
        ),
        Column(
            key="stage",
            header="Loại",
            kind=Kind.CHOICE,
            choices=tuple(DriveStage),
            required=True,
            additive=False,
            example=DriveStage.HELD,
        ),
        Column(
            key="starts_on",
            header="Ngày bắt đầu",
            synonyms=("Từ ngày",),
            kind=Kind.DATE,
            required=True,
            additive=False,
            settled=True,
            example="05/7/2026",
        ),
        Column(
            key="ends_on",
            header="Ngày kết thúc",
            synonyms=("Đến ngày",),
            kind=Kind.DATE,
            additive=False,
            settled=True,
            example="07/7/2026",
        ),
        Column(
            key="content",
            header="Nội dung",
            kind=Kind.TEXT,
            additive=False,
            example="VNeID; dịch vụ công; an toàn số",
        ),
        Column(
            key="place",
            header="Địa điểm",
            kind=Kind.TEXT,
            additive=False,
            example="Nhà văn hóa bản",
        ),
        Column(key="sessions", header="Số buổi", unit="buổi", example="3"),
        Column(key="volunteers", header="Số tình nguyện viên", unit="người", example="14"),
        Column(
            key="volunteer_days", header="Ngày công tình nguyện", unit="ngày công", example="42"
        ),
        Column(key="guided_turns", header="Lượt người được hướng dẫn", unit="lượt", example="96"),
        Column(key="people_guided", header="Người được hướng dẫn", unit="người", example="61"),
        Column(key="households_helped", header="Hộ được hỗ trợ", unit="hộ", example="52"),
        Column(key="classes", header="Số lớp", unit="lớp", example="1"),
        Column(key="works", header="Công trình, phần việc", unit="công trình", example="0"),
        Column(
            key="cost_million_vnd",
            header="Kinh phí (triệu đồng)",
            kind=Kind.DECIMAL,
            unit="triệu đồng",
            example="4,5",
        ),
        Column(key="with_digital_team", header="Phối hợp Tổ CNSCĐ", kind=Kind.YES_NO, example="Có"),
        Column(key="reason", header="Lý do chênh lệch", kind=Kind.TEXT, additive=False),
    ),
    checks=(AtMost("starts_on", "ends_on"), AtMost("people_guided", "guided_turns")),
    likely=(
        WorkDays("volunteer_days", people="volunteers", first="starts_on", last="ends_on"),
        AtMost("volunteers", "volunteer_days"),
        PerDay("sessions", first="starts_on", last="ends_on", most=4),
        Usual("volunteers", most=300),
        Usual("cost_million_vnd", most=1000),
        SinceBegun("starts_on"),
        Lasting("starts_on", "ends_on", most=62),
        NotAhead("starts_on", where=("stage", DriveStage.HELD)),
    ),
    headline=("volunteer_days", "people_guided"),
    period_from="starts_on",
)
