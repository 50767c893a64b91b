"""What speaks against an entry, in the words of its form: villages and boxes, no rows and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.domain.campaign.entering import Entry, Remark
from lib.domain.figures.snapshot import DRIVES
from lib.domain.problems import Problem, Severity
from lib.domain.templates import TEMPLATES
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.text import Words, say_date

_BOXES = {
    "team_code": "team", "village_code": "village", "starts_on": "first", "ends_on": "last",
    "people_guided": "people", "guided_turns": "turns", "households_helped": "households",
    "volunteers": "volunteers", "volunteer_days": "days", "with_digital_team": "joint",
    "reason": "reason",
}  # fmt: skip
"""The box of the form by the column of template 05."""
FIRST_ROW = 5
"""Of the entries in the file that is made of them: below title, note, blank row and headers."""


def remark_said(remark: Remark, villages: Mapping[str, str], say: Words) -> str:
    """One thing about what was typed."""
    values = {k: say_date(v) if isinstance(v, date) else v for k, v in remark.values.items()}
    place = villages.get(remark.village, say("quick.here"))
    return say(f"quick_wrong.{remark.kind}", place=place, **values)


def against(
    ready: Preview, entries: Sequence[Entry], *, villages: Mapping[str, str], say: Words
) -> list[str]:
    """Everything a person should look at before the entries are written down."""
    found = [p for p in ready.problems if p.severity >= Severity.WARN]
    places = {
        FIRST_ROW + number: villages.get(entry.village, say("quick.here"))
        for number, entry in enumerate(entries)
    }
    told = [_said(p, places.get(p.row or 0, say("quick.here")), say) for p in found]
    return list(dict.fromkeys(told))


def _said(problem: Problem, place: str, say: Words) -> str:
    key = f"quick_problem.{problem.code}"
    if not say.has(key):
        seen, fix = sentences(problem, say)
        return f"{seen} {fix}"
    values = {
        "given": problem.given,
        **problem.values,
        "place": place,
        "box": _box(problem.header, say),
        "limit_box": _box(str(problem.values.get("limit_header", "")), say),
    }
    return say(key, **values)


def _box(header: str, say: Words) -> str:
    keys = {c.header: c.key for c in TEMPLATES[DRIVES].columns}
    box = _BOXES.get(keys.get(header, ""))
    return say(f"quick.{box}") if box else header
