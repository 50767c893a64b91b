"""Template 08: what the State Bank of region 3 reports on digital banking each quarter."""

from dataclasses import replace

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    MONTH,
    ORDINAL,
    YEAR,
    Column,
    Level,
    Template,
)
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import Kind

TEMPLATE = Template(
    code="08_ngan_hang_quy",
    title="Ngân hàng số (quý)",
    purpose="Mỗi dòng một xã, phường: điểm giao dịch, truyền thông, tài khoản mở trực tuyến.",
    level=Level.COMMUNE,
    cadence=Cadence.QUARTERLY,
    feeds=Feeds.LAST_QUARTER,
    reporters=Reporters.STATE_BANK,
    columns=(
        ORDINAL,
        replace(
            MONTH,
            kind=Kind.QUARTER,
            synonyms=("Kỳ", "Quý", "Quý báo cáo"),
            example="Q3/2026",
        ),
        YEAR,
        COMMUNE_CODE,
        replace(COMMUNE_NAME, required=False, offered=False),
        Column(
            key="banking_points",
            header="Điểm giao dịch, đại lý thanh toán",
            unit="điểm",
            example="3",
        ),
        Column(
            key="banking_sessions",
            header="Buổi truyền thông ngân hàng số",
            required=True,
            unit="buổi",
            example="1",
        ),
        Column(
            key="banking_turns",
            header="Lượt người tham dự",
            required=True,
            synonyms=("Lượt truyền thông ngân hàng số",),
            unit="lượt",
            example="85",
        ),
        Column(
            key="accounts_opened_online",
            header="Tài khoản mở mới trực tuyến",
            required=True,
            synonyms=("Tài khoản mở mới trực tuyến trong kỳ",),
            unit="tài khoản",
            example="112",
        ),
        Column(
            key="new_services",
            header="Dịch vụ số mới",
            kind=Kind.TEXT,
            additive=False,
            example="Đại lý thanh toán tại chợ xã",
        ),
    ),
    headline=("banking_turns", "accounts_opened_online"),
)
