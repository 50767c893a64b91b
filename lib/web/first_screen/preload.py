"""What the map page will ask for one thing after another, named at once in its first answer.

On a line with a long way every step of such a chain costs as much as the first answer itself. A
browser fetches six files at a time, so the order counts: first what the map waits for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lib.maps.bundle import map_script, map_styles

# Streamlit's names for what the page is made of; its scripts are fetched when the first of a kind
# is shown. A name that a later version no longer has is left out: slower, and nothing else.
_MAP, _REST = ("ComponentInstance",), ("Html", "ButtonGroup", "PageLink", "Selectbox")
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.$-]+\.js)["'`]""")
_KINDS = {"js": "script", "css": "style", "json": "fetch"}


def ahead_of_the_map(
    folder: Path, *, page: str, frame: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Addresses of scripts that ``page`` does not name itself: what the map needs, and the rest.

    ``folder`` holds Streamlit's own files; ``frame`` are the scripts of the map's frame.
    """
    scripts = {path.name: path for path in (folder / "static" / "js").glob("*.js")}
    there = {name for name in scripts if name in page}
    first, then = (_with_imports(parts, scripts) - there for parts in (_MAP, _REST))
    ours = [f"/tinh/{asset.name}" for asset in (map_script(), map_styles())]
    return (
        [*(f"/static/js/{name}" for name in sorted(first)), *frame, *ours],
        [f"/static/js/{name}" for name in sorted(then - first)],
    )


def link(address: str) -> str:
    """A line for the head by which a browser fetches a file early, after all that is urgent."""
    if address.startswith("/static/js/"):
        kind = 'rel="modulepreload"'
    else:
        kind = f'rel="preload" as="{_KINDS[address.rsplit(".", 1)[-1]]}"'
    return f'<link {kind} fetchpriority="low" crossorigin href=".{address}">'


def _with_imports(parts: Iterable[str], scripts: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    ahead = [name for name in scripts if name.split(".")[0] in parts]
    while ahead:
        name = ahead.pop()
        if name in found or name not in scripts:
            continue
        found.add(name)
        ahead += _IMPORT.findall(scripts[name].read_text(encoding="utf-8"))
    return found
