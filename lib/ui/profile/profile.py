"""The page of one commune: what a chairman would print and bring along."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st
from markupsafe import Markup

from lib.domain.periods import Period
from lib.domain.places.village_lines import Standing, VillageLine
from lib.services.profile import tables as told
from lib.services.profile import villages as profile_villages
from lib.services.profile import work as profile_work
from lib.services.profile.printed import (
    card_note,
    drawn_villages,
    facts,
    headlines,
    printed_profile,
)
from lib.services.profile.profile import Line, Profile
from lib.services.wording.figures import period_name
from lib.services.wording.file_names import file_stem
from lib.services.wording.values import shown
from lib.text import fold, without_accents
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.downloads import on_record
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show
from lib.ui.frame.tables import show_table

_UPLOADS_AT_FIRST = 10


def heading(page: Page, profile: Profile) -> None:
    """Name, facts, flags, last report, headline figures; and the profile to take away."""
    say = page.say
    chips = [html("<span class='bd-chip'>{}</span>", say(f"flag.{f.flag}")) for f in profile.flags]
    show(
        html(
            "<div class='bd-profile'><h2>{name}</h2><p>{period}</p><p>{facts}</p>"
            "<p><b>{report}</b></p><p>{chips}{priority}</p></div>",
            name=profile.commune.full_name,
            period=period_name(profile.period, say),
            facts=facts(profile, say),
            report=told.report_note(profile, say),
            chips=joined(chips),
            priority=told.priority_note(profile, say),
        )
    )
    cards = [_card(line, profile, page) for line in headlines(profile)]
    if cards:
        show(html("<div class='bd-cards'>{}</div>", joined(cards)))
    _download(page, profile)


def _card(line: Line, profile: Profile, page: Page) -> Markup:
    measured, say = line.measured, page.say
    return html(
        "<div class='bd-card'><div class='name'>{name}</div><div class='value'>{value}</div>"
        "<div class='note'>{note}</div></div>",
        name=measured.indicator.name[say.language],
        value=shown(measured, profile.commune.code, say),
        note=card_note(line, profile, say),
    )


def _download(page: Page, profile: Profile) -> None:
    name = file_stem(page.installation, f"ly-lich_{profile.commune.code}_{profile.period}")

    def content() -> bytes:
        return printed_profile(page.installation, profile, page.say, version=page.version)

    st.download_button(
        page.say("profile.pdf"),
        on_record(page, f"{name}.pdf", content),
        file_name=f"{name}.pdf",
        mime="application/pdf",
        on_click="ignore",
        icon=":material/print:",
    )


def figures(page: Page, profile: Profile) -> None:
    """Every indicator beside the province and the communes alike."""
    say = page.say
    st.subheader(say("profile.figures"))
    show(html("<p>{}</p>", told.similar_note(profile, say)))
    show_table(told.figures_table(profile, say), caption=say("profile.figures"))
    _quiet(say("profile.figures_note"))


def villages(page: Page, profile: Profile) -> None:
    """What the villages call for, their map, and all of them."""
    say = page.say
    st.subheader(say("profile.villages"))
    lines = [html("{}", note) for note in profile_villages.village_notes(profile, say)]
    show(html("<p>{}</p>", joined(lines, "<br>")))
    if not profile.villages:
        return
    _village_map(page, profile)
    _village_browser(page, profile)


def _village_map(page: Page, profile: Profile) -> None:
    drawn = drawn_villages(page.installation, profile, page.say)
    if drawn is None:
        _quiet(page.say("profile.map_none"))
        return
    legend = [
        html("<li><img alt='' src='{}'>{}</li>", _picture(sign), words)
        for sign, words in drawn.legend
    ]
    show(
        html(
            "<figure class='bd-villages'><img alt='{alt}' src='{picture}'>"
            "<figcaption><ul>{legend}</ul></figcaption></figure>",
            alt=drawn.alt,
            picture=_picture(drawn.drawing.svg),
            legend=joined(legend),
        )
    )
    _quiet(" ".join(drawn.notes))


def _picture(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@st.fragment
def _village_browser(page: Page, profile: Profile) -> None:
    """The table of the villages; searching and choosing ask for nothing else of the page."""
    say = page.say
    first, second = st.columns([0.4, 0.6])
    wanted = first.text_input(say("profile.search"), placeholder=say("profile.search_hint"))
    standing = second.selectbox(
        say("profile.filter"),
        ["", *(str(s) for s in Standing)],
        format_func=lambda s: say(f"profile.standing_{s}") if s else say("profile.filter_all"),
    )
    found = [v for v in profile.villages if _matches(v, wanted, standing)]
    if not found:
        st.caption(say("profile.found_none"))
        return
    show_table(profile_villages.villages_table(found, say), caption=say("profile.villages"))
    if len(found) < len(profile.villages):
        _quiet(say("profile.villages_shown", count=len(found), total=len(profile.villages)))


def _matches(village: VillageLine, wanted: str, standing: str) -> bool:
    """Names are found without their accents too: people search as they type."""
    name = village.name
    named = fold(wanted) in fold(name) or without_accents(wanted) in without_accents(name)
    rules = {Standing.NO_AMBASSADOR: village.lacks_ambassador,
             Standing.NO_GUIDED: village.lacks_guided}  # fmt: skip
    stands = not standing or rules.get(Standing(standing), village.standing == standing)
    return named and stands


def plan(page: Page, profile: Profile) -> None:
    """The plan as a document, against its deadline."""
    say = page.say
    st.subheader(say("profile.plan"))
    table = profile_work.plan_table(profile, say)
    if table:
        show_table(table, caption=say("profile.plan"))
    else:
        show(html("<p>{}</p>", say("profile.plan_none")))
    _quiet(profile_work.plan_note(profile, say))


def volunteers(page: Page, profile: Profile) -> None:
    """Teams of the year, and their drives planned and done."""
    say, year = page.say, profile.period.year
    st.subheader(say("profile.teams"))
    if profile.teams:
        show_table(profile_work.teams_table(profile, say), caption=say("profile.teams"))
    else:
        show(html("<p>{}</p>", say("profile.teams_none", year=year)))
    if profile.drives:
        show_table(profile_work.drives_table(profile, say), caption=say("profile.drives"))
        _quiet(say("profile.drives_note"))
    else:
        show(html("<p>{}</p>", say("profile.drives_none", year=year)))


def past(page: Page, code: str, period: Period | None) -> None:
    """Earlier units and flags: known even while nobody has reported anything."""
    say = page.say
    former = page.installation.gazetteer.former_of(code)
    flags = data.flags(page, period.end if period else page.installation.today).get(code, [])
    st.subheader(say("profile.former"))
    show_table(told.former_table(former, say), caption=say("profile.former"))
    _quiet(told.former_note(former, say))
    st.subheader(say("profile.flags"))
    if flags:
        show_table(told.flags_table(flags, say), caption=say("profile.flags"))
    else:
        show(html("<p>{}</p>", say("profile.flags_none")))


def uploads(page: Page, profile: Profile) -> None:
    """Every upload that spoke for the commune, the withdrawn ones too."""
    say = page.say
    st.subheader(say("profile.uploads"))
    if not profile.uploads:
        show(html("<p>{}</p>", say("profile.uploads_none")))
        return
    show_table(
        told.uploads_table(profile, say, most=_UPLOADS_AT_FIRST), caption=say("profile.uploads")
    )
    if len(profile.uploads) > _UPLOADS_AT_FIRST:
        with st.expander(say("profile.uploads_all", count=len(profile.uploads))):
            show_table(told.uploads_table(profile, say), caption=say("profile.uploads"))
    way_to("history", page, say("profile.to_history"))


def _quiet(text: str) -> None:
    if text:
        show(html("<p class='bd-quiet'>{}</p>", text))
