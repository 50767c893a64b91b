"""The plan somebody works on: opened by the address, saved at every act, never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.params import PlanParams
from lib.services.planning import answers as plan_answers
from lib.services.planning.desk import put_back
from lib.services.planning.instance_in_force import Built
from lib.services.planning.runs import PlanRuns, params_of
from lib.services.planning.saved_plan import PlanDraft, PlanHead, PlanOvertaken, SavedPlan
from lib.services.planning.versions import branch_plan, plan_of, save_plan, versions
from lib.text import say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, refusal, show

PLAN, STEP, AGAINST = "pa", "buoc", "voi"
_LONGEST_NUMBER = 9
"""Of the address: the version that is open, the step, the version it is compared with."""
_SHOWN, _OVERTAKEN, _NEWS = "plan:shown", "plan:overtaken", "plan:news"
_TRAIL = "plan:trail"
"""The version that was made last in this tab, and those one can go back to, the last one last."""
WIDGET = "plan-w:"
"""Widgets whose value belongs to the version that is open begin so."""


@dataclass(frozen=True)
class Desk:
    """One version of a plan, and who looks at it."""

    page: Page
    who: Person
    saved: SavedPlan

    @property
    def may(self) -> bool:
        """Whether this person may change plans."""
        return self.who.may(Act.PLAN)

    @cached_property
    def params(self) -> PlanParams:
        """What the planner chose."""
        return params_of(self.saved)

    @cached_property
    def plan(self) -> Plan | None:
        """The plan; ``None`` before it is made."""
        return plan_answers.plan(self.page.viewer, self.saved.id)

    @cached_property
    def built(self) -> Built:
        """The question as it would be taken today, with what stands behind it."""
        return plan_answers.built(self.page.viewer, self.params.model_dump_json())

    @cached_property
    def names(self) -> dict[str, str]:
        """Communes and teams by code, as people call them."""
        communes = {c.code: c.name or c.code for c in self.saved.instance.communes}
        return communes | {b.code: b.name or b.code for b in self.saved.instance.bases}

    @cached_property
    def way_back(self) -> tuple[int, ...]:
        """Solved versions that undoing puts back, one after the other, the last one first."""
        made, trail = st.session_state.get(_TRAIL, (0, ()))
        if made == self.saved.id:
            return tuple(trail)
        before = plan_answers.plan_before(self.page.viewer, self.saved.id)
        return (before,) if before else ()

    def undo(self) -> None:
        """Puts back what was before the last act; as everything, it becomes the next version."""
        if not self.way_back:
            return
        before = plan_of(self.page.installation, self.way_back[-1], who=self.who)
        note = self.page.say("planner_note.undone", version=before.version)
        left = self.way_back[:-1]
        self.do(lambda: put_back(before, note=note), news=sentence(note), back=left)

    def do(
        self,
        make: Callable[[], PlanDraft],
        *,
        news: str = "",
        step: str = "",
        back: tuple[int, ...] | None = None,
    ) -> None:
        """Saves what ``make`` gives as the next version and shows it; refusals become sentences.

        ``back``: the versions to go back to from there, where they are not this one's and itself.
        """
        try:
            draft = make()
            saved = save_plan(self.page.installation, draft, who=self.who, base=self.saved.id)
        except PlanOvertaken as overtaken:
            st.session_state[_OVERTAKEN] = (self.saved.id, draft, overtaken.newest)
            st.rerun()
        except NotAllowed as refused:
            st.error(refusal(self.page.say, refused))
            return
        if news:
            st.session_state[_NEWS] = news
        mine = (self.saved.id,) if self.saved.solved else ()
        trail = (*self.way_back, *mine) if back is None else back
        st.session_state[_TRAIL] = (saved.id, trail)
        go_to(saved.id, step=step, mine=True)


@st.cache_resource(show_spinner=False)
def runs() -> PlanRuns:
    """The searches of this process."""
    return PlanRuns()


def go_to(plan_id: int, *, step: str = "", mine: bool = False) -> None:
    """Opens a version; ``mine``: what the widgets hold is already what it says."""
    st.query_params[PLAN] = str(plan_id)
    if step:
        st.query_params[STEP] = step
    if mine:
        st.session_state[_SHOWN] = plan_id
    st.rerun()


def number_in(address: str) -> int:
    """The number of a plan as an address writes it; 0, which none has, for anything else."""
    return int(address) if address.isdecimal() and len(address) <= _LONGEST_NUMBER else 0


def opened(page: Page, who: Person) -> Desk | None:
    """The version that the address names; ``None`` where it names none that exists."""
    asked = st.query_params.get(PLAN, "")
    if not asked:
        return None
    try:
        saved = plan_of(page.installation, number_in(asked), who=who)
    except NotAllowed as refused:
        st.warning(refusal(page.say, refused))
        del st.query_params[PLAN]
        return None
    if st.session_state.get(_SHOWN) != saved.id:
        for key in [k for k in st.session_state if str(k).startswith(WIDGET)]:
            del st.session_state[key]
        st.session_state[_SHOWN] = saved.id
    return Desk(page, who, saved)


def heading(desk: Desk) -> None:
    """Title, version, status and author; then whatever came between."""
    say, saved = desk.page.say, desk.saved
    show(
        html(
            "<div class='bd-plan-head'><h2>{title}</h2><span class='bd-chip {kind}'>{status}</span>"
            "<span class='by'>{by}</span></div>",
            title=saved.title,
            kind=saved.status,
            status=say(f"planner.status_{saved.status}"),
            by=said_by(desk.page, saved),
        )
    )
    if news := st.session_state.pop(_NEWS, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", news))
    if st.session_state.get(_OVERTAKEN, (0,))[0] == saved.id:
        _overtaken(desk)
    else:
        _newer(desk)


def said_by(page: Page, head: PlanHead) -> str:
    """ "Hè 2027 · bản 5 · Lò Thị Mai, 23/11/2026 16:20"."""
    return page.say(
        "planner.by",
        season=head.season,
        version=head.version,
        who=head.author,
        at=say_moment(head.at),
    )


def _newer(desk: Desk) -> None:
    """Tells that this is not the newest version of its line."""
    newest = versions(desk.page.installation, who=desk.who, line=desk.saved.line)[0]
    if newest.id == desk.saved.id:
        return
    say = desk.page.say
    with st.container(horizontal=True, vertical_alignment="center"):
        show(html("<p>{}</p>", say("planner.newer", by=said_by(desk.page, newest))))
        if st.button(say("planner.open_newest"), key="plan-newest"):
            go_to(newest.id)


def _overtaken(desk: Desk) -> None:
    """Somebody saved first: three ways on, and nothing lost."""
    base, draft, newest = st.session_state[_OVERTAKEN]
    say, installation = desk.page.say, desk.page.installation
    told = say("error.plan_overtaken", who=newest.author, version=newest.version)
    when = say("planner.overtaken_when", at=say_moment(newest.at), note=newest.note or "–")
    lines = [html("<p>{}</p>", told), html("<p>{}</p>", when)]
    show(html("<div class='bd-verdict warn' role='alert'>{}</div>", joined(lines)))
    with st.container(horizontal=True):
        mine = st.button(say("planner.keep_mine"), type="primary", key="plan-keep-mine")
        theirs = st.button(
            say("planner.take_theirs", who=quiet(newest.author)), key="plan-take-theirs"
        )
        both = st.button(say("planner.compare_both"), key="plan-compare-both")
    if mine or both:
        del st.session_state[_OVERTAKEN]
        saved = branch_plan(installation, draft, who=desk.who, base=base)
        if both:
            st.query_params[AGAINST] = str(newest.id)
        go_to(saved.id, step="so-sanh" if both else "", mine=True)
    if theirs:
        del st.session_state[_OVERTAKEN]
        go_to(newest.id)


def sentence(note: str) -> str:
    """A note as good news."""
    return f"{note[:1].upper()}{note[1:]}."


def notes(lines: Sequence[str]) -> None:
    """Sentences one under the other."""
    if lines:
        show(html("<ul class='bd-notes'>{}</ul>", joined([html("<li>{}</li>", x) for x in lines])))
