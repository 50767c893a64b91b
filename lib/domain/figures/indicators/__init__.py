"""All indicators. A new one is an entry of ``INDICATORS`` in a module here.

They stand in the order of the modules' ``PLACE``, within a module as they are declared.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module

from lib.domain.figures.indicators.base import Better, Form, Indicator, as_read
from lib.domain.figures.indicators.measuring import FEWEST_TOLD, Measured, gap_between, measure
from lib.domain.figures.indicators.setup import Setup, as_set_up
from lib.domain.figures.indicators.states import State

_MODULES = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
_DECLARED: dict[str, Indicator] = {
    indicator.code: indicator
    for module in sorted(
        (module for module in _MODULES if hasattr(module, "INDICATORS")),
        key=lambda module: module.PLACE,
    )
    for indicator in module.INDICATORS
}

CATALOGUE: dict[str, Indicator] = {
    code: as_set_up(indicator, Setup()) for code, indicator in _DECLARED.items()
}
"""All of them as the product brings them, also those that wait for a setting."""


class _Shown(Mapping[str, Indicator]):
    """A mapping that is exchanged as a whole: whoever is going through it goes on undisturbed."""

    def __init__(self) -> None:
        self._now: dict[str, Indicator] = {}

    def __getitem__(self, code: str) -> Indicator:
        return self._now[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def exchange(self, shown: dict[str, Indicator]) -> None:
        """From now on these."""
        self._now = shown


_SHOWN = _Shown()
INDICATORS: Mapping[str, Indicator] = _SHOWN
"""The indicators that have a meaning as the product is set up; see ``set_up``."""


def set_up(setup: Setup) -> None:
    """Fills ``INDICATORS`` with the declarations as these settings make them.

    Whoever opens an installation calls this before anything, and again when a setting changes.
    """
    settled = {code: as_set_up(indicator, setup) for code, indicator in _DECLARED.items()}
    shown = {code: indicator for code, indicator in settled.items() if not indicator.hidden_until}
    if shown != INDICATORS:
        _SHOWN.exchange(shown)


set_up(Setup())


def declared(code: str) -> Indicator:
    """The indicator as it is set up, or as the product brings it where it waits for a setting.

    Raises ``KeyError`` for an unknown code.
    """
    return INDICATORS.get(code) or CATALOGUE[code]


__all__ = [
    "CATALOGUE",
    "FEWEST_TOLD",
    "INDICATORS",
    "Better",
    "Form",
    "Indicator",
    "Measured",
    "Setup",
    "State",
    "as_read",
    "declared",
    "gap_between",
    "measure",
    "set_up",
]
