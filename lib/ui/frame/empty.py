"""A store that nobody has published anything into: a calm page, and the way to begin."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from lib.services.pages import BEGINNINGS, address_for
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show


def nothing_yet(page: Page) -> None:
    """What will be here, and where to start; the first screen shows the same."""
    say = page.say
    show(
        html(
            "<section class='bd-empty'><h2>{title}</h2><p>{text}</p><p>{ways}</p></section>",
            title=say("map.empty_title"),
            text=say("map.empty"),
            ways=joined([*_ways(page)], " "),
        )
    )


def _ways(page: Page) -> Iterator[Markup]:
    """The ways to begin that whoever reads may go."""
    for script in BEGINNINGS:
        if address := address_for(page.who, script, ngon_ngu=page.say.language):
            yield html("<a href='{}'>{}</a>", address, page.say(f"map.empty_{script}"))
