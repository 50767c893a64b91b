"""Indicators on online courses and officials' learning."""

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.periods import Cadence
from lib.domain.quantities import Thing, stock

_BASIS = cited("I.3")
_ADULTS = stock("adults", Thing.PEOPLE)
_REGISTERED = stock("course_registered", Thing.PEOPLE)

PLACE = 60

INDICATORS = (
    Indicator(
        code="KHH01",
        name={"vi": "Đăng ký học bằng VNeID", "en": "Registered for a course by VNeID"},
        gloss={
            "vi": "Người đăng ký học trên binhdanhocvuso.gov.vn, lũy kế.",
            "en": "People registered on binhdanhocvuso.gov.vn, cumulative.",
        },
        formula={
            "vi": "Người đăng ký ÷ người từ 18 tuổi × 100",
            "en": "People registered ÷ people from 18 up × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=_REGISTERED,
        denominator=_ADULTS,
        basis=_BASIS,
    ),
    Indicator(
        code="KHH02",
        name={"vi": "Hoàn thành khóa học", "en": "Completed a course"},
        gloss={
            "vi": "Phần người đăng ký đã hoàn thành khóa học.",
            "en": "The share of those registered who completed a course.",
        },
        formula={
            "vi": "Người hoàn thành ÷ người đăng ký × 100",
            "en": "People who completed ÷ people registered × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=stock("course_completed", Thing.PEOPLE),
        denominator=_REGISTERED,
        basis=_BASIS,
    ),
    Indicator(
        code="KHH03",
        name={
            "vi": "Được xác nhận phổ cập kỹ năng số",
            "en": "Confirmed in basic digital skills",
        },
        gloss={
            "vi": "Người được xác nhận phổ cập kỹ năng số, lũy kế.",
            "en": "People confirmed in basic digital skills, cumulative.",
        },
        formula={
            "vi": "Người được xác nhận ÷ người từ 18 tuổi × 100",
            "en": "People confirmed ÷ people from 18 up × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=stock("skills_confirmed", Thing.PEOPLE),
        denominator=_ADULTS,
        basis=f"{_BASIS}; Kế hoạch 01-KH/BCĐTW ngày 21/3/2025",
    ),
    Indicator(
        code="AI01",
        name={"vi": "CCVC đã học AI nắm văn bản 557", "en": "AI-trained officials who know 557"},
        gloss={
            "vi": "Cán bộ đã học AI, chatbot được phổ biến văn bản 557/BKHCN-CĐSQG.",
            "en": "Officials trained on AI chatbots who know guidance 557/BKHCN-CĐSQG.",
        },
        formula={
            "vi": "CCVC đã phổ biến văn bản 557 ÷ CCVC đã học AI × 100",
            "en": "Officials informed ÷ officials trained × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        cadence=Cadence.QUARTERLY,
        numerator=stock("officials_ai_informed", Thing.PEOPLE),
        denominator=stock("officials_ai_trained", Thing.PEOPLE),
        basis=f"{cited('I.5')}; văn bản số 557/BKHCN-CĐSQG ngày 31/3/2025",
    ),
)
