"""Indicators on the communes' plans."""

from lib.domain.indicators.base import Better, Form, Indicator
from lib.domain.periods import Cadence

INDICATORS = (
    Indicator(
        code="KH01",
        name={"vi": "Xã đã ban hành kế hoạch", "en": "Communes with an issued plan"},
        gloss={
            "vi": "Xã, phường đã có kế hoạch với số ký hiệu và ngày ban hành.",
            "en": "Communes whose plan has a number and a date of issue.",
        },
        formula={
            "vi": "Số xã có số ký hiệu và ngày ban hành ÷ tất cả xã, phường × 100",
            "en": "Communes with number and date ÷ all communes × 100",
        },
        unit={"vi": "có/chưa", "en": "yes/no"},
        form=Form.COMMUNES,
        better=Better.HIGHER,
        cadence=Cadence.YEARLY,
        numerator=lambda s: s["plan_issued"],
        measures=("plan_issued",),
        basis="Công văn Sở KH&CN Sơn La, 7/2025, mục I.1",
    ),
)
