"""Why a plan is as it is, in words and as JSON: one place for the command line and the pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.why.margins import Binding, OneMore, Point, Roads, curve, one_more, roads
from lib.domain.planning.why.margins import binding as what_binds
from lib.domain.planning.why.reasons import Reason, reasons
from lib.domain.planning.why.shortages import (
    Cure,
    MoreTeams,
    Shortage,
    cures,
    more_teams,
    shortages,
)
from lib.services.planning.screen_words import need_mark
from lib.services.planning.words import at_most
from lib.text import Words, say_change, say_number

_NAMED = 8
_CURVE = (20, 40, 60, 90, 130, 200)
_SENSITIVITY = (0.75, 1.25)


def explained(plan: Plan, say: Words, *, quick: bool = False) -> dict[str, Any]:
    """Everything there is to say about a plan, each figure with its sentence.

    ``quick``: only why, not what binds and what more teams or other roads would bring.
    """
    told = _Told(plan, say)
    why = {
        "reasons": [asdict(r) | {"say": told.reason(r)} for r in reasons(plan)],
        "shortages": [asdict(s) | {"say": told.shortage(s)} for s in shortages(plan)],
        "cures": [asdict(c) | {"say": told.cure(c)} for c in cures(plan)],
        "more_teams": [asdict(m) | {"say": told.more(m)} for m in more_teams(plan)],
    }
    return why if quick else why | margins(plan, say)


def margins(plan: Plan, say: Words) -> dict[str, Any]:
    """What binds, what one more team brings, the curve of teams, and other roads."""
    told = _Told(plan, say)
    return {
        "binding": [asdict(b) | {"say": told.bound(b)} for b in what_binds(plan)],
        "one_more": [asdict(m) | {"say": told.one(m)} for m in one_more(plan)],
        "curve": [asdict(p) | {"say": told.point(p)} for p in curve(plan.instance, _CURVE)],
        "roads": [
            asdict(r) | {"say": told.roads(r)} for r in (roads(plan, f) for f in _SENSITIVITY)
        ],
    }


class _Told:
    """The sentences of one plan in one language."""

    def __init__(self, plan: Plan, say: Words) -> None:
        self.say = say
        self.names = {c.code: c.name or c.code for c in plan.instance.communes}
        self.names |= {b.code: b.name or b.code for b in plan.instance.bases}
        now = plan.instance.need_period
        self.marks = {c.code: need_mark(c, say, now=now) for c in plan.instance.communes}

    def number(self, value: float | None, digits: int = 0) -> str:
        return say_number(value, digits=digits, language=self.say.language)

    def listed(self, codes: tuple[str, ...]) -> str:
        more = "…" if len(codes) > _NAMED else ""
        return ", ".join(self.names.get(c, c) for c in codes[:_NAMED]) + more

    def own_people(self, reason: Reason) -> list[str]:
        """Why a commune's own team serves at home, or why it does not."""
        if reason.at_home:
            return [self.say("plan_reason.at_home")]
        if reason.home is None or reason.locked:
            return []
        there, commune = reason.at_own, self.names[reason.home]
        if there is None:
            return [self.say("plan_reason.home_closed", commune=commune)]
        key = "home_worse" if there.unmet > 0 else "home_less"
        change = say_change(there.change, language=self.say.language)
        return [self.say(f"plan_reason.{key}", commune=commune, change=change, unmet=there.unmet)]

    def reason(self, reason: Reason) -> str:
        """Why one team is there; as many sentences as there are reasons."""
        say = self.say
        need = "unknown" if reason.need is None else "known"
        parts = [
            say(
                f"plan_reason.need_{need}",
                team=reason.team,
                commune=self.names[reason.commune],
                need=self.number(reason.need),
                weight=self.number(reason.weight, 1),
            )
        ]
        if mark := self.marks.get(reason.commune):
            parts.append(say("plan_reason.need_mark", mark=mark))
        if reason.flags:
            flags = ", ".join(say(f"plan_flag.{f}") for f in reason.flags)
            parts.append(say("plan_reason.flags", flags=flags))
        if reason.locked:
            parts.append(say("plan_reason.locked"))
        parts += self.own_people(reason)
        if reason.keeps_promise:
            parts.append(say("plan_reason.promise"))
        if reason.hours is not None:
            parts.append(
                say("plan_reason.road", hours=say(f"plan_hours.{reason.hours.name.lower()}"))
            )
        parts.append(say("plan_reason.loss", loss=self.number(reason.loss)))
        if reason.elsewhere:
            best = reason.elsewhere[0]
            key = "worse" if best.unmet > 0 else "else"
            parts.append(
                say(
                    f"plan_reason.{key}",
                    commune=self.names[best.commune],
                    change=say_change(best.change, language=say.language),
                    unmet=best.unmet,
                )
            )
        return " ".join(parts)

    def shortage(self, shortage: Shortage) -> str:
        return self.say(
            f"plan_cause.{shortage.promise}.{shortage.cause}",
            communes=self.listed(shortage.communes),
            count=len(shortage.communes),
            skill=shortage.skill,
            wanted=shortage.wanted,
            teams=shortage.teams,
            missing=shortage.missing,
        )

    def cure(self, cure: Cure) -> str:
        return self.say(f"plan_cure.{cure.family}", met=cure.met, left=cure.left)

    def more(self, more: MoreTeams) -> str:
        key = "skilled" if more.skills else "plain"
        return self.say(
            f"plan_more.{key}",
            count=more.count,
            base=self.names.get(more.base, more.base),
            skills=", ".join(more.skills),
            met=more.met,
            left=more.left,
        )

    def bound(self, bound: Binding) -> str:
        if bound.exact:
            what = self.say(f"plan_family.{bound.family}")
            return self.say("plan_margin.binds", what=what, gain=self.number(bound.gain))
        return self.say(f"plan_binding.{bound.family}", gain=at_most(bound.gain, self.say))

    def one(self, one: OneMore) -> str:
        if one.exact:
            return self.say("plan_margin.one_exact", like=one.like, gain=self.number(one.gain))
        return self.say("plan_margin.one_more", like=one.like, gain=at_most(one.gain, self.say))

    def point(self, point: Point) -> str:
        return self.say(
            "plan_margin.point" if point.settled else "plan_margin.point_open",
            teams=point.teams,
            value=at_most(point.value, self.say),
            unmet=point.unmet,
        )

    def roads(self, changed: Roads) -> str:
        percent = round((changed.factor - 1) * 100)
        key = "longer" if percent > 0 else "shorter"
        teams = {team for team, _ in changed.too_far}
        return self.say(f"plan_margin.{key}", percent=abs(percent), count=len(teams))
