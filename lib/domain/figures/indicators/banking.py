"""Indicators on digital banking, reported by the State Bank of region 3 each quarter."""

from lib.domain.access.permissions import Reporters
from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.periods import Cadence
from lib.domain.quantities import Thing, flow

PLACE = 70

INDICATORS = (
    Indicator(
        code="NH01",
        name={
            "vi": "Lượt truyền thông ngân hàng số",
            "en": "Digital banking publicity attendances",
        },
        gloss={
            "vi": "Lượt người dự các buổi truyền thông ngân hàng số của quý gần nhất đã kết thúc.",
            "en": "Attendances at publicity sessions in the last quarter that has ended.",
        },
        formula={"vi": "Tổng số lượt trong quý", "en": "Sum of attendances in the quarter"},
        unit={"vi": "lượt", "en": "attendances"},
        form=Form.COUNT,
        cadence=Cadence.QUARTERLY,
        by_quarter=True,
        numerator=flow("banking_turns", Thing.TURNS),
        reporters=Reporters.STATE_BANK,
        basis=cited("II"),
    ),
)
