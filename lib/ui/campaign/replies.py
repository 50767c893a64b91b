"""Who has answered the plan in force, who asks for another day, and who has not answered."""

from __future__ import annotations

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.services.campaign import told_words as told
from lib.services.campaign.replies import SeasonReplies, season_replies
from lib.services.campaign.slips import team_slips
from lib.services.planning.told.coming_words import team_said
from lib.ui.campaign.noting import noting
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show
from lib.ui.frame.tables import show_table


def view(page: Page, season: str, who: Person) -> None:
    """The sentence, every stay with both answers, and what else there is to know and do."""
    say, installation = page.say, page.today.installation
    found = season_replies(installation, season, who=who)
    if found is None:
        show(html("<p class='bd-sentence'>{}</p>", say("campaign.no_plan")))
        return
    plan = say("coming.plan", title=found.plan.title, version=found.plan.version)
    show(html("<p class='bd-quiet'>{}</p>", plan))
    for line in told.replies_sentences(found, say):
        show(html("<p class='bd-sentence'>{}</p>", line))
    places = {c.code: c.full_name for c in installation.gazetteer.communes.values()}
    table = told.replies_table(found.stays, places, say, versions=found.versions)
    show_table(table, caption=say("campaign_view.tra-loi"), low=True, stacks=True)
    if who.may(Act.ANSWER_PLANS):
        noting(page, found.plan, found.stays)
    _gone(page, found, places)
    _needs(page, found, places)
    _slips(page, found, who)


def _gone(page: Page, found: SeasonReplies, places: dict[str, str]) -> None:
    _lines(page, "reply.gone_heading", [told.gone_said(r, places, page.say)
                                        for r in found.fallen_away])  # fmt: skip


def _needs(page: Page, found: SeasonReplies, places: dict[str, str]) -> None:
    """Taken into the plan at step 2, never by itself."""
    lines = [
        f"{places.get(code, code)}: {told.reply_said(reply, page.say)}"
        for code, reply in found.needs.items()
    ]
    _lines(page, "reply_need.all", lines)


def _lines(page: Page, key: str, lines: list[str]) -> None:
    if not lines:
        return
    st.subheader(page.say(key), anchor=False)
    items = joined([html("<li>{}</li>", line) for line in lines])
    show(html("<ul class='bd-notes'>{}</ul>", items))


def _slips(page: Page, found: SeasonReplies, who: Person) -> None:
    """The team's own paper, which the planner hands to it."""
    say, season = page.say, found.plan.season
    teams = {s.coming.key.team: team_said(s.coming) for s in found.stays}
    with st.expander(say("slip.for_teams")):
        chosen = st.multiselect(
            say("slip.which"),
            sorted(teams),
            format_func=lambda t: teams[t],
            placeholder=say("upload.choose"),
        )
        name = f"phieu-doi-hinh_{season}.pdf"

        def made() -> bytes:
            return team_slips(page.today.installation, season, teams=chosen, say=say, who=who)

        st.download_button(
            say("slip.download", count=len(chosen) or len(teams)),
            on_record(page, name, made),
            file_name=name,
            mime="application/pdf",
            on_click="ignore",
        )
