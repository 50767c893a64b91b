"""The command line answers machines in JSON and people in sentences, with honest exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.settings import settings
from tests.files_made import summary_workbook

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path / "var"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(summary_workbook(period="10/2026"))
    return path


def test_check_prints_verdict_rows_and_problems(file):
    result = run(app, ["check", str(file), "--json"])

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(answer) == {"verdict", "template", "period", "rows", "problems"}
    assert answer["template"] == "00_tong_hop_xa"
    assert answer["period"] == "2026-10"
    assert [r["commune_code"] for r in answer["rows"]] == ["04045", "03985"]
    assert answer["rows"][0]["households"] == 1250
    keys = {"code", "severity", "row", "column", "given", "say", "fix"}
    assert all(keys <= set(p) for p in answer["problems"])


def test_check_names_the_cell_and_exits_1(tmp_path):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(summary_workbook(period="10/2026", guided=9999))

    result = run(app, ["check", str(path), "--json"])

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["verdict"] == "reject"
    above = next(p for p in answer["problems"] if p["code"] == "above")
    assert (above["row"], above["column"], above["given"]) == (8, "G", "9.999")


def test_check_of_a_file_that_is_no_table_is_a_calm_reject(tmp_path):
    path = tmp_path / "anh.xlsx"
    path.write_bytes(b"\x89PNG\r\n" + bytes(range(256)))

    result = run(app, ["check", str(path), "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout)["verdict"] == "reject"


def test_wrong_usage_exits_2(tmp_path):
    assert run(app, ["check", str(tmp_path / "khong-co.csv")]).exit_code == 2
    assert run(app, ["measure", "--indicator", "XX99", "--period", "2026-10"]).exit_code == 2
    assert run(app, ["measure", "--indicator", "GD03", "--period", "thang 10"]).exit_code == 2


def test_publish_measure_withdraw_and_history(file):
    assert run(app, ["publish", str(file), "--who", "Lò Thị Mai"]).exit_code == 0
    ask = ["measure", "--indicator", "GD03", "--period", "2026-10", "--json"]
    province = json.loads(run(app, ask).stdout)["province"]
    assert province["value"] == pytest.approx(430 / 1250 * 100)
    assert (province["reporting"], province["communes"]) == (2, 75)

    assert run(app, ["withdraw", "1", "--reason", "Nhầm kỳ báo cáo"]).exit_code == 0

    assert json.loads(run(app, ask).stdout)["province"]["value"] is None
    told = json.loads(run(app, ["history", "--json"]).stdout)
    assert told[0]["reason"] == "Nhầm kỳ báo cáo"
    assert told[0]["withdrawn_at"]


def test_withdrawing_twice_or_without_reason_is_refused(file):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])

    assert run(app, ["withdraw", "1", "--reason", " "]).exit_code == 1
    assert run(app, ["withdraw", "1", "--reason", "Nhầm kỳ báo cáo"]).exit_code == 0
    assert run(app, ["withdraw", "1", "--reason", "Nhầm kỳ báo cáo"]).exit_code == 1
    assert run(app, ["withdraw", "99", "--reason", "Nhầm kỳ báo cáo"]).exit_code == 1


def test_init_without_demo_prepares_an_empty_store():
    result = run(app, ["init"])

    assert result.exit_code == 0
    assert json.loads(run(app, ["history", "--json"]).stdout) == []


def test_measuring_a_freeze_or_a_moment_gives_the_figures_of_then(file, tmp_path):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])
    made = run(app, ["chot", "make", "--name", "Họp giao ban", "--who", "An", "--json"])
    freeze = json.loads(made.stdout)
    later = tmp_path / "sau.xlsx"
    later.write_bytes(summary_workbook(period="10/2026", guided=860))
    run(app, ["publish", str(later), "--who", "Lò Thị Mai"])
    ask = ["measure", "--indicator", "GD03", "--period", "2026-10", "--json"]

    then = [["--chot", freeze["chot"]], ["--as-of", freeze["as_of"]]]
    answers = [json.loads(run(app, ask + more).stdout) for more in (*then, [])]

    assert [a["province"]["value"] for a in answers] == pytest.approx([34.4, 34.4, 68.8])
    assert [a["as_of"] for a in answers] == [freeze["as_of"], freeze["as_of"], None]


def test_freezes_are_listed_and_taken_back(file):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])
    made = run(app, ["chot", "make", "--name", "Họp", "--who", "An", "--json"])
    code = json.loads(made.stdout)["chot"]

    gone = run(app, ["chot", "withdraw", code, "--who", "An", "--reason", "Nhầm kỳ"])

    [told] = json.loads(run(app, ["chot", "list", "--json"]).stdout)
    assert gone.exit_code == 0
    assert (told["chot"], told["reason"]) == (code, "Nhầm kỳ")


def test_an_unknown_freeze_is_refused_and_a_moment_that_is_none_is_wrong_usage():
    ask = ["measure", "--indicator", "GD03", "--period", "2026-10"]

    assert run(app, [*ask, "--chot", "zzzzzz"]).exit_code == 1
    assert run(app, [*ask, "--as-of", "hôm qua"]).exit_code == 2
    assert run(app, ["chot", "make", "--name", "Họp", "--who", "An"]).exit_code == 1


def test_a_period_is_closed_corrected_with_a_reason_and_opened_again(file, tmp_path):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])
    later = tmp_path / "sau.xlsx"
    later.write_bytes(summary_workbook(period="10/2026", guided=860))
    assert run(app, ["ky", "close", "2026-10", "--who", "An"]).exit_code == 0
    assert run(app, ["ky", "close", "2026-10", "--who", "An"]).exit_code == 1

    refused = run(app, ["publish", str(later), "--who", "An"])
    taken = run(app, ["publish", str(later), "--who", "An", "--reason", "xã gửi bổ sung"])
    opened = run(app, ["ky", "reopen", "2026-10", "--who", "An", "--reason", "còn bổ sung"])

    assert (refused.exit_code, taken.exit_code, opened.exit_code) == (1, 0, 0)
    [newest, _] = json.loads(run(app, ["history", "--json"]).stdout)
    assert newest["correction"] == "xã gửi bổ sung"
    told = json.loads(run(app, ["ky", "list", "--json"]).stdout)["closings"]
    assert [(c["closed"], c["reason"]) for c in told] == [(False, "còn bổ sung"), (True, None)]
    assert run(app, ["ky", "close", "tháng mười", "--who", "An"]).exit_code == 2


def test_a_period_is_returned_after_a_preview_and_the_return_undone(file, tmp_path):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])
    [first] = json.loads(run(app, ["history", "--json"]).stdout)
    later = tmp_path / "sau.xlsx"
    later.write_bytes(summary_workbook(period="10/2026", guided=860))
    run(app, ["publish", str(later), "--who", "Lò Thị Mai"])
    ask = ["measure", "--indicator", "GD03", "--period", "2026-10", "--json"]
    turn = ["ky", "return", "2026-10", "--to", first["published_at"]]

    seen = run(app, turn)
    before = json.loads(run(app, ask).stdout)["province"]["value"]
    done = run(app, [*turn, "--do", "--who", "An", "--reason", "nạp nhầm tệp"])
    then = json.loads(run(app, ask).stdout)["province"]["value"]
    undone = run(app, ["ky", "undo", "1", "--who", "An", "--reason", "nhầm kỳ"])
    after = json.loads(run(app, ask).stdout)["province"]["value"]

    assert "sau.xlsx" in seen.stdout
    assert (done.exit_code, undone.exit_code) == (0, 0)
    assert [before, then, after] == pytest.approx([68.8, 34.4, 68.8])
    assert run(app, ["ky", "return", "2026-10", "--to", "hôm qua"]).exit_code == 2


def test_progress_is_printed_in_words_and_as_json(file):
    run(app, ["publish", str(file), "--who", "Lò Thị Mai"])

    said = run(app, ["ky", "progress", "2026-10"])
    told = json.loads(run(app, ["ky", "progress", "2026-10", "--json"]).stdout)

    assert "2/75 xã đã nộp" in said.stdout
    assert {c["state"] for c in told["cells"]} >= {"late", "overdue", "not_owed"}
