"""All upload templates. A new one is a module here that defines ``TEMPLATE``."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from lib.domain.access.permissions import Reporters
from lib.domain.templates.base import (
    REFERENCE,
    AtMost,
    Check,
    Column,
    Level,
    NoShare,
    PartsOf,
    Role,
    Template,
    Within,
    heading,
)
from lib.domain.templates.likely import (
    Lasting,
    NearPeriod,
    NotAhead,
    OwnUnit,
    PerDay,
    SinceBegun,
    Usual,
    WorkDays,
)

TEMPLATES: dict[str, Template] = {
    template.code: template
    for template in sorted(
        (
            import_module(f"{__name__}.{module.name}").TEMPLATE
            for module in pkgutil.iter_modules(__path__)
            if module.name not in ("base", "likely")
        ),
        key=lambda t: t.code,
    )
}

__all__ = [
    "REFERENCE",
    "TEMPLATES",
    "AtMost",
    "Check",
    "Column",
    "Lasting",
    "Level",
    "NearPeriod",
    "NoShare",
    "NotAhead",
    "OwnUnit",
    "PartsOf",
    "PerDay",
    "Reporters",
    "Role",
    "SinceBegun",
    "Template",
    "Usual",
    "Within",
    "WorkDays",
    "heading",
]
