"""All indicators. A new one is an entry of ``INDICATORS`` in a module here.

They stand in the order of the modules' ``PLACE``, within a module as they are declared.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

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
"""All of them as the product brings them, also those that wait for a setting; those in force are
the installation's, see ``set_up``."""


@lru_cache(maxsize=64)
def set_up(setup: Setup) -> Mapping[str, Indicator]:
    """The indicators that have a meaning as an installation has decided, by code."""
    settled = {code: as_set_up(indicator, setup) for code, indicator in _DECLARED.items()}
    return MappingProxyType({code: i for code, i in settled.items() if not i.hidden_until})


__all__ = [
    "CATALOGUE",
    "FEWEST_TOLD",
    "Better",
    "Form",
    "Indicator",
    "Measured",
    "Setup",
    "State",
    "as_read",
    "gap_between",
    "measure",
    "set_up",
]
