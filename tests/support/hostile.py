"""What somebody who wishes us ill writes into a sheet: in every column that holds a text.

Which columns these are is asked of the templates, so that a new one is tried as well.
"""

from __future__ import annotations

from datetime import date

from lib.domain.access import Role
from lib.domain.cells import Kind
from lib.domain.places import Commune
from lib.domain.templates import TEMPLATES, Column, Level, Template
from lib.domain.templates import Role as Place
from lib.services.accounts import add_account
from lib.services.freezes import freeze_figures
from lib.services.history import withdraw
from lib.services.house import House
from lib.services.plan_desk import begin_plan, with_params
from lib.services.plan_runs import PlanRuns, params_of
from lib.services.plans import publish_plan, save_plan
from tests.support.houses import put
from tests.support.people import CHEAP, GOOD, administrator, planner
from tests.support.sheets import csv_bytes

STRINGS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "\"><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "'-(window.hacked=1)-'",
    "`;window.hacked=1;`",
    "${window.hacked=1}",
    "{{7*7}}{% raw %}{{constructor.constructor('window.hacked=1')()}}",
    "[x](javascript:window.hacked=1)",
    "![x](http://hostile.test/p.png)",
    "<style>@import 'http://hostile.test/s.css'</style>",
    "<a href=\"javascript:window.hacked=1\" autofocus onfocus=window.hacked=1>x</a>",
    "$\\href{javascript:window.hacked=1}{x}$ :red[x] :material/home:",
    "\u202e<details open ontoggle=window.hacked=1>&lt;b&gt;",
)  # fmt: skip
"""Fifteen that run, load or draw something where they are not escaped."""

FORMULAS = (
    '=HYPERLINK("http://hostile.test","x")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=WEBSERVICE("http://hostile.test")',
    '=IMPORTXML("http://hostile.test","//a")',
    "\t=1+2",
    "\r=1+3",
    "\uff1d1+1",
    '"=1+1',
)
"""Eleven that a spreadsheet would reckon where they are not neutralised."""

_CODES = {Level.TEAM, Level.DRIVE}
_PERIODS = {Kind.MONTH: "08/2026", Kind.YEAR: "2026"}


def hostile_file(house: House, code: str, texts: tuple[str, ...] = STRINGS) -> bytes:
    """A file of this template, a row for each text, in every column that may hold one."""
    template = TEMPLATES[code]
    communes = list(house.gazetteer.communes.values())[: len(texts)]
    rows = [
        [_cell(template, c, text, number, communes[number]) for c in template.offered]
        for number, text in enumerate(texts)
    ]
    return csv_bytes([[c.header for c in template.offered], *rows])


def _cell(template: Template, column: Column, text: str, number: int, commune: Commune) -> str:
    if column.role is Place.PERIOD:
        return _PERIODS.get(column.kind, column.example)
    one_place = template.level in (Level.VILLAGE, Level.DRIVE)
    if column.role is Place.COMMUNE_CODE:
        return "04045" if one_place else commune.code
    if column.role is Place.COMMUNE_NAME:
        return "Xã Lóng Sập" if one_place else commune.full_name
    if column.role is Place.ORDINAL:
        return ""
    if column.role is Place.UNIT_CODE:
        if template.level is Level.TARGET:
            return column.choices[number]
        return text if template.level in _CODES else _unit(template)
    if column.role is Place.VALUE and column.kind is not Kind.TEXT:
        return column.example
    return text


def _unit(template: Template) -> str:
    return "Phường Tô Hiệu" if template.level is Level.TRIP else ""


def fill_with_ill_will(house: House) -> int:
    """Hostile texts in everything that a store keeps; the number of a published plan."""
    for code in TEMPLATES:
        for text in STRINGS if code == "03_bao_cao_thang_xa" else STRINGS[:1]:
            name = f"{text.replace('/', '-')}{code}.csv"
            content = hostile_file(house, code)
            if code == "03_bao_cao_thang_xa":  # once under every file name
                content += f"\n{';' * 3}".encode() * STRINGS.index(text)
            put(house, content, name=name, who=text[:80])
    for text in STRINGS:
        freeze_figures(house, text, who=administrator(text[:80]), note=text)
        add_account(
            house, text[:80], who=administrator(), name=text[:80], role=Role.LEADER,
            password=GOOD, hasher=CHEAP,
        )  # fmt: skip
    withdraw(house, 1, who=administrator(STRINGS[0]), reason=STRINGS[1])
    return _plan(house)


def _plan(house: House) -> int:
    who = planner(STRINGS[1])
    begun = begin_plan(
        house, who=who, first_day=date(2026, 6, 8), title=STRINGS[1], weeks=4, with_finished=True
    )
    params = params_of(begun).model_copy(update={"seconds": 3.0})
    saved = save_plan(house, with_params(house, begun, params, who=who), who=who, base=begun.id)
    run = PlanRuns().begin(house, saved, who=who, note=STRINGS[2])
    if not run.over.wait(120) or not run.result:
        raise TimeoutError("no plan came")
    publish_plan(house, run.result, who=who, reason=STRINGS[3])
    return run.result
