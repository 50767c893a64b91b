"""The commune of every row: by code, by today's name, by an earlier unit, or by asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd

from lib.domain.codes import commune_code, commune_of
from lib.domain.intake.cells.worksheet import Coded
from lib.domain.intake.resolving.commune_finder import NOWHERE, CommuneFinder
from lib.domain.intake.resolving.context import (
    Context,
    coded,
    different,
    different_texts,
    objects,
    texts,
)
from lib.domain.intake.resolving.eras import earlier_meant
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.places.gazetteer import (
    Ambiguous,
    Found,
    Gazetteer,
)
from lib.domain.places.place_names import bare_district
from lib.domain.problems import Problem
from lib.domain.templates import Role


def with_communes(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """Adds ``commune_code``, ``former_code`` and ``reported_name``; drops rows left out."""
    template = cleaned.reading.template
    cells = partial(different_texts, rows, template)
    written = cells(Role.COMMUNE_NAME)
    names = _with_districts(written, cells(Role.DISTRICT), context.gazetteer)
    codes = _or_from_unit_codes(cells(Role.COMMUNE_CODE), names, cells(Role.UNIT_CODE))
    finder = CommuneFinder(cleaned, context)
    first, which = different(codes, names)
    pairs = [(str(codes.cell(at)), str(names.cell(at))) for at in first]
    plain = [str(written.cell(at)) for at in first]
    order, numbers = np.argsort(which, kind="stable"), rows.index.to_numpy()
    ends = np.cumsum(np.bincount(which, minlength=len(pairs)))[:-1]
    places = finder.settled(
        [
            finder.find(code, name, rows=mine.tolist())
            for (code, name), mine in zip(pairs, np.split(numbers[order], ends), strict=bool(pairs))
        ]
    )
    found = rows.assign(
        commune_code=_per_row(which, rows, [p.commune.code if p.commune else "" for p in places]),
        former_code=_per_row(which, rows, [p.former.old_code if p.former else "" for p in places]),
        reported_name=_per_row(
            which,
            rows,
            [
                name or (p.commune.full_name if p.commune else code)
                for p, (code, _), name in zip(places, pairs, plain, strict=True)
            ],
        ),
    )
    skipped = np.array([p.skipped for p in places], dtype=bool)[which]
    kept = found.loc[~skipped] if skipped.any() else found
    kept, doubts = earlier_meant(cleaned, kept, context, districts=finder.maybe_former)
    return kept, [*finder.problems, *doubts]


def _per_row(which: np.ndarray, rows: pd.DataFrame, values: list[str]) -> pd.Series:
    return objects(np.array(values, dtype=object)[which], rows)


def _with_districts(names: Coded, districts: Coded, gazetteer: Gazetteer) -> Coded:
    """ "Chiềng Chung" beside "Mai Sơn" is "Chiềng Chung (huyện mai sơn)"; most names need none."""
    if not any(districts.cells):
        return names

    def several(name: str) -> bool:
        """Whether several units bore the name, of which a district tells the one."""
        match gazetteer.resolve(name):
            case Ambiguous():
                return True
            case Found(commune, None):
                return gazetteer.namesake(commune.code, name) is not None
        return False

    doubtful = {n for n in map(str, names.cells) if n and several(n)}
    return _joined(
        lambda n, d: f"{n} (huyện {bare_district(d)})" if d and n in doubtful else n,
        names,
        districts,
    )


def _or_from_unit_codes(codes: Coded, names: Coded, units: Coded) -> Coded:
    """A village's code starts with its commune's: used where the row names no commune."""
    if not any(units.cells):
        return codes
    return _joined(lambda c, n, u: c or ("" if n else commune_of(u)), codes, names, units)


def _joined(join: Callable[..., str], *columns: Coded) -> Coded:
    """The column that is made of several, each different combination once."""
    first, which = different(*columns)
    made = coded([join(*(column.cell(at) for column in columns)) for at in first])
    return Coded(made.codes[which], made.cells)


def with_teams(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """Teams stand for the whole province; ``assigned_communes`` lists codes joined by ";"."""
    finder = CommuneFinder(cleaned, context)
    each = []
    cells = texts(rows, cleaned.reading.template, Role.COMMUNE_CODE)
    for number, cell in zip(rows.index, cells, strict=True):
        parts = dict.fromkeys(p.strip() for p in cell.replace(",", ";").split(";") if p.strip())
        pairs = [(p, "") if commune_code(p) else ("", p) for p in parts]
        each.append([finder.find(code, name, rows=[int(number)]) for code, name in pairs])
    known = iter(finder.settled([place for places in each for place in places]))
    assigned = [
        ";".join(p.commune.code for p in islice(known, len(places)) if p.commune) for places in each
    ]
    teams = rows.assign(
        commune_code="", former_code="", reported_name="", assigned_communes=assigned
    )
    return teams, finder.problems


def with_trips(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """The commune where a trip ends, and in ``base_code`` the one where it begins."""
    found, problems = with_communes(cleaned, rows, context)
    finder = CommuneFinder(cleaned, context, of=Role.UNIT_CODE)
    cells = different_texts(found, cleaned.reading.template, Role.UNIT_CODE)
    bases = []
    for at, cell in enumerate(cells.cells):
        name, mine = str(cell), found.index[cells.codes == at].tolist()
        code = name if commune_code(name) else ""
        named = bool(name and mine)
        bases.append(finder.find(code, "" if code else name, rows=mine) if named else NOWHERE)
    bases = finder.settled(bases)
    codes = [b.commune.code if b.commune else "" for b in bases]
    left_out = np.array([b.skipped for b in bases], dtype=bool)[cells.codes]
    begun = found.assign(base_code=_per_row(cells.codes, found, codes))
    return begun.loc[~left_out], [*problems, *finder.problems]


def province_wide(
    _cleaned: Cleaned, rows: pd.DataFrame, _context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows that stand for the whole province belong to no commune."""
    return rows.assign(commune_code="", former_code="", reported_name=""), []
