"""Indicators on digital ambassadors."""

from lib.domain.indicators.base import Better, Form, Indicator
from lib.domain.periods import Cadence

INDICATORS = (
    Indicator(
        code="DS01",
        name={"vi": "Thôn, bản có Đại sứ số", "en": "Villages with a digital ambassador"},
        gloss={
            "vi": "Mạng lưới Đại sứ số đã tới bao nhiêu thôn, bản, tiểu khu, tổ dân phố.",
            "en": "How many villages the network of digital ambassadors has reached.",
        },
        formula={
            "vi": "Số thôn, bản có ≥ 1 Đại sứ số ÷ số thôn, bản × 100",
            "en": "Villages with at least one ambassador ÷ villages × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        better=Better.HIGHER,
        cadence=Cadence.MONTHLY,
        numerator=lambda s: s["villages_with_ambassador"],
        denominator=lambda s: s["villages"],
        measures=("villages_with_ambassador", "villages"),
        basis="Công văn Sở KH&CN Sơn La, 7/2025, mục I.2",
    ),
    Indicator(
        code="DS02",
        name={"vi": "Đại sứ số đang hoạt động", "en": "Active digital ambassadors"},
        gloss={
            "vi": "Số người đang làm Đại sứ số, cộng theo thôn, bản.",
            "en": "People active as digital ambassadors, added up over villages.",
        },
        formula={"vi": "Tổng số Đại sứ số đang hoạt động", "en": "Sum of active ambassadors"},
        unit={"vi": "người", "en": "people"},
        form=Form.COUNT,
        better=Better.HIGHER,
        cadence=Cadence.MONTHLY,
        numerator=lambda s: s["ambassadors"],
        measures=("ambassadors",),
        basis="Công văn Sở KH&CN Sơn La, 7/2025, mục I.2",
    ),
)
