"""The list of ambassadors that a commune sends.

It stands apart from the upload templates: no upload takes it in, and no original of it is kept.
"""

from __future__ import annotations

from lib.domain.intake.cells.personal import BIRTHS, NAMES, PHONES
from lib.domain.periods import Cadence
from lib.domain.templates import Column, Level, Template
from lib.domain.templates.base import (
    COMMUNE_CODE,
    COMMUNE_NAME,
    DISTRICT,
    ORDINAL,
    VILLAGE_CODE,
    VILLAGE_NAME,
)
from lib.domain.templates.kinds import Kind

NAME, PHONE, BORN, CONSENTED, TRAINED = "name", "phone", "born", "consented_on", "trained_on"

FORM = Template(
    code="danh_ba_dai_su_so",
    title="Danh bạ Đại sứ số",
    purpose="Mỗi dòng một Đại sứ số đã đồng ý cho giữ họ tên và số điện thoại.",
    level=Level.PERSON,
    cadence=Cadence.YEARLY,
    owed=False,
    columns=(
        ORDINAL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        DISTRICT,
        VILLAGE_CODE,
        VILLAGE_NAME,
        Column(
            key=NAME,
            header=NAMES[0],
            kind=Kind.TEXT,
            synonyms=NAMES[1:],
            required=True,
            example="(họ, tên đệm và tên)",
        ),
        Column(
            key=PHONE,
            header=PHONES[0],
            kind=Kind.TEXT,
            synonyms=PHONES[1:],
            example="(10 chữ số, để trống nếu không có)",
        ),
        Column(
            key=BORN,
            header=BIRTHS[0],
            kind=Kind.TEXT,
            synonyms=BIRTHS[1:],
            required=True,
            example="1990",
        ),
        Column(
            key=CONSENTED,
            header="Ngày đồng ý",
            kind=Kind.DATE,
            synonyms=("Ngày đồng ý cung cấp thông tin", "Ngày ký đồng ý"),
            required=True,
            example="15/10/2026",
        ),
        Column(
            key=TRAINED,
            header="Ngày tập huấn",
            kind=Kind.DATE,
            synonyms=("Tập huấn ngày", "Ngày được tập huấn"),
            example="20/10/2026",
        ),
    ),
)
