"""The product and a program written apart from it find the same figures in the same originals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lib.domain.demo import mailbag
from lib.domain.indicators import INDICATORS, measure
from lib.domain.periods import Period
from lib.services import demo
from lib.services.house import House, open_house
from lib.services.overview import snapshot_of
from lib.settings import Settings
from tests.demo_store import demo_store
from tests.recomputed.originals import CODES, Anew, Originals

LAST = [str(Period(2025, m)) for m in (11, 12)] + [str(Period(2026, m)) for m in range(1, 11)]
NOBODY_YET = ["2026-11", "2027-01"]
SILENT, HALVED, HALVED_WITH_SHEET = "03646", "03670", "04045"
GAPS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


@pytest.fixture(scope="module", params=["demo", "gaps"])
def store(request, tmp_path_factory) -> Iterator[tuple[House, Anew]]:
    """The demonstration, and one in which communes fall silent or send a part."""
    folder = demo_store(tmp_path_factory) if request.param == "demo" else _gaps(tmp_path_factory)
    house = open_house(Settings(data_dir=folder))
    yield house, Anew(Originals(folder / "store.sqlite3"))
    house.engine.dispose()


def _gaps(factory: pytest.TempPathFactory) -> Path:
    folder = factory.mktemp("gaps")
    house = open_house(Settings(data_dir=folder))
    with pytest.MonkeyPatch.context() as patch:
        made = demo.demo_files
        patch.setattr(demo, "demo_files", lambda *a, **k: [_with_gaps(f) for f in made(*a, **k)])
        demo.fill_with_demo(house)
    house.engine.dispose()
    return folder


def _with_gaps(file: mailbag.DemoFile) -> mailbag.DemoFile:
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


@pytest.mark.parametrize("period", [*LAST, *NOBODY_YET])
def test_every_commune_s_figure_and_its_state_agree(store, period):
    house, anew = store
    snapshot = snapshot_of(house, Period.parse(period))

    different = []
    for code in CODES:
        table = measure(INDICATORS[code], snapshot).communes
        for commune, told in anew.of(code, period).items():
            row = table.loc[commune]
            shown = row["old"] if row["state"] == "old" else row["value"]
            ours = (row["state"], _rounded(shown), row["old_for"], _rounded(row["part"]))
            theirs = (told.state, _rounded(told.value), told.old_for, _rounded(told.part))
            if ours != theirs:
                different.append((code, commune, ours, theirs))

    assert different[:20] == []


@pytest.mark.parametrize("period", [*LAST, *NOBODY_YET])
def test_the_province_is_the_sum_of_what_was_sent_for_the_period(store, period):
    house, anew = store
    snapshot = snapshot_of(house, Period.parse(period))

    different = []
    for code in CODES:
        measured = measure(INDICATORS[code], snapshot)
        told = [t for t in anew.of(code, period).values() if t.state == "reported"]
        known = [t for t in told if t.value is not None]
        value = _province(code, known)
        if (_rounded(measured.value), measured.reporting) != (_rounded(value), len(told)):
            different.append((code, measured.value, measured.reporting, value, len(told)))

    assert different == []


def _province(code, known) -> float | None:
    if not known:
        return None
    if code == "MC01":
        return sum(t.value == 100 for t in known) / 75 * 100
    if known[0].bottom is None:
        return sum(t.top for t in known)
    return sum(t.top for t in known) / sum(t.bottom for t in known) * 100


def _rounded(value: object) -> float | None:
    return None if value is None or pd.isna(value) else round(float(value), 6)


def test_the_gaps_are_there(tmp_path_factory):
    folder = _gaps(tmp_path_factory)
    anew = Anew(Originals(folder / "store.sqlite3"))

    guided = anew.of("GD03", "2026-10")

    assert (guided[SILENT].state, guided[SILENT].old_for) == ("old", "2026-05")
    assert guided[HALVED].part
    assert guided[HALVED_WITH_SHEET].part is None
