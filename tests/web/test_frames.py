"""What a page's line may say to the server: only what pages of ours say."""

from __future__ import annotations

import asyncio

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from lib.web.middleware.frames import HEARD, only_ours

WORDS = [f.name for f in BackMsg.DESCRIPTOR.fields if f.containing_oneof]


def frame(word: str) -> dict[str, object]:
    said = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[word]
    if field.message_type:
        getattr(said, word).SetInParent()
    else:
        setattr(said, word, True)
    return {"type": "websocket.receive", "bytes": said.SerializeToString()}


def first_heard(*messages: dict[str, object]) -> object:
    waiting = list(messages)

    async def receive():
        return waiting.pop(0)

    return asyncio.run(only_ours(receive)())


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_heard_only_where_a_page_of_ours_says_it(word: str):
    end = {"type": "websocket.disconnect"}

    heard = first_heard(frame(word), end)

    assert (heard == frame(word)) is (word in HEARD)


def test_nobody_empties_everybodys_caches_or_asks_for_the_repository():
    assert {"clear_cache", "load_git_info", "debug_shutdown_runtime"} <= set(WORDS) - HEARD


@pytest.mark.parametrize(
    "message",
    [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": "x"},
        {"type": "websocket.receive", "bytes": b"\xff\xff\xff", "text": None},
        {"type": "websocket.receive", "bytes": None},
    ],
)
def test_what_is_no_word_is_left_to_streamlit(message):
    assert first_heard(message) == message
