"""Indicators on guidance given: sessions, turns, people, groups, safety."""

from lib.domain.figures.indicators.base import Form, Indicator, Wording
from lib.domain.letter import cited
from lib.domain.quantities import Thing, flow, stock, to_date

_BASIS = cited("I.2.a", "I.2.b")
_TURNS = flow("guided_turns", Thing.TURNS)


def _group(code: str, measure: str, name: Wording) -> Indicator:
    """People of a vulnerable group guided for the first time; groups overlap, never add them."""
    return Indicator(
        code=code,
        name=name,
        gloss={
            "vi": "Người thuộc nhóm được hướng dẫn lần đầu, lũy kế; các nhóm có phần trùng nhau.",
            "en": "People of the group guided for the first time, cumulative; groups overlap.",
        },
        formula={
            "vi": "Tổng số người từ đầu phong trào; số dưới 5 của một xã không hiển thị và không "
            "cộng vào số chung, để không suy ra được",
            "en": "Sum of people since the start; a commune's figure below 5 is not shown and not "
            "added to any sum, so that it does not follow from one",
        },
        unit={"vi": "người", "en": "people"},
        form=Form.COUNT,
        numerator=to_date(flow(measure, Thing.PEOPLE)),
        basis=cited("I.2.b"),
        sensitive=True,
    )


PLACE = 50

INDICATORS = (
    Indicator(
        code="HD01",
        name={"vi": "Buổi hướng dẫn", "en": "Guidance sessions"},
        gloss={
            "vi": "Số buổi hướng dẫn tổ chức trong kỳ.",
            "en": "Sessions of guidance held within the period.",
        },
        formula={"vi": "Tổng số buổi trong kỳ", "en": "Sum of sessions in the period"},
        unit={"vi": "buổi", "en": "sessions"},
        form=Form.COUNT,
        numerator=flow("sessions", Thing.SESSIONS),
        basis=_BASIS,
    ),
    Indicator(
        code="HD02",
        name={"vi": "Lượt người được hướng dẫn", "en": "Turns of guidance"},
        gloss={
            "vi": "Lượt người được hướng dẫn trong kỳ; không phải số người.",
            "en": "Turns of guidance within the period; turns are not people.",
        },
        formula={"vi": "Tổng lượt trong kỳ", "en": "Sum of turns in the period"},
        unit={"vi": "lượt", "en": "turns"},
        form=Form.COUNT,
        numerator=_TURNS,
        basis=_BASIS,
    ),
    Indicator(
        code="HD03",
        name={"vi": "Người được hướng dẫn lần đầu", "en": "People guided for the first time"},
        gloss={
            "vi": "Người được hướng dẫn lần đầu, cộng từ đầu phong trào, so với người từ 18 tuổi.",
            "en": "People guided for the first time since the start, of all people from 18 up.",
        },
        formula={
            "vi": "Tổng người được hướng dẫn lần đầu (lũy kế) ÷ người từ 18 tuổi × 100",
            "en": "People guided for the first time (cumulative) ÷ people from 18 up × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=to_date(flow("first_time", Thing.PEOPLE)),
        denominator=stock("adults", Thing.PEOPLE),
        basis=_BASIS,
    ),
    _group(
        "YT01",
        "first_time_minority",
        {"vi": "Người dân tộc thiểu số được hướng dẫn", "en": "Ethnic minority people guided"},
    ),
    _group(
        "YT02",
        "first_time_elderly",
        {"vi": "Người cao tuổi được hướng dẫn", "en": "Elderly people guided"},
    ),
    _group(
        "YT03",
        "first_time_hardship",
        {"vi": "Người có hoàn cảnh khó khăn được hướng dẫn", "en": "People in hardship guided"},
    ),
    _group(
        "YT04",
        "first_time_disabled",
        {"vi": "Người khuyết tật được hướng dẫn", "en": "People with disabilities guided"},
    ),
    Indicator(
        code="AT01",
        name={"vi": "Lượt học an toàn số", "en": "Turns on online safety"},
        gloss={
            "vi": "Phần lượt hướng dẫn có nội dung an toàn số.",
            "en": "The share of guidance turns that teach online safety.",
        },
        formula={
            "vi": "Lượt an toàn số ÷ lượt người được hướng dẫn × 100",
            "en": "Turns on safety ÷ turns of guidance × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=flow("guided_safety", Thing.TURNS),
        denominator=_TURNS,
        basis=cited("I.4"),
    ),
)
