"""Indicators on digital ambassadors and community digital teams."""

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.periods import Cadence
from lib.domain.quantities import Thing, stock

_BASIS = cited("I.2.a")
_AMBASSADORS = stock("ambassadors", Thing.PEOPLE)
_VILLAGES = stock("villages", Thing.VILLAGES)

PLACE = 20

INDICATORS = (
    Indicator(
        code="DS01",
        name={"vi": "Thôn, bản có {some_ambassadors}", "en": "Villages with {some_ambassadors}"},
        gloss={
            "vi": "Mạng lưới Đại sứ số đã tới bao nhiêu thôn, bản, tiểu khu, tổ dân phố. Một nơi "
            "được tính khi có ≥ {ambassadors_per_village} Đại sứ số (thiết lập; trên 1 thì biểu "
            "tổng hợp 00 không đủ để tính).",
            "en": "How many villages the network of digital ambassadors has reached. A village "
            "counts with ≥ {ambassadors_per_village} ambassadors (a setting; above 1 the summary "
            "sheet 00 cannot tell).",
        },
        formula={
            "vi": "Số thôn, bản có ≥ {ambassadors_per_village} Đại sứ số ÷ số thôn, bản × 100",
            "en": "Villages with ≥ {ambassadors_per_village} ambassadors ÷ villages × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=stock("villages_with_ambassador", Thing.VILLAGES),
        denominator=_VILLAGES,
        basis=_BASIS,
        headline=True,
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
        numerator=_AMBASSADORS,
        basis=_BASIS,
        headline=True,
    ),
    Indicator(
        code="DS03",
        name={"vi": "Đại sứ số trên 100 hộ", "en": "Ambassadors for 100 households"},
        gloss={
            "vi": "Mật độ Đại sứ số so với số hộ gia đình.",
            "en": "How many ambassadors there are for every 100 households.",
        },
        formula={
            "vi": "Đại sứ số đang hoạt động ÷ tổng số hộ × 100",
            "en": "Active ambassadors ÷ households × 100",
        },
        unit={"vi": "người/100 hộ", "en": "for 100 households"},
        form=Form.PER_HUNDRED,
        numerator=_AMBASSADORS,
        denominator=stock("households", Thing.HOUSEHOLDS),
        basis=_BASIS,
    ),
    Indicator(
        code="DS04",
        name={
            "vi": "Thôn, bản có Tổ CNSCĐ hoạt động",
            "en": "Villages with an active digital team",
        },
        gloss={
            "vi": "Tổ công nghệ số cộng đồng đang hoạt động ở thôn, bản.",
            "en": "Villages whose community digital team is active.",
        },
        formula={
            "vi": "Số thôn, bản có Tổ CNSCĐ hoạt động ÷ số thôn, bản × 100",
            "en": "Villages with an active team ÷ villages × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        cadence=Cadence.QUARTERLY,
        numerator=stock("digital_team_active", Thing.VILLAGES),
        denominator=_VILLAGES,
        basis=f"{cited('I.3')}, dẫn Công văn số 1094/SKHCN-CĐS ngày 09/7/2025",
    ),
)
