"""What is kept by habit is kept by the tools too, and the guide for newcomers tells the truth."""

from __future__ import annotations

import re

import pytest

from lib.settings import HOME

GUIDE = (HOME / "CONTRIBUTING.md").read_text("utf-8")


def test_a_commit_is_held_to_what_make_check_runs():
    makefile = (HOME / "Makefile").read_text("utf-8")
    hooks = (HOME / ".pre-commit-config.yaml").read_text("utf-8")

    [check] = re.findall(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)

    commands = [line.strip().replace("$(BIN)", ".venv/bin") for line in check.splitlines()]
    assert re.findall(r"entry: (.+)", hooks) == commands


def test_hooks_fetch_nothing():
    hooks = (HOME / ".pre-commit-config.yaml").read_text("utf-8")

    assert re.findall(r"repo: (.+)", hooks) == ["local"]
    assert set(re.findall(r"language: (.+)", hooks)) == {"system"}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake (\w+)", GUIDE))))
def test_a_command_of_the_guide_is_there(target: str):
    assert f"\n{target}:" in (HOME / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("errand", re.findall(r"`(tests/errands/\w+\.py)`", GUIDE))
def test_an_errand_of_the_guide_is_proved(errand: str):
    assert (HOME / errand).is_file()


def test_every_proof_stands_in_the_guide():
    proofs = {f"tests/errands/{p.name}" for p in (HOME / "tests/errands").glob("test_*.py")}

    assert set(re.findall(r"`(tests/errands/\w+\.py)`", GUIDE)) == proofs
