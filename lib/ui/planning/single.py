"""What holds for one commune only: its need put right, guarantee, limits, closed weeks, skills."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.planning.question.instance import Commune
from lib.domain.planning.question.params import Exceptions, weeks_in, weeks_written
from lib.domain.planning.question.weights import promised_teams, weight_of
from lib.services.campaign.needs_told import need_proposals, with_need_told
from lib.services.campaign.told_words import reply_said
from lib.services.planning.answers import without_ambassador
from lib.services.planning.desk import with_params
from lib.services.planning.screen_words import flags_said, number, week_days
from lib.text import say_date
from lib.ui.frame.safe import html, show
from lib.ui.planning.desk import WIDGET, Desk


def single(desk: Desk) -> None:
    """What holds for one commune only: guarantee, cap, beds, closed weeks, skills."""
    say, params = desk.page.say, desk.params
    last = params.rules.weeks
    st.caption(
        say(
            "planner_need.single_help",
            begins=say_date(week_days(params.first_day, 1)[0]),
            last=last,
            ends=say_date(week_days(params.first_day, last)[1]),
        )
    )
    table = _exceptions(desk)
    fixed = list(table.columns[:6])
    edited = st.data_editor(
        table,
        placeholder="",
        key=f"{WIDGET}single",
        hide_index=True,
        disabled=fixed if desk.may else True,
        height=360,
        column_config={fixed[0]: st.column_config.TextColumn(pinned=True)},
    )
    said = _read(desk, edited)
    if isinstance(said, str):
        st.warning(said)
    elif desk.may and said != params.communes:
        desk.do(
            lambda: with_params(
                desk.page.installation,
                desk.saved,
                params.model_copy(update={"communes": said}),
                who=desk.who,
                note=say("planner_note.single"),
            )
        )


def told(desk: Desk) -> None:
    """What communes told of their need since: each is taken in by hand, or is not."""
    say, installation = desk.page.say, desk.page.today.installation
    for one in need_proposals(installation, desk.saved, who=desk.who):
        row = st.container(horizontal=True, vertical_alignment="center")
        line = say(
            "reply_need.proposed",
            commune=desk.names.get(one.commune, one.commune),
            said=reply_said(one.told, say),
            planned=number(one.planned, say),
        )
        with row:
            show(html("<p>{}</p>", line))
        label = say("reply_need.take")
        if desk.may and row.button(label, key=f"{WIDGET}need-{one.told.id}"):
            desk.do(
                lambda one=one: with_params(  # type: ignore[misc]
                    installation,
                    desk.saved,
                    with_need_told(desk.params, one, say),
                    who=desk.who,
                    note=say("planner_note.need_told", commune=desk.names[one.commune]),
                )
            )


def _ordered(desk: Desk) -> list[Commune]:
    return sorted(desk.saved.instance.communes, key=lambda c: c.name)


def _exceptions(desk: Desk) -> pd.DataFrame:
    say, rules = desk.page.say, desk.params.rules
    communes = _ordered(desk)
    said = [desk.params.communes.get(c.code, Exceptions()) for c in communes]
    silent = without_ambassador(desk.page.viewer, desk.built.period)
    return pd.DataFrame(
        {
            say("planner_need.commune"): [c.name for c in communes],
            say("planner_need.need"): [c.need for c in communes],
            _silent_head(desk): [silent.get(c.code) for c in communes],
            say("planner_need.flags"): [flags_said(c.flags, say) for c in communes],
            say("planner_need.weight"): [weight_of(c, rules) for c in communes],
            say("planner_need.promised"): [promised_teams(c, rules) for c in communes],
            say("planner_need.corrected"): [s.need for s in said],
            say("planner_need.basis"): [s.need_basis for s in said],
            say("planner_need.min_teams"): [s.min_teams for s in said],
            say("planner_need.max_teams"): [s.max_teams for s in said],
            say("planner_need.host_limit"): [s.host_limit for s in said],
            say("planner_need.closed"): [weeks_written(s.blackout_weeks) for s in said],
            say("planner_need.skills"): ["; ".join(s.needs_skills) for s in said],
        }
    ).astype(
        {
            say("planner_need.need"): "Int64",
            _silent_head(desk): "Int64",
            say("planner_need.corrected"): "Int64",
            say("planner_need.min_teams"): "Int64",
            say("planner_need.max_teams"): "Int64",
            say("planner_need.host_limit"): "Int64",
        }
    )


def _silent_head(desk: Desk) -> str:
    """The head of that column: from how many ambassadors on a village has them is a setting."""
    least = desk.page.installation.in_force.ambassadors_per_village
    say = desk.page.say
    return (
        say("planner_need.silent_below", least=least) if least > 1 else say("planner_need.silent")
    )


def _read(desk: Desk, edited: pd.DataFrame) -> dict[str, Exceptions] | str:
    """What the table says; a sentence where it cannot be read."""
    say = desk.page.say
    found: dict[str, Exceptions] = {}
    for commune, row in zip(_ordered(desk), edited.itertuples(index=False), strict=True):
        *_, need, basis, least, most, beds, closed, skills = row
        try:
            one = Exceptions(
                need=_whole(need),
                need_basis=" ".join(str(basis or "").split()),
                min_teams=_whole(least),
                max_teams=_whole(most),
                host_limit=_whole(beds),
                blackout_weeks=weeks_in(str(closed or "")),
                needs_skills=_skills(str(skills or "")),
            )
        except ValueError:
            return say("planner_need.unreadable", commune=commune.name)
        if one.need is not None and not one.need_basis:
            return say("planner_need.no_basis", commune=commune.name)
        before = desk.params.communes.get(commune.code, Exceptions())
        if one.need is not None and one.need == before.need:
            one = one.model_copy(update={"village_needs": before.village_needs})
        if not one.empty:
            found[commune.code] = one
    return found


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(str(value).split(".")[0])


def _skills(text: str) -> tuple[str, ...]:
    return tuple(sorted({s.strip() for s in text.replace(",", ";").split(";") if s.strip()}))
