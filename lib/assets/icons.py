"""Material Symbols cut down to the icons we show; see ``icons/README.md`` to add one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lib.assets.asset import Asset, fingerprint

_FOLDER = Path(__file__).with_name("icons")


@cache
def icon_font() -> Asset:
    """The font file, a tenth of the whole."""
    return fingerprint("icons", "woff2", (_FOLDER / "icons.woff2").read_bytes())


@cache
def icon_names() -> frozenset[str]:
    """What may stand in ``:material/…:``; any other name would show as a word."""
    return frozenset((_FOLDER / "names.txt").read_text(encoding="utf-8").split())
