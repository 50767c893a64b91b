"""Visitors without a browser: they speak Streamlit's protocol, so many fit into one process."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

from lib.domain.access.permissions import Role
from tests.support.entering import header

MAP = "map"


@dataclass
class Visitor:
    """One person on one page, with the widgets they see and what they chose in them."""

    line: ClientConnection
    page: str
    query: str = ""
    elements: dict[str, Any] = field(default_factory=dict)
    """Widgets by their key: the protobuf message that drew them."""
    states: dict[str, WidgetState] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    """HTML and notes of the last run, for a look at what came."""
    faults: list[str] = field(default_factory=list)
    """Exceptions that reached the page, of all runs."""
    bytes: int = 0
    """Received since the beginning."""
    _script: str = ""
    _known: set[str] = field(default_factory=set)

    async def run(self) -> float:
        """Runs the page with the present choices; seconds until its last word has arrived."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.widget_states.CopyFrom(WidgetStates(widgets=list(self.states.values())))
        if self._script:
            state.page_script_hash = self._script
        else:
            state.page_name = self.page
        state.cached_message_hashes.extend(self._known)
        begin = time.perf_counter()
        await self.line.send(message.SerializeToString())
        await self._listen()
        return time.perf_counter() - begin

    async def click(self, commune: str, indicator: str = "GD03") -> float:
        """Clicks a commune on the map, as our script in the browser tells it."""
        chosen = f'{{"code":"{commune}","indicator":"{indicator}","n":{time.time_ns() // 1000}}}'
        return await self.choose(MAP, json_value=chosen)

    async def choose(self, key: str, **value: Any) -> float:
        """Sets a widget, as ``string_value="2026-08"``, and waits for the page."""
        widget = self.elements[key].id
        self.states[key] = WidgetState(id=widget, **value)
        return await self.run()

    async def press(self, key: str) -> float:
        """Presses a button, once, and waits for the page."""
        widget = WidgetState(id=self.elements[key].id, trigger_value=True)
        self.states[key] = widget
        try:
            return await self.run()
        finally:
            del self.states[key]

    async def slide(self, key: str, back: int) -> float:
        """Sets a slider of choices ``back`` steps before its last one, and waits for the page."""
        chosen = self.elements[key].options[-1 - back]
        return await self.choose(key, string_array_value=StringArray(data=[chosen]))

    async def go(self, page: str, query: str = "") -> float:
        """Another page of the same visit."""
        self.page, self.query, self._script = page, query, ""
        self.states.clear()
        return await self.run()

    async def _listen(self) -> None:
        self.texts.clear()
        while True:
            data = await self.line.recv()
            assert isinstance(data, bytes)
            self.bytes += len(data)
            message = ForwardMsg.FromString(data)
            if message.metadata.cacheable:
                self._known.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.HasField("new_element"):
                self._see(message.delta.new_element)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished":
                status = ForwardMsg.ScriptFinishedStatus
                if message.script_finished == status.FINISHED_EARLY_FOR_RERUN:
                    continue  # the page ran itself again
                assert message.script_finished == status.FINISHED_SUCCESSFULLY, message
                return

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if kind == "component_instance":
            self.elements[MAP] = drawn  # the map alone is a component
        elif getattr(drawn, "id", "").startswith("$$ID-"):
            # "$$ID-<digest>-<key>"
            self.elements[drawn.id.split("-", 2)[2]] = drawn
        if kind in ("html", "markdown", "alert"):
            self.texts.append(drawn.body)
        elif kind == "exception":
            self.faults.append(f"{drawn.type} {drawn.message} {' '.join(drawn.stack_trace)}")


async def visit(
    address: str, page: str = "", query: str = "", *, role: Role = Role.ADMINISTRATOR
) -> Visitor:
    """A visitor who is logged in and whose line is open, before the first run."""
    place = urlsplit(address)
    line = await connect(
        f"ws://{place.netloc}{place.path}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=f"{place.scheme}://{place.netloc}",  # type: ignore[arg-type]
        additional_headers={"Cookie": header(role)},
        max_size=None,
    )
    return Visitor(line, page, query)
