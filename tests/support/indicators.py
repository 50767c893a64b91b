"""The indicators of an installation where nobody has changed a setting."""

from __future__ import annotations

from lib.domain.figures.indicators import Setup, set_up

INDICATORS = set_up(Setup())
