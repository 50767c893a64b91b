"""How the server's log is written: one place, called once at start."""

from __future__ import annotations

import structlog


def write_plainly() -> None:
    """Traces without the values of variables: those are people's figures, and take half a second
    each to lay out.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        cache_logger_on_first_use=True,
    )
