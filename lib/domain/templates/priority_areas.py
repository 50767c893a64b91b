"""Template 07: why a commune has priority, with legal basis and dates."""

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    DISTRICT,
    ORDINAL,
    AtMost,
    Column,
    Level,
    Template,
)
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import Usual

TEMPLATE = Template(
    code="07_dia_ban_uu_tien",
    title="Địa bàn ưu tiên",
    purpose="Mỗi dòng một xã, phường: khu vực, biên giới, thôn ĐBKK, vùng sâu, vùng xa.",
    level=Level.COMMUNE,
    cadence=Cadence.YEARLY,
    reporters=Reporters.DEPARTMENT,
    columns=(
        ORDINAL,
        COMMUNE_CODE,
        DISTRICT,
        COMMUNE_NAME,
        Column(
            key="area_kind",
            header="Khu vực DTTS&MN",
            kind=Kind.CHOICE,
            choices=("I", "II", "III"),
            additive=False,
            settled=True,
            example="III",
        ),
        Column(key="border", header="Xã biên giới", kind=Kind.YES_NO, required=True, example="Có"),
        Column(key="special_villages", header="Số thôn ĐBKK", unit="thôn, bản", example="8"),
        Column(
            key="remote",
            header="Xã vùng sâu, vùng xa",
            kind=Kind.YES_NO,
            required=True,
            example="Có",
        ),
        Column(
            key="km_to_province",
            header="Km đến trung tâm tỉnh",
            kind=Kind.DECIMAL,
            additive=False,
            unit="km",
            example="150",
        ),
        Column(
            key="basis",
            header="Căn cứ",
            kind=Kind.TEXT,
            required=True,
            additive=False,
            example="QĐ 60/QĐ-BDTTG ngày 29/01/2026",
        ),
        Column(
            key="valid_from",
            header="Hiệu lực từ",
            kind=Kind.DATE,
            required=True,
            additive=False,
            settled=True,
            example="01/01/2026",
        ),
        Column(
            key="valid_to",
            header="Hiệu lực đến",
            kind=Kind.DATE,
            additive=False,
            settled=True,
            example="31/12/2030",
        ),
    ),
    checks=(AtMost("valid_from", "valid_to"),),
    likely=(Usual("km_to_province", most=400),),
    headline=("border", "remote", "special_villages"),
    period_from="valid_from",
)
