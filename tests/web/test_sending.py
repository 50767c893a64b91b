from __future__ import annotations

import socket

from lib.web.middleware.sending import send_at_once


def test_whoever_connects_afterwards_gets_answers_at_once():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        send_at_once()

        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
