"""An indicator by group of communes: area kind, border, special difficulty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.domain.figures.analysis.groups import Group, GroupFigure, breakdowns, figure_of
from lib.domain.figures.indicators import Form, Measured
from lib.domain.places.gazetteer import PriorityFlag
from lib.services.figures.snapshots import PRIORITY_AREAS
from lib.services.installation import Installation
from lib.services.wording import figures as wording
from lib.services.wording.of_many import group_value, province_of
from lib.services.wording.table import Table
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.text import Words, say_number

_DASH = "–"


def area_kinds(installation: Installation, day: date) -> dict[str, str]:
    """Khu vực I, II or III by commune code, of template 07 in force on ``day``."""
    with asking(installation.engine) as connection:
        rows = in_force(connection, PRIORITY_AREAS, as_of=installation.as_of)
    if rows.empty or "area_kind" not in rows:
        return {}
    begun = rows["valid_from"].fillna("9") <= day.isoformat()
    lasting = rows["valid_to"].fillna("9") >= day.isoformat() if "valid_to" in rows else begun
    told = rows[begun & lasting & rows["area_kind"].notna()].sort_values("period")
    return dict(zip(told["commune_code"], told["area_kind"], strict=True))


def breakdown_table(
    measured: Measured,
    flags: Mapping[str, Sequence[PriorityFlag]],
    kinds: Mapping[str, str],
    *,
    say: Words,
) -> Table:
    """The indicator over the groups of each parting, the province first."""
    counts = measured.indicator.form is Form.COUNT
    keys = ["group", "value", *(["typical"] if counts else []), "reporting"]
    columns = [say(f"groups.{key}") for key in keys]
    whole = Group("all", tuple(measured.communes.index))
    rows: list[tuple[str, ...]] = [_row(measured, whole, say)]
    for way in breakdowns(flags, kinds, whole.communes):
        rows += [_row(measured, group, say) for group in way]
    if not counts:
        columns.insert(2, say("table.fraction"))
    return Table(
        columns=tuple(columns), rows=tuple(rows), numeric=frozenset(range(1, len(columns)))
    )


def _row(measured: Measured, group: Group, say: Words) -> tuple[str, ...]:
    figure = figure_of(measured, group.communes)
    name = say(f"groups.{group.key}", grade=group.grade) if group.grade else say(
        f"groups.{group.key}")  # fmt: skip
    reporting = f"{figure.reporting}/{figure.total}"
    if measured.indicator.form is not Form.COUNT:
        value = group_value(measured, figure, say)
        value = province_of(measured, say) if group.key == "all" else value
        return (name, value, _fraction(measured, figure, group, say=say), reporting)
    digits, language = measured.indicator.digits, say.language
    total = measured.value if group.key == "all" else figure.value
    shown = [say_number(n, digits=digits, language=language) for n in (total, figure.typical)]
    return (name, *shown, reporting)


def _fraction(measured: Measured, figure: GroupFigure, group: Group, *, say: Words) -> str:
    whole = group.key == "all"
    top = measured.numerator if whole else figure.numerator
    bottom = measured.denominator if whole else figure.denominator
    return wording.whole_fraction(measured.indicator, top, bottom, say=say) or _DASH
