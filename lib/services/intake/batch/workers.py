"""The few processes that work on files of batches, shared fairly among the people who wait."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from lib.services.intake.batch.process import Worker
from lib.settings import Settings


class Hands:
    """Hands out workers: first to whoever has fewest at work, then to whoever waits longest.

    After each file a worker is free for the next person, so somebody with three hundred files
    holds up nobody longer than one of them takes. Whoever's file took all its time gets one
    worker at most from then on, while there are others for the rest.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._free: list[Worker] = []
        self._busy: Counter[str] = Counter()
        self._waiting: dict[int, str] = {}
        self._tickets = 0
        self._served: dict[str, int] = {}
        """By person the ticket that was served last."""
        self._slow: set[str] = set()
        self._changed = threading.Condition()

    @contextmanager
    def worker(self, person: str, settings: Settings) -> Iterator[Worker]:
        """A worker for one file of this person."""
        with self._changed:
            self._tickets += 1
            ticket = self._tickets
            self._waiting[ticket] = person
            self._changed.wait_for(lambda: self._next() == ticket)
            del self._waiting[ticket]
            self._busy[person] += 1
            self._served[person] = self._tickets
            worker = self._free.pop() if self._free else Worker(settings)
            self._changed.notify_all()
        if worker.settings != settings:
            worker.close()
            worker = Worker(settings)
        try:
            yield worker
        finally:
            self._give_back(person, worker)

    def _give_back(self, person: str, worker: Worker) -> None:
        with self._changed:
            self._busy -= Counter([person])
            if worker.late:
                self._slow.add(person)
            self._free.append(worker)
            self._changed.notify_all()

    def rest(self, person: str) -> None:
        """Nothing is left of this person's; with nobody at work the processes end."""
        with self._changed:
            self._slow.discard(person)
            idle = [] if self._busy or self._waiting else self._free
            if idle:
                self._free = []
        for worker in idle:
            worker.close()

    def _next(self) -> int:
        """The ticket whose turn it is; 0 while nobody's is."""
        if self._busy.total() >= self._at_once:
            return 0
        may = [t for t, person in self._waiting.items() if self._may(person)]
        return min(may, key=self._order, default=0)

    def _order(self, ticket: int) -> tuple[int, int, int]:
        person = self._waiting[ticket]
        return self._busy[person], self._served.get(person, 0), ticket

    def _may(self, person: str) -> bool:
        return person not in self._slow or not self._busy[person]
