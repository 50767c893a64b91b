"""Progress in words: counts with names, each cell, and a message to those who have not reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.domain.periods import Period
from lib.domain.places.gazetteer import Commune
from lib.domain.reporting.calendar import CONSOLIDATED, CUT_OFF, Standing, State
from lib.domain.templates import Reporters
from lib.files.writing.export import table_workbook
from lib.services.installation import Installation
from lib.services.reporting.progress import Duty, Progress
from lib.services.wording.figures import period_name
from lib.services.wording.periods import named
from lib.text import Words, say_date, say_moment, words

_NAMED = 12
OPEN = (State.WAITING, State.OVERDUE)


def dates(progress: Progress, say: Words) -> str:
    """ "Chốt số liệu 14/08/2026; xã nộp trước hết ngày 17/08/2026; Sở …; UBND tỉnh …"."""
    whats = (CUT_OFF, str(Reporters.COMMUNES), str(Reporters.DEPARTMENT), CONSOLIDATED)
    days = {what: progress.calendar.day(progress.month, what) for what in whats}
    return say("progress.dates", **{what: say_date(day) for what, day in days.items()})


def basis(progress: Progress, say: Words) -> str:
    """Where the due day comes from."""
    rule = progress.calendar.rule(progress.month, str(Reporters.COMMUNES))
    return say("progress.basis", basis=rule.basis) if rule else ""


def title(duty: Duty, say: Words) -> str:
    """ "Biểu 02 hoặc 00, tháng 8/2026"."""
    numbers = [t.code[:2] for t in duty.templates]
    key = "progress.either" if duty.also else "progress.one"
    listed = dict(zip(("first", "second"), numbers, strict=False))
    return say(key, **listed, name=duty.template.title, period=named(str(duty.period), say))


def counts(progress: Progress, duty: Duty, names: Mapping[str, Commune], *, say: Words) -> str:
    """ "70/75 đã nộp (61 đúng hạn, 9 muộn); 5 chưa nộp: …"; nobody is late before the due day."""
    found = progress.communes[duty.template.code]
    sent = [one for one in found.values() if one.sent]
    missing = progress.where(duty, *OPEN)
    values = {
        "sent": len(sent),
        "total": len(found),
        "on_time": len(progress.where(duty, State.ON_TIME)),
        "late": len(progress.where(duty, State.LATE)),
    }
    told = [say("progress.sent" if duty.due else "progress.sent_no_due", **values)]
    if missing:
        listed = _listed([names[c].name for c in missing], say)
        told.append(say(f"progress.{_missing(found[missing[0]])}", count=len(missing),
                        days=found[missing[0]].days, names=listed))  # fmt: skip
    return "; ".join(told) + "."


def lacking(
    progress: Progress, period: Period, names: Mapping[str, Commune], *, say: Words
) -> list[str]:
    """Before a period is closed: of each of its reports how many communes sent it, and all the
    others by name.
    """
    lines = []
    for duty in progress.duties:
        if duty.period != period:
            continue
        missing, total = progress.where(duty, *OPEN), len(progress.communes[duty.template.code])
        told = {"title": title(duty, say), "total": total, "sent": total - len(missing)}
        listed = ", ".join(names[c].full_name for c in missing)
        key = "closing.lacking" if missing else "closing.complete"
        lines.append(say(key, **told, count=len(missing), names=listed))
    return lines


def _missing(one: Standing) -> str:
    if one.days is None:
        return "missing"
    return "missing_overdue" if one.state is State.OVERDUE else "missing_waiting"


def _listed(found: Sequence[str], say: Words) -> str:
    shown = ", ".join(found[:_NAMED])
    more = len(found) - _NAMED
    return say("progress.and_more", names=shown, count=more) if more > 0 else shown


def cell(one: Standing, say: Words) -> str:
    """ "đúng hạn", "muộn 3 ngày", "chưa nộp – còn 5 ngày", "không phải nộp"."""
    kind = str(one.state)
    if one.state in OPEN and one.days is None:
        kind = "missing_cell"
    if one.state is State.WAITING and one.days == 0:
        kind = "last_day"
    return say(f"progress.state.{kind}", days=one.days, day=say_date(one.sent_on))


def matrix(
    progress: Progress, codes: Sequence[str], names: Mapping[str, Commune], *, say: Words
) -> pd.DataFrame:
    """One row a commune, one column a template."""
    shown: dict[str, list[str]] = {say("table.commune"): [names[c].full_name for c in codes]}
    for duty in progress.duties:
        for template in duty.templates:
            head = say(
                "progress.head", number=template.code[:2], period=named(str(duty.period), say)
            )
            shown[head] = [cell(progress.cells[c, template.code], say) for c in codes]
    return pd.DataFrame(shown)


def others(progress: Progress, say: Words) -> list[str]:
    """One line for each report of a single office."""
    return [
        say(
            "progress.other",
            who=say(f"progress.who.{duty.template.reporters}"),
            title=title(duty, say),
            state=cell(one, say),
        )
        for duty, one in progress.others
    ]


def open_duties(progress: Progress, code: str) -> list[Duty]:
    """What a commune still owes that has a due day."""
    return [d for d in progress.duties if d.due and code in progress.where(d, *OPEN)]


def owing(progress: Progress) -> list[str]:
    """Codes of the communes that still owe something with a due day."""
    return [c for c in progress.codes if open_duties(progress, c)]


def reminder(installation: Installation, progress: Progress, code: str) -> str:
    """A message to one commune, in Vietnamese whoever makes it: what is missing, and since when."""
    say = words("vi")
    lines = [
        _mark(installation, say),
        say("progress.dear", commune=installation.gazetteer.communes[code].full_name),
        *(_owed(duty, progress, code, say=say) for duty in open_duties(progress, code)),
        say("progress.please"),
    ]
    return "\n".join(filter(None, lines))


def reminder_to_all(installation: Installation, progress: Progress) -> str:
    """One message for a group of all that still owe something, with their names."""
    say, names = words("vi"), installation.gazetteer.communes
    lines = [
        _mark(installation, say),
        say("progress.dear_all", period=period_name(progress.month, say)),
    ]
    for duty in progress.duties:
        missing = progress.where(duty, *OPEN)
        if duty.due and missing:
            listed = ", ".join(names[c].full_name for c in missing)
            head, due = title(duty, say), say_date(duty.due)
            lines.append(say("progress.owed_all", title=head, due=due, names=listed,
                             count=len(missing)))  # fmt: skip
    lines.append(say("progress.please"))
    return "\n".join(filter(None, lines))


def _owed(duty: Duty, progress: Progress, code: str, *, say: Words) -> str:
    state = cell(progress.communes[duty.template.code][code], say)
    return say("progress.owed", title=title(duty, say), due=say_date(duty.due), state=state)


def _mark(installation: Installation, say: Words) -> str:
    return say("workbook.demo") if installation.is_demo else ""


def progress_workbook(
    installation: Installation,
    progress: Progress,
    codes: Sequence[str],
    *,
    say: Words,
    version: str,
) -> bytes:
    """The matrix with its counts as an Excel sheet."""
    names = installation.gazetteer.communes
    notes = [
        *([say("app.demo").upper()] if installation.is_demo else []),
        dates(progress, say),
        basis(progress, say),
        *(f"{title(d, say)}: {counts(progress, d, names, say=say)}" for d in progress.duties),
        *others(progress, say),
        say("progress.seen_on", day=say_date(progress.today)),
        say("export.made", at=say_moment(installation.clock()), version=version),
    ]
    name = f"{say('progress.title')} · {period_name(progress.month, say)}"
    return table_workbook(title=name, notes=notes, table=matrix(progress, codes, names, say=say))
