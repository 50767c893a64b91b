"""Uploads are rationed by person, however many pages, visits and sessions they open."""

from __future__ import annotations

import asyncio

import pytest

from lib.domain.access.permissions import Person, Role
from lib.services.access.page_owners import Lines
from lib.services.access.sessions import Visit
from lib.web.middleware.upload_quota import UPLOADS, HandingIn, Quota
from lib.web.request.permission import let_in

LAN, BINH = Person("Lan", Role.STAFF, None, 1), Person("Bình", Role.STAFF, None, 2)
SMALL = Quota(at_once=2, person_bytes=100, all_bytes=200)


class Server:
    """What takes uploads in, and what lies in its memory."""

    def __init__(self, *, quota=SMALL, is_demo=False, slow=False):
        self.lying, self.lines, self.slow = {}, Lines(), slow
        self.door = HandingIn(self._take, quota=quota, held=self._held, lines=self.lines,
                              is_demo=lambda: is_demo)  # fmt: skip

    def _held(self, pages):
        return sum(self.lying.get(p, 0) for p in pages), sum(self.lying.values())

    async def _take(self, scope, receive, send):
        if self.slow:
            await asyncio.sleep(0.05)
        page = scope["path"].removeprefix(UPLOADS).partition("/")[0]
        size = int(dict(scope["headers"])[b"content-length"])
        self.lying[page] = self.lying.get(page, 0) + size
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def put(self, who, page, size, *, session=None):
        digest = session or f"session-{who.account}"
        self.lines.bind(page, digest)
        heard = {}
        length = [(b"content-length", str(size).encode())] if size != "" else []
        scope = {"type": "http", "method": "PUT", "path": f"{UPLOADS}{page}/f", "headers": length}
        let_in(scope, Visit(digest, who))

        async def send(message):
            if message["type"] == "http.response.start":
                heard.update(message)

        await self.door(scope, None, send)
        return heard["status"]


def in_turn(server, *puts):
    async def all_of_them():
        return [await server.put(*given, **more) for *given, more in puts]

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("length", ["", "-1", "many", "9" * 30])
def test_an_upload_must_say_its_length(length):
    assert in_turn(Server(), (LAN, "p", length, {})) == [411]


def test_many_pages_and_many_logins_of_one_person_are_one_share():
    told = in_turn(
        Server(),
        (LAN, "page-1", 60, {}), (LAN, "page-2", 60, {}),
        (LAN, "page-3", 60, {"session": "another login"}), (LAN, "page-4", 40, {}),
        (BINH, "page-5", 50, {}),
    )  # fmt: skip

    assert told == [204, 413, 413, 204, 204]


def test_nobody_takes_more_than_is_left_for_the_others():
    cam = Person("Cẩm", Role.STAFF, None, 3)

    told = in_turn(Server(), (LAN, "a", 100, {}), (BINH, "b", 60, {}), (BINH, "b", 50, {}),
                   (cam, "c", 20, {}))  # fmt: skip

    assert told == [204, 503, 204, 204]


def test_what_is_still_coming_counts_as_well():
    server = Server(slow=True)

    async def together():
        return await asyncio.gather(
            server.put(LAN, "a", 60), server.put(LAN, "b", 60), server.put(BINH, "c", 30)
        )

    assert asyncio.run(together()) == [204, 413, 204]
    assert not server.door._under_way
    assert not server.door._coming


def test_only_so_many_uploads_of_a_person_are_under_way():
    server = Server(slow=True)

    async def together():
        return await asyncio.gather(
            *(server.put(LAN, f"p{n}", 1) for n in range(4)), server.put(BINH, "q", 1)
        )

    assert asyncio.run(together()) == [204, 204, 429, 429, 204]


def test_where_people_share_the_accounts_each_session_is_a_person():
    told = in_turn(Server(is_demo=True), (LAN, "a", 90, {"session": "one"}),
                   (LAN, "b", 50, {"session": "two"}))  # fmt: skip

    assert told == [204, 204]
