"""The last periods beside each other: how the map looked in each, by the classes of today."""

from __future__ import annotations

import json

from lib.domain.figures.analysis.classes import Classes, class_modes
from lib.domain.figures.indicators import Form, Measured
from lib.domain.periods import Period
from lib.maps.sheet import number_row
from lib.services.figures.figures import Figures
from lib.services.figures.snapshots import last_received
from lib.services.map.sheet import cells_of, read_values
from lib.services.wording import figures as wording
from lib.text import Words, say_date

PERIODS = 6


def series(figures: Figures, period: Period, say: Words) -> bytes:
    """The last periods up to ``period``, every indicator, as compact JSON.

    Of each: what the province stands at, who reported, and for every way to part the values of
    ``period`` a sign a commune, as in ``lib.maps.sheet.Classing.cells``; then what each commune
    stood at, as in ``lib.maps.sheet.Layer.values``, and the target in the same scale. Of each
    commune the day its newest report came in; "" where none did.
    """
    shown = sorted(p for p in figures.open if p <= period)[-PERIODS:]
    document = {
        "periods": [[str(p), wording.short_period(p, say)] for p in shown],
        "received": _received(figures, period),
        "layers": {
            code: _layer(figures, code, period, shown=shown, say=say) for code in figures.indicators
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _layer(
    figures: Figures, code: str, period: Period, *, shown: list[Period], say: Words
) -> list[object]:
    measured = figures.measured(code, period)
    modes = class_modes(measured, measured.commune_target)
    found = [figures.measured(code, p) for p in shown]
    communes = list(figures.installation.gazetteer.communes)
    return [
        [[wording.provincial(m, say), f"{m.reporting}/{m.total}"] for m in found],
        {
            str(mode): [_cells(classes, m, communes) for m in found]
            for mode, classes in modes.items()
        },
        [number_row(read_values(m, communes)) for m in found],
        _scaled_target(measured),
    ]


def _scaled_target(measured: Measured) -> int | None:
    target = measured.commune_target
    if target is None or measured.indicator.form is Form.COMMUNES:
        return None
    return round(target.value * 10.0**measured.indicator.digits)


def _received(figures: Figures, period: Period) -> list[str]:
    days = last_received(figures.installation, period)
    communes = figures.installation.gazetteer.communes
    return [say_date(days[c]) if c in days else "" for c in communes]


def _cells(classes: Classes, measured: Measured, communes: list[str]) -> str:
    values = read_values(measured, communes)
    return cells_of(classes, measured, values, old=[None] * len(communes), communes=communes)
