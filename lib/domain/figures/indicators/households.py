"""Indicators on digital households."""

from lib.domain.figures.indicators.base import Better, Form, Indicator
from lib.domain.letter import cited
from lib.domain.quantities import Thing, stock

_BASIS = cited("I.2.b")
_HOUSEHOLDS = stock("households", Thing.HOUSEHOLDS)
_REVIEWED = stock("households_reviewed", Thing.HOUSEHOLDS)
_GUIDED = stock("households_guided", Thing.HOUSEHOLDS)

NOT_GUIDED = _HOUSEHOLDS - _GUIDED
"""Households still to reach: GD05, and what TN04 holds volunteer-days against."""

PLACE = 40

INDICATORS = (
    Indicator(
        code="GD01",
        name={"vi": "Hộ đã rà soát", "en": "Households reviewed"},
        gloss={
            "vi": "Hộ gia đình đã được rà soát nhu cầu hỗ trợ, lũy kế.",
            "en": "Households whose need of help has been reviewed, cumulative.",
        },
        formula={
            "vi": "Số hộ đã rà soát ÷ tổng số hộ × 100",
            "en": "Households reviewed ÷ households × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=_REVIEWED,
        denominator=_HOUSEHOLDS,
        basis=_BASIS,
    ),
    Indicator(
        code="GD02",
        name={"vi": "Hộ cần hỗ trợ", "en": "Households in need of help"},
        gloss={
            "vi": "Trong số hộ đã rà soát, bao nhiêu hộ cần được hỗ trợ.",
            "en": "Of the households reviewed, how many need help.",
        },
        formula={
            "vi": "Số hộ cần hỗ trợ ÷ số hộ đã rà soát × 100",
            "en": "Households in need ÷ households reviewed × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        better=Better.NEITHER,
        numerator=stock("households_needing", Thing.HOUSEHOLDS),
        denominator=_REVIEWED,
        basis=_BASIS,
    ),
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
        numerator=_GUIDED,
        denominator=_HOUSEHOLDS,
        basis=_BASIS,
        headline=True,
    ),
    Indicator(
        code="GD04",
        name={"vi": "Hộ đạt “Gia đình số”", "en": "Digital households"},
        gloss={
            "vi": "Hộ đạt tiêu chí “Gia đình số” do địa phương quy định.",
            "en": "Households that meet the local criterion of a digital household.",
        },
        formula={
            "vi": "Số hộ đạt tiêu chí ÷ tổng số hộ × 100",
            "en": "Households that meet the criterion ÷ households × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=stock("households_digital", Thing.HOUSEHOLDS),
        denominator=_HOUSEHOLDS,
        basis=_BASIS,
        hidden_until="digital_household_criterion",
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
        numerator=NOT_GUIDED,
        basis=_BASIS,
        headline=True,
    ),
)
