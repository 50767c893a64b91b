"""What the server does by itself, at its start and once a day."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from lib.domain.errors import AppError
from lib.services.access.devices import forget_old_devices
from lib.services.access.sessions import forget_old_sessions
from lib.services.directory.people import expire_directory
from lib.services.installation import Installation

log = structlog.get_logger()
_DAY_S = 24 * 60 * 60


def every_day(installation: Callable[[], Installation], *, stop: threading.Event) -> None:
    """Runs until ``stop``; what fails today is tried again tomorrow."""
    while True:
        for duty in (expire_directory, forget_old_sessions, forget_old_devices):
            try:
                duty(installation())
            except AppError as error:
                log.error("daily_failed", duty=duty.__name__, exc_info=error)
        if stop.wait(_DAY_S):
            return
