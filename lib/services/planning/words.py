"""A plan and the faults of an instance in words and as JSON, for the command line and the pages."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from lib.domain.planning.plan.plan import Plan, Unmet
from lib.domain.planning.question.faults import Fault
from lib.domain.planning.question.travel import hour_class
from lib.text import Words, say_number

_PERCENT_DIGITS = 2
_ROUNDING = 1e-6
"""What a solver's last digit may be off."""


def fault_sentences(fault: Fault, say: Words) -> tuple[str, str]:
    """What was seen and what to do next."""
    values = {"where": fault.where} | fault.values
    key = f"plan_fault.{fault.code}"
    return say(f"{key}.say", **values), say(f"{key}.fix", **values)


def faults_as_json(faults: Iterable[Fault], say: Words) -> list[dict[str, Any]]:
    """Faults as a machine reads them, each with its sentences."""
    told = []
    for fault in faults:
        seen, fix = fault_sentences(fault, say)
        told.append(
            {
                "code": str(fault.code),
                "severity": "error" if fault.refuses else "warn",
                "where": fault.where,
                "say": seen,
                "fix": fix,
            }
        )
    return told


def plan_as_json(plan: Plan, say: Words) -> dict[str, Any]:
    """The whole plan: assignments, objective, bound, unmet, seconds and what stands behind."""
    certificate = asdict(plan.certificate)
    return {
        "assignments": [
            asdict(s)
            | {
                "start_week": s.start_week,
                "end_week": s.end_week,
                "hours": _hours(s.minutes),
                "villages": [asdict(v) for v in s.villages],
            }
            for s in plan.stays
        ],
        "objective": certificate.pop("objective"),
        "bound": certificate.pop("bound"),
        "gap": certificate.pop("gap"),
        "unmet": [asdict(u) | {"say": unmet_sentence(u, plan, say)} for u in plan.unmet],
        "unmet_count": certificate.pop("unmet"),
        "seconds": round(certificate.pop("seconds"), 3),
        **certificate,
        "demo": plan.instance.demo,
        "idle": [asdict(i) | {"say": say(f"plan_idle.{i.why}", team=i.team)} for i in plan.idle],
        "figures": asdict(plan.figures),
        "remarks": faults_as_json(plan.remarks, say),
    }


def _hours(minutes: float | None) -> str | None:
    return None if minutes is None else hour_class(minutes).name.lower()


def unmet_sentence(unmet: Unmet, plan: Plan, say: Words) -> str:
    """One guarantee that cannot be kept."""
    names = {c.code: c.name or c.code for c in plan.instance.communes}
    return say(
        f"plan_unmet.{unmet.promise}",
        commune=names[unmet.commune],
        skill=unmet.skill,
        missing=unmet.missing,
    )


def plan_lines(plan: Plan, say: Words) -> list[str]:
    """The plan for a terminal: the certificate, what stays open, then one line a stay."""
    lines = [say("app.demo")] if plan.instance.demo else []
    lines += [_summary(plan, say), certificate_sentence(plan, say), _origin(plan, say)]
    lines += [unmet_sentence(u, plan, say) for u in plan.unmet]
    lines += [say(f"plan_idle.{i.why}", team=i.team) for i in plan.idle]
    lines += [" ".join(fault_sentences(fault, say)) for fault in plan.remarks]
    names = {c.code: c.name or c.code for c in plan.instance.communes}
    return lines + [
        say(
            "plan.stay",
            team=s.team,
            commune=names[s.commune],
            first=s.start_week,
            last=s.end_week,
            households=say_number(s.households, language=say.language),
        )
        for s in plan.stays
    ]


def _summary(plan: Plan, say: Words) -> str:
    return say(
        "plan.summary",
        stays=len(plan.stays),
        communes=plan.figures.communes_served,
        households=say_number(plan.figures.households, language=say.language),
        priority=say_number(plan.figures.priority_households, language=say.language),
    )


def _origin(plan: Plan, say: Words) -> str:
    return say(
        "plan.origin",
        seconds=say_number(plan.certificate.seconds, digits=1, language=say.language),
        seed=plan.certificate.seed,
        digest=plan.certificate.digest,
    )


def certificate_sentence(plan: Plan, say: Words) -> str:
    """How close to the best possible the plan is known to be."""
    gap = plan.certificate.gap
    if gap is None:
        return say("plan.unproven")
    share = (1 - gap) * 100
    # 99.996 must not read as 100: nobody proved that.
    floor = int(share * 10**_PERCENT_DIGITS) / 10**_PERCENT_DIGITS
    shown = say_number(floor, digits=_PERCENT_DIGITS, language=say.language)
    if plan.certificate.unmet > plan.certificate.unmet_bound:
        return say("plan.certified_among", percent=shown, unmet=plan.certificate.unmet)
    return say("plan.certified" if gap > 0 else "plan.optimal", percent=shown)


def at_most(value: float | None, say: Words) -> str:
    """A limit as people write it: rounded away from what it limits, else it would be passed."""
    return say_number(
        None if value is None else math.ceil(value - _ROUNDING), language=say.language
    )
