"""The trail on a page: filters, the lines, Excel, and the check of the whole of it."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import streamlit as st
from markupsafe import Markup

from lib.domain.access.permissions import Person
from lib.domain.audit.chain import Deed, Entry, instant
from lib.services.audit import words as told
from lib.services.audit.recording import people_in_trail, read_trail, verify
from lib.services.audit.tallies import note_or_count
from lib.store.audit.entries import Wanted
from lib.text import Words, say_moment, say_number
from lib.text.formats import HANOI
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show

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
        ["", *people_in_trail(page.installation, who=who)],
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


def lines(page: Page, wanted: Wanted, who: Person) -> None:
    """How many lines there are, what can be done with them, and those of the chosen page."""
    say = page.say
    _, total = read_trail(page.installation, wanted, who=who, limit=0)
    if not total:
        st.info(say("trail.nothing" if wanted != Wanted() else "trail.none"))
        return
    with st.container(horizontal=True):
        _excel(page, wanted, who, total=total)
        asked = st.button(say("trail.verify"))
    if asked:
        _check(page)
    place = st.container()
    pages = math.ceil(total / _ON_A_PAGE)
    chosen = st.pagination(pages, key=f"trail-page-{hash(wanted)}") if pages > 1 else 1
    skip = (chosen - 1) * _ON_A_PAGE
    found, _ = read_trail(page.installation, wanted, who=who, limit=_ON_A_PAGE, skip=skip)
    with place:
        st.caption(say("trail.shown", **_places(skip + 1, skip + len(found), total, page=page)))
        items = joined([_item(page, entry) for entry in found])
        show(html("<ul class='bd-trail'>{}</ul>", items))


def _places(first: int, last: int, total: int, *, page: Page) -> dict[str, str]:
    numbers = {"first": first, "last": last, "total": total}
    return {k: say_number(n, language=page.say.language) for k, n in numbers.items()}


def _item(page: Page, entry: Entry) -> Markup:
    say = page.say
    changes = told.changes_of(entry, say)
    return html(
        "<li><span class='at'>{at}</span><div><b>{who}</b> · {deed} "
        "<span class='what'>{what}</span>{changes}{place}</div></li>",
        at=say_moment(entry.moment),
        who=told.person_of(entry, say),
        deed=told.deed_of(entry, say),
        what=told.subject_of(entry, say),
        changes=html("<p>{}</p>", " · ".join(changes)) if changes else "",
        place=_place(entry, say),
    )


def _place(entry: Entry, say: Words) -> Markup:
    address = entry.address or say("trail.console")
    place = say("trail.place", seq=entry.seq, address=address, hash=entry.hash[:12])
    return html("<details><summary>{}</summary><p>{}</p></details>", say("trail.details"), place)


def _excel(page: Page, wanted: Wanted, who: Person, *, total: int) -> None:
    """The lines asked for as a workbook; taking it out is itself on record."""
    say = page.say
    if total > _MOST_IN_EXCEL:
        st.caption(say("trail.excel_most", count=say_number(_MOST_IN_EXCEL, language=say.language)))

    def content() -> bytes:
        found, _ = read_trail(page.installation, wanted, who=who, limit=_MOST_IN_EXCEL)
        note_or_count(page.installation, who, Deed.TRAIL_EXPORTED, after={"rows": len(found)})
        return told.trail_workbook(page.installation, found, say)

    st.download_button(
        say("trail.excel"),
        content,
        file_name=f"nhat-ky_{page.installation.today.isoformat()}.xlsx",
        mime=_XLSX,
        on_click="ignore",
    )


def _check(page: Page) -> None:
    """Reads the whole trail and says whether it is whole."""
    found = verify(page.installation, who=page.who)
    first, *rest = told.verified_lines(found, page.say)
    kind = " reject" if found.fault else ""
    show(html("<p class='bd-verdict{}' role='status'>{}</p>", kind, first))
    for line in rest:
        show(html("<p class='bd-quiet'>{}</p>", line))
