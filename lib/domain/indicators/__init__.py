"""All indicators. A new one is an entry of ``INDICATORS`` in a module here."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from lib.domain.indicators.base import (
    Better,
    Form,
    Indicator,
    Measured,
    Target,
    measure,
)
from lib.domain.indicators.setup import Setup, as_set_up

_ORDER = ("KH", "DS", "MC", "GD", "HD", "YT", "AT", "KHH", "AI", "NH", "TN", "BC")


def _place(indicator: Indicator) -> tuple[int, str]:
    family = indicator.code.rstrip("0123456789")
    return (_ORDER.index(family), indicator.code)


CATALOGUE: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in sorted(
        (
            indicator
            for module in pkgutil.iter_modules(__path__)
            if module.name not in ("base", "setup")
            for indicator in import_module(f"{__name__}.{module.name}").INDICATORS
        ),
        key=_place,
    )
}

INDICATORS: dict[str, Indicator] = {}
"""The indicators that have a meaning as the product is set up; see ``set_up``."""


def set_up(setup: Setup) -> None:
    """Fills ``INDICATORS`` with the declarations as these settings make them.

    Settings are read once, at start: whoever opens an installation calls this before anything.
    """
    settled = {code: as_set_up(indicator, setup) for code, indicator in CATALOGUE.items()}
    shown = {code: indicator for code, indicator in settled.items() if not indicator.hidden_until}
    if shown != INDICATORS:
        INDICATORS.clear()
        INDICATORS.update(shown)


set_up(Setup())

__all__ = [
    "CATALOGUE",
    "INDICATORS",
    "Better",
    "Form",
    "Indicator",
    "Measured",
    "Setup",
    "Target",
    "measure",
    "set_up",
]
