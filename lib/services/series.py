"""The last periods beside each other: how the map looked in each, by the classes of today."""

from __future__ import annotations

import json

from lib.domain.classes import Classes, class_modes
from lib.domain.indicators import INDICATORS, Measured
from lib.domain.periods import Period
from lib.services import wording
from lib.services.figures import Figures
from lib.services.sheets import cells_of, read_values
from lib.text import Words

PERIODS = 6


def series(figures: Figures, period: Period, say: Words) -> bytes:
    """The last periods up to ``period``, every indicator, as compact JSON.

    Of each: what the province stands at, who reported, and for every way to part the values of
    ``period`` a sign a commune, as in ``lib.maps.sheet.Classing.cells``.
    """
    shown = sorted(p for p in figures.periods if p <= period)[-PERIODS:]
    document = {
        "periods": [[str(p), wording.short_period(p, say)] for p in shown],
        "layers": {code: _layer(figures, code, period, shown, say) for code in INDICATORS},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _layer(
    figures: Figures, code: str, period: Period, shown: list[Period], say: Words
) -> list[object]:
    measured = figures.measured(code, period)
    modes = class_modes(measured, measured.target)
    found = [figures.measured(code, p) for p in shown]
    communes = list(figures.house.gazetteer.communes)
    return [
        [[wording.provincial(m, say), f"{m.reporting}/{m.total}"] for m in found],
        {
            str(mode): [_cells(classes, m, communes) for m in found]
            for mode, classes in modes.items()
        },
    ]


def _cells(classes: Classes, measured: Measured, communes: list[str]) -> str:
    values = read_values(measured, communes)
    return cells_of(classes, measured, values, [None] * len(communes), communes)
