"""Template 00: the summary sheet of a commune, the first an office has."""

from dataclasses import replace

from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    DISTRICT,
    MONTH,
    ORDINAL,
    YEAR,
    AtMost,
    Column,
    Level,
    Role,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind

TEMPLATE = Template(
    code="00_tong_hop_xa",
    title="Biểu tổng hợp của xã, phường",
    purpose="Mỗi dòng một xã, phường: thôn, bản, Đại sứ số và hộ được hướng dẫn trong kỳ.",
    level=Level.COMMUNE,
    cadence=Cadence.MONTHLY,
    feeds=Feeds.PERIOD,
    stands_in_for="02_bao_cao_thang_thon_ban",
    columns=(
        replace(ORDINAL, offered=True, example="1"),
        replace(COMMUNE_CODE, offered=False),
        DISTRICT,
        Column(
            key="commune_name",
            header="Xã/phường",
            kind=Kind.TEXT,
            role=Role.COMMUNE_NAME,
            required=True,
            synonyms=(
                "Tên xã/phường",
                "Tên xã, phường",
                "Xã, phường",
                "Tên xã",
                "Đơn vị",
                "Tên đơn vị",
                "Địa phương",
                "Xã phường thị trấn",
            ),
            example="Xã Lóng Sập",
        ),
        Column(
            key="villages",
            header="Số thôn, bản, tiểu khu, TDP",
            synonyms=(
                "Tổng số thôn, bản",
                "Số thôn, bản",
                "Số thôn bản tiểu khu tổ dân phố",
                "Tổng số thôn, bản, tiểu khu, TDP",
            ),
            required=True,
            unit="thôn, bản",
            example="14",
        ),
        Column(
            key="villages_with_ambassador",
            header="Số thôn, bản có Đại sứ số",
            synonyms=(
                "Số thôn bản có ĐSS",
                "Thôn, bản có Đại sứ số",
                "Số thôn, bản, tiểu khu, TDP có Đại sứ số",
            ),
            required=True,
            unit="thôn, bản",
            example="9",
        ),
        Column(
            key="ambassadors",
            header="Số Đại sứ số",
            synonyms=("Tổng số Đại sứ số", "Số ĐSS", "Đại sứ số", "Số lượng Đại sứ số"),
            unit="người",
            example="52",
        ),
        Column(
            key="households",
            header="Số hộ gia đình",
            synonyms=("Tổng số hộ", "Số hộ", "Tổng số hộ gia đình"),
            required=True,
            unit="hộ",
            example="1250",
        ),
        Column(
            key="households_guided",
            header="Số hộ có ít nhất 01 thành viên được hướng dẫn",
            synonyms=(
                "Số hộ có ít nhất 1 thành viên được hướng dẫn",
                "Số hộ được hướng dẫn",
                "Hộ có ít nhất 01 người được hướng dẫn",
                "Hộ có ≥1 người được hướng dẫn",
            ),
            required=True,
            stock=True,
            unit="hộ",
            example="430",
        ),
        MONTH,
        YEAR,
        Column(key="note", header="Ghi chú", kind=Kind.TEXT, additive=False, example=""),
    ),
    checks=(
        AtMost("villages_with_ambassador", "villages"),
        AtMost("households_guided", "households"),
    ),
    steady=("villages", "villages_with_ambassador", "ambassadors", "households"),
    headline=("ambassadors", "villages_with_ambassador", "households_guided"),
)
