"""The pages of a served tree as they reach a browser: every element, and every file they hand out.

A page is told as the elements it ends with, by their place, each as the text of its message; a
file behind a button is fetched as the browser fetches it.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.text_format import MessageToString
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from lib.domain.access.permissions import Role
from tests.support.entering import header
from tests.support.two_trees.answers import Answer


@dataclass
class Screen:
    """One page, run once by somebody who is in."""

    line: ClientConnection
    session: str = ""
    elements: dict[tuple[int, ...], Any] = field(default_factory=dict)
    files: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Behind each button: its address, or its number where it is made when somebody asks."""

    def run(self, page: str, query: str) -> None:
        """Asks for the page and listens until its last word."""
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = page, query
        self.line.send(message.SerializeToString())
        while True:
            came = self._next()
            kind = came.WhichOneof("type")
            if kind == "new_session":
                self.session = came.new_session.initialize.session_id
            elif kind == "delta":
                self._see(came)
            elif kind == "script_finished" and came.script_finished != (
                ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
            ):
                return

    def address_of(self, label: str) -> str:
        """Where the file behind a button lies; it is made where it is not yet."""
        where, later = self.files[label]
        if not later:
            return where
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = label, self.session
        asked.deferred_file.file_id = where
        self.line.send(message.SerializeToString())
        while True:
            came = self._next()
            if came.WhichOneof("type") == "backend_operation_response":
                told = came.backend_operation_response
                return str(told.deferred_file.url) or f"refused: {told.error_msg}"

    @property
    def text(self) -> str:
        """All that it shows, an element after the other."""
        return "\n".join(
            f"{'.'.join(map(str, place))} {MessageToString(element, as_utf8=True)}"
            for place, element in sorted(self.elements.items())
        )

    def _next(self) -> ForwardMsg:
        data = self.line.recv(timeout=120)
        assert isinstance(data, bytes)
        return ForwardMsg.FromString(data)

    def _see(self, came: ForwardMsg) -> None:
        place = tuple(came.metadata.delta_path)
        if came.delta.WhichOneof("type") == "add_block":
            self.elements[place] = came.delta.add_block
            return
        element = came.delta.new_element
        self.elements[place] = element
        if element.WhichOneof("type") == "download_button":
            button = element.download_button
            later = button.deferred_file_id
            self.files[f"{button.label} {place}"] = (later or button.url, bool(later))


def seen(site: str, role: Role, page: str, query: str, *, files: bool) -> Iterator[Answer]:
    """A page as somebody in this role sees it, and where wanted every file it hands out."""
    place = urlsplit(site)
    with connect(
        f"ws://{place.netloc}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=site,  # type: ignore[arg-type]
        additional_headers={"Cookie": header(role)},
        max_size=None,
    ) as line:
        screen = Screen(line)
        screen.run(page, query)
        asked = f"{role} /{page}?{query}"
        yield Answer("page", asked, content=screen.text.encode())
        for label in screen.files if files else ():
            address = screen.address_of(label)
            taken = fetched(site + address, role) if address.startswith("/") else (address, b"")
            yield Answer("file of a page", f"{asked} {label}", *taken)


def fetched(address: str, role: Role) -> tuple[str, bytes]:
    """Status and telling headers, and the body."""
    request = urllib.request.Request(address, headers={"Cookie": header(role)})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            told = [str(answer.status)]
            for name in ("Content-Type", "Content-Disposition", "Cache-Control"):
                told.append(f"{name}: {answer.headers.get(name, '')}")
            return "\n".join(told), answer.read()
    except urllib.error.HTTPError as refused:
        return str(refused.code), refused.read()
