"""Ways to the map as of a moment in the past: a day and an hour, before and after an upload."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib.domain.periods import Period
from lib.services.history.returns import before
from lib.services.view_address import LANGUAGE, MOMENT, PERIOD, written
from lib.store.history.uploads import Upload
from lib.text import say_moment
from lib.text.formats import HANOI
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show


def picker(page: Page) -> None:
    """A day and an hour, and the link that opens the map as it was then."""
    say = page.say
    with st.expander(say("past.heading")):
        st.caption(say("past.help"))
        moment = day_and_hour(page, "past")
        if moment is not None:
            show(
                html(
                    "<p class='bd-quiet'>{}</p>",
                    link(page, moment, say("past.open", at=say_moment(moment))),
                )
            )


def day_and_hour(page: Page, key: str) -> datetime | None:
    """A moment that somebody chooses, in Vietnam's time; ``None`` while a box is empty."""
    say = page.say
    left, right, _ = st.columns([0.25, 0.2, 0.55])
    day = left.date_input(
        say(f"{key}.day"),
        value=page.installation.today - timedelta(days=1),
        max_value=page.installation.today,
        format="DD/MM/YYYY",
        key=f"{key}-day",
    )
    hour = right.time_input(say(f"{key}.hour"), value=time(17), key=f"{key}-hour")
    return datetime.combine(day, hour, HANOI) if day and hour else None


def around(page: Page, upload: Upload) -> None:
    """The map just before an upload, and just after it."""
    say = page.say
    month = _month(upload)
    show(
        html(
            "<p class='bd-quiet'>{} · {}</p>",
            link(page, before(upload), say("past.before"), month=month),
            link(page, upload.published_at, say("past.after"), month=month),
        )
    )


def link(page: Page, moment: datetime, text: str, *, month: str = "") -> Markup:
    """To the map as of the moment, with a month where one is named."""
    asked = {MOMENT: written(moment), PERIOD: month, LANGUAGE: page.say.language}
    query = urlencode({key: value for key, value in asked.items() if value})
    return html("<a href='ban-do?{}'>{}</a>", query, text)


def _month(upload: Upload) -> str:
    months = [p for p in upload.summary["periods"] if Period.parse(p).month]
    return max(months, default="")
