"""The comparison of two periods out of the browser: printed map, workbook, GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.domain.figures.analysis.change import Change, Gap, change_between
from lib.domain.periods import Period
from lib.files.print.map_pdf import Form, Paper, map_sheet
from lib.files.writing.export import table_workbook
from lib.maps import still
from lib.maps.geojson import geojson
from lib.services.boundaries import boundaries_for
from lib.services.history import freeze_words
from lib.services.map import comparing
from lib.services.map.change_words import gap_in_words, short
from lib.services.map.printed import Shown, frozen_mark, sheet_of
from lib.services.wording.file_names import file_stem


@dataclass(frozen=True, kw_only=True)
class ChangeShown(Shown):
    """The map of what changed between two periods."""

    periods: tuple[Period, Period]

    @cached_property
    def change(self) -> Change:
        """Of the indicator, from the earlier to the later."""
        then, now = (self.figures.measured(self.indicator.code, p) for p in self.periods)
        return change_between(then, now)

    @property
    def stem(self) -> str:
        """How its files are called; made-up data says so in the name."""
        then, now = self.periods
        return file_stem(self.figures.installation, f"{self.indicator.code}_{then}_{now}")

    @property
    def title(self) -> str:
        """Indicator and both periods."""
        then, now = map(short, self.periods)
        return self.say("compare.title", name=self.looked.layer.name, then=then, now=now)

    @property
    def told(self) -> list[str]:
        """The sentence, which communes it rests on, and what is held against what."""
        pair, rule = self.looked.layer.pair, self.looked.classing.rule
        basis = f"{pair.basis if pair else ''} {rule}".strip()
        return [still.sentence(self.looked).text, basis]


def printed_change(shown: ChangeShown, *, paper: Paper = "a4", form: Form = "pdf") -> bytes:
    """The map of the change on one sheet, as vectors; PNG is drawn from the same sheet."""
    pair = shown.looked.layer.pair
    sheet = sheet_of(shown, shown.title, pair.basis if pair else "")
    return map_sheet(sheet, paper=paper, form=form)


def change_workbook(shown: ChangeShown) -> bytes:
    """Both figures and their difference for every commune, with title, date and demo note."""
    say, indicator, installation = shown.say, shown.indicator, shown.figures.installation
    notes = [
        *([say("app.demo").upper()] if installation.is_demo else []),
        *freeze_words.notes(installation, say),
        *shown.told,
        shown.looked.layer.formula,
        say("export.basis", basis=indicator.basis),
        shown.made,
    ]
    return table_workbook(
        title=f"{indicator.code} · {shown.title}", notes=notes, table=_table(shown)
    )


def change_geojson(shown: ChangeShown) -> bytes:
    """Both figures and their difference on the outlines; missing is ``null``."""
    say, change, installation = shown.say, shown.change, shown.figures.installation
    outlines = boundaries_for(installation, "boundary")
    then, now = map(str, shown.periods)
    communes = installation.gazetteer.communes
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
            "demo": installation.is_demo,
        }
        for code, row in change.communes.iterrows()
    }
    about = {
        "name": f"{change.indicator.code} · {shown.title}",
        "unit": comparing.change_unit(change.indicator, say),
        "formula": change.indicator.formula[say.language],
        "note": " ".join(shown.told),
        "demo": installation.is_demo,
        "frozen": frozen_mark(installation, say),
        "schematic": outlines.schematic,
        "boundaries": say(f"boundaries.source.{outlines.name}"),
        "made": shown.made,
    }
    return geojson(outlines, properties, about=about)


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))


def _table(shown: ChangeShown) -> pd.DataFrame:
    """One row a commune, furthest up first, unknown last."""
    say, table, indicator = shown.say, shown.change.communes, shown.indicator
    flags = shown.figures.flags(shown.periods[1].end)
    unit = indicator.unit[say.language]
    communes = shown.figures.installation.gazetteer.communes
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
        ", ".join(say(f"flag.{f.flag}") for f in flags.get(c, ())) for c in table.index
    ]
    return pd.DataFrame(columns).sort_values(
        changed, ascending=False, na_position="last", ignore_index=True
    )


def _why(shown: ChangeShown, code: str) -> str:
    """Why a commune has no change, with the month of an old figure; "" where it has one."""
    say, gap = shown.say, shown.change.communes.at[code, "gap"]
    if not gap:
        return ""
    old = comparing.old_beside(shown.change, code, shown.periods, say=say)
    told = _gap_in_words(shown, Gap(gap))
    return f"{told} ({old})" if old else told


def _gap_in_words(shown: ChangeShown, gap: Gap) -> str:
    if gap is Gap.NOTHING:
        return comparing.nothing_between(shown.change, shown.say)
    if gap is Gap.WITHHELD:
        return shown.say("map.withheld")
    return gap_in_words(gap, shown.periods, shown.say)
