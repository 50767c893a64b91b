"""Indicators on summer volunteer teams."""

from lib.domain.indicators.base import Better, Form, Indicator
from lib.domain.periods import Cadence

INDICATORS = (
    Indicator(
        code="TN01",
        name={"vi": "Xã có đội hình tình nguyện", "en": "Communes with a volunteer team"},
        gloss={
            "vi": "Xã, phường được phân công ít nhất một đội hình tình nguyện trong năm.",
            "en": "Communes to which at least one volunteer team is assigned this year.",
        },
        formula={
            "vi": "Số xã có ≥ 1 đội hình ÷ tất cả xã, phường × 100",
            "en": "Communes with at least one team ÷ all communes × 100",
        },
        unit={"vi": "đội hình", "en": "teams"},
        form=Form.COMMUNES,
        better=Better.HIGHER,
        cadence=Cadence.WEEKLY,
        numerator=lambda s: s["teams"],
        measures=("teams",),
        basis="Công văn Sở KH&CN Sơn La, 7/2025, mục III",
    ),
)
