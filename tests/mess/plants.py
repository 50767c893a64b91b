"""Faults put into a file on purpose, each with what the product must say of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.domain.problems import Code, Verdict
from lib.domain.templates import AtMost, Column, Level, PartsOf, Role
from lib.domain.templates.kinds import Kind
from lib.files.reference import gazetteer
from tests.mess.expected import Expected
from tests.mess.layout import Grid
from tests.mess.truth import Line, Truth, figures


@dataclass
class Draft:
    """A file while it is being made."""

    truth: Truth
    rng: random.Random
    grid: Grid
    expected: Expected

    def tell(self, code: Code, verdict: Verdict, row: int, key: str = "") -> None:
        """Expects a problem, and a verdict at least as bad."""
        self.expected.problems.add((code, row, self.grid.letters(key) if key else None))
        order = list(Verdict)
        worse = max(order.index(verdict), order.index(self.expected.verdict))
        self.expected.verdict = order[worse]

    def some_line(self) -> tuple[int, Line]:
        """Row and content of a line."""
        place = self.rng.randrange(len(self.truth.lines))
        return self.grid.row_of[place], self.truth.lines[place]

    def present(self, wanted: Callable[[Column], bool]) -> list[Column]:
        """Columns of the template that the file has."""
        columns = self.truth.template.columns
        return [c for c in columns if c.key in self.grid.position and wanted(c)]


Plant = Callable[[Draft], bool]
"""Puts a fault in; False where the file has no place for it."""

BAD_CELLS: dict[Kind, tuple[tuple[object, Code], ...]] = {
    Kind.COUNT: (
        ("-5", Code.NEGATIVE),
        ("nhiều", Code.NOT_A_COUNT),
        ("12 nhà", Code.NOT_A_COUNT),
        ("12,5", Code.NOT_WHOLE),
        ("#REF!", Code.FORMULA_ERROR),
        ("#DIV/0!", Code.FORMULA_ERROR),
        ("10-12", Code.SPAN_OF_NUMBERS),
        ("hơn 30", Code.ONLY_A_BOUND),
        ("34%", Code.PERCENT),
        ("34,5 %", Code.PERCENT),
    ),
    Kind.DECIMAL: (("xa lắm", Code.NOT_A_NUMBER), ("-2,5", Code.NEGATIVE)),
    Kind.DATE: (("32/13/2026", Code.NOT_A_DATE), ("sắp tới", Code.NOT_A_DATE)),
    Kind.YES_NO: (("có lẽ", Code.NOT_YES_NO),),
    Kind.CHOICE: (("khác hẳn", Code.NOT_A_CHOICE),),
}


def bad_cell(draft: Draft) -> bool:
    """A cell that cannot be what its column holds: told, and no figure."""
    columns = draft.present(lambda c: c.role is Role.VALUE and c.kind in BAD_CELLS)
    column = draft.rng.choice(columns)
    row, _ = draft.some_line()
    raw, code = draft.rng.choice(BAD_CELLS[column.kind])
    draft.grid.put(row, column.key, raw)
    draft.expected.rows[row][column.key] = None
    draft.tell(code, Verdict.REJECT, row, column.key)
    return True


def blank_required(draft: Draft) -> bool:
    """A required figure left blank is unknown, not zero."""
    kinds = (Kind.COUNT, Kind.YES_NO)
    columns = draft.present(lambda c: c.role is Role.VALUE and c.required and c.kind in kinds)
    numbers = [c for c in draft.truth.template.numbers if c.key in draft.grid.position]
    if not columns or len(numbers) < 3 or len(draft.grid.totals) > 1:
        return False
    row, line = draft.some_line()
    column = draft.rng.choice(columns)
    draft.grid.put(row, column.key, "-")
    draft.expected.rows[row][column.key] = None
    draft.tell(Code.MISSING_VALUE, Verdict.WARN, row, column.key)
    if draft.grid.totals and line.values[column.key] and column.kind is Kind.COUNT:
        draft.tell(Code.TOTAL_DIFFERS, Verdict.WARN, draft.grid.totals[-1], column.key)
    return True


def above(draft: Draft) -> bool:
    """More than there can be."""
    rules = [
        r
        for r in draft.truth.template.checks
        if isinstance(r, AtMost) and {r.lower, r.upper} <= draft.grid.position.keys()
    ]
    row, line = draft.some_line()
    for rule in draft.rng.sample(rules, len(rules)):
        upper = line.values[rule.upper]
        if isinstance(upper, int) and not draft.grid.totals:
            draft.grid.put(row, rule.lower, str(upper + 7))
            draft.expected.rows[row][rule.lower] = line.values[rule.lower] = upper + 7
            for broken in rules:
                low, high = line.values[broken.lower], line.values[broken.upper]
                if isinstance(low, int) and isinstance(high, int) and low > high:
                    draft.tell(Code.ABOVE, Verdict.REJECT, row, broken.lower)
            return _parts_hold(draft, line)
    return False


def _parts_hold(draft: Draft, line: Line) -> bool:
    """Whether no sum was broken by the way."""
    rules = [r for r in draft.truth.template.checks if isinstance(r, PartsOf)]
    return all(
        None in (values := [line.values[p] for p in r.parts]) or line.values[r.total] == sum(values)  # type: ignore[arg-type]
        for r in rules
    )


def parts_differ(draft: Draft) -> bool:
    """Forces that do not add up to their total."""
    for rule in draft.truth.template.checks:
        if isinstance(rule, PartsOf) and {rule.total, *rule.parts} <= draft.grid.position.keys():
            row, line = draft.some_line()
            parts = [line.values[p] for p in rule.parts]
            if None in parts or draft.grid.totals:
                return False
            wrong = sum(parts) + 3  # type: ignore[arg-type]
            draft.grid.put(row, rule.total, str(wrong))
            draft.expected.rows[row][rule.total] = wrong
            draft.tell(Code.PARTS_DIFFER, Verdict.REJECT, row, rule.total)
            return True
    return False


def wrong_total(draft: Draft) -> bool:
    """A total row that says more than the rows."""
    counts = draft.present(lambda c: c.role is Role.VALUE and c.kind is Kind.COUNT and c.additive)
    if not draft.grid.totals or not counts:
        return False
    column = draft.rng.choice(counts)
    row = draft.grid.totals[-1]
    draft.grid.put(row, column.key, 123_456)
    draft.tell(Code.TOTAL_DIFFERS, Verdict.WARN, row, column.key)
    return True


def bad_period(draft: Draft) -> bool:
    """A thirteenth month."""
    columns = draft.present(lambda c: c.role is Role.PERIOD and c.kind is Kind.MONTH)
    if not columns or len(draft.truth.lines) < 2:
        return False
    row, _ = draft.some_line()
    draft.grid.put(row, columns[0].key, draft.rng.choice(["13/2026", "kỳ này", "0/2026"]))
    draft.tell(Code.BAD_PERIOD, Verdict.REJECT, row, columns[0].key)
    return True


def future_period(draft: Draft) -> bool:
    """A month that has not begun."""
    columns = draft.present(lambda c: c.role is Role.PERIOD and c.kind is Kind.MONTH)
    if not columns:
        return False
    row, _ = draft.some_line()
    draft.grid.put(row, columns[0].key, "12/2026")
    draft.expected.rows[row]["period"] = "2026-12"
    draft.tell(Code.FUTURE_PERIOD, Verdict.REJECT, row, columns[0].key)
    return True


def unknown_commune(draft: Draft) -> bool:
    """A name that no register has, or a twin without its accents: asked, never taken."""
    name = draft.truth.template.role(Role.COMMUNE_NAME)
    if name is None or name.key not in draft.grid.position or draft.truth.template.level in (
        Level.VILLAGE, Level.TEAM
    ):  # fmt: skip
        return False
    row, line = draft.some_line()
    if line.former:
        return False
    given = draft.rng.choice(["Xã Chiềng Lạ Hoắc", "Muong Bang", "Chieng An", "Xã Chiềng Sihn"])
    _no_commune(draft, row, name.key, given)
    draft.tell(Code.UNKNOWN_COMMUNE, Verdict.ASK, row, name.key)
    return True


def chieng_chung(draft: Draft) -> bool:
    """The name that two districts had."""
    name = draft.truth.template.role(Role.COMMUNE_NAME)
    if draft.truth.template.level is not Level.COMMUNE or name is None:
        return False
    row, line = draft.some_line()
    if line.former:
        return False
    _no_commune(draft, row, name.key, "Xã Chiềng Chung")
    draft.tell(Code.AMBIGUOUS_COMMUNE, Verdict.ASK, row, name.key)
    return True


def _no_commune(draft: Draft, row: int, name: str, given: str) -> None:
    draft.grid.put(row, name, given)
    draft.expected.rows[row]["commune_code"] = ""
    code = draft.truth.template.role(Role.COMMUNE_CODE)
    if code and code.key in draft.grid.position:
        draft.grid.put(row, code.key, "")


def code_and_name_differ(draft: Draft) -> bool:
    """The code of one commune beside the name of another."""
    template = draft.truth.template
    code, name = template.role(Role.COMMUNE_CODE), template.role(Role.COMMUNE_NAME)
    if (
        template.level is not Level.COMMUNE
        or not code
        or not name
        or not {code.key, name.key} <= draft.grid.position.keys()
    ):
        return False
    row, line = draft.some_line()
    if line.former:
        return False
    used = {x.commune for x in draft.truth.lines}
    other = next(c for c in gazetteer().communes.values() if c not in used)
    draft.grid.put(row, name.key, line.commune.full_name if line.commune else "")
    given = draft.rng.choice([other.code, "99999"])
    draft.grid.put(row, code.key, given)
    draft.expected.rows[row]["commune_code"] = ""
    told = Code.UNKNOWN_COMMUNE_CODE if given == "99999" else Code.CODE_NAME_DIFFER
    draft.tell(told, Verdict.ASK, row, name.key)
    return True


def english_commas(draft: Draft) -> bool:
    """ "1,250" among counts: 1250 or 1,25? Asked once."""
    first = None
    for column in draft.present(lambda c: c.role is Role.VALUE and c.kind is Kind.COUNT):
        for row, line in zip(draft.grid.row_of, draft.truth.lines, strict=True):
            value = line.values[column.key]
            if isinstance(value, int) and value >= 1000:
                first = first or (row, column.key)
                draft.grid.put(row, column.key, f"{value:,}")
                draft.expected.rows[row][column.key] = None
    if first:
        draft.tell(Code.AMBIGUOUS_NUMBER, Verdict.ASK, *first)
    return first is not None


def months_first(draft: Draft) -> bool:
    """Days as an American Excel writes them."""
    columns = draft.present(lambda c: c.kind is Kind.DATE)
    days = [line.values[c.key] for c in columns for line in draft.truth.lines]
    if not any(isinstance(d, str) and int(d[8:]) > 12 for d in days):
        return False
    first = None
    for column in columns:
        for row, line in zip(draft.grid.row_of, draft.truth.lines, strict=True):
            day = line.values[column.key]
            if isinstance(day, str):
                first = first or (row, column.key)
                written = f"{int(day[5:7])}/{int(day[8:])}/{day[:4]}"
                draft.grid.put(row, column.key, written)
                draft.expected.rows[row][column.key] = None
                if column.key == draft.truth.template.period_from:
                    draft.expected.rows[row]["period"] = ""
    if first:
        draft.tell(Code.AMBIGUOUS_DATES, Verdict.ASK, *first)
    return first is not None


def no_such_column(draft: Draft) -> bool:
    """A required column under a heading that nobody knows."""
    columns = draft.present(lambda c: c.role is Role.VALUE and c.required)
    if not columns:
        return False
    key = draft.rng.choice(columns).key
    for line in draft.grid.rows[max(0, draft.grid.header_row - 2) : draft.grid.header_row]:
        if draft.grid.position[key] < len(line) and line[draft.grid.position[key]]:
            line[draft.grid.position[key]] = "Kết quả khác"
    draft.tell(Code.COLUMNS_LACKING, Verdict.ASK, draft.grid.header_row)
    draft.expected.rows = {}
    return True


CELL_PLANTS: tuple[Plant, ...] = (
    bad_cell, bad_cell, bad_cell, blank_required, above, parts_differ, wrong_total, bad_period,
    future_period, unknown_commune, chieng_chung, code_and_name_differ,
    english_commas, months_first, no_such_column,
)  # fmt: skip


def former_units(truth: Truth, rng: random.Random, expected: Expected) -> tuple[Code, int] | None:
    """One commune told by the units it was formed from: whole, in part, or beside itself."""
    if truth.template.level is not Level.COMMUNE:
        return None
    places = [
        (place, units)
        for place, line in enumerate(truth.lines)
        if line.commune and len(units := gazetteer().former_of(line.commune.code)) >= 3
        and all(u.name != line.commune.name for u in units)
    ]  # fmt: skip
    if not places:
        return None
    place, units = rng.choice(places)
    line = truth.lines[place]
    way = rng.choice(["whole", "whole", "part", "both"])
    told = {"whole": units, "part": units[:-1], "both": units[:1]}[way]
    parts = [replace(line, former=u, values=figures(truth.template, rng)) for u in told]
    truth.lines[place : place + 1] = [*([line] if way == "both" else []), *parts]
    if way == "whole":
        return None
    expected.verdict = Verdict.WARN if way == "part" else Verdict.REJECT
    return (Code.FORMER_PARTIAL if way == "part" else Code.FORMER_AND_TODAY, place)


def twice(truth: Truth, rng: random.Random, expected: Expected) -> tuple[Code, int] | None:
    """The same unit in two rows."""
    line = rng.choice(truth.lines)
    place = truth.lines.index(line) + 1
    truth.lines.insert(place, replace(line, values=dict(line.values)))
    expected.verdict = Verdict.REJECT
    return Code.DUPLICATE_ROW, place
