"""Files made to stop everybody, each given to the command that reads its kind.

    python -m tests.scripts.hostile_files [--short] [--only PART] [--largest 8]

For each file: how long the command took, the most memory that all its processes held together, and
what the person was told. It fails where one takes more than 25 s or 900 MB, dies, or is told
anything but a calm sentence. ``--short`` tries every fourth kind in its smallest size.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lib.domain.errors import AppError
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.reading import read_instance
from lib.files.reference import gazetteer
from lib.files.writing.letter_templates import Letter
from lib.files.writing.plan_letters import filled
from lib.maps.importing.proposal import prepare
from lib.services.intake.batch.taking_in import start_batch
from lib.settings import HOME
from tests.attacks.books import ODS, XLS, XLSX, Maker
from tests.attacks.others import BOUNDARIES, LETTERS, PLANS
from tests.attacks.texts import BATCHES, CSV
from tests.support.installations import open_test_installation, see
from tests.support.people import staff

MOST_S, MOST_MB = 25, 900
_GIVE_UP_S = 120
_TAKE_ALL_THE_TIME = {"letter loops", "letter powers", "csv different short cells"}
"""Ended only once their time is over: left out of the short form."""
_NOT_CALM = re.compile(r"Traceback|Error\b|Exception|panicked|lib/|site-packages|\.py\b")


@dataclass(frozen=True)
class Kind:
    """One kind of file: its attacks, how it ends, the command that reads it."""

    attacks: Mapping[str, Maker]
    ending: str
    command: tuple[str, ...]


KINDS = {
    "csv": Kind(CSV, ".csv", ("check", "FILE", "--json")),
    "xlsx": Kind(XLSX, ".xlsx", ("check", "FILE", "--json")),
    "xls": Kind(XLS, ".xls", ("check", "FILE", "--json")),
    "ods": Kind(ODS, ".ods", ("check", "FILE", "--json")),
    "zip": Kind(BATCHES, ".zip", ("intake", "FILE", "--json")),
    "boundaries": Kind(BOUNDARIES, ".geojson", ("boundaries", "import", "FILE")),
    "plan": Kind(PLANS, ".json", ("plan", "FILE", "--json", "--seconds", "2")),
    "letter": Kind(
        LETTERS, ".docx", ("plan", "PLAN", "--files", "OUT", "--first-day", "2026-06-08")
    ),
}


@dataclass
class Tried:
    """What one file cost and what was told."""

    name: str
    seconds: float
    megabytes: float
    told: str
    bad: list[str] = field(default_factory=list)

    def judged(self) -> Tried:
        """With what is bad about it."""
        if self.seconds > MOST_S:
            self.bad.append("slow")
        if self.megabytes > MOST_MB:
            self.bad.append("large")
        if _NOT_CALM.search(self.told) or not self.told.strip():
            self.bad.append("not calm")
        return self


def main() -> int:
    """0 where everything held."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--short", action="store_true")
    told.add_argument("--only", default="", help="part of the name of the attacks to try")
    told.add_argument("--largest", type=int, default=8, help="the last of the doubling sizes")
    asked = told.parse_args()
    tried = []
    with tempfile.TemporaryDirectory() as folder:
        trial = _in_one_process if asked.short else _by_command
        for one in trial(Path(folder), asked.only, 1 if asked.short else asked.largest):
            tried.append(one)
            mark = ", ".join(one.bad) or "ok"
            print(
                f"{one.name:<52} {one.seconds:6.1f} s {one.megabytes:6.0f} MB  {mark:<10} "
                f"{' '.join(one.told.split())[:90]}",
                flush=True,
            )
    bad = [one for one in tried if one.bad]
    slowest, largest = max(t.seconds for t in tried), max(t.megabytes for t in tried)
    print(f"{len(tried)} files, {len(bad)} bad; slowest {slowest:.1f} s, fullest {largest:.0f} MB")
    return 1 if bad else 0


def _attacks(only: str, every: int = 1) -> Iterator[tuple[Kind, str, Maker]]:
    for kind in KINDS.values():
        for name, make in [*kind.attacks.items()][::every]:
            if only in name and (every == 1 or name not in _TAKE_ALL_THE_TIME):
                yield kind, name, make


def _by_command(folder: Path, only: str, largest: int) -> Iterator[Tried]:
    env = {**os.environ, "BDHVS_DATA_DIR": str(folder / "var")}
    _run(["init", "--demo"], env)
    question = folder / "plan.json"
    question.write_bytes(_small_plan())
    for kind, name, make in _attacks(only):
        size = 1
        while size <= largest:
            file = folder / f"tep{kind.ending}"
            if kind.ending == ".docx":
                file = folder / "var" / "mau-van-ban" / f"{Letter.PLAN}.docx"
                file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(make(size))
            named = {"FILE": str(file), "PLAN": str(question), "OUT": str(folder / "out.zip")}
            with _Memory() as memory:
                begin = time.perf_counter()
                done = _run([named.get(part, part) for part in kind.command], env, memory)
                took = time.perf_counter() - begin
            yield Tried(f"{name} × {size}", took, memory.most, _told(done)).judged()
            file.unlink()
            size *= 2


def _small_plan() -> bytes:
    return json.dumps(
        {
            "format": "ke-hoach/1",
            "communes": [{"code": "03646", "need": 2100}],
            "teams": [{"code": "T1", "base": "03646", "size": 15}],
            "rules": {"weeks": 6},
        }
    ).encode()


def _run(
    arguments: list[str], env: Mapping[str, str], memory: _Memory | None = None
) -> tuple[int, str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "lib.cli", *arguments],
        cwd=HOME,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if memory:
        memory.watch(process.pid)
    try:
        said, _ = process.communicate(timeout=_GIVE_UP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    return process.returncode, said


def _told(done: tuple[int, str]) -> str:
    """What was said; a process that died or was used wrongly has said an Error."""
    status, said = done
    return said if status in (0, 1) else f"Error: status {status} {said}"


def _in_one_process(folder: Path, only: str, largest: int, every: int = 4) -> Iterator[Tried]:
    installation = open_test_installation(folder)
    readers: dict[str, Callable[[bytes], object]] = {
        ".zip": lambda content: start_batch(installation, [("a.zip", content)], who=staff()),
        ".geojson": lambda content: prepare(content, "a.geojson", gazetteer()),
        ".json": read_instance,
        ".docx": lambda content: filled(Letter.PLAN, {}, template=content),
    }
    for kind, name, make in _attacks(only, every):
        content = make(largest)
        look = readers.get(kind.ending, lambda content: see(installation, content))
        with _Memory() as memory:
            memory.watch(os.getpid())
            begin = time.perf_counter()
            told = "ok"
            try:
                look(content)
            except AppError as refused:
                told = refused.code
            except Refused as refused:
                told = str(refused.faults[0].code)
            except Exception as fault:
                told = f"Error: {fault!r}"
            took = time.perf_counter() - begin
        yield Tried(name, took, memory.most, told).judged()


class _Memory:
    """The most that a process and all it has started held together."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> _Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def watch(self, process: int) -> None:
        """Looks fifty times a second."""
        self._thread = threading.Thread(target=self._look, args=(process,))
        self._thread.start()

    def _look(self, process: int) -> None:
        while True:
            self.most = max(self.most, sum(map(_held, [process, *_children(process)])))
            if self._over.wait(0.02):
                return


def _held(process: int) -> float:
    """Megabytes, of which those shared with others count in parts."""
    with suppress(OSError):  # gone meanwhile
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(re.findall(r"Pss:\s+(\d+) kB", told)[0]) / 1024
    return 0


def _children(process: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, tasks.read_text().split()):
                yield child
                yield from _children(child)


if __name__ == "__main__":
    sys.exit(main())
