"""The map out of the browser: a sheet to print, and GeoJSON; notes and date go with it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lib.domain.figures.indicators import Indicator, Measured
from lib.domain.periods import Period
from lib.files.print.map_pdf import Form, LegendLine, MapSheet, Paper, SignLine, map_sheet
from lib.maps import still
from lib.maps.geojson import geojson
from lib.maps.outlines import names_drawn
from lib.maps.scene import UnitPaint
from lib.maps.still import Looked
from lib.maps.svg import PRINT, draw
from lib.services.boundaries import boundaries_for
from lib.services.figures.figures import Figures
from lib.services.history import freeze_words
from lib.services.installation import Installation
from lib.services.wording import figures as wording
from lib.services.wording.file_names import made_at
from lib.text import Words


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A map as it stands on the screen, for taking away."""

    figures: Figures
    looked: Looked

    @property
    def say(self) -> Words:
        """The words of whoever takes it away."""
        return self.figures.viewer.say

    @property
    def indicator(self) -> Indicator:
        """What is looked at."""
        return self.figures.indicators[self.looked.layer.code]

    @property
    def made(self) -> str:
        """When, and from which version of the data."""
        return made_at(self.figures.installation, self.figures.version, self.say)


@dataclass(frozen=True, kw_only=True)
class MapShown(Shown):
    """The map of one period."""

    period: Period

    @property
    def measured(self) -> Measured:
        """The indicator in the period."""
        return self.figures.measured(self.indicator.code, self.period)


def printed_map(shown: MapShown, *, paper: Paper = "a4", form: Form = "pdf") -> bytes:
    """The map on one sheet, as vectors; PNG is drawn from the same sheet."""
    return map_sheet(sheet_of(shown, _title(shown)), paper=paper, form=form)


def _title(shown: MapShown) -> str:
    return f"{shown.looked.layer.name} · {wording.period_name(shown.period, shown.say)}"


def sheet_of(shown: Shown, title: str, basis: str = "") -> MapSheet:
    """What is printed of a map; ``basis``: what its sentence rests on, where that must be told."""
    say, looked, installation = shown.say, shown.looked, shown.figures.installation
    told, drawn = still.sentence(looked), still.scene(looked)
    outlines = boundaries_for(installation, looked.view)
    note = still.note(looked, names_drawn(outlines))
    return MapSheet(
        language=say.language,
        title=title,
        author=say("app.title"),
        before=told.before,
        value=told.value,
        after=told.after,
        svg=draw(drawn, outlines, palette=PRINT),
        alt=f"{drawn.title}. {told.text}",
        name=looked.layer.name,
        rule=still.rule(looked),
        legend=[
            LegendLine(row.colour or None, row.label, row.communes, look=row.look)
            for row in still.legend(looked)
        ],
        signs=[SignLine(flag, word) for _, flag, word in looked.sheet.options["flags"]],
        demo=say("app.demo") if installation.is_demo else "",
        frozen=" ".join(freeze_words.notes(installation, say)),
        notes=[*filter(None, (basis, note and f"{note}."))],
        source=say("export.basis", basis=shown.indicator.basis),
        made=shown.made,
    )


def values_geojson(shown: MapShown) -> bytes:
    """The values of all communes on their outlines, never on tiles; missing is ``null``."""
    say, measured, period = shown.say, shown.measured, shown.period
    installation = shown.figures.installation
    outlines = boundaries_for(installation, "boundary")
    units = {u.code: u for u in still.scene(shown.looked).units}
    properties = {
        str(code): {
            "code": code,
            "name": units[str(code)].name,
            "value": _number(row["value"]),
            "numerator": _number(row["numerator"]),
            "denominator": _number(row["denominator"]),
            "state": str(row["state"]),
            "old_value": _number(row["old"]),
            "old_numerator": _number(row["old_numerator"]),
            "old_denominator": _number(row["old_denominator"]),
            "old_period": row["old_for"] or None,
            "lacking": row["lacking"] or None,
            "sent_blank": bool(row["blank"]),
            "villages_counted": _number(row["part"]),
            "villages": _number(row["whole"]),
            "class": _label(shown.looked, units[str(code)]),
            "indicator": measured.indicator.code,
            "period": str(period),
            "demo": installation.is_demo,
        }
        for code, row in measured.communes.iterrows()
    }
    about = {
        "name": f"{measured.indicator.code} · {measured.indicator.name[say.language]}",
        "period": wording.period_name(period, say),
        "unit": measured.indicator.unit[say.language],
        "formula": measured.indicator.formula[say.language],
        "demo": installation.is_demo,
        "frozen": frozen_mark(installation, say),
        "schematic": outlines.schematic,
        "boundaries": say(f"boundaries.source.{outlines.name}"),
        "made": shown.made,
    }
    return geojson(outlines, properties, about=about)


def frozen_mark(installation: Installation, say: Words) -> dict[str, str] | None:
    """The freeze that the values are of, for programs; ``None`` of live ones."""
    freeze = installation.freeze
    if freeze is None:
        return None
    said = " ".join(freeze_words.notes(installation, say))
    return {"code": freeze.code, "as_of": freeze.shown_as_of.isoformat(), "note": said}


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def _label(looked: Looked, unit: UnitPaint) -> str:
    """The class in words; of an old figure, or of none, what is said in its place."""
    fresh = unit.look == "class" and unit.cls is not None
    return still.class_label(looked, unit.cls or 0) if fresh else unit.shown
