"""Template 09: minutes on the road, from where teams set out to a commune, one way."""

from dataclasses import replace

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    ORDINAL,
    Column,
    Level,
    Role,
    Template,
    Within,
)
from lib.domain.templates.kinds import Kind

MATRIX, SINGLE, DROPPED = "Bảng chung", "Sửa riêng", "Thôi dùng"
"""Of a whole table; of one trip, which goes before the table; no longer used."""

TEMPLATE = Template(
    code="09_thoi_gian_di_lai",
    title="Thời gian đi lại",
    purpose="Mỗi dòng một chặng: số phút một chiều từ nơi đội xuất phát đến một xã, phường.",
    level=Level.TRIP,
    cadence=Cadence.YEARLY,
    reporters=Reporters.YOUTH_UNION,
    owed=False,
    columns=(
        ORDINAL,
        Column(
            key="base_commune",
            header="Nơi xuất phát (xã)",
            kind=Kind.TEXT,
            role=Role.UNIT_CODE,
            required=True,
            synonyms=("Nơi xuất phát", "Xuất phát từ", "Từ xã", "Từ"),
            example="Phường Tô Hiệu",
        ),
        replace(COMMUNE_CODE, header="Mã xã đến", synonyms=("Mã xã", *COMMUNE_CODE.synonyms)),
        replace(
            COMMUNE_NAME,
            header="Nơi đến (xã)",
            synonyms=("Nơi đến", "Đến xã", "Đến", "Tên xã/phường", *COMMUNE_NAME.synonyms),
        ),
        Column(key="period", header="Năm", kind=Kind.YEAR, role=Role.PERIOD, example="2026"),
        Column(
            key="minutes",
            header="Số phút một chiều",
            required=True,
            additive=False,
            unit="phút",
            synonyms=("Số phút", "Thời gian (phút)", "Thời gian đi (phút)"),
            example="210",
        ),
        Column(
            key="known_by",
            header="Loại",
            kind=Kind.CHOICE,
            choices=(MATRIX, SINGLE, DROPPED),
            additive=False,
            example=MATRIX,
        ),
        Column(key="note", header="Nguồn", kind=Kind.TEXT, additive=False, example="Xe khách"),
    ),
    checks=(Within("minutes", 1, 1_440),),
)
