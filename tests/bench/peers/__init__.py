"""Other ways to the same map, in an environment of their own, pinned and installed here."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.serving import ROOT, free_port
from tests.support.patience import answered, stopped

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"

Layers = Mapping[str, Mapping[str, Any]]
"""By indicator: its ``sentence`` and the ``colours`` of the polygons in their order."""


def environment(requirements: Path = REQUIREMENTS) -> Path:
    """The interpreter with these pins, Dash and dash-leaflet unless others; installed once."""
    place = _place(requirements)
    python, whole = place / "bin" / "python", place / "whole"
    if not whole.exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "-r", requirements],
            check=True,
        )  # fmt: skip
        whole.touch()
    return python


def left_out(short: bool, requirements: Path = REQUIREMENTS) -> bool:
    """Whether a short form has to do without these pins, and says so: it installs nothing."""
    if not short or (_place(requirements) / "whole").exists():
        return False
    pinned = requirements.with_suffix(".in").read_text(encoding="utf-8").split()
    print(f"  left out: {', '.join(pinned)}; the whole measurement installs them")
    return True


def _place(requirements: Path) -> Path:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    return ROOT / "var" / "bench" / f"peers-{digest}"


@contextmanager
def dash_served(
    place: Path, polygons: Mapping[str, Any], layers: Layers, *mode: str
) -> Iterator[str]:
    """The address of the Dash page with these polygons and values, stopped afterwards."""
    place.mkdir(parents=True)
    (place / "province.json").write_text(json.dumps(polygons), encoding="utf-8")
    (place / "layers.json").write_text(json.dumps(layers), encoding="utf-8")
    shutil.copy(HERE / "assets" / "style.js", place)
    port = free_port()
    process = subprocess.Popen(
        [environment(), HERE / "dash_map.py", place, str(port), *mode],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(f"http://127.0.0.1:{port}/_dash-layout", process=process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        stopped(process)
