"""The map out of the browser: a sheet to print, and GeoJSON; notes and date go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.domain.figures.indicators import Measured
from lib.domain.periods import Period
from lib.domain.places.gazetteer import PriorityFlag
from lib.files.print.map_pdf import Form, LegendLine, MapSheet, Paper, SignLine, map_sheet
from lib.maps.geojson import geojson
from lib.maps.scene import UnitPaint
from lib.maps.svg import PRINT, draw
from lib.services.boundaries import boundaries_for
from lib.services.history import freeze_words
from lib.services.installation import Installation
from lib.services.map.legend import blank_lines, flags_drawn, rule
from lib.services.map.picture import Picture
from lib.services.wording import figures as wording
from lib.services.wording.file_names import made_at
from lib.services.wording.values import DRAWN_FROM_GRADE, nothing_of
from lib.text import Words


@dataclass(frozen=True, kw_only=True)
class MapShown:
    """The map as it stands on the screen, for taking away."""

    installation: Installation
    measured: Measured
    sentence: wording.Sentence
    """What is said of the province."""
    before: Measured | None
    """The same indicator in the period before."""
    period: Period
    flags: Mapping[str, list[PriorityFlag]]
    """In force at the period's end, by commune."""
    picture: Picture
    version: str
    """Of the data."""
    say: Words


def outline_notes(picture: Picture, say: Words) -> list[str]:
    """What a drawn map says of outlines that are not official."""
    drawn = picture.boundaries
    return [say(f"boundaries.source.{drawn.name}")] if drawn.schematic else []


def printed_map(shown: MapShown, *, paper: Paper = "a4", form: Form = "pdf") -> bytes:
    """The map on one sheet, as vectors; PNG is drawn from the same sheet."""
    return map_sheet(_sheet(shown), paper=paper, form=form)


def _sheet(shown: MapShown) -> MapSheet:
    say, measured, picture = shown.say, shown.measured, shown.picture
    indicator = measured.indicator
    told = shown.sentence
    classes = zip(picture.classes, picture.labels, picture.counts, strict=True)
    legend = [
        LegendLine(c.colour, label, say("legend.communes", count=count))
        for c, label, count in classes
    ]
    return MapSheet(
        language=say.language,
        title=f"{indicator.name[say.language]} · {wording.short_period(shown.period, say)}",
        author=say("app.title"),
        before=told.before,
        value=told.value,
        after=told.after,
        change=wording.change(measured, shown.before, say),
        svg=draw(picture.scene, picture.boundaries, palette=PRINT),
        alt=f"{say('light.map', name=indicator.name[say.language])}. {told.text}",
        name=indicator.name[say.language],
        formula=indicator.formula[say.language],
        rule=rule(measured, picture, say),
        legend=[*legend, *_blanks(shown)],
        signs=[SignLine(str(f), say(f"flag.{f}")) for f in flags_drawn(picture)],
        flag_rule=say("legend.flags", grade=DRAWN_FROM_GRADE),
        demo=say("app.demo") if shown.installation.is_demo else "",
        frozen=" ".join(freeze_words.notes(shown.installation, say)),
        notes=outline_notes(picture, say),
        source=say("export.basis", basis=indicator.basis),
        made=made_at(shown.installation, shown.version, say),
    )


def values_geojson(shown: MapShown) -> bytes:
    """The values of all communes on their outlines, never on tiles; missing is ``null``."""
    say, measured, period = shown.say, shown.measured, shown.period
    outlines = boundaries_for(shown.installation, "boundary")
    units = {u.code: u for u in shown.picture.scene.units}
    communes = shown.installation.gazetteer.communes
    properties = {
        str(code): {
            "code": code,
            "name": communes[str(code)].full_name,
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
            "class": _label(shown, units[str(code)], row),
            "indicator": measured.indicator.code,
            "period": str(period),
            "demo": shown.installation.is_demo,
        }
        for code, row in measured.communes.iterrows()
    }
    about = {
        "name": f"{measured.indicator.code} · {measured.indicator.name[say.language]}",
        "period": wording.period_name(period, say),
        "unit": measured.indicator.unit[say.language],
        "formula": measured.indicator.formula[say.language],
        "demo": shown.installation.is_demo,
        "frozen": frozen_mark(shown.installation, say),
        "schematic": outlines.schematic,
        "boundaries": say(f"boundaries.source.{outlines.name}"),
        "made": made_at(shown.installation, shown.version, say),
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


def _label(shown: MapShown, unit: UnitPaint, row: pd.Series) -> str:
    """The class in words; of an old figure, or of none, what is said in its place."""
    if row["withheld"]:
        return shown.say("map.withheld")
    if not row["applies"]:
        return nothing_of(shown.measured.indicator, shown.say)
    fresh = unit.cls is not None and unit.look is None
    return shown.picture.labels[unit.cls or 0] if fresh else unit.shown


def _blanks(shown: MapShown) -> list[LegendLine]:
    """The lines of communes without a class, by why that is."""
    say, picture = shown.say, shown.picture
    return [
        LegendLine(None, label, say("legend.communes", count=count), look=look)
        for look, label, count in blank_lines(shown.measured, picture, say)
    ]
