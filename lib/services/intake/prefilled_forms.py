"""Pre-filled workbooks for the communes: one, or all of them in a zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.intake.prefilled_form import Form, form, periods_offered
from lib.domain.periods import Period, written
from lib.domain.places.gazetteer import Commune
from lib.domain.places.villages import VillageRegister
from lib.domain.templates import TEMPLATES, AtMost, Column, PartsOf, Role, Template
from lib.files.writing.form_workbook import FormWords, form_workbook
from lib.services.installation import Installation
from lib.services.intake.village_register import register_rows, village_register
from lib.services.reporting.progress import is_owed
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.text import Words, without_accents, words

_BACK = 6
"""Periods before the chosen one in which a last figure is looked for."""


@dataclass(frozen=True)
class FormFile:
    """A file to hand out."""

    name: str
    content: bytes


def may_see_rows(template: Template, commune: str, who: Person) -> bool:
    """Whether somebody hands such sheets in, or sees what was handed in.

    Others see figures, in which small counts of vulnerable people are withheld.
    """
    return who.may(template.reporters.act, commune) or who.may(Act.SEE_FILES, commune)


def must_see_rows(template: Template, commune: str, *, who: Person) -> None:
    """Raises ``NotAllowed`` unless the person may see rows as they were reported."""
    if not may_see_rows(template, commune, who):
        who.must(Act.SEE_FILES, commune)


def offered(installation: Installation, template: str, commune: str = "") -> list[Period]:
    """The periods for which forms of the template are made: what ``commune`` still owes first."""
    wanted = TEMPLATES[template]

    def owed(period: Period) -> bool:
        return bool(commune) and is_owed(installation, wanted, period, commune=commune)

    return periods_offered(wanted.cadence, installation.today, owed=owed)


def prefilled(
    installation: Installation, template: str, commune: str, *, period: Period, who: Person
) -> FormFile:
    """The workbook of one commune, with its own villages, codes and last figures beside."""
    must_see_rows(TEMPLATES[template], commune, who=who)
    return _Maker(installation, TEMPLATES[template], period).workbook(
        installation.gazetteer.communes[commune]
    )


def all_prefilled(
    installation: Installation, template: str, period: Period, *, who: Person
) -> FormFile:
    """The workbooks of all communes in a zip."""
    must_see_rows(TEMPLATES[template], EVERYWHERE, who=who)
    maker = _Maker(installation, TEMPLATES[template], period)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for commune in installation.gazetteer.communes.values():
            made = maker.workbook(commune)
            archive.writestr(made.name, made.content)
    return FormFile(f"{template}_{period}.zip", buffer.getvalue())


class _Maker:
    """What all communes share is read once."""

    def __init__(self, installation: Installation, template: Template, period: Period) -> None:
        self._installation, self._template, self._period = installation, template, period
        self._say = words("vi")  # offices write Vietnamese, whoever makes the form
        with asking(installation.engine) as connection:
            self._register: VillageRegister = village_register(register_rows(connection))
            before = [period.previous]
            while len(before) < _BACK:
                before.append(before[-1].previous)
            rows = in_force(connection, template.code, periods={str(p) for p in before})
        newest = rows.groupby("commune_code")["period"].transform("max")
        self._earlier: Mapping[str, pd.DataFrame] = dict(
            iter(rows[rows["period"] == newest].groupby("commune_code"))
        )

    def workbook(self, commune: Commune) -> FormFile:
        """The workbook of a commune."""
        ready = form(
            self._template,
            commune,
            self._period,
            today=self._installation.today,
            villages=self._register.of(commune.code),
            earlier=self._earlier.get(commune.code),
        )
        content = form_workbook(ready, self._words(ready))
        place = re.sub(r"[^a-z0-9]+", "-", without_accents(commune.full_name)).strip("-")
        name = f"{commune.code}_{place}_{self._template.code}_{self._period}.xlsx"
        return FormFile(name, content)

    def _words(self, ready: Form) -> FormWords:
        say, before = self._say, ready.before_period
        return FormWords(
            sheet=say("workbook.sheet"),
            guide_sheet=say("workbook.guide"),
            title=say(
                "workbook.title",
                title=ready.template.title,
                commune=ready.commune.full_name,
                period=written(ready.period),
            ),
            rule=say("workbook.rule"),
            mark=say("workbook.demo") if self._installation.is_demo else "",
            before=say("workbook.before", period=written(before)) if before else "",
            hints={c.key: hint(c, ready.template, say) for c in ready.template.offered},
            wrong=say("workbook.wrong"),
            guide=guide(ready.template, say),
        )


def guide(template: Template, say: Words) -> list[list[str]]:
    """Every column of the template explained in plain words, with a head line."""
    parts = ("name", "meaning", "unit", "required", "allowed", "example")
    rows = [
        [
            c.header,
            hint(c, template, say),
            c.unit,
            say("map.yes") if c.required else "",
            ", ".join(c.choices),
            c.example,
        ]
        for c in template.offered
    ]
    return [[say(f"workbook.column_{part}") for part in parts], *rows]


def hint(column: Column, template: Template, say: Words) -> str:
    """What to write into a column, from its declaration and the rules it stands in."""
    if column.role is not Role.VALUE:
        return say(f"workbook.role_{column.role}")
    told = [say(f"workbook.kind_{column.kind}", choices=", ".join(column.choices))]
    if column.stock:
        told.append(say("workbook.stock"))
    headers = {c.key: c.header for c in template.columns}
    for rule in template.checks:
        match rule:
            case AtMost(lower, upper) if column.key == lower:
                told.append(say("workbook.at_most", other=headers[upper]))
            case PartsOf(total, parts) if column.key == total:
                told.append(say("workbook.total_of", others=_span(parts, headers)))
            case PartsOf(total, parts) if column.key in parts:
                told.append(say("workbook.part_of", other=headers[total]))
    return " ".join(told)


def _span(parts: tuple[str, ...], headers: Mapping[str, str]) -> str:
    return f"“{headers[parts[0]]}” … “{headers[parts[-1]]}”"
