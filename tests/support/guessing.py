"""Knocking at the door of a served store: many addresses against one account, one office's own."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.bench.serving import Address
from tests.support.people import GOOD

OWNER, COLLEAGUE = "nan-nhan", "dong-nghiep"
OFFICE, MOST_MB, HANDS = "127.9.9.9", 150, 8
KNOWN_S, NEW_S = 5.0, 15.0
"""How long somebody who is right may wait: on a known device, on a new one."""

Tried = tuple[str, str]


class Door:
    """The login of a site, as browsers at different addresses see it."""

    def __init__(self, site: Address) -> None:
        self.place = urllib.parse.urlsplit(site)
        self.form, self.cookie = self._form()

    def _form(self) -> tuple[str, str]:
        way = http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=60)
        with closing(way):
            way.request("GET", "/dang-nhap", headers={"Host": self.place.netloc})
            answer = way.getresponse()
            form = re.findall(rb'name="form" value="([^"]+)"', answer.read())[0].decode()
            return form, str(answer.headers["set-cookie"]).split(";")[0]

    def enter(
        self, name: str, password: str, source: str, *, device: str = ""
    ) -> tuple[int, str, float]:
        """Status, the device's cookie, and the seconds that the answer took."""
        way = http.client.HTTPConnection(
            "127.0.0.1", self.place.port, source_address=(source, 0), timeout=90
        )
        headers = {
            "Host": self.place.netloc, "Origin": f"http://{self.place.netloc}",
            "Cookie": f"{self.cookie}; {device}" if device else self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        fields = {"form": self.form, "ten": name, "mat-khau": password}
        since = time.monotonic()
        with closing(way):
            way.request("POST", "/vao", urllib.parse.urlencode(fields), headers)
            answer = way.getresponse()
            answer.read()
            given = [c for c in answer.headers.get_all("set-cookie", []) if "bdhvs-may=" in c]
        return answer.status, "".join(given).split(";")[0], time.monotonic() - since

    def comes_in(self, name: str, source: str, *, device: str = "", within: float) -> Tried:
        """Somebody with the right password: how long they waited, and whether they were let in."""
        where = "a device of theirs" if device else "a new device"
        status, _, waited = self.enter(name, GOOD, source, device=device)
        told = f"{name} comes in on {where} after {waited:.1f} s"
        return told, "" if status == 303 and waited <= within else f"kept out: {status}"


def rotating(site: Address, *, sources: int) -> Iterator[Tried]:
    """So many addresses of as many networks guess one account; meanwhile its owner comes in."""
    door, before = Door(site), site.memory
    _, device, _ = door.enter(OWNER, GOOD, "127.8.8.8")
    answers: Counter[int] = Counter()
    begun = threading.Event()

    def guess(number: int) -> None:
        source = f"127.{20 + number // 250}.{number % 250}.1"
        for turn in range(2):
            answers[door.enter(OWNER, f"một câu đoán bừa {number} {turn}", source)[0]] += 1
            begun.set()

    with ThreadPoolExecutor(HANDS) as hands:
        attack = [hands.submit(guess, n) for n in range(sources)]
        begun.wait(60)
        meanwhile = [
            door.comes_in(OWNER, "127.8.8.8", device=device, within=KNOWN_S),
            door.comes_in(OWNER, "127.200.1.1", within=NEW_S),
            door.comes_in(OWNER, "127.201.1.1", within=NEW_S),
        ]
        for one in attack:
            one.result()
    yield from meanwhile
    told = f"{sources} addresses, {2 * sources} guesses at one account, answered {dict(answers)}"
    yield told, "a session" if answers[303] else ""
    grown = site.memory - before
    yield f"memory for them: {grown:.0f} MB", "" if grown < MOST_MB else "memory"
    yield door.comes_in(OWNER, "127.202.1.1", within=NEW_S)


def in_one_office(site: Address, *, names: Sequence[str]) -> Iterator[Tried]:
    """Wrong passwords from an office's one address; then a colleague there comes in."""
    door = Door(site)
    answers = Counter(door.enter("ai-do", f"sai {n}", OFFICE)[0] for n in range(25))
    with ThreadPoolExecutor(HANDS) as hands:
        tried = [hands.submit(door.enter, name, "sai hẳn rồi", OFFICE) for name in names]
        answers.update(one.result()[0] for one in tried)
    told = f"{25 + len(names)} wrong passwords from one address, answered {dict(answers)}"
    yield told, "a session" if answers[303] else ""
    yield door.comes_in(COLLEAGUE, OFFICE, within=NEW_S)
