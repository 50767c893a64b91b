"""Faults of the machine or of a wish that cannot be granted, told calmly at the page's edge."""

from __future__ import annotations

from secrets import token_hex


class AppError(Exception):
    """A fault with a code; its sentence stands in the catalogues under ``error.<code>``."""

    code = "unexpected"

    def __init__(self, code: str = "", **values: object) -> None:
        self.code = code or type(self).code
        self.values = values
        super().__init__(self.code, values)


class UnreadableFile(AppError):
    """The bytes are not a table we can read."""


class StoreUnavailable(AppError):
    """The store cannot be opened, read or written now. Wherever that is told, a code goes along."""

    code = "store_unavailable"

    def __init__(self) -> None:
        super().__init__(ticket=_new_ticket())


class StoreBusy(StoreUnavailable):
    """The store is there, and others have all of it for now: nothing is lost, nobody is out."""

    code = "store_busy"


class StoreDamaged(StoreUnavailable):
    """The store's file is there and is no longer whole: waiting does not help, a backup does."""

    code = "store_damaged"


class NotAllowed(AppError):
    """The wish is understood and refused."""


class Busy(AppError):
    """Asked again after ``seconds`` it will go: others, or one's own earlier wishes, come first."""

    code = "busy_all"


def ticket_of(error: Exception) -> str:
    """The code that leads from a sentence to the log: the fault's own, else a new one."""
    own = error.values.get("ticket") if isinstance(error, AppError) else None
    return str(own or _new_ticket())


def _new_ticket() -> str:
    return token_hex(4).upper()
