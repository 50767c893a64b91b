"""Searches for a plan in a process of its own, so that nobody else's page waits:
``python -m lib.services.planning.process``.

The first line at standard input is the question as JSON; any further line, or its end, stops the
search with the best plan so far. Every line at standard output is news: a sign of progress, that
the plan is being explained, and at last the plan or the faults for which there is none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.plan.signs import Sign
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Fault, FaultCode, Refused
from lib.domain.planning.question.instance import Instance
from lib.services.planning.explanations import explained
from lib.services.planning.words import plan_as_json
from lib.settings import HOME
from lib.text import Words, words

_MODULE = "lib.services.planning.process"
_NICER = 5
_LOOK_S = 0.1


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is to be searched, and who listens."""

    instance: Instance
    effort: Effort
    language: str
    hear: Callable[[Sign], object]
    explaining: Callable[[], object]
    stop: threading.Event


@dataclass(frozen=True, kw_only=True)
class Searched:
    """A plan with its explanations, as it is kept."""

    instance: Instance
    document: dict[str, Any]


def document_of(plan: Plan, say: Words, *, quick: bool = False) -> dict[str, Any]:
    """A plan with its explanations; ``quick``: without margins."""
    return plan_as_json(plan, say) | {"explained": explained(plan, say, quick=quick)}


def searched(search: Search) -> Searched:
    """The plan, searched in another process.

    Raises ``Refused`` for a question that contradicts itself, ``RuntimeError`` where the process
    ended without a plan.
    """
    process = _started(search)
    over = threading.Event()
    threading.Thread(target=_pass_on, args=(search.stop, over, process), daemon=True).start()
    try:
        return _listen(search, process)
    finally:
        over.set()
        with suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _started(search: Search) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603 - our own program, no word from outside
        [sys.executable, "-m", _MODULE],
        cwd=HOME,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    question = {
        "instance": search.instance.model_dump(mode="json"),
        "effort": asdict(search.effort),
        "language": search.language,
    }
    with suppress(BrokenPipeError):  # then there is no answer either, which is told below
        print(json.dumps(question), file=process.stdin, flush=True)
    return process


def _pass_on(stop: threading.Event, over: threading.Event, process: subprocess.Popen[str]) -> None:
    """Passes the wish to stop on to the process."""
    while not over.wait(_LOOK_S):
        if stop.is_set():
            with suppress(OSError, ValueError):
                print("stop", file=process.stdin, flush=True)
            return


def _listen(search: Search, process: subprocess.Popen[str]) -> Searched:
    assert process.stdout  # noqa: S101 - a pipe
    for line in process.stdout:
        news: dict[str, Any] = json.loads(line)
        if "sign" in news:
            search.hear(Sign(**news["sign"]))
        elif "faults" in news:
            raise Refused(tuple(_fault(told) for told in news["faults"]))
        elif "document" in news:
            instance = Instance.model_validate_json(news["instance"])
            return Searched(instance=instance, document=news["document"])
        else:
            search.explaining()
    raise RuntimeError(f"the search ended without a plan, status {process.wait()}")


def _fault(told: Mapping[str, Any]) -> Fault:
    return Fault(**{**told, "code": FaultCode(told["code"])})


def _wait_for_stop(stop: threading.Event) -> None:
    """Also when whoever asked is gone."""
    sys.stdin.readline()
    stop.set()


def main() -> None:
    """Answers the question at standard input."""
    with suppress(OSError):
        os.nice(_NICER)
    told = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no answer

    def tell(**news: object) -> None:
        print(json.dumps(news), file=told, flush=True)

    asked, stop = json.loads(sys.stdin.readline()), threading.Event()
    threading.Thread(target=_wait_for_stop, args=(stop,), daemon=True).start()
    instance = Instance.model_validate_json(json.dumps(asked["instance"]))
    try:
        plan = solve(
            instance, Effort(**asked["effort"]), hear=lambda s: tell(sign=asdict(s)), stop=stop
        )
    except Refused as refused:
        tell(faults=[asdict(fault) for fault in refused.faults])
        return
    tell(explaining=True)
    document = document_of(plan, words(asked["language"]))
    tell(instance=plan.instance.model_dump_json(), document=document)


if __name__ == "__main__":
    main()
