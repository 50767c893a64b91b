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
            if module.name != "base"
            for indicator in import_module(f"{__name__}.{module.name}").INDICATORS
        ),
        key=_place,
    )
}

INDICATORS: dict[str, Indicator] = {
    code: indicator for code, indicator in CATALOGUE.items() if not indicator.hidden_until
}
"""The indicators that have a meaning as the product is set up."""

__all__ = [
    "CATALOGUE",
    "INDICATORS",
    "Better",
    "Form",
    "Indicator",
    "Measured",
    "Target",
    "measure",
]
