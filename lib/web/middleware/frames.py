"""Which words of a page's line are heard.

Streamlit's protocol knows more than our pages say: one word empties everybody's caches, and with
them searches under way; another tells of the repository that the server was installed from.
"""

from __future__ import annotations

import structlog
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

log = structlog.get_logger()

HEARD = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request",
     "backend_operation_request"}
)  # fmt: skip


def only_ours(receive: Receive) -> Receive:
    """``receive`` without the words that no page of ours says."""

    async def heard() -> Message:
        while True:
            message = await receive()
            word = _word(message)
            if not word or word in HEARD:
                return message
            log.warning("word_not_heard", word=word)

    return heard


def _word(message: Message) -> str:
    """What a frame asks for; "" for one that is no word, which Streamlit itself closes upon."""
    try:
        return BackMsg.FromString(message.get("bytes") or b"").WhichOneof("type") or ""
    except DecodeError:
        return ""
