"""A commune's profile in words: the same tables for the page and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from lib.domain.groups import GroupFigure, priority_grade
from lib.domain.indicators import Better, Form, Indicator, Measured
from lib.domain.periods import Period
from lib.domain.places import FormerUnit, PriorityFlag
from lib.domain.templates import TEMPLATES
from lib.domain.village_lines import Standing, VillageLine
from lib.services import wording
from lib.services.profile import Line, Profile, deadline_of
from lib.services.scenes import shown
from lib.text import Words, say_change, say_date, say_moment, say_number

Row = tuple[str, ...]
_NAMED = 6
_DASH = "–"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of texts. A row of a single cell is a heading within it."""

    columns: Row
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    """Places of the columns that are set to the right."""


def figures_table(profile: Profile, say: Words) -> Table:
    """Every indicator by topic, beside the province, the communes alike and the target."""
    rows: list[Row] = []
    for family, lines in groupby(profile.lines, key=lambda x: _family(x.measured)):
        rows.append((say(f"group.{family}"),))
        rows += [_figure(line, profile.commune.code, say) for line in lines]
    alike = say("profile.similar_column", count=len(profile.alike.communes),
                grade=profile.alike.grade)  # fmt: skip
    heads = [say(f"profile.{key}") for key in ("indicator", "mine", "change", "rank", "province")]
    columns = (*heads, alike, say("profile.target"), say("profile.gap"))
    return Table(columns=columns, rows=tuple(rows), numeric=frozenset(range(1, 8)))


def _family(measured: Measured) -> str:
    return measured.indicator.code.rstrip("0123456789")


def _figure(line: Line, code: str, say: Words) -> Row:
    measured, indicator = line.measured, line.measured.indicator
    rank = line.rank
    return (
        f"{indicator.code} {indicator.name[say.language]}",
        shown(measured, code, say),
        change_of(line, code, say),
        say("profile.rank_of", place=rank.place, of=rank.of) if rank else _DASH,
        province_of(measured, say),
        group_value(measured, line.alike, say),
        target_of(line, say),
        gap_of(line, code, say),
    )


def change_of(line: Line, code: str, say: Words) -> str:
    """Since the period before; a dash where either is unknown, and for yes and no."""
    indicator = line.measured.indicator
    if line.before is None or indicator.form is Form.COMMUNES:
        return _DASH
    now, then = (_value(m, code) for m in (line.measured, line.before))
    if now is None or then is None:
        return _DASH
    return say_change(now - then, digits=indicator.digits, language=say.language)


def province_of(measured: Measured, say: Words) -> str:
    """The province's figure; of a count it says that it is a sum."""
    if measured.value is None:
        return _DASH
    if measured.indicator.form is Form.COMMUNES:
        top, bottom = measured.numerator, measured.denominator
        return say("profile.communes_of", part=_whole(top, say), count=_whole(bottom, say))
    said = wording.provincial(measured, say)
    if measured.indicator.form is Form.GAP:
        return _signed(said, measured.indicator, say)
    return say("profile.sum", value=said) if measured.indicator.form is Form.COUNT else said


def group_value(measured: Measured, figure: GroupFigure, say: Words) -> str:
    """The figure of a group beside one commune: a rate, communes with it, or the median count."""
    indicator = measured.indicator
    if figure.value is None:
        return _DASH
    if indicator.form is Form.COMMUNES:
        top, bottom = figure.numerator, figure.denominator
        return say("profile.communes_of", part=_whole(top, say), count=_whole(bottom, say))
    if indicator.form is Form.COUNT:
        median = say_number(figure.typical, digits=indicator.digits, language=say.language)
        return say("profile.median", value=median)
    number = say_number(figure.value, digits=indicator.digits, language=say.language)
    return _signed(number, indicator, say)


def _signed(number: str, indicator: Indicator, say: Words) -> str:
    """A number with the sign that belongs to it; the unit of a count stands in its name."""
    if indicator.form is Form.GAP:
        return f"{number} {indicator.unit[say.language]}"
    return f"{number} %" if indicator.is_percent else number


def target_of(line: Line, say: Words) -> str:
    """The target as it concerns one commune: "yes" for what every commune has to have."""
    indicator = line.measured.indicator
    if line.target is None:
        return _DASH
    if indicator.form is Form.COMMUNES:
        return say("map.yes")
    number = say_number(line.target.value, language=say.language)
    return _signed(number, indicator, say)


def gap_of(line: Line, code: str, say: Words) -> str:
    """What is missing to the target; a dash where there is none, or no figure."""
    indicator, value = line.measured.indicator, _value(line.measured, code)
    if line.target is None or value is None:
        return _DASH
    goal = 100.0 if indicator.form is Form.COMMUNES else line.target.value
    gap = value - goal if indicator.better is Better.LOWER else goal - value
    if gap <= 0:
        return say("profile.reached")
    if indicator.form is Form.COMMUNES:
        return say("profile.not_reached")
    said = say_number(gap, digits=indicator.digits, language=say.language)
    return say("profile.gap_of", gap=say("profile.points", value=said) if indicator.is_percent
               else said)  # fmt: skip


def _value(measured: Measured, code: str) -> float | None:
    value = measured.communes.at[code, "value"]
    return None if pd.isna(value) else float(value)


def _whole(value: float | None, say: Words) -> str:
    return say_number(value, language=say.language)


def similar_note(profile: Profile, say: Words) -> str:
    """Which communes are compared with, and by what rule."""
    count, grade = len(profile.alike.communes), profile.alike.grade
    if not count:
        return say("profile.similar_nobody", grade=grade)
    key = "profile.similar" if grade else "profile.similar_none"
    return say(key, count=count, grade=grade) if grade else say(key, count=count)


def report_note(profile: Profile, say: Words) -> str:
    """When the commune last reported."""
    if profile.last_report is None:
        return say("profile.never", name=profile.commune.full_name)
    period, at = profile.last_report
    if profile.reported:
        return say("profile.reported", at=say_moment(at))
    said = wording.short_period(period, say)
    return say("profile.last_report", period=said, at=say_moment(at))


def village_notes(profile: Profile, say: Words, *, named: int = _NAMED) -> list[str]:
    """What the villages call for, most pressing first."""
    villages = profile.villages
    if not villages:
        summary = [say("profile.villages_summary")] if profile.by_summary else []
        return [*summary, say("profile.villages_none")]
    reported = [v for v in villages if v.standing is not Standing.SILENT]
    if profile.has_register:
        notes = [say("profile.villages_count", count=len(villages), reported=len(reported))]
    else:
        notes = [say("profile.villages_no_register", count=len(villages))]
    if profile.by_summary:
        return [*notes, say("profile.villages_summary")]
    if not reported:
        return [*notes, say("profile.silent_all")]
    return notes + _village_problems(villages, say, named)


def _village_problems(villages: Sequence[VillageLine], say: Words, named: int) -> list[str]:
    silent = [v for v in villages if v.standing is Standing.SILENT]
    found = {
        "lacks_ambassador": [v for v in villages if v.lacks_ambassador],
        "lacks_guided": [v for v in villages if v.lacks_guided],
        "silent": silent,
    }
    said = [
        say(f"profile.{key}", count=len(those), names=_names(those, say, named))
        for key, those in found.items()
        if those
    ]
    lacking = found["lacks_ambassador"] or found["lacks_guided"]
    return said if lacking else [say("profile.all_well"), *said]


def _names(villages: Sequence[VillageLine], say: Words, most: int) -> str:
    first = ", ".join(v.name for v in villages[:most])
    left = len(villages) - most
    return say("profile.more", names=first, count=left) if left > 0 else first


def villages_table(villages: Sequence[VillageLine], say: Words) -> Table:
    """Each village with its last figures and the period they are of."""
    keys = ("village", "households", "ambassadors", "reviewed", "guided", "share",
            "reported_for", "standing")  # fmt: skip
    return Table(
        columns=tuple(say(f"profile.{key}") for key in keys),
        rows=tuple(_village(v, say) for v in villages),
        numeric=frozenset(range(1, 7)),
    )


def _village(village: VillageLine, say: Words) -> Row:
    share = None
    if village.guided is not None and village.households:
        share = village.guided / village.households * 100
    numbers = (village.households, village.ambassadors, village.reviewed, village.guided)
    period = village.reported_for
    return (
        village.name,
        *(_whole(n, say) for n in numbers),
        _DASH if share is None else f"{say_number(share, digits=1, language=say.language)} %",
        _month(period) if period else _DASH,
        say(f"profile.standing_{village.standing}"),
    )


def _month(period: Period) -> str:
    return f"{period.month}/{period.year}"


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
        unknown if late is None else _lateness(late, say),
    )
    return Table(columns=tuple(say(f"profile.{k}") for k in keys), rows=(row,))


def _lateness(days: int, say: Words) -> str:
    if days > 0:
        return say("profile.plan_late", days=days)
    return say("profile.plan_early", days=-days) if days else say("profile.plan_on_time")


def plan_note(profile: Profile, say: Words) -> str:
    """The deadline with its source; "" where none is set."""
    deadline = deadline_of(profile)
    if deadline is None or profile.plan_target is None:
        return ""
    basis = profile.plan_target.basis
    return say("profile.plan_deadline", day=say_date(deadline), basis=basis)


def teams_table(profile: Profile, say: Words) -> Table:
    """The teams assigned this year."""
    keys = ("team", "founded_by", "members", "dates", "status", "shared")
    rows = tuple(
        (
            f"{t.code} {t.name}",
            t.founded_by or _DASH,
            _whole(t.members, say),
            f"{say_date(t.starts_on)} – {say_date(t.ends_on)}",
            t.status or _DASH,
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
        (_month(d.period),
         (d.planned, d.done, d.joint, d.days_planned, d.days_done, d.people))
        for d in profile.drives
    ]  # fmt: skip
    total = tuple(_added(column) for column in zip(*(n for _, n in found), strict=True))
    lines = [*found, (say("profile.total"), total)] if found else []
    return Table(
        columns=(say("table.period"), *(say(f"profile.{k}") for k in keys)),
        rows=tuple((name, *(_whole(n, say) for n in numbers)) for name, numbers in lines),
        numeric=frozenset(range(1, 7)),
    )


def _added(column: Sequence[float | None]) -> float | None:
    known = [n for n in column if n is not None]
    return float(sum(known)) if known else None


def former_table(units: Sequence[FormerUnit], say: Words) -> Table:
    """The units before the merger."""
    return Table(
        columns=(say("table.former"), say("table.district")),
        rows=tuple((u.full_name, u.district) for u in units),
    )


def flags_table(flags: Sequence[PriorityFlag], say: Words) -> Table:
    """The flags in force with grade, basis and dates."""
    keys = ("flag", "grade", "basis", "valid_from", "valid_to")
    rows = tuple(
        (
            say(f"flag.{f.flag}"),
            str(f.grade),
            f.basis,
            say_date(f.valid_from),
            say_date(f.valid_to) if f.valid_to else say("table.no_end"),
        )
        for f in flags
    )
    return Table(columns=tuple(say(f"table.{k}") for k in keys), rows=rows)


def former_note(units: Sequence[FormerUnit], say: Words) -> str:
    """Where the list of earlier units is from."""
    return say("profile.former_source", source=", ".join(dict.fromkeys(u.source for u in units)))


def priority_note(profile: Profile, say: Words) -> str:
    """The commune's own grade."""
    return say("profile.priority", grade=priority_grade(profile.flags))


def uploads_table(profile: Profile, say: Words, *, most: int | None = None) -> Table:
    """Every upload that spoke for the commune, newest first."""
    keys = ("table.file", "table.template", "table.period", "table.who", "table.at", "table.state")
    rows = tuple(
        (
            str(t.upload.id),
            t.upload.filename,
            TEMPLATES[t.upload.template].title if t.upload.template in TEMPLATES
            else t.upload.template,
            ", ".join(_periods(t.periods)) or _DASH,
            t.upload.who,
            say_moment(t.upload.published_at),
            f"{say(f'profile.state_{t.state}')} {wording.corrected(t.upload, say)}".strip(),
        )
        for t in profile.uploads[:most]
    )  # fmt: skip
    return Table(columns=(say("profile.upload_id"), *(say(k) for k in keys)), rows=rows)


def _periods(periods: Sequence[str]) -> Iterator[str]:
    """ "2026-08" as 8/2026; what is no month stays as it is."""
    for text in periods:
        year, _, month = text.partition("-")
        yield f"{int(month)}/{year}" if month.isdecimal() else text
