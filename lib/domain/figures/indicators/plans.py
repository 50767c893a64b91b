"""Indicators on the communes' plans."""

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.periods import Cadence
from lib.domain.quantities import Thing, stock

_BASIS = cited("I.1")

PLACE = 10

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
        yes_no=True,
        form=Form.COMMUNES,
        cadence=Cadence.YEARLY,
        numerator=stock("plan_issued", Thing.COMMUNES),
        basis=_BASIS,
        headline=True,
    ),
    Indicator(
        code="KH02",
        name={"vi": "Kế hoạch ban hành đúng hạn", "en": "Plans issued on time"},
        gloss={
            "vi": "Kế hoạch ban hành trước ngày hạn của năm, ghi ở chỉ tiêu phải đạt. Năm chưa đặt "
            "hạn thì không xã nào bị xét.",
            "en": "Plans issued before the year's deadline, which its target names. In a year "
            "without a deadline nobody is judged.",
        },
        formula={
            "vi": "Số xã ban hành trước ngày hạn ÷ tất cả xã, phường × 100",
            "en": "Communes that issued before the deadline ÷ all communes × 100",
        },
        unit={"vi": "có/chưa", "en": "yes/no"},
        yes_no=True,
        form=Form.COMMUNES,
        cadence=Cadence.YEARLY,
        numerator=stock("plan_on_time", Thing.COMMUNES),
        basis=_BASIS,
        by_due_day=True,
        nothing={
            "vi": "năm này chưa đặt hạn (biểu 06)",
            "en": "no deadline is set for this year (template 06)",
        },
    ),
)
