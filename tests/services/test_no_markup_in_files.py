"""What somebody wrote stays a text in every file that goes out: well-formed, nothing added."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]

from lib.files.writing.plan_calendar import StayEvent, team_calendar
from lib.services.installation import Installation
from lib.services.map.downloads import KINDS, map_file
from lib.services.planning.told.archive import plan_archive
from lib.services.planning.versions import plan_of
from lib.text import words
from tests.support.hostile import STRINGS, fill_with_ill_will
from tests.support.installations import open_test_installation
from tests.support.people import administrator, staff

WHO, SAY = administrator(STRINGS[0]), words()
FORBIDDEN = {"script", "iframe", "foreignobject", "embed"}
XML = (".xml", ".rels")


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[tuple[Installation, int]]:
    installation = open_test_installation(tmp_path_factory.mktemp("markup"))
    yield installation, fill_with_ill_will(installation).plan
    installation.engine.dispose()


def live(root: Element) -> list[str]:
    """Elements and attributes that a viewer would run or fetch."""
    names = [str(e.tag).rpartition("}")[2].lower() for e in root.iter()]
    values = [(k.rpartition("}")[2], v) for e in root.iter() for k, v in e.attrib.items()]
    return [n for n in names if n in FORBIDDEN] + [
        f"{k}={v}" for k, v in values
        if k.startswith("on") or v.strip().lower().startswith(("javascript:", "http://hostile"))
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_the_map_holds_no_live_part(filled, kind: str):
    installation, _ = filled

    taken = map_file(installation, kind, {"xa": "04045", "ky": "2026-08"}, say=SAY, who=staff())

    assert taken is not None
    assert "/" not in taken.name
    assert b"/JavaScript" not in taken.content


def test_letters_and_workbooks_of_a_plan_hold_texts(filled):
    installation, plan = filled

    made = plan_archive(installation, plan_of(installation, plan, who=WHO), SAY, who=WHO)

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        assert {n.rpartition(".")[2] for n in names} >= {"docx", "xlsx"}
        assert not [n for n in names if n.startswith("/") or ".." in n or set(n) & set('<>:"|?*\\')]
        for name in names:
            if name.endswith((".docx", ".xlsx")):
                parts = zipfile.ZipFile(io.BytesIO(archive.read(name)))
                xml = [parts.read(n) for n in parts.namelist() if n.endswith(XML)]
                assert [live(ElementTree.fromstring(x)) for x in xml] == [[] for _ in xml], name


@pytest.mark.parametrize("text", [*STRINGS, "x\r\nATTACH:http://hostile.test\r\nEND:VCALENDAR"])
def test_no_text_begins_a_property_of_a_calendar(text: str):
    day = date(2026, 6, 8)
    stay = StayEvent(uid=text, title=text, place=text, text=text, first=day, last=day)

    made = team_calendar(text, [stay], made_at=datetime(2026, 6, 1, tzinfo=UTC))

    lines = made.decode().replace("\r\n ", "").split("\r\n")
    assert {line.split(":")[0].split(";")[0] for line in lines if line} <= CALENDAR


CALENDAR = {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "DTSTART",
            "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME", "X-WR-TIMEZONE",
            "SEQUENCE", "STATUS", "TRANSP", "CATEGORIES"}  # fmt: skip
