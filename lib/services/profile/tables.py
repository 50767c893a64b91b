"""A commune's profile in words: the same tables for the page and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd

from lib.domain.figures.analysis.groups import priority_grade
from lib.domain.figures.indicators import Better, Form, Measured, as_read
from lib.domain.periods import Period
from lib.domain.places.gazetteer import FormerUnit, PriorityFlag
from lib.domain.templates import TEMPLATES
from lib.services.profile.profile import Line, Profile
from lib.services.wording import figures as wording
from lib.services.wording.of_many import group_value, province_of, signed
from lib.services.wording.table import DASH, Row, Table
from lib.services.wording.values import shown
from lib.text import Words, say_change, say_date, say_moment, say_number


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
    return measured.indicator.family


def _figure(line: Line, code: str, say: Words) -> Row:
    measured, indicator = line.measured, line.measured.indicator
    rank = line.rank
    return (
        f"{indicator.code} {indicator.name[say.language]}",
        shown(measured, code, say),
        change_of(line, code, say),
        say("profile.rank_of", place=rank.place, of=rank.of) if rank else DASH,
        province_of(measured, say),
        group_value(measured, line.alike, say),
        target_of(line, say),
        gap_of(line, code, say),
    )


def change_of(line: Line, code: str, say: Words) -> str:
    """Since the period before; a dash where either is unknown, and for yes and no."""
    indicator = line.measured.indicator
    if line.before is None or indicator.form is Form.COMMUNES:
        return DASH
    now, then = (_value(m, code) for m in (line.measured, line.before))
    if now is None or then is None:
        return DASH
    return say_change(now - then, digits=indicator.digits, language=say.language)


def target_of(line: Line, say: Words) -> str:
    """The target as it concerns one commune: "yes" for what every commune has to have."""
    indicator = line.measured.indicator
    if line.target is None:
        return DASH
    if indicator.form is Form.COMMUNES:
        return say("map.yes")
    number = say_number(line.target.value, language=say.language)
    return signed(number, indicator, say)


def gap_of(line: Line, code: str, say: Words) -> str:
    """What is missing to the target; a dash where there is none, or no figure."""
    indicator, value = line.measured.indicator, _value(line.measured, code)
    if line.target is None or value is None:
        return DASH
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
    """As it is read: what is taken from it on paper is what is written beside it."""
    value = measured.whole.at[code]
    return None if pd.isna(value) else as_read(float(value), measured.indicator)


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


def month_said(period: Period) -> str:
    """A month, short: 8/2026."""
    return f"{period.month}/{period.year}"


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
            ", ".join(_periods(t.periods)) or DASH,
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
