"""What was planned and done in a commune: plan, teams, drives."""

from __future__ import annotations

from collections.abc import Sequence

from lib.services.profile.profile import Profile, deadline_of
from lib.services.profile.tables import month_said
from lib.services.wording.of_many import whole
from lib.services.wording.table import DASH, Table
from lib.text import Words, say_date


def plan_table(profile: Profile, say: Words) -> Table | None:
    """The plan as a document; ``None`` when nothing was told of it."""
    plan, deadline = profile.plan, deadline_of(profile)
    if plan is None:
        return None
    late = plan.days_late(deadline) if deadline else None
    keys = ("plan_number", "plan_issued", "plan_sent", "plan_state")
    unknown = say("profile.unknown")
    row = (
        plan.number or unknown,
        say_date(plan.issued_on) if plan.issued_on else unknown,
        say_date(plan.sent_on) if plan.sent_on else unknown,
        _judged(late, say) if deadline else say("profile.plan_unjudged"),
    )
    return Table(columns=tuple(say(f"profile.{k}") for k in keys), rows=(row,))


def _judged(days: int | None, say: Words) -> str:
    if days is None:
        return say("profile.unknown")
    if days > 0:
        return say("profile.plan_late", days=days)
    return say("profile.plan_early", days=-days) if days else say("profile.plan_on_time")


def plan_note(profile: Profile, say: Words) -> str:
    """The deadline with its source, or that the year has none."""
    deadline = deadline_of(profile)
    if deadline is None or profile.plan_target is None:
        return say("profile.plan_no_deadline", year=profile.period.year)
    basis = profile.plan_target.basis
    return say("profile.plan_deadline", day=say_date(deadline), basis=basis)


def teams_table(profile: Profile, say: Words) -> Table:
    """The teams assigned this year."""
    keys = ("team", "founded_by", "members", "dates", "status", "shared")
    rows = tuple(
        (
            f"{t.code} {t.name}",
            t.founded_by or DASH,
            whole(t.members, say),
            f"{say_date(t.starts_on)} – {say_date(t.ends_on)}",
            t.status or DASH,
            say("profile.shared_with", count=t.shared_with) if t.shared_with
            else say("profile.shared_none"),
        )
        for t in profile.teams
    )  # fmt: skip
    return Table(columns=tuple(say(f"profile.{k}") for k in keys), rows=rows,
                 numeric=frozenset({2}))  # fmt: skip


def drives_table(profile: Profile, say: Words) -> Table:
    """Plan beside deed by period, and the year."""
    keys = ("drives_planned", "drives_done", "drives_joint", "days_planned", "days_done", "people")
    found = [
        (month_said(d.period),
         (d.planned, d.done, d.joint, d.days_planned, d.days_done, d.people))
        for d in profile.drives
    ]  # fmt: skip
    total = tuple(_added(column) for column in zip(*(n for _, n in found), strict=True))
    lines = [*found, (say("profile.total"), total)] if found else []
    return Table(
        columns=(say("table.period"), *(say(f"profile.{k}") for k in keys)),
        rows=tuple((name, *(whole(n, say) for n in numbers)) for name, numbers in lines),
        numeric=frozenset(range(1, 7)),
    )


def _added(column: Sequence[float | None]) -> float | None:
    known = [n for n in column if n is not None]
    return float(sum(known)) if known else None
