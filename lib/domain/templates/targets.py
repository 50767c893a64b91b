"""Template 06: the value to reach of an indicator, for a year, with the document that sets it."""

from lib.domain.access.permissions import Reporters
from lib.domain.figures.indicators import CATALOGUE
from lib.domain.figures.indicators.base import Form
from lib.domain.periods import Cadence
from lib.domain.templates.base import ORDINAL, Column, Level, NoShare, Role, Template
from lib.domain.templates.kinds import Kind
from lib.domain.templates.likely import NearPeriod, OwnUnit

_WHOLE_PROVINCE = ("Toàn tỉnh",)
"""Targets hold for the province as a whole; one for some communes is refused, not widened."""
_UNITS = tuple(
    (code, "%" if i.form in (Form.RATE, Form.COMMUNES) else i.unit["vi"])
    for code, i in CATALOGUE.items()
)
"""Of communes that are or are not there yet, a target is the share of them all."""

TEMPLATE = Template(
    code="06_chi_tieu",
    title="Chỉ tiêu",
    purpose="Mỗi dòng một chỉ tiêu của toàn tỉnh trong một năm: giá trị, hạn và văn bản giao.",
    level=Level.TARGET,
    cadence=Cadence.YEARLY,
    reporters=Reporters.DEPARTMENT,
    columns=(
        ORDINAL,
        Column(
            key="indicator",
            header="Mã chỉ tiêu",
            kind=Kind.CHOICE,
            role=Role.UNIT_CODE,
            required=True,
            choices=tuple(CATALOGUE),
            example="GD03",
        ),
        Column(
            key="level",
            header="Cấp",
            kind=Kind.CHOICE,
            required=True,
            choices=("tỉnh",),
            additive=False,
            example="tỉnh",
        ),
        Column(
            key="only_commune",
            header="Mã xã",
            kind=Kind.CHOICE,
            choices=_WHOLE_PROVINCE,
            additive=False,
        ),
        Column(
            key="only_areas",
            header="Nhóm địa bàn",
            kind=Kind.CHOICE,
            choices=_WHOLE_PROVINCE,
            additive=False,
        ),
        Column(
            key="period",
            header="Năm",
            kind=Kind.YEAR,
            role=Role.PERIOD,
            required=True,
            example="2026",
        ),
        Column(
            key="due_on",
            header="Hạn",
            kind=Kind.DATE,
            additive=False,
            settled=True,
            example="31/12/2026",
        ),
        Column(
            key="target",
            header="Giá trị",
            kind=Kind.DECIMAL,
            required=True,
            additive=False,
            example="100",
        ),
        Column(key="unit", header="Đơn vị", kind=Kind.TEXT, additive=False, example="%"),
        Column(
            key="basis",
            header="Văn bản giao",
            kind=Kind.TEXT,
            required=True,
            additive=False,
            settled=True,
            example="(điền số/ký hiệu văn bản)",
        ),
        Column(key="note", header="Ghi chú", kind=Kind.TEXT, additive=False),
    ),
    checks=(NoShare("target", "unit"),),
    likely=(
        OwnUnit("target", "unit", units=_UNITS),
        NearPeriod("due_on", before=0, after=5 * 366),
    ),
)
