"""The way to the same figures on the light page."""

from __future__ import annotations

from lib.services.view_address import MOMENT, Choice, address_of
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.map.choices import MapChoice


def light_link(page: Page, choice: MapChoice) -> None:
    """A quiet way to the same figures on the light page."""
    asked = Choice(
        indicator=choice.indicator,
        period=choice.period,
        view=choice.view,
        commune=choice.commune,
        language=page.say.language,
        freeze=page.freeze.code if page.freeze else "",
        moment=address_of(page.freeze).get(MOMENT, ""),
    )
    show(
        html(
            "<p class='bd-quiet'><a class='bd-light' href='nhe?{query}'>{text}</a></p>",
            query=asked.query(),
            text=page.say("light.link"),
        )
    )
