"""Files of our own that browsers keep for ever: the name of each carries a digest of its bytes."""

from lib.assets.asset import Asset, fingerprint
from lib.assets.icons import icon_font, icon_names
from lib.assets.typeface import FAMILY, font_files, font_rules, urgent_fonts

__all__ = [
    "FAMILY",
    "Asset",
    "fingerprint",
    "font_files",
    "font_rules",
    "icon_font",
    "icon_names",
    "urgent_fonts",
]
