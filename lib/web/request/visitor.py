"""Where a request of our own routes comes from, as the trail keeps it."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from lib.services.audit.recording import stand
from lib.web.request.permission import person_in


def stand_as(visitor: HTTPConnection) -> None:
    """Says for this thread who asks: the address the server sees, never one that a header names."""
    address = visitor.client.host if visitor.client else ""
    agent = visitor.headers.get("user-agent", "")
    stand(address=address, agent=agent, who=person_in(visitor) or "")
