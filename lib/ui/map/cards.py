"""Figures of the province in cards."""

from __future__ import annotations

from markupsafe import Markup

from lib.domain.figures.indicators import Measured
from lib.domain.periods import Period
from lib.services.wording.figures import provincial, reported, whole_fraction
from lib.text import Words
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show


def cards(page: Page, period: Period) -> None:
    """The headline figures of the province, with who reported."""
    codes = [c for c, i in page.figures.indicators.items() if i.headline]
    found = [data.measured(page, code, period) for code in codes]
    show(html("<div class='bd-cards'>{}</div>", joined([_card(m, page.say) for m in found])))


def _card(measured: Measured, say: Words) -> Markup:
    indicator = measured.indicator
    value = provincial(measured, say)
    unit = "" if indicator.is_percent else say.unit(value, indicator.unit[say.language])
    return html(
        "<div class='bd-card'><div class='name'>{name}</div>"
        "<div class='value'>{value} <span class='unit'>{unit}</span></div>"
        "<div class='note'>{fraction}{reported}</div></div>",
        name=indicator.name[say.language],
        value=value,
        unit=unit,
        fraction=html(
            "{}<br>", whole_fraction(indicator, measured.numerator, measured.denominator, say=say)
        ),
        reported=reported(measured, say),
    )
