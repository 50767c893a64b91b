"""Indicators on digital households."""

from lib.domain.indicators.base import Better, Form, Indicator
from lib.domain.periods import Cadence

_BASIS = "Công văn Sở KH&CN Sơn La, 7/2025, mục I.4"

INDICATORS = (
    Indicator(
        code="GD03",
        name={
            "vi": "Hộ có ít nhất 1 người được hướng dẫn",
            "en": "Households with at least one person guided",
        },
        gloss={
            "vi": "Hộ gia đình có ít nhất một thành viên đã được hướng dẫn kỹ năng số, lũy kế.",
            "en": "Households with at least one member guided in digital skills, cumulative.",
        },
        formula={
            "vi": "Số hộ có ≥ 1 người được hướng dẫn ÷ tổng số hộ × 100",
            "en": "Households with at least one person guided ÷ households × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        better=Better.HIGHER,
        cadence=Cadence.MONTHLY,
        numerator=lambda s: s["households_guided"],
        denominator=lambda s: s["households"],
        measures=("households_guided", "households"),
        basis=_BASIS,
    ),
    Indicator(
        code="GD05",
        name={"vi": "Hộ chưa được hướng dẫn", "en": "Households not yet guided"},
        gloss={
            "vi": "Số hộ còn phải đến: tổng số hộ trừ số hộ đã có người được hướng dẫn.",
            "en": "Households still to reach: all households less those already guided.",
        },
        formula={
            "vi": "Tổng số hộ − số hộ có ≥ 1 người được hướng dẫn",
            "en": "Households − households with at least one person guided",
        },
        unit={"vi": "hộ", "en": "households"},
        form=Form.COUNT,
        better=Better.LOWER,
        cadence=Cadence.MONTHLY,
        numerator=lambda s: s["households"] - s["households_guided"],
        measures=("households_guided", "households"),
        basis=_BASIS,
    ),
)
