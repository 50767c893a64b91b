"""No test fails because the machine is slow: one patience for all, and servers that have begun."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from lib.settings import HOME
from tests.support.patience import PATIENCE_S, answered

TESTS = HOME / "tests"
_OWN = {"set_default_timeout", "set_default_navigation_timeout", "launch", "set_options"}
"""What only the one way to a browser may call."""


def test_every_browser_of_tests_scripts_and_measurements_is_the_patient_one():
    callers = {
        f"{path.relative_to(HOME)}: {call.func.attr}"
        for path, call in _calls()
        if call.func.attr in _OWN and path != TESTS / "support" / "chromium.py"
    }

    assert callers == set()


@pytest.mark.parametrize("folder", ["browser", "pages"])
def test_no_test_of_a_screen_names_a_patience_of_its_own(folder: str):
    """A wait that must come in time on the slowest machine is the one of all."""
    named = {
        f"{path.relative_to(HOME)}:{call.lineno}"
        for path, call in _calls()
        if path.is_relative_to(TESTS / folder)
        and any(k.arg == "timeout" and isinstance(k.value, ast.Constant) for k in call.keywords)
    }

    assert named == set()


def test_one_test_may_take_several_waits_to_their_end():
    told = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))

    assert told["tool"]["pytest"]["ini_options"]["timeout"] >= 5 * PATIENCE_S


def test_a_server_has_begun_once_it_has_given_a_whole_page(stumbling: tuple[str, list[int]]):
    address, given = stumbling

    answered(f"{address}/ban-do")

    assert given == [503, 503, 200]


def test_a_server_that_ended_is_not_waited_for():
    gone = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    gone.wait()

    with pytest.raises(ChildProcessError, match="ended with 3"):
        answered("http://127.0.0.1:9/ban-do", process=gone)


@pytest.fixture
def stumbling() -> Iterator[tuple[str, list[int]]]:
    """A server that is not ready twice, and the statuses that it gave."""
    given: list[int] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given.append(503 if len(given) < 2 else 200)
            self.send_response(given[-1])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", given
        server.shutdown()


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a method in the tests."""
    for path in sorted(TESTS.rglob("*.py")):
        text = path.read_text("utf-8")
        if re.search(r"timeout|launch|set_options", text):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield path, node
