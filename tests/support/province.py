"""A whole month of the province: 75 communes of 30 villages, as one file."""

from __future__ import annotations

from lib.files.reference import gazetteer
from tests.support.sheets import register, village_month

EACH = 30
ROWS = 75 * EACH


def province_register() -> bytes:
    """The register of all villages."""
    return register(*((c, v, 100) for c, v in _villages()))


def province_month(guided: int = 20, *, period: str = "08/2026") -> bytes:
    """A report of all villages; ``guided`` makes two files differ."""
    return village_month(*((c, v, 3, guided) for c, v in _villages()), period=period)


def _villages() -> list[tuple[str, str]]:
    names = [c.full_name for c in gazetteer().communes.values()]
    return [(name, f"Bản Số {i}") for name in names for i in range(1, EACH + 1)]
