"""The comparison of two periods out of the browser: printed map, workbook, GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.domain.figures.analysis.change import Change, Gap
from lib.domain.figures.analysis.change_classes import change_classes
from lib.domain.figures.analysis.classes import class_index
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag
from lib.files.print.map_pdf import Form, LegendLine, MapSheet, Paper, SignLine, map_sheet
from lib.files.writing.export import table_workbook
from lib.maps.geojson import geojson
from lib.maps.scene import View
from lib.maps.svg import PRINT, draw
from lib.services.boundaries import boundaries_for
from lib.services.history import freeze_words
from lib.services.installation import Installation
from lib.services.map import comparing
from lib.services.map.change_words import change_sentence, counted_over, gap_in_words, short
from lib.services.map.legend import flags_drawn
from lib.services.map.picture import Looks, Picture, painted
from lib.services.map.printed import frozen_mark, outline_notes
from lib.services.wording import figures as wording
from lib.services.wording.file_names import file_stem, made_at
from lib.services.wording.values import DRAWN_FROM_GRADE
from lib.text import Words, say_number


@dataclass(frozen=True, kw_only=True)
class ChangeShown:
    """The comparison as it stands on the screen, for taking away."""

    installation: Installation
    change: Change
    periods: tuple[Period, Period]
    flags: Mapping[str, list[PriorityFlag]]
    view: View
    selected: str | None
    version: str
    """Of the data."""
    say: Words

    @property
    def stem(self) -> str:
        """How its files are called; made-up data says so in the name."""
        then, now = self.periods
        return file_stem(self.installation, f"{self.change.indicator.code}_{then}_{now}")

    @property
    def title(self) -> str:
        """Indicator and both periods."""
        then, now = map(short, self.periods)
        name = self.change.indicator.name[self.say.language]
        return self.say("compare.title", name=name, then=then, now=now)

    @cached_property
    def sentence(self) -> wording.Sentence:
        """One sentence on the whole."""
        names = {code: c.full_name for code, c in self.installation.gazetteer.communes.items()}
        return change_sentence(self.change, self.periods, names, self.say)

    @property
    def basis(self) -> str:
        """Which communes the provincial figures rest on, and what is held against what."""
        return " ".join(
            part
            for part in (
                counted_over(self.change, self.periods, self.say),
                comparing.change_rule(self.change.indicator, self.say),
            )
            if part
        )


def printed_change(shown: ChangeShown, *, paper: Paper = "a4", form: Form = "pdf") -> bytes:
    """The map of the change on one sheet, as vectors; PNG is drawn from the same sheet."""
    say, indicator, picture = shown.say, shown.change.indicator, _picture(shown)
    told = shown.sentence
    classes = zip(picture.classes, picture.labels, picture.counts, strict=True)
    legend = [
        LegendLine(c.colour, label, say("legend.communes", count=count))
        for c, label, count in classes
    ]
    sheet = MapSheet(
        language=say.language,
        title=shown.title,
        author=say("app.title"),
        before=told.before,
        value=told.value,
        after=told.after,
        change="",
        svg=draw(picture.scene, picture.boundaries, palette=PRINT),
        alt=f"{say('compare.map', name=indicator.name[say.language])}. {told.text}",
        name=shown.title,
        formula=indicator.formula[say.language],
        rule="" if indicator.yes_no else say("legend.half_open"),
        legend=[*legend, *_blanks(shown, picture)],
        signs=[SignLine(str(f), say(f"flag.{f}")) for f in flags_drawn(picture)],
        flag_rule=say("legend.flags", grade=DRAWN_FROM_GRADE),
        demo=say("app.demo") if shown.installation.is_demo else "",
        frozen=" ".join(freeze_words.notes(shown.installation, say)),
        notes=[shown.basis, *outline_notes(picture, say)],
        source=say("export.basis", basis=indicator.basis),
        made=made_at(shown.installation, shown.version, say),
    )
    return map_sheet(sheet, paper=paper, form=form)


def change_workbook(shown: ChangeShown) -> bytes:
    """Both figures and their difference for every commune, with title, date and demo note."""
    say, indicator = shown.say, shown.change.indicator
    notes = [
        shown.sentence.text,
        shown.basis,
        indicator.formula[say.language],
        say("export.basis", basis=indicator.basis),
        made_at(shown.installation, shown.version, say),
    ]
    notes = [*freeze_words.notes(shown.installation, say), *notes]
    if shown.installation.is_demo:
        notes.insert(0, say("app.demo").upper())
    return table_workbook(
        title=f"{indicator.code} · {shown.title}", notes=notes, table=_table(shown)
    )


def change_geojson(shown: ChangeShown) -> bytes:
    """Both figures and their difference on the outlines; missing is ``null``."""
    say, change = shown.say, shown.change
    outlines = boundaries_for(shown.installation, "boundary")
    then, now = map(str, shown.periods)
    communes = shown.installation.gazetteer.communes
    properties = {
        str(code): {
            "code": code,
            "name": communes[str(code)].full_name,
            **{key: _number(row[key]) for key in ("then", "now", "change")},
            "withheld": bool(row["withheld"]),
            **{key: row[key] or None for key in ("then_state", "now_state")},
            **{key: row[key] or None for key in ("then_old_for", "now_old_for")},
            "no_change_because": row["gap"] or None,
            "indicator": change.indicator.code,
            "period_then": then,
            "period_now": now,
            "demo": shown.installation.is_demo,
        }
        for code, row in change.communes.iterrows()
    }
    about = {
        "name": f"{change.indicator.code} · {shown.title}",
        "unit": comparing.change_unit(change.indicator, say),
        "formula": change.indicator.formula[say.language],
        "note": f"{shown.sentence.text} {shown.basis}",
        "demo": shown.installation.is_demo,
        "frozen": frozen_mark(shown.installation, say),
        "schematic": outlines.schematic,
        "boundaries": say(f"boundaries.source.{outlines.name}"),
        "made": made_at(shown.installation, shown.version, say),
    }
    return geojson(outlines, properties, about=about)


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))


def _table(shown: ChangeShown) -> pd.DataFrame:
    """One row a commune, furthest up first, unknown last."""
    say, table, indicator = shown.say, shown.change.communes, shown.change.indicator
    unit = indicator.unit[say.language]
    communes = shown.installation.gazetteer.communes
    changed = say("compare.change_of", unit=comparing.change_unit(indicator, say) or unit)
    columns: dict[str, object] = {
        say("table.code"): table.index,
        say("table.commune"): [communes[c].full_name for c in table.index],
    }
    for key, period in zip(("then", "now"), shown.periods, strict=True):
        head = say("compare.value_of", period=short(period), unit=unit)
        columns[head] = table[key].to_numpy()
    columns[changed] = table["change"].to_numpy()
    columns[say("compare.why")] = [_why(shown, str(code)) for code in table.index]
    columns[say("table.flags")] = [
        ", ".join(say(f"flag.{f.flag}") for f in shown.flags.get(c, ())) for c in table.index
    ]
    return pd.DataFrame(columns).sort_values(
        changed, ascending=False, na_position="last", ignore_index=True
    )


def _why(shown: ChangeShown, code: str) -> str:
    """Why a commune has no change, with the month of an old figure; "" where it has one."""
    say, gap = shown.say, shown.change.communes.at[code, "gap"]
    if not gap:
        return ""
    old = comparing.old_beside(shown.change, code, shown.periods, say)
    told = _gap_in_words(shown, Gap(gap))
    return f"{told} ({old})" if old else told


def _gap_in_words(shown: ChangeShown, gap: Gap) -> str:
    if gap is Gap.NOTHING:
        return comparing.nothing_between(shown.change, shown.say)
    if gap is Gap.WITHHELD:
        return shown.say("map.withheld")
    return gap_in_words(gap, shown.periods, shown.say)


def _blanks(shown: ChangeShown, picture: Picture) -> list[LegendLine]:
    """The lines of communes without a change, by why that is."""
    say, looks = shown.say, comparing.LOOKS
    told = [(looks[gap], _gap_in_words(shown, gap)) for gap in Gap if looks[gap] in picture.blanks]
    return [
        LegendLine(
            None,
            f"{label[:1].upper()}{label[1:]}",
            say("legend.communes", count=picture.blanks[look]),
            look=look,
        )
        for look, label in told
    ]


def _picture(shown: ChangeShown) -> Picture:
    say, change = shown.say, shown.change
    classes = change_classes(change)
    values = change.communes["change"]
    looks = Looks(
        classes,
        tuple(comparing.class_label(c, change.indicator, say) for c in classes),
        {str(code): class_index(classes, v) for code, v in values.items()},
        {str(code): _in_words(shown, row) for code, row in change.communes.iterrows()},
        shown.title,
        {
            str(code): comparing.LOOKS[Gap(gap)]
            for code, gap in change.communes["gap"].items()
            if gap
        },
    )
    return painted(
        shown.installation,
        looks,
        shown.flags,
        say,
        view=shown.view,
        shown_flags=frozenset(Flag),
        selected=shown.selected,
    )


def _in_words(shown: ChangeShown, row: pd.Series) -> str:
    """ "22,6 → 54,2 %"."""
    say, indicator = shown.say, shown.change.indicator
    if row["gap"]:
        return _why(shown, str(row.name))
    then, now = (
        say_number(float(row[key]), digits=0 if indicator.yes_no else indicator.digits,
                   language=say.language)
        for key in ("then", "now")
    )  # fmt: skip
    return say("compare.pair", then=then, now=now, unit=indicator.unit[say.language])
