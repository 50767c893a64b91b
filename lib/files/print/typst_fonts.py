"""What every printed sheet is set with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst

ASSETS = Path(__file__).parents[1] / "assets"


@cache
def fonts() -> typst.Fonts:
    """Our own typeface only: a sheet looks the same on every server."""
    return typst.Fonts(
        font_paths=[ASSETS / "fonts"], include_system_fonts=False, include_embedded_fonts=False
    )
