"""The directory on its page: the masked list, and what is done about the chosen person."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.domain.errors import AppError
from lib.services.audit.recording import standing_at, standpoint
from lib.services.directory import people as service
from lib.services.directory.files import masked_list, masked_table, own_data
from lib.services.directory.people import Listed, Why
from lib.text import say_date, say_number
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.frame.tables import fitting

_DONE, _TURN = "directory:done", "directory:turn"
_ON_A_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFERED = (Why.ASKED, Why.LEFT, Why.WRONG)


def done(page: Page) -> None:
    """The rule of the page, and what was done just now."""
    show(html("<p class='bd-quiet'>{}</p>", page.say("directory.rule")))
    if told := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", told))


def people(page: Page) -> Listed | None:
    """The masked list under the chosen commune and search; the person chosen in it."""
    say, names = page.say, page.installation.gazetteer.communes
    everybody = service.listed(page.installation, who=page.who)
    if not everybody:
        st.info(say("directory.none"))
        return None
    show(html("<p class='bd-sentence'>{}</p>", _counted(page, everybody)))
    first, second = st.columns(2)
    with first:
        commune = st.selectbox(
            say("directory.commune"),
            ["", *sorted({p.commune_code for p in everybody})],
            format_func=lambda c: names[c].full_name if c in names else say("directory.everywhere"),
            key="directory-commune",
        )
    with second:
        wanted = st.text_input(say("directory.seek"), max_chars=80, key="directory-seek")
    shown = service.listed(page.installation, who=page.who, commune=commune, wanted=wanted)
    if not shown:
        st.info(say("directory.nobody"))
        return None
    chosen = _table(page, shown, f"{commune}:{wanted}")
    _export(page, commune)
    return chosen


def _counted(page: Page, everybody: list[Listed]) -> str:
    language = page.say.language
    return page.say(
        "directory.count",
        count=say_number(len(everybody), language=language),
        communes=say_number(len({p.commune_code for p in everybody}), language=language),
        until=say_date(min(p.until for p in everybody)),
    )


def _table(page: Page, shown: list[Listed], asked: str) -> Listed | None:
    say = page.say
    pages = -(-len(shown) // _ON_A_PAGE)
    place = st.container()
    key = f"{turn()}-{hash(asked)}"
    number = min(int(st.pagination(pages, key=f"directory-page-{key}")), pages) if pages > 1 else 1
    part = shown[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    with place:
        picked = st.dataframe(
            masked_table(page.installation, part, say),
            hide_index=True,
            height=fitting(len(part), most=420),
            on_select="rerun",
            selection_mode="single-row",
            key=f"directory-{key}-{number}",
            alt=say("directory.table"),
        )
    rows = picked["selection"]["rows"] if isinstance(picked, dict) else []
    if not rows or rows[0] >= len(part):
        st.caption(say("directory.choose"))
        return None
    return part[rows[0]]


def _export(page: Page, commune: str) -> None:
    st.download_button(
        page.say("directory.export"),
        from_here(lambda: masked_list(page.installation, page.say, who=page.who, commune=commune)),
        file_name=f"danh-ba_{page.installation.today.isoformat()}.xlsx",
        mime=_XLSX,
        on_click="ignore",
        key="directory-export",
    )


def from_here(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """``make`` for a download button, which asks for it in another thread; where one stands goes
    along into the trail."""
    point = standpoint()

    def made() -> bytes:
        with standing_at(point):
            return make()

    return made


def person(page: Page, one: Listed) -> None:
    """What can be done about somebody: seen in full, their own data taken out, removed."""
    say, names = page.say, page.installation.gazetteer.communes
    commune = names[one.commune_code].full_name if one.commune_code in names else ""
    told = say(
        "directory.chosen", number=one.person, name=one.name, village=one.village, commune=commune
    )
    show(html("<h3>{}</h3>", told))
    with st.container(horizontal=True):
        seen = st.button(say("directory.reveal"), help=say("directory.reveal_help"), type="primary")
        st.download_button(
            say("directory.own_data"),
            from_here(lambda: own_data(page.installation, one.person, say, who=page.who)),
            file_name=f"du-lieu_nguoi-so-{one.person}.xlsx",
            mime=_XLSX,
            on_click="ignore",
            help=say("directory.own_data_help"),
            key=f"directory-own-{one.person}",
        )
        _erasing(page, one)
    if seen:  # for this once: at the next click it is masked again
        full = service.reveal(page.installation, one.person, who=page.who)
        phone = full.phone or say("directory.no_phone")
        told = say("directory.revealed", name=full.name, phone=phone)
        show(html("<p class='bd-sentence' role='status'>{}</p>", told))


def _erasing(page: Page, one: Listed) -> None:
    say = page.say
    with (
        st.popover(say("directory.erase"), key=f"directory-erase-{one.person}"),
        st.form("directory-erase", border=False),
    ):
        show(html("<p class='bd-quiet'>{}</p>", say("directory.erase_help")))
        why = st.selectbox(
            say("directory.erase_why"),
            _OFFERED,
            format_func=lambda w: say(f"trail_erased.{w}"),
            key=f"directory-why-{one.person}",
        )
        if st.form_submit_button(say("directory.erase_do"), type="primary"):
            do(
                page,
                say("directory.erased", number=one.person),
                lambda: service.erase(page.installation, one.person, Why(why), who=page.who),
            )


def do(page: Page, told: str, act: Callable[[], object]) -> None:
    """Carries it out, says so, and begins anew; a refusal is one calm sentence."""
    try:
        act()
    except AppError as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_DONE] = told
    st.session_state[_TURN] = turn() + 1
    st.rerun()


def turn() -> int:
    """Counts what was done; part of the names of widgets that begin anew."""
    return int(st.session_state.get(_TURN, 0))
