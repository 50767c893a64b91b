"""A store that nobody has published anything into: a calm page, and the way to begin."""

from __future__ import annotations

from urllib.parse import urlencode

from lib.services.choice import LANGUAGE
from lib.ui.page import Page
from lib.ui.safe import html, show


def nothing_yet(page: Page) -> None:
    """What will be here, and where to start; the first screen shows the same."""
    say = page.say
    show(
        html(
            "<section class='bd-empty'><h2>{title}</h2><p>{text}</p>"
            "<p><a href='tai-so-lieu?{language}'>{upload}</a> "
            "<a href='huong-dan?{language}'>{guide}</a></p></section>",
            language=urlencode({LANGUAGE: say.language}),
            title=say("map.empty_title"),
            text=say("map.empty"),
            upload=say("map.empty_upload"),
            guide=say("map.empty_guide"),
        )
    )
