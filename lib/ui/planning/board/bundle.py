"""The files of the board's frame: its page, its script and its looks, each under its digest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lib.assets import FAMILY, Asset, fingerprint, font_rules
from lib.assets.scripts import joined
from lib.maps.bundle import topology_reader

_FOLDER = Path(__file__).with_name("assets")


@cache
def board_script() -> Asset:
    """Everything the board runs, in one file."""
    parts = [topology_reader(), joined(_FOLDER / "board.js", "entry.start();")]
    return fingerprint("board", "js", ";\n".join(parts).encode())


@cache
def _styles() -> Asset:
    """What the board wears; the typeface's files lie beside it."""
    return fingerprint("board", "css", f"{font_rules(FAMILY)}\n{_read('board.css')}".encode())


@cache
def board_page() -> Asset:
    """The page of the frame. It names nothing but our own files: no line of script in it."""
    text = _read("board.html").format(styles=_styles().name, script=board_script().name)
    return fingerprint("board", "html", text.encode())


def board_files() -> tuple[Asset, ...]:
    """What the server has to give out."""
    return board_page(), board_script(), _styles()


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
