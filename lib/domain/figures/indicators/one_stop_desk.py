"""Indicators on help at the communes' one-stop desks."""

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.quantities import Thing, flow, stock

_BASIS = cited("I.2.a")

PLACE = 30

INDICATORS = (
    Indicator(
        code="MC01",
        name={"vi": "Xã có nhân sự hỗ trợ tại Một cửa", "en": "Communes with a desk helper"},
        gloss={
            "vi": "Bộ phận Một cửa có ít nhất một người hướng dẫn người dân.",
            "en": "One-stop desks with at least one person who helps people.",
        },
        formula={
            "vi": "Số xã có ≥ 1 người ÷ tất cả xã, phường × 100",
            "en": "Communes with at least one person ÷ all communes × 100",
        },
        unit={"vi": "người", "en": "people"},
        form=Form.COMMUNES,
        numerator=stock("desk_staff", Thing.PEOPLE),
        basis=_BASIS,
    ),
    Indicator(
        code="MC02",
        name={"vi": "Lượt được hỗ trợ tại Một cửa", "en": "Turns helped at the desk"},
        gloss={
            "vi": "Lượt người được hỗ trợ trong kỳ; một người đến nhiều lần tính nhiều lượt.",
            "en": "Turns of help within the period; a person who comes twice counts twice.",
        },
        formula={"vi": "Tổng lượt trong kỳ", "en": "Sum of turns in the period"},
        unit={"vi": "lượt", "en": "turns"},
        form=Form.COUNT,
        numerator=flow("desk_turns", Thing.TURNS),
        basis=_BASIS,
    ),
)
