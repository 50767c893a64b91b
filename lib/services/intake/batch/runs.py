"""Working through a batch beside the pages: bounded, one batch at a time for each person.

What is found stands in the store. A run that ends with the server is begun again by whoever
opens the board; a file over which it ended twice, or that took too much, is set aside with its
reason until a person wants it tried again.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from queue import Empty, SimpleQueue

import structlog

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.errors import StoreUnavailable
from lib.domain.intake.batch import UNWARNED, Standing
from lib.services.installation import Installation
from lib.services.intake.batch.board import Board, begin_try
from lib.services.intake.batch.files import INTERRUPTED, TOO_HARD, refuse_file
from lib.services.intake.batch.process import Task, Worker
from lib.services.intake.batch.workers import Hands
from lib.services.intake.village_register import REGISTER
from lib.store.intake.batches import Batch
from lib.text import fold

_TRIES = 2

log = structlog.get_logger()


@dataclass
class Run:
    """Tasks of one batch being worked through."""

    batch_id: int
    total: int = 0
    """Of what is being done now; 0 while other work of the same person comes first."""
    done: int = 0
    publishing: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Runs:
    """All runs of this process."""

    def __init__(self, *, at_once: int) -> None:
        self._at_once = at_once
        self._hands = Hands(at_once)
        self._persons: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._running: dict[int, Run] = {}
        self._lock = threading.Lock()

    def of(self, batch_id: int) -> Run | None:
        """The run of a batch that is under way."""
        run = self._running.get(batch_id)
        return run if run and not run.over.is_set() else None

    def check(
        self, installation: Installation, board: Board, files: Sequence[int] = ()
    ) -> Run | None:
        """Checks these files, else all that wait for it; ``None`` where there is nothing to do."""
        tasks = [Task(file_id=i) for i in files or board.due]
        return self._begin(installation, board.batch, [tasks]) if tasks else None

    def publish(
        self,
        installation: Installation,
        board: Board,
        standings: Collection[Standing],
        *,
        who: Person,
        reason: str = "",
    ) -> Run | None:
        """Publishes files of these standings as they were shown, then looks at the others again.

        ``reason``: why closed periods are corrected; without one their files stay.
        """
        who.must(Act.UPLOAD, EVERYWHERE)
        ready = board.ready(*standings)
        shown = {line.file_id: line.outcome for line in board.lines if line.outcome}
        tasks = [Task(file_id=i, seal=shown[i].seal, who=asdict(who), reason=reason) for i in ready]
        register = any(shown[i].template == REGISTER for i in ready)
        again = [Task(file_id=i) for i in _touched(board, ready, register=register)]
        return self._begin(installation, board.batch, [tasks, again]) if tasks else None

    def _begin(self, installation: Installation, batch: Batch, phases: list[list[Task]]) -> Run:
        with self._lock:
            if (run := self.of(batch.id)) is not None:
                return run
            run = Run(batch.id)
            self._running[batch.id] = run
        threading.Thread(
            target=self._carry_out,
            args=(installation, run, phases),
            kwargs={"person": fold(batch.who)},
            daemon=True,
        ).start()
        return run

    def _carry_out(
        self, installation: Installation, run: Run, phases: list[list[Task]], *, person: str
    ) -> None:
        try:
            with self._persons[person]:
                for tasks in phases:
                    self._phase(installation, run, tasks, person=person)
        finally:
            self._hands.rest(person)
            run.over.set()

    def _phase(
        self, installation: Installation, run: Run, tasks: list[Task], *, person: str
    ) -> None:
        run.publishing = any(t.seal for t in tasks)
        run.done, run.total = 0, len(tasks)
        queue: SimpleQueue[Task] = SimpleQueue()
        for task in tasks:
            queue.put(task)
        # What is published is seen by what comes after: one after another, in order.
        hands = 1 if run.publishing else min(self._at_once, len(tasks))
        helpers = [
            threading.Thread(
                target=self._work,
                args=(installation, run, queue),
                kwargs={"person": person},
                daemon=True,
            )
            for _ in range(hands)
        ]
        for helper in helpers:
            helper.start()
        for helper in helpers:
            helper.join()

    def _work(
        self, installation: Installation, run: Run, queue: SimpleQueue[Task], *, person: str
    ) -> None:
        while True:
            try:
                task = queue.get_nowait()
            except Empty:
                return
            try:
                with self._hands.worker(person, installation.settings) as worker:
                    self._one(installation, worker, task)
            except StoreUnavailable:  # the file waits for whoever opens the board next
                log.exception("batch_file_waits", file_id=task.file_id)
            run.done += 1

    def _one(self, installation: Installation, worker: Worker, task: Task) -> None:
        """A file that takes too much, or over which the process ends twice, is set aside."""
        for _ in range(_TRIES):
            if not task.seal and begin_try(installation, task.file_id) >= _TRIES:
                refuse_file(installation, task.file_id, INTERRUPTED)
                return
            if worker.do(task):
                return
            if worker.late:
                log.warning("batch_file_stopped", file_id=task.file_id)
                seconds = installation.settings.batch_file_seconds
                refuse_file(installation, task.file_id, TOO_HARD, seconds=seconds)
                return
            worker.close()
        log.error("batch_file_failed", file_id=task.file_id)
        if not task.seal:
            refuse_file(installation, task.file_id, "broken_file")


def _touched(board: Board, published: Sequence[int], *, register: bool) -> list[int]:
    """The files that may look different once these are published."""
    open_ones = {Standing.ASK, Standing.CLASH, Standing.WARN, *UNWARNED}
    if register:
        open_ones.add(Standing.RETURNED)
    return [
        line.file_id
        for line in board.lines
        if line.standing in open_ones and line.file_id not in published
    ]
