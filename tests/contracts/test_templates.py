"""Every template takes in its own blank, filled with its own examples."""

from __future__ import annotations

import csv
import io

import pytest

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.intake.rows.clean import clean
from lib.domain.problems import Severity
from lib.domain.templates import TEMPLATES
from lib.files.reading.reader import read
from lib.files.writing.export import blank_workbook
from lib.services.intake.preview import preview, receive
from tests.support.people import staff


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.code)
def test_a_template_accepts_its_own_examples(installation, template):
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";")
    writer.writerow([c.header for c in template.offered])
    writer.writerow([c.example for c in template.offered])

    ready = preview(
        installation,
        receive("mau.csv", rows.getvalue().encode("utf-8-sig"), installation.settings),
        who=staff(),
    )

    assert ready.template is template
    assert [p for p in ready.problems if p.severity >= Severity.ASK] == []
    assert ready.publishable


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.code)
def test_a_blank_workbook_is_recognised_as_its_template(template):
    blank = blank_workbook(template, guide_name="Hướng dẫn", guide=[["Cột"], ["Mã xã"]])

    reading = recognise(read(blank))

    assert isinstance(reading, Recognised)
    assert reading.template is template
    assert clean(reading).rows.empty


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.code)
def test_headings_of_a_template_do_not_collide(template):
    seen: dict[str, str] = {}
    for column in template.columns:
        for heading in column.headings:
            assert seen.setdefault(heading, column.key) == column.key
