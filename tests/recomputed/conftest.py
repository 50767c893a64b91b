"""Two stores whose figures are worked out twice: the demonstration, and one with gaps."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from lib.domain.demo import mailbag
from lib.services.figures.figures import Figures
from lib.services.health.opening import open_installation
from lib.services.intake import demo
from lib.settings import Settings
from tests.demo_store import demo_store, made_once
from tests.recomputed.anew import Anew
from tests.recomputed.originals import Originals
from tests.support.installations import figures_of

SILENT, HALVED, HALVED_WITH_SHEET = "03646", "03670", "04045"
GAPS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


@dataclass(frozen=True)
class Store:
    """What the product finds in a store, and what a program written apart from it finds."""

    folder: Path
    figures: Figures
    anew: Anew


@pytest.fixture(scope="package", params=["demo", "gaps"])
def store(request, tmp_path_factory) -> Iterator[Store]:
    """The demonstration, and one in which communes fall silent or send a part."""
    if request.param == "demo":
        folder = demo_store(tmp_path_factory)
    else:
        folder = made_once(tmp_path_factory, "gaps", _with_gaps)[0]
    installation = open_installation(Settings(data_dir=folder))
    yield Store(folder, figures_of(installation), Anew(Originals(folder / "store.sqlite3")))
    installation.engine.dispose()


def _with_gaps(folder: Path) -> str:
    installation = open_installation(Settings(data_dir=folder))
    with pytest.MonkeyPatch.context() as patch:
        made = demo.demo_files
        patch.setattr(demo, "demo_files", lambda *a, **k: [_gappy(f) for f in made(*a, **k)])
        demo.fill_with_demo(installation, villages=230)
    installation.engine.dispose()
    return ""


def _gappy(file: mailbag.DemoFile) -> mailbag.DemoFile:
    """One commune silent for five months, two of which only every other village reports; of one
    of these there is the commune's own sheet as well."""
    late = any(f"_{period}" in file.name for period in GAPS)
    if not late or not any(kind in file.name for kind in ("_00_", "_02_", "_03_")):
        return file
    rows = pd.read_csv(io.BytesIO(file.content), sep=";", dtype=str, encoding="utf-8-sig")
    code = rows["Mã xã"] if "Mã xã" in rows else rows["Xã/phường"]
    kept = ~code.isin([SILENT, "Phường Tô Hiệu"])
    if "Mã thôn/bản" in rows:
        number = rows["Mã thôn/bản"].str[-3:].astype(int)
        kept &= ~(code.isin([HALVED, HALVED_WITH_SHEET]) & (number % 2 == 0))
    rows = rows[kept]
    if "_00_" in file.name:
        first = rows.iloc[0].to_dict()
        sheet = first | {"TT": "99", "Xã/phường": "Xã Lóng Sập", "Số Đại sứ số": "61"}
        rows = pd.concat([rows, pd.DataFrame([sheet])], ignore_index=True)
    text = rows.to_csv(sep=";", index=False)
    return replace(file, content=("\ufeff" + text).encode())
