"""``plan`` on the command line: a file in, a plan or calm sentences out, honest exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.planning.question.faults import MOST_TOLD
from lib.domain.planning.question.reading import MOST_BYTES, MOST_LISTED
from tests.planning.checker import violations
from tests.support.planning import province

run = CliRunner().invoke


def written(folder: Path, instance: object) -> str:
    path = folder / "bai-toan.json"
    path.write_text(json.dumps(instance, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_plan_is_made_and_certified(tmp_path):
    instance = province(20, seed=1)

    result = run(app, ["plan", written(tmp_path, instance), "--json", "--seed", "7"])

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert violations(instance, answer) == []
    assert {"assignments", "objective", "bound", "unmet", "seconds", "gap", "digest"} <= set(answer)
    assert answer["seed"] == 7


def test_a_person_reads_sentences(tmp_path):
    result = run(app, ["plan", written(tmp_path, province(20, seed=1)), "--progress", "--explain"])

    assert result.exit_code == 0
    assert "20 lượt đội" in result.stdout
    assert "Không có phương án nào tốt hơn" in result.stdout or "Đạt ít nhất" in result.stdout


def test_a_refused_file_names_field_and_remedy_and_exits_1(tmp_path):
    instance = province(3, seed=1)
    instance["teams"][0]["size"] = -4

    path = written(tmp_path, instance)
    told, shown = run(app, ["plan", path, "--json"]), run(app, ["plan", path])

    [problem] = json.loads(told.stdout)["problems"]
    assert told.exit_code == shown.exit_code == 1
    assert problem["where"] == "teams[1] (TN-001).size"
    assert problem["say"] in shown.stdout


def test_wrong_usage_exits_2_and_the_schema_is_printed(tmp_path):
    assert run(app, ["plan"]).exit_code == 2
    assert run(app, ["plan", str(tmp_path / "khong-co.json")]).exit_code == 2
    assert "communes" in json.loads(run(app, ["plan", "--schema"]).stdout)["properties"]


def told(folder: Path, instance: dict[str, object]) -> list[dict[str, str]]:
    result = run(app, ["plan", written(folder, instance), "--json"])
    assert result.exit_code == 1
    problems: list[dict[str, str]] = json.loads(result.stdout)["problems"]
    return problems


def test_a_file_far_too_large_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "lon.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    result = run(app, ["plan", str(path), "--json"])

    [problem] = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert problem["code"] == "file_too_large"


@pytest.mark.parametrize("name", MOST_LISTED)
def test_a_list_longer_than_any_question_is_told_once_and_not_looked_into(tmp_path, name):
    instance = province(3, seed=1)
    instance[name] = [{}] * (MOST_LISTED[name] + 1)

    [problem] = told(tmp_path, instance)

    assert problem["code"] == "list_too_long"
    assert name in problem["say"]


def test_of_very_many_faults_the_first_are_told_and_that_there_are_more(tmp_path):
    instance = province(3, seed=1)
    instance["locks"] = [{"team": "?"}] * (MOST_TOLD + 500)

    problems = told(tmp_path, instance)

    assert len(problems) == MOST_TOLD + 1
    assert problems[-1]["code"] == "more_faults"
