"""Faults of the machine or of a wish that cannot be granted, told calmly at the page's edge."""

from __future__ import annotations


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
    """The store cannot be opened, read or written now."""

    code = "store_unavailable"


class NotAllowed(AppError):
    """The wish is understood and refused."""
