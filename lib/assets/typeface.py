"""Be Vietnam Pro, cut into the parts a Vietnamese page needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lib.assets.asset import Asset, fingerprint

FAMILY = "Be Vietnam Pro"
WEIGHTS = (400, 600, 700)

# As the type's own style sheets divide it; a browser fetches a part when the text needs it.
RANGES = {
    "vietnamese": "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,"
    "U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,"
    "U+2C60-2C7F,U+A720-A7FF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
    "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}

# Later rules win where ranges overlap: Vietnamese letters must not pull in latin-ext.
ORDER = ("latin-ext", "latin", "vietnamese")

_FOLDER = Path(__file__).with_name("fonts")


@cache
def font_files() -> dict[tuple[str, int], Asset]:
    """Every part of the typeface by (part, weight)."""
    return {
        (part, weight): fingerprint(
            f"{part}-{weight}", "woff2", (_FOLDER / f"{part}-{weight}.woff2").read_bytes()
        )
        for part in ORDER
        for weight in WEIGHTS
    }


def urgent_fonts() -> tuple[Asset, ...]:
    """The parts every page shows at once, worth fetching before the scripts ask."""
    files = font_files()
    return tuple(files[part, 400] for part in ("latin", "vietnamese"))


def font_rules(*families: str, folder: str = "") -> str:
    """Style rules that declare the typeface under each name, for a sheet beside its files, or one
    from which they lie in ``folder``."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;"
        f"src:url({folder}{file.name})format('woff2');unicode-range:{RANGES[part]}}}\n"
        for family in families
        for (part, weight), file in font_files().items()
    )
