"""What somebody who wishes us ill writes into a sheet: in every column that holds a text.

Which columns these are is asked of the templates, so that a new one is tried as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lib.domain.access.permissions import Role
from lib.domain.campaign.coming import StayKey
from lib.domain.campaign.replies import Party, Reply, ReplyKind
from lib.domain.intake.resolving import NEW
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Commune
from lib.domain.templates import TEMPLATES, Column, Level, Template
from lib.domain.templates import Role as Place
from lib.domain.templates.kinds import Kind
from lib.services.access.accounts import add_account
from lib.services.access.login import log_in
from lib.services.directory.intake import preview_list, take_in
from lib.services.directory.people import undo_intake
from lib.services.history.freezes import freeze_figures, known_freezes, withdraw_freeze
from lib.services.history.returns import before, preview_return, return_to, undo_return
from lib.services.history.uploads import history, withdraw
from lib.services.installation import Installation
from lib.services.intake.batch.board import answer_all, put_away
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.publishing import publish
from lib.services.intake.remembered_answers import all_lessons, forget, learn
from lib.services.planning.desk import begin_plan, with_params
from lib.services.planning.runs import PlanRuns, params_of
from lib.services.planning.versions import publish_plan, save_plan
from lib.services.reporting.closings import close_period, reopen_period
from lib.services.settings.changing import change_setting
from lib.store.engine import writing
from lib.store.planning.replies import Telling, add_reply, add_tellings
from lib.text import say_date
from tests.support.directory import listing, row
from tests.support.installations import put, see
from tests.support.people import CHEAP, GOOD, administrator, planner, staff
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary_row, xlsx

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

MONTHLY, MONTH = "03_bao_cao_thang_xa", Period.parse("2026-08")
_CODES = {Level.TEAM, Level.DRIVE}
_PERIODS = {Kind.MONTH: "08/2026", Kind.YEAR: "2026"}


def hostile_file(installation: Installation, code: str, texts: tuple[str, ...] = STRINGS) -> bytes:
    """A file of this template, a row for each text, in every column that may hold one."""
    template = TEMPLATES[code]
    communes = list(installation.gazetteer.communes.values())[: len(texts)]
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
        # The number keeps apart what to people would be one code.
        return f"{text} {number}" if template.level in _CODES else _unit(template)
    if column.role is Place.VALUE and column.kind is not Kind.TEXT:
        return column.example
    return text


def _unit(template: Template) -> str:
    return "Phường Tô Hiệu" if template.level is Level.TRIP else ""


class Filled(NamedTuple):
    """What addresses of the filled store name."""

    plan: int
    """Number of a published plan."""
    batch: str
    """Code of a batch of files that are not published yet."""


def fill_with_ill_will(installation: Installation) -> Filled:
    """Hostile texts in everything that a store keeps."""
    for code in TEMPLATES:
        for text in STRINGS if code == MONTHLY else STRINGS[:1]:
            name = f"{text.replace('/', '-')}{code}.csv"
            content = hostile_file(installation, code)
            if code == MONTHLY:  # once under every file name
                content += f"\n{';' * 3}".encode() * STRINGS.index(text)
            put(installation, content, name=name, who=text[:80])
    for text in STRINGS:
        freeze_figures(installation, text, who=administrator(text[:80]), note=text)
        add_account(
            installation, text[:80], who=administrator(text[:80]), name=text[:80], role=Role.LEADER,
            password=GOOD, hasher=CHEAP,
        )  # fmt: skip
    put(
        installation,
        xlsx(SUMMARY_HEAD, summary_row("Xã Lóng Sập"), name=STRINGS[2]),
        name="sheet.xlsx",
    )
    withdraw(installation, 1, who=administrator(STRINGS[0]), reason=STRINGS[1])
    plan = _plan(installation)
    _teach(installation)
    _set_up(installation)
    _go_back_and_forth(installation)
    _list_people(installation)
    return Filled(plan, _batch(installation))


def _teach(installation: Installation) -> None:
    """Answers that are remembered, one of them taken back; a login with a browser's own name."""
    told = {f"village:{text}": text for text in STRINGS}
    with writing(installation.engine) as connection:
        learn(connection, installation, told, template=MONTHLY, who=STRINGS[0])
    forget(
        installation,
        all_lessons(installation, who=administrator())[0],
        who=administrator(STRINGS[1]),
    )
    log_in(installation, STRINGS[0], GOOD, agent=STRINGS[1], address="10.0.0.1", hasher=CHEAP)


def _set_up(installation: Installation) -> None:
    for key, text in zip(
        ("digital_household_criterion", "digital_household_source"), STRINGS, strict=False
    ):
        change_setting(installation, key, text, who=administrator(STRINGS[2]), reason=STRINGS[3])
    change_setting(
        installation, "digital_household_source", STRINGS[4], who=administrator(), reason="đổi lại"
    )


def _list_people(installation: Installation) -> None:
    """Two lists of ambassadors, the second taken back."""
    own = installation.settings.model_copy(update={"directory": True})
    installation, day = replace(installation, settings=own), say_date(installation.today)
    for n, text in enumerate(STRINGS[:2]):
        rows = [row(s, village=s, phone="", consented=day) for s in STRINGS[n::2]]
        asked = preview_list(installation, listing(*rows), who=staff(text)).problems
        answers = {p.question: NEW for p in asked if p.question}
        ready = preview_list(installation, listing(*rows), answers, who=staff(text))
        last = take_in(installation, ready, who=staff(text))
    undo_intake(installation, last, who=staff(STRINGS[2]))


def _go_back_and_forth(installation: Installation) -> None:
    """A freeze withdrawn, a period closed, corrected, opened, brought back and forth again."""
    who = staff(STRINGS[4])
    withdraw_freeze(installation, known_freezes(installation)[-1].code, who=who, reason=STRINGS[5])
    close_period(installation, MONTH, who=who, reason=STRINGS[6])
    changed = see(installation, hostile_file(installation, MONTHLY)[:-40], name="sua.csv")
    publish(installation, changed, who=who, reason=STRINGS[7])
    reopen_period(installation, MONTH, who=who, reason=STRINGS[8])
    ready = preview_return(installation, MONTH, before(history(installation, who=who)[0]), who=who)
    done = return_to(installation, ready, who=who, reason=STRINGS[9])
    undo_return(installation, done.id, who=who, reason=STRINGS[10])
    close_period(installation, MONTH, who=who, reason=STRINGS[11])


def _batch(installation: Installation) -> str:
    """A batch of somebody who is at work, with answers; another of theirs is put away."""
    who, faulty = administrator(STRINGS[12]), hostile_file(installation, MONTHLY, STRINGS[:3])
    batches = [
        start_batch(installation, [(f"{STRINGS[n]}{n}.csv", faulty + b"\n" * n)], who=who)
        for n in (0, 1)
    ]
    answer_all(installation, batches[0], dict(zip(STRINGS, STRINGS, strict=True)), who=who)
    put_away(installation, batches[1], who=who)
    return batches[0].code


def _plan(installation: Installation) -> int:
    who = planner(STRINGS[1])
    begun = begin_plan(
        installation,
        who=who,
        first_day=date(2026, 6, 8),
        title=STRINGS[1],
        weeks=4,
        with_finished=True,
    )
    params = params_of(begun).model_copy(update={"seconds": 3.0})
    saved = save_plan(
        installation, with_params(installation, begun, params, who=who), who=who, base=begun.id
    )
    run = PlanRuns().begin(installation, saved, who=who, note=STRINGS[2])
    if not run.over.wait(120) or not run.result:
        raise TimeoutError("no plan came")
    publish_plan(installation, run.result, who=who, reason=STRINGS[3])
    _answer(installation, run.result)
    return run.result


def _answer(installation: Installation, plan: int) -> None:
    """Answers to the plan, and who was told of it; its question leaves no stay to answer."""
    at = installation.clock()
    told = {"season": "2026", "plan_id": plan, "at": at}
    with writing(installation.engine) as connection:
        for text in STRINGS:
            add_reply(
                connection,
                Reply(
                    **told, key=StayKey(text, "04045", 1), party=Party.COMMUNE, who=text[:80],
                    kind=ReplyKind.OTHER_DAY, wished=date(2026, 6, 15), why=text, said_by=text,
                ),
            )  # fmt: skip
        tellings = [Telling(**told, party=Party.TEAM, code=s, who=s[:80]) for s in STRINGS]
        add_tellings(connection, tellings)
