"""``audit`` as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.audit.chain import Deed
from lib.services.audit.recording import record_alone
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import Settings, settings

RUN = CliRunner()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    installation = open_installation(Settings(data_dir=tmp_path))
    for number in range(4):
        record_alone(installation, "An", Deed.EXPORTED, subject=f"file:{number}")
    yield installation
    installation.engine.dispose()
    settings.cache_clear()


def change(installation: Installation, *statements: str) -> None:
    with installation.engine.connect() as connection, connection.begin():
        for statement in ("DROP TRIGGER trail_no_update", "DROP TRIGGER trail_no_delete"):
            connection.execute(text(statement))
        for statement in statements:
            connection.execute(text(statement))


def test_a_whole_trail_is_told_so(kept):
    answer = RUN.invoke(app, ["audit", "verify"])

    assert answer.exit_code == 0
    assert "nguyên vẹn: 4 dòng" in answer.output


def test_the_first_bad_line_is_named_and_the_status_is_1(kept):
    change(kept, "UPDATE trail SET subject = 'x' WHERE seq = 2")

    answer = RUN.invoke(app, ["audit", "verify"])
    as_json = json.loads(RUN.invoke(app, ["audit", "verify", "--json"]).output)

    assert answer.exit_code == 1
    assert "số 2" in answer.output
    assert as_json["fault"] == {"seq": 2, "wrong": "altered"}


def test_a_cut_off_end_is_told_by_a_head_that_was_carried_away(kept, tmp_path):
    path = Path(json.loads(RUN.invoke(app, ["audit", "head", "--json"]).output)["path"])
    away = path.rename(tmp_path / "usb.jsonl")
    change(kept, "DELETE FROM trail WHERE seq > 2")

    assert RUN.invoke(app, ["audit", "verify"]).exit_code == 0
    answer = RUN.invoke(app, ["audit", "verify", "--heads", str(away)])

    assert answer.exit_code == 1
    assert "số 3" in answer.output


def test_the_trail_goes_out_as_a_workbook_and_that_is_on_record(kept, tmp_path):
    answer = RUN.invoke(app, ["audit", "export", str(tmp_path / "out.xlsx"), "--who", "Kiểm toán"])

    assert answer.exit_code == 0
    assert load_workbook(tmp_path / "out.xlsx").active.max_row >= 7
    assert "Xuất nhật ký" in RUN.invoke(app, ["audit", "list"]).output


def test_nothing_young_is_removed(kept):
    answer = RUN.invoke(app, ["audit", "prune", "--who", "An"])

    assert "Không có dòng nào quá hạn lưu 24 tháng" in answer.output
