"""The product and a program written apart from it find the same figures in the same originals."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.periods import Period
from tests.recomputed.anew import CODES, YES_OR_NO
from tests.recomputed.conftest import HALVED, HALVED_WITH_SHEET, SILENT

LAST = [str(Period(2025, m)) for m in (11, 12)] + [str(Period(2026, m)) for m in range(1, 11)]
NOBODY_YET = ["2026-11", "2027-01"]


@pytest.mark.parametrize("period", [*LAST, *NOBODY_YET])
def test_every_commune_s_figure_its_state_and_the_province_agree(store, period):
    different: list[object] = []
    for code in CODES:
        measured = store.figures.measured(code, Period.parse(period))
        told = store.anew.of(code, period)
        table = measured.communes.to_dict("index")
        different += [
            (code, commune, ours, theirs)
            for commune, one in told.items()
            if (ours := _ours(table[commune])) != (theirs := _theirs(one))
        ]
        if (ours := _province(measured)) != (theirs := _province_anew(code, told, store, period)):
            different.append((code, ours, theirs))

    assert different[:20] == []


def _ours(row) -> tuple:
    shown = row["old"] if row["state"] == "old" else row["value"]
    return row["state"], _rounded(shown), row["old_for"], _rounded(row["part"])


def _theirs(told) -> tuple:
    return told.state, _rounded(told.value), told.old_for, _rounded(told.part)


def _province(measured) -> tuple:
    return _rounded(measured.value), measured.reporting


def _province_anew(code, told, store, period) -> tuple:
    """Of the figures reported for the period; "n/75" counts small ones that are not told too, but
    no 0 of 0: it is no figure."""
    now = [t for t in told.values() if t.state == "reported" and t.bottom != 0]
    known = [t for t in now if t.value is not None]
    if not known:
        return None, len(now)
    if code in YES_OR_NO:
        value = sum(t.value == 100 for t in known) / len(store.anew.codes) * 100
    elif code == "BC02":
        every = sum(store.anew._registered(period, c) for c in store.anew.codes)
        value = sum(t.top for t in known) / every * 100
    elif known[0].bottom is None:
        value = sum(t.top for t in known)
    else:
        value = sum(t.top for t in known) / sum(t.bottom for t in known) * 100
    return _rounded(value), len(now)


def _rounded(value: object) -> float | None:
    return None if value is None or pd.isna(value) else round(float(str(value)), 6)


def test_the_gaps_are_there(store):
    if "gaps" not in store.folder.name:
        pytest.skip("the demonstration has gaps of its own")

    guided = store.anew.of("GD03", "2026-10")

    assert (guided[SILENT].state, guided[SILENT].old_for) == ("old", "2026-05")
    assert guided[HALVED].part
    assert guided[HALVED_WITH_SHEET].part is None
