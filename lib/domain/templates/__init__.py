"""All upload templates. A new one is a module here that defines ``TEMPLATE``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

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
from lib.domain.templates.feeds import Feeds
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
            module.TEMPLATE
            for module in (import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__))
            if hasattr(module, "TEMPLATE")
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
    "Feeds",
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
