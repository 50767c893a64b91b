"""Whatever formula somebody wrote into a text, no file that we hand out reckons it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pandas as pd
import pytest
from openpyxl import load_workbook

from lib.domain.audit.chain import Deed
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.files.writing.export import table_workbook
from lib.services.audit.recording import read_trail, record_alone
from lib.services.audit.words import trail_workbook
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.intake.batch.board import board_of
from lib.services.intake.batch.replies import returned_zip
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.current_workbook import in_force_file
from lib.services.intake.marked_reply import returned
from lib.services.intake.prefilled_forms import prefilled
from lib.services.planning.desk import begin_plan
from lib.services.planning.runs import PlanRuns
from lib.services.planning.told.archive import plan_archive
from lib.services.planning.versions import plan_of
from lib.settings import HOME
from lib.store.audit.entries import Wanted
from lib.text import words
from tests.support.hostile import FORMULAS, hostile_file
from tests.support.installations import open_test_installation, put, see
from tests.support.people import administrator
from tests.support.summer_teams import FIRST_DAY

WHO, SAY = administrator("=1+1"), words()
WRITERS = {
    "lib/files/marking/rebuilt.py",
    "lib/files/writing/export.py",
    "lib/files/writing/form_workbook.py",
    "lib/files/writing/plan_workbook.py",
}
"""The only places where a workbook is written. A new one is tried here, and named here."""


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    opened = open_test_installation(tmp_path_factory.mktemp("formulas"))
    for code in TEMPLATES:
        put(opened, hostile_file(opened, code, FORMULAS), name="=1+1.csv", who="=1+1")
    yield opened
    opened.engine.dispose()


def period_of(installation: Installation, code: str) -> Period:
    told = next(u for u in history(installation, who=WHO) if u.template == code)
    return Period.parse(str(told.summary["periods"][0]))


def live(content: bytes) -> list[str]:
    """Formulas, links and other things in a workbook that do something when it is opened."""
    cells = [c for sheet in load_workbook(io.BytesIO(content)) for row in sheet for c in row]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        outside = [n for n in parts.namelist() if "external" in n.lower() or "vba" in n.lower()]
        told = b"".join(parts.read(n) for n in parts.namelist() if n.endswith((".xml", ".rels")))
    marks = re.findall(rb"<f[ >]|<hyperlink|ddeLink|TargetMode=\"External\"", told)
    return [
        *(c.coordinate for c in cells if c.data_type == "f" or c.hyperlink),
        *outside,
        *(m.decode() for m in marks),
    ]


def books(content: bytes) -> Iterator[bytes]:
    """The workbook itself, or those in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            yield content
            return
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                yield archive.read(name)


def holds(content: bytes, text: str) -> bool:
    sheets = load_workbook(io.BytesIO(content))
    return any(text in str(c.value) for sheet in sheets for row in sheet for c in row if c.value)


@pytest.mark.parametrize("code", TEMPLATES)
def test_what_is_in_force_goes_out_as_text(installation, code: str):
    made = in_force_file(installation, code, period_of(installation, code), who=WHO)

    assert made is not None
    assert live(made.content) == []


@pytest.mark.parametrize("code", ["01_danh_muc_thon_ban", "02_bao_cao_thang_thon_ban"])
def test_a_form_filled_with_our_names_holds_text(installation, code: str):
    made = prefilled(installation, code, "04045", period=period_of(installation, code), who=WHO)

    found = live(made.content)
    assert [f for f in found if f != "<f "] == []
    assert holds(made.content, FORMULAS[0])


def test_the_returned_file_of_a_sender_holds_text(installation):
    content = hostile_file(installation, "05_dot_ra_quan", FORMULAS).replace(b"52", b"-52")
    ready = see(installation, content, name="+cmd.csv")

    made = returned(installation, ready)

    assert not ready.publishable
    assert live(made.content) == []
    assert holds(made.content, FORMULAS[1])


def test_a_batch_returned_in_an_archive_holds_text_and_plain_names(installation):
    faulty = hostile_file(installation, "05_dot_ra_quan", FORMULAS).replace(b"52", b"-52")
    batch = start_batch(
        installation, [("../../=a.csv", faulty), ("..\\b.csv", faulty + b"\n")], who=WHO
    )
    board = board_of(installation, batch.code, who=WHO)

    made = returned_zip(installation, board, who=WHO)

    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert not [n for n in archive.namelist() if ".." in n or "/" in n or "\\" in n]
    assert [live(book) for book in books(made.content)] == [[] for _ in books(made.content)]


def test_the_trail_goes_out_as_text(installation):
    for text in FORMULAS:
        record_alone(
            installation, text, Deed.EXPORTED, subject=f"file:{text}", after={"file": text}
        )
    found, _ = read_trail(installation, Wanted(), who=WHO)

    made = trail_workbook(installation, found, SAY)

    assert live(made) == []
    assert holds(made, FORMULAS[5])


def test_the_papers_of_a_plan_hold_text(installation):
    begun = begin_plan(installation, who=WHO, first_day=FIRST_DAY.replace(year=2026),
                       title=FORMULAS[0], weeks=4, with_finished=True)  # fmt: skip
    run = PlanRuns().begin(installation, begun, who=WHO, note="x")
    assert run.over.wait(120)

    made = plan_archive(installation, plan_of(installation, run.result or 0, who=WHO), SAY, who=WHO)

    found = list(books(made))
    assert found
    assert [live(book) for book in found] == [[] for _ in found]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_writer_of_tables_takes_every_formula_for_a_text(text: str):
    table = pd.DataFrame({text: [text]})

    assert live(table_workbook(title=text, notes=[text], table=table)) == []


def test_workbooks_are_written_in_the_named_places_only():
    python = [p for p in (HOME / "lib").rglob("*.py") if "demo" not in p.parts]
    writing = {
        p.relative_to(HOME).as_posix()
        for p in python
        if re.search(r"xlsxwriter\.Workbook\(|csv\.writer\(|to_excel\(", p.read_text("utf-8"))
    }

    assert writing == WRITERS
