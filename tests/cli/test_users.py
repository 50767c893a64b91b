"""Accounts from the console: the first administrator, and no password in an argument."""

from __future__ import annotations

import io
import json

import pytest
from typer.testing import CliRunner

from lib.cli import users
from lib.cli.__main__ import app
from lib.domain.errors import NotAllowed
from lib.services.access.login import log_in, subject_log_in
from lib.services.health.opening import open_installation
from lib.services.intake.demo import fill_with_demo
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
    assert log_in(open_installation(settings()), "quan.tri", GOOD)


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


def test_a_new_store_of_real_figures_says_how_to_make_its_first_administrator(run):
    told = CliRunner().invoke(app, ["init"]).output
    run("add", "quan.tri", "--name", "Quàng A", "--role", "administrator", typed=GOOD + "\n")

    assert "user add" in told
    assert "user add" not in CliRunner().invoke(app, ["init"]).output


def test_on_a_console_it_asks_for_the_first_administrator_until_the_password_is_good(
    run, monkeypatch
):
    typed = iter(["ngắn", "ngắn", GOOD, "khác hẳn", GOOD, GOOD])
    monkeypatch.setattr(users.getpass, "getpass", lambda _asked: next(typed))
    monkeypatch.setattr(users.sys, "stdin", Console("quan.tri\nQuàng A\n"))

    users.first_administrator(open_installation(settings()))

    assert log_in(open_installation(settings()), "quan.tri", GOOD)
    assert list(typed) == []


class Console(io.StringIO):
    """Where a person types."""

    def isatty(self):
        return True


def test_a_store_with_accounts_is_never_turned_into_a_demonstration(run):
    run("add", "quan.tri", "--name", "Quàng A", "--role", "administrator", typed=GOOD + "\n")

    CliRunner().invoke(app, ["init", "--demo"])

    installation = open_installation(settings())
    assert not installation.is_demo
    with pytest.raises(NotAllowed, match="demo_not_empty"):
        fill_with_demo(installation)


def test_the_last_administrator_stays(run):
    run("add", "quan.tri", "--name", "Quàng A", "--role", "administrator", typed=GOOD + "\n")

    told = [run("disable", "quan.tri"), run("role", "quan.tri", "leader")]

    assert [t.exit_code for t in told] == [1, 1]
    assert all("cuối cùng" in t.output for t in told)


def test_an_account_is_tied_to_the_single_sign_on_and_untied(run):
    run("add", "lan", "--name", "Lan", "--role", "staff", typed=GOOD + "\n")
    installation = open_installation(settings())

    run("subject", "lan", "ma-cua-lan")
    assert subject_log_in(installation, "ma-cua-lan")
    run("subject", "lan")

    with pytest.raises(NotAllowed, match="sso_unknown"):
        subject_log_in(installation, "ma-cua-lan")
