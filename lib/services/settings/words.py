"""Settings and due days in words: tables of what holds, where it comes from, and its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lib.domain.reporting.calendar import Rule, Shift
from lib.domain.reporting.due_days import DUTIES, Duty, rules_of
from lib.domain.reporting.holidays import HOLIDAYS, Holiday, holidays_of
from lib.domain.templates import TEMPLATES
from lib.services.settings.changing import Limits, Standing
from lib.services.settings.due_days import DueStanding
from lib.services.wording.periods import named
from lib.services.wording.settings import duty_name, setting_name
from lib.services.wording.table import Table
from lib.settings import Adjustable, Settings
from lib.store.settings.changes import SettingChange
from lib.text import Words, name_of_language, say_date, say_moment, say_number

_MEGA = 2**20


def value_said(key: str, value: Any, say: Words) -> str:
    """A value with its unit, as people read it."""
    if key in DUTIES:
        return "; ".join(rule_said(r, say) for r in rules_of(key, value)) or say("settings.default")
    if key == HOLIDAYS:
        return "; ".join(map(holiday_said, holidays_of(value))) or say("settings.holidays_none")
    if value is None:
        return say("settings.default")
    if isinstance(value, bool):
        return say("settings.yes" if value else "settings.no")
    if key == "language":
        return name_of_language(value, language=say.language)
    if isinstance(value, str):
        return value or say("settings.empty")
    return say(f"setting.{key}.unit", value=_number(Settings.adjustable()[key], value, say))


def _number(mark: Adjustable, value: float, say: Words) -> str:
    shown = value * 100 if mark.percent else value
    return say_number(shown, digits=0 if shown == round(shown) else 1, language=say.language)


def range_said(key: str, limits: Limits, say: Words) -> str:
    """What it may be."""
    if limits.least is not None:
        least, most = (value_said(key, v, say) for v in (limits.least, limits.most))
        return say("settings.between", least=least, most=most)
    if limits.longest is not None:
        return say("settings.longest", most=limits.longest)
    offered = limits.choices or (True, False)
    return " · ".join(value_said(key, c, say) for c in offered)


def source_said(one: Standing, say: Words) -> str:
    """Where the value comes from."""
    if one.change is not None and one.change.value is not None:
        return say("settings.from_page", who=one.change.who, at=say_moment(one.change.at))
    return say("settings.from_server" if one.by_server else "settings.from_product")


def settings_table(found: Sequence[Standing], say: Words) -> Table:
    """Every setting by group: its value, where it comes from, what it means."""
    rows: list[tuple[str, ...]] = []
    for group in dict.fromkeys(one.mark.group for one in found):
        rows.append((say(f"settings.group_{group}"),))
        rows += [
            (
                setting_name(one.key, say),
                value_said(one.key, one.value, say),
                source_said(one, say),
                say(f"setting.{one.key}.help"),
            )
            for one in found
            if one.mark.group == group
        ]
    return Table(columns=_columns("name", "value", "source", "meaning", say=say), rows=tuple(rows))


def server_table(found: dict[str, Any], say: Words) -> Table:
    """What whoever runs the server sets, and under which name."""
    rows = tuple(
        (say(f"server_setting.{name}"), _server_value(name, value, say), f"BDHVS_{name.upper()}")
        for name, value in found.items()
    )
    return Table(columns=_columns("name", "value", "variable", say=say), rows=rows)


def _server_value(name: str, value: Any, say: Words) -> str:
    if value is None:
        return say("settings.untold")
    if isinstance(value, bool):
        return say("settings.yes" if value else "settings.no")
    if isinstance(value, int):
        shown = value // _MEGA if name.endswith("_bytes") else value
        number = say_number(shown, language=say.language)
        return f"{number} MB" if name.endswith("_bytes") else number
    return str(value) or say("settings.empty")


def history_table(key: str, changes: Sequence[SettingChange], say: Words) -> Table:
    """Every change of a setting, newest first."""
    rows = tuple(
        (say_moment(c.at), value_said(key, c.value, say), c.who, c.reason) for c in changes
    )
    return Table(columns=_columns("at", "brought_to", "who", "reason", say=say), rows=rows)


def rule_said(rule: Rule, say: Words) -> str:
    """ "ngày 17 tháng cuối kỳ, từ 01/12/2026 (Quyết định …)"."""
    day = day_said(rule, say)
    return say("settings.rule", day=day, since=say_date(rule.valid_from), basis=rule.basis)


def day_said(rule: Rule, say: Words) -> str:
    """The day within its period, and what becomes of it where nobody works on it."""
    yearly = "yearly" if rule.month else str(rule.cadence)
    told = say(f"settings.day_{yearly}", day=rule.day, month=rule.month)
    moved = rule.shift is Shift.NEXT_WORKING_DAY
    return f"{told}, {say('settings.moved')}" if moved else told


def due_table(found: Sequence[DueStanding], say: Words) -> Table:
    """Who has to report what by when, by which rule, and what is coming."""
    rows = tuple(
        (
            duty_name(one.duty, say),
            ", ".join(templates_said(one.duty, say)) or "–",
            _due(one, say),
            one.rule.basis if one.rule else "–",
            "; ".join(rule_said(r, say) for r in one.coming) or "–",
        )
        for one in found
    )
    return Table(
        columns=_columns("duty", "templates", "due", "basis", "coming", say=say), rows=rows
    )


def holiday_said(holiday: Holiday) -> str:
    """ "30/04/2027–03/05/2027, Ngày Giải phóng miền Nam"."""
    days = dict.fromkeys([say_date(holiday.first), say_date(holiday.last)])
    return f"{'–'.join(days)}, {holiday.name}"


def holidays_table(found: Sequence[Holiday], say: Words) -> Table:
    """The days without work that are entered, and what sets them."""
    rows = tuple(
        (say_date(h.first), say_date(h.last), h.name, h.basis)
        for h in sorted(found, key=lambda h: h.first)
    )
    return Table(columns=_columns("first", "last", "holiday", "basis", say=say), rows=rows)


def templates_said(duty: Duty, say: Words) -> Iterator[str]:
    """ "biểu 02"."""
    for code in duty.templates:
        yield say("settings.template", number=TEMPLATES[code].code[:2])


def _due(one: DueStanding, say: Words) -> str:
    if one.rule is None:
        return say("settings.no_due")
    period = named(str(one.period), say)
    return say("settings.due", day=day_said(one.rule, say), due=say_date(one.day), period=period)


def _columns(*names: str, say: Words) -> tuple[str, ...]:
    return tuple(say(f"settings.column_{name}") for name in names)
