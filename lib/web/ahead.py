"""What the map page will ask for one thing after another, named at once in its first answer.

On a line with a long way every step of such a chain costs as much as the first answer itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lib.maps.bundle import map_script, map_styles

# Streamlit's names for what the page is made of; its scripts are fetched when the first of a kind
# is shown. A name that a later version no longer has is left out: slower, and nothing else.
_PARTS = ("ButtonGroup", "Html", "Selectbox", "ComponentInstance", "PageLink")
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.$-]+\.js)["'`]""")


def module_links(folder: Path, *, page: str) -> str:
    """Links to the scripts of the page's parts, without those that ``page`` names already."""
    scripts = {path.name: path for path in (folder / "static" / "js").glob("*.js")}
    starts = [name for name in scripts if name.split(".")[0] in _PARTS]
    needed = [name for name in sorted(_with_imports(starts, scripts)) if name not in page]
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in needed
    )


def frame_links(scripts: Iterable[str]) -> str:
    """Links to what the map's frame fetches, by address below the root; for quiet moments."""
    ours = (f"tinh/{asset.name}" for asset in (map_script(), map_styles()))
    return "".join(f'<link rel="prefetch" href="./{at.lstrip("/")}">' for at in (*scripts, *ours))


def _with_imports(starts: Iterable[str], scripts: dict[str, Path]) -> set[str]:
    found: set[str] = set()
    ahead = list(starts)
    while ahead:
        name = ahead.pop()
        if name in found or name not in scripts:
            continue
        found.add(name)
        ahead += _IMPORT.findall(scripts[name].read_text(encoding="utf-8"))
    return found
