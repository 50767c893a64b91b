"""Accounts from the console: the first administrator, and no password in an argument."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.services.house import open_house
from lib.services.login import log_in
from lib.settings import settings
from tests.support.people import GOOD


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    runner = CliRunner()
    yield lambda *words, typed="": runner.invoke(app, ["user", *words], input=typed)
    settings.cache_clear()


def test_the_first_administrator_is_made_on_the_console_and_comes_in(run):
    made = run("add", "quan.tri", "--name", "Quàng A", "--role", "administrator", typed=GOOD + "\n")

    assert made.exit_code == 0, made.output
    assert log_in(open_house(settings()), "quan.tri", GOOD)


def test_there_is_no_way_to_give_a_password_as_an_argument(run):
    refused = run("add", "a.b", "--name", "A", "--role", "staff", "--password", GOOD)

    assert refused.exit_code == 2


def test_a_weak_password_is_refused_with_a_sentence(run):
    refused = run("add", "a.b", "--name", "A", "--role", "staff", typed="password1234\n")

    assert refused.exit_code == 1
    assert "dễ đoán" in refused.output


def test_accounts_are_listed_disabled_and_given_another_role(run):
    run("add", "lan", "--name", "Lan", "--role", "staff", typed=GOOD + "\n")
    run("role", "lan", "officer", "--commune", "03646")
    run("disable", "lan")

    listed = json.loads(run("list", "--json").output)

    assert listed == [
        {"login": "lan", "name": "Lan", "role": "officer", "commune": "03646", "disabled": True}
    ]
