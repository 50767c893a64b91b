"""A form ready to be filled in by one commune: its own names and codes, and no new figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.periods import Cadence, Period, recent_periods, written
from lib.domain.places.gazetteer import Commune
from lib.domain.places.villages import Village
from lib.domain.templates import TEMPLATES, Column, Level, Role, Template
from lib.domain.templates.kinds import Kind

_SPARE_ROWS = {Level.COMMUNE: 0, Level.VILLAGE: 5}
_SPARE_ROWS_ELSE = 20
_SPARE_WITHOUT_REGISTER = 40
_OFFERED = {Cadence.MONTHLY: 12, Cadence.QUARTERLY: 4, Cadence.YEARLY: 3}

FORMS = tuple(code for code, t in TEMPLATES.items() if t.level not in (Level.TARGET, Level.TRIP))
"""The templates that a commune fills in; targets and roads are the province's to set."""

KEY_ROLES = frozenset(
    {Role.PERIOD, Role.COMMUNE_CODE, Role.COMMUNE_NAME, Role.UNIT_CODE, Role.UNIT_NAME}
)


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One row of a form: ``filled`` are keys by column key, ``before`` what was last reported."""

    filled: Mapping[str, str | int | date]
    before: Mapping[str, object]
    spare: bool = False
    """Whether the names may be typed: a row for a village or team that nobody knows yet."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A pre-filled form of one commune and period."""

    template: Template
    commune: Commune
    period: Period
    rows: tuple[FormRow, ...]
    shown_before: tuple[str, ...] = ()
    """Columns beside which the last reported figure stands in grey, by key."""
    before_period: Period | None = None
    """The period of those figures."""


def form(
    template: Template,
    commune: Commune,
    period: Period,
    *,
    today: date,
    villages: Sequence[Village] = (),
    earlier: pd.DataFrame | None = None,
) -> Form:
    """The form of a commune.

    ``earlier`` are the rows of its last report before ``period`` (``period``, ``unit_key``,
    ``unit_name`` and values). They are only ever shown beside, never as new figures.
    """
    last = pd.DataFrame(columns=["period", "unit_key", "unit_name"]) if earlier is None else earlier
    common = _common(template, commune, period, today=today)
    units = _units(template, villages, last)
    before = {str(r["unit_key"]): r for r in last.to_dict("records")}
    named = [
        FormRow(filled=common | unit, before=before.get(key, {})) for key, unit in units.items()
    ]
    keys = {c.key for c in template.columns if c.role in KEY_ROLES}
    free = {k: v for k, v in common.items() if k in keys}
    spare = [
        FormRow(filled=free, before={}, spare=True) for _ in range(_spare(template, bool(units)))
    ]
    return Form(
        template=template,
        commune=commune,
        period=period,
        rows=(*named, *spare),
        shown_before=tuple(c.key for c in _levels(template) if c.key in last and len(last)),
        before_period=Period.parse(str(last["period"].iloc[0])) if len(last) else None,
    )


def _common(
    template: Template, commune: Commune, period: Period, *, today: date
) -> dict[str, str | int | date]:
    """What stands in every row: the period and the commune.

    A register carries its period in the day it was counted; that day is proposed, to be changed.
    """
    by_role: dict[Role, str] = {
        Role.PERIOD: written(period),
        Role.COMMUNE_CODE: commune.code,
        Role.COMMUNE_NAME: commune.full_name,
    }
    found: dict[str, str | int | date] = {
        c.key: by_role[c.role] for c in template.offered if c.role in by_role
    }
    dated = template.by_key.get(template.period_from)
    if dated and not dated.required:
        found[dated.key] = min(today, period.end) if today >= period.start else period.end
    return found


def _units(
    template: Template, villages: Sequence[Village], last: pd.DataFrame
) -> dict[str, dict[str, str]]:
    """Key and name cells of every unit known, by the unit's key."""
    if template.level is Level.COMMUNE:
        return {"": {}}
    if template.level is not Level.VILLAGE:
        return {}
    code, name = template.role(Role.UNIT_CODE), template.role(Role.UNIT_NAME)
    known = {v.code: (v.code, v.name) for v in villages}
    if not known:  # no register yet: the names of the last report
        pairs = zip(last["unit_key"], last["unit_name"], strict=True)
        known = {str(k): ("" if str(k).startswith("name:") else str(k), str(n)) for k, n in pairs}
    return {
        key: {c.key: text for c, text in ((code, given), (name, called)) if c and text}
        for key, (given, called) in known.items()
    }


def _spare(template: Template, known: bool) -> int:
    if template.level is Level.VILLAGE and not known:
        return _SPARE_WITHOUT_REGISTER
    return _SPARE_ROWS.get(template.level, _SPARE_ROWS_ELSE)


def _levels(template: Template) -> list[Column]:
    """The columns whose last figure helps: stocks, and what every report has to hold."""
    if template.level not in (Level.COMMUNE, Level.VILLAGE):
        return []
    return [c for c in template.offered if c.role is Role.VALUE and (c.stock or c.required)]


def periods_offered(
    cadence: Cadence, today: date, *, owed: Callable[[Period], bool] = lambda _: False
) -> list[Period]:
    """The periods a form may be made for: the newest that has ended and is ``owed``, then others.

    One that still runs is never the first where reports are of months or quarters.
    """
    found = recent_periods(cadence, today, many=_OFFERED[cadence])
    late = next((p for p in sorted(found, reverse=True) if p.end < today and owed(p)), None)
    return found if late is None else [late, *(p for p in found if p != late)]


def allowed(column: Column) -> tuple[str, ...]:
    """The values a cell of the column may hold, where they can be listed."""
    return ("Có", "Không") if column.kind is Kind.YES_NO else column.choices
