"""Answers leave at once, instead of waiting until the one before is acknowledged."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

_OPEN_FILES = Path("/proc/self/fd")


def send_at_once() -> None:
    """Switches Nagle's algorithm off for everybody who connects to this process from now on.

    Streamlit binds its socket in a way that keeps asyncio from doing so, and every answer in
    several parts then waits 40 ms, or as long as the way to the visitor and back. A connection
    inherits the option from the socket it came in by. Does nothing where there is no ``/proc``.
    """
    if not _OPEN_FILES.is_dir():
        return
    for number in map(int, os.listdir(_OPEN_FILES)):
        # What is no socket, or none of the internet, refuses: leave it as it is.
        with suppress(OSError), socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as one:
            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
