"""The trail on a page: filters, the lines, Excel, and the check of the whole of it."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import streamlit as st
from markupsafe import Markup

from lib.domain.access import Person
from lib.domain.trail import Deed, Entry, instant
from lib.services import trail_words as told
from lib.services.trail import people_in_trail, read_trail, record_alone, verify
from lib.store.trail import Wanted
from lib.text import say_moment, say_number
from lib.text.formats import HANOI
from lib.ui.page import Page
from lib.ui.safe import html, joined, show

_ON_A_PAGE, _MOST_IN_EXCEL = 50, 20_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filters(page: Page, who: Person) -> Wanted:
    """Person, act, days and a text; what is chosen holds at once."""
    say = page.say
    show(html("<p class='bd-quiet'>{}</p>", say("trail.help")))
    with st.container(key="trail-filters"):
        first, second, third, fourth = st.columns([0.3, 0.3, 0.2, 0.2])
    name = first.selectbox(
        say("trail.person"),
        ["", *people_in_trail(page.house, who=who)],
        format_func=lambda n: n or say("trail.all_people"),
        key="trail-person",
    )
    deed = second.selectbox(
        say("trail.deed"),
        ["", *(d.value for d in Deed)],
        format_func=lambda d: told.deed_word(d, say) if d else say("trail.all_deeds"),
        key="trail-deed",
    )
    since = third.date_input(say("trail.since"), value=None, format="DD/MM/YYYY", key="trail-since")
    until = fourth.date_input(
        say("trail.until"), value=None, format="DD/MM/YYYY", key="trail-until"
    )
    text = st.text_input(say("trail.text"), max_chars=80, key="trail-text").strip()
    return Wanted(
        name=name,
        deed=deed,
        since=_start(since) if since else "",
        until=_start(until + timedelta(days=1)) if until else "",
        text=text,
    )


def _start(day: date) -> str:
    return instant(datetime.combine(day, time(), HANOI))


def lines(page: Page, wanted: Wanted, who: Person) -> int:
    """The lines of the chosen page of the list; answers how many there are in all."""
    say = page.say
    _, total = read_trail(page.house, wanted, who=who, limit=0)
    if not total:
        st.info(say("trail.nothing" if wanted != Wanted() else "trail.none"))
        return 0
    place = st.container()
    pages = math.ceil(total / _ON_A_PAGE)
    chosen = st.pagination(pages, key=f"trail-page-{hash(wanted)}") if pages > 1 else 1
    skip = (chosen - 1) * _ON_A_PAGE
    found, _ = read_trail(page.house, wanted, who=who, limit=_ON_A_PAGE, skip=skip)
    with place:
        st.caption(say("trail.shown", **_places(skip + 1, skip + len(found), total, page)))
        items = joined([_item(page, entry) for entry in found])
        show(html("<ul class='bd-trail'>{}</ul>", items))
    return total


def _places(first: int, last: int, total: int, page: Page) -> dict[str, str]:
    numbers = {"first": first, "last": last, "total": total}
    return {k: say_number(n, language=page.say.language) for k, n in numbers.items()}


def _item(page: Page, entry: Entry) -> Markup:
    say = page.say
    return html(
        "<li><span class='at'>{at}</span><div><b>{who}</b> · {deed} {subject}{changes}</div></li>",
        at=say_moment(entry.moment),
        who=told.person_of(entry, say),
        deed=told.deed_of(entry, say),
        subject=html("<span class='what'>{}</span>", told.subject_of(entry, say)),
        changes=_details(page, entry),
    )


def _details(page: Page, entry: Entry) -> Markup:
    say = page.say
    place = say(
        "trail.place",
        seq=entry.seq,
        address=entry.address or say("trail.console"),
        hash=entry.hash[:12],
    )
    rows = [html("<p>{}</p>", line) for line in (*told.changes_of(entry, say), place)]
    return html("<details><summary>{}</summary>{}</details>", say("trail.details"), joined(rows))


def excel(page: Page, wanted: Wanted, who: Person, total: int) -> None:
    """The lines asked for as a workbook; taking it out is itself on record."""
    say = page.say
    if total > _MOST_IN_EXCEL:
        st.caption(say("trail.excel_most", count=say_number(_MOST_IN_EXCEL, language=say.language)))

    def content() -> bytes:
        found, _ = read_trail(page.house, wanted, who=who, limit=_MOST_IN_EXCEL)
        record_alone(page.house, who, Deed.TRAIL_EXPORTED, after={"rows": len(found)})
        return told.trail_workbook(page.house, found, say)

    st.download_button(
        say("trail.excel"),
        content,
        file_name=f"nhat-ky_{page.house.today.isoformat()}.xlsx",
        mime=_XLSX,
        on_click="ignore",
        disabled=not total,
    )


def check(page: Page) -> None:
    """Reads the whole trail when somebody asks, and says whether it is whole."""
    if not st.button(page.say("trail.verify")):
        return
    found = verify(page.house)
    first, *rest = told.verified_lines(found, page.say)
    kind = " reject" if found.fault else ""
    show(html("<p class='bd-verdict{}' role='status'>{}</p>", kind, first))
    for line in rest:
        show(html("<p class='bd-quiet'>{}</p>", line))
