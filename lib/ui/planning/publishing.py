"""Step 6: putting a version in force, replacing one with a reason, and going back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.parameters import parameters
from lib.services.campaign.replies import season_replies
from lib.services.campaign.told_words import replies_sentences
from lib.services.planning.saved_plan import PlanStatus
from lib.services.planning.screen_words import number
from lib.services.planning.versions import (
    publish_plan,
    published_history,
    published_plan,
    undo_publication,
    versions,
)
from lib.services.planning.words import certificate_sentence
from lib.services.wording.table import Table
from lib.store.planning.plans import Publication
from lib.text import say_date, say_moment
from lib.ui.frame.nav import way_to
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import show_table
from lib.ui.planning import archive as plan_files
from lib.ui.planning.desk import Desk, said_by
from lib.ui.planning.making import cards
from lib.ui.planning.rules import name

_DONE = "plan:published"


def step(desk: Desk) -> None:
    """What is in force, what would be, and everything that stands behind it."""
    say, plan = desk.page.say, desk.plan
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    force = published_plan(desk.page.installation, desk.saved.season, who=desk.who)
    if force:
        told = say("planner_publish.in_force", title=force.title, by=said_by(desk.page, force))
    else:
        told = say("planner_publish.none", season=desk.saved.season)
    show(html("<p class='bd-sentence'>{}</p>", told))
    _answers(desk)
    if plan is None:
        show(html("<p>{}</p>", say("error.plan_not_solved")))
    else:
        cards(desk, plan)
        _behind(desk, plan)
        if plan.stays:
            plan_files.show_files(desk.page, desk.saved, who=desk.who)
        else:
            show(html("<p>{}</p>", say("planner_make.empty")))
        if plan.stays and desk.may and desk.saved.status is not PlanStatus.PUBLISHED:
            _publish(desk, replaces=force is not None)
    plan_files.show_news(desk.page, desk.saved.season, who=desk.who)
    if desk.may and force:
        _undo(desk)
    _history(desk)


def _answers(desk: Desk) -> None:
    """How the plan in force is answered, and the way to all of it."""
    page, season = desk.page, desk.saved.season
    found = season_replies(page.today.installation, season, who=desk.who)
    if found is None:
        return
    for line in replies_sentences(found, page.say):
        show(html("<p>{}</p>", line))
    query = page.linked({"he": season, "muc": "tra-loi"})
    way_to("campaign", page, page.say("reply_sum.see"), query=query)


def _behind(desk: Desk, plan: Plan) -> None:
    """What a signature vouches for: figures, weights, seed and bound."""
    say, told, rules = desk.page.say, plan.certificate, desk.params.rules
    weights = "; ".join(
        f"{name(p, say)}: {number(p.of(rules), say, 1)}" for p in parameters("weights")
    )
    promises = "; ".join(
        f"{name(p, say)}: {number(p.of(rules), say)}" for p in parameters("guarantees")
    )
    rows = (
        ("planner_publish.bound", certificate_sentence(plan, say)),
        ("planner_publish.data", told.data_version),
        ("planner_publish.first_day", say_date(desk.params.first_day)),
        ("planner_publish.weights", weights),
        ("planner_publish.promises", promises),
        ("planner_publish.locks", number(len(desk.params.locks), say)),
        ("planner_publish.bans", number(len(desk.params.forbidden), say)),
    )
    _table(desk, "planner_publish.behind", rows)
    with st.expander(say("planner_publish.same_again")):
        st.caption(say("planner_publish.same_again_help"))
        marks = (("seed", str(told.seed)), ("digest", told.digest), ("solver", told.solver))
        again = tuple((f"planner_publish.{mark}", value) for mark, value in marks)
        _table(desk, "planner_publish.same_again", again)
    if plan.instance.demo:
        show(html("<p class='bd-unusual'>{}</p>", say("planner_publish.demo")))


def _table(desk: Desk, caption: str, rows: Iterable[tuple[str, str]]) -> None:
    say = desk.page.say
    table = Table(
        columns=(say("planner_publish.what"), say("planner_publish.value")),
        rows=tuple((say(key), value) for key, value in rows),
    )
    show_table(table, caption=say(caption))


def _publish(desk: Desk, *, replaces: bool) -> None:
    say = desk.page.say
    with st.form("plan-publish", border=replaces):
        reason = ""
        if replaces:
            reason = st.text_input(say("planner_publish.reason"), max_chars=500)
        if st.form_submit_button(say("planner_publish.publish"), type="primary"):
            _do(
                desk,
                lambda: publish_plan(
                    desk.page.installation, desk.saved.id, who=desk.who, reason=reason
                ),
                say("planner_publish.done", version=desk.saved.version, season=desk.saved.season),
            )


def _undo(desk: Desk) -> None:
    say = desk.page.say
    with st.popover(say("planner_publish.undo")), st.form("plan-undo", border=False):
        st.caption(say("planner_publish.undo_help"))
        reason = st.text_input(say("planner_publish.undo_reason"), max_chars=500)
        if st.form_submit_button(say("planner_publish.undo")):
            _do(
                desk,
                lambda: undo_publication(
                    desk.page.installation, desk.saved.season, who=desk.who, reason=reason
                ),
                say("planner_publish.undone"),
            )


def _do(desk: Desk, act: Callable[[], Publication], done: str) -> None:
    try:
        act()
    except NotAllowed as refused:
        st.warning(refusal(desk.page.say, refused))
        return
    st.session_state[_DONE] = done
    st.rerun()


def _history(desk: Desk) -> None:
    """Everything published and taken back, then every version of this line."""
    say, installation = desk.page.say, desk.page.installation
    season = versions(installation, who=desk.who, season=desk.saved.season)
    known = {v.id: v for v in season}
    lines = []
    for one in published_history(installation, desk.saved.season, who=desk.who):
        head = known.get(one.plan_id or 0)
        word = "undone_line" if one.undoes else "published_line"
        lines.append(
            say(
                f"planner_publish.{word}",
                who=one.who,
                at=say_moment(one.at),
                plan=f"{head.title}, {said_by(desk.page, head)}" if head else "–",
                reason=one.reason or "–",
            )
        )
    if lines:
        st.subheader(say("planner_publish.history"))
        items = joined([html("<li>{}</li>", line) for line in lines])
        show(html("<ul class='bd-notes'>{}</ul>", items))
    mine = [v for v in season if v.line == desk.saved.line]
    with st.expander(say("planner_publish.versions", count=len(mine))):
        rows = tuple(
            (str(v.version), v.author, say_moment(v.at), v.note, say(f"planner.status_{v.status}"))
            for v in mine
        )
        heads = ("version", "who", "at", "note", "status")
        columns = tuple(say(f"planner_version.{h}") for h in heads)
        table = Table(columns=columns, rows=rows)
        show_table(table, caption=say("planner_publish.versions", count=len(mine)), low=True)
