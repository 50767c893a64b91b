"""What goes back to the sender: the own workbook with marks, and a message to go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import PurePath

from lib.domain.intake.marks import Listing, Mark
from lib.domain.places.gazetteer import Commune
from lib.domain.problems import Problem, Severity
from lib.domain.templates import Role
from lib.files.marking.marked import marked_workbook
from lib.files.reading.archive import column_number
from lib.services.installation import Installation
from lib.services.intake.addressee import addressee
from lib.services.intake.prefilled_forms import FormFile
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.text import Words, words

_MOST_ROWS, _MOST_KINDS = 12, 15


def for_sender(ready: Preview) -> list[Problem]:
    """The problems that somebody should look at, worst first, by kind and row."""
    told = [p for p in (*ready.aside, *ready.problems) if p.severity >= Severity.WARN]
    return sorted(told, key=lambda p: (-p.severity, p.code, p.row or 0))


def returned(installation: Installation, ready: Preview) -> FormFile:
    """The sender's workbook with the faulty cells marked and a list of all problems.

    Raises ``UnreadableFile`` when the bytes are no table.
    """
    say = words("vi")  # offices write Vietnamese
    problems = for_sender(ready)
    reading = ready.reading
    how = "returned.how" if has_marks(ready) else "returned.how_file"
    notes = [say("returned.title", file=ready.received.filename), say(how)]
    if installation.is_demo:
        notes.insert(0, say("workbook.demo"))
    content, _ = marked_workbook(
        ready.received.content,
        sheet=reading.sheet.in_file if reading else "",
        marks=_marks(ready, problems, say),
        listing=Listing(
            sheet=say("returned.sheet"),
            notes=notes,
            head=[say(f"returned.{part}") for part in ("kind", "cell", "column", "seen", "do")],
            rows=[_line(p, ready, say) for p in problems],
        ),
        most_rows=installation.settings.max_upload_rows,
    )
    return FormFile(returned_name(ready), content)


def returned_name(ready: Preview) -> str:
    """The name of the marked workbook."""
    return f"{PurePath(ready.received.filename).stem}_can-sua.xlsx"


def _line(problem: Problem, ready: Preview, say: Words) -> list[str]:
    seen, do = _to_sender(problem, say)
    at = _place(problem, ready)
    cell = f"{problem.column or at[1]}{problem.row}" if at else ""
    kind = say(f"severity.{problem.severity.name.lower()}")
    return [kind, cell, problem.header, seen, do]


def _to_sender(problem: Problem, say: Words) -> tuple[str, str]:
    """What was seen and what to do; of what may be right the sender is asked to look again.

    A question is answered by the sender in words or in the file, where no page offers a choice.
    """
    seen, do = sentences(problem, say)
    if problem.severity is Severity.WARN:
        do = say("returned.check")
    if problem.severity is Severity.ASK:
        alike = problem.values.get("suggestions")
        told = [say("returned.alike_names", suggestions=alike)] if alike else []
        do = " ".join([say("returned.answer"), *told])
    return f"{seen.removesuffix('.')}.", do


def has_marks(ready: Preview) -> bool:
    """Whether any cell of the returned workbook is coloured; else its faults are of the file."""
    return any(_place(problem, ready) for problem in for_sender(ready))


def _marks(ready: Preview, problems: Iterable[Problem], say: Words) -> list[Mark]:
    """One mark a cell, however many problems it has; the worst gives the colour."""
    cells: dict[tuple[int, str], list[Problem]] = {}
    for problem in problems:
        if at := _place(problem, ready):
            cells.setdefault(at, []).append(problem)
    return [
        Mark(
            row=row,
            column=column_number(letters.encode()) - 1,
            severity=max(p.severity for p in found),
            text="\n".join(" ".join(_to_sender(p, say)) for p in found),
        )
        for (row, letters), found in cells.items()
    ]


def _place(problem: Problem, ready: Preview) -> tuple[int, str] | None:
    """Row and column letters of the cell a problem is about; of a whole row, its name."""
    reading = ready.reading
    if not problem.row or reading is None:
        return None
    if problem.column:
        return problem.row, problem.column
    if reading.sheet.origin is not None:  # it names the row alone, of a form laid out anew
        return problem.row, "A"
    headed = [c.key for c in reading.template.columns if c.header == problem.header]
    roles = (Role.UNIT_NAME, Role.UNIT_CODE, Role.COMMUNE_NAME, Role.COMMUNE_CODE)
    named = [c.key for r in roles if (c := reading.template.role(r))]
    letters = next(filter(None, map(reading.letters, (*headed, *named))), "A")
    return problem.row, letters


def message(installation: Installation, ready: Preview) -> str:
    """A message for Zalo or e-mail: what was sent, what is to be mended, and thanks."""
    say, problems = words("vi"), for_sender(ready)
    lines = [
        greeting(addressee(installation.gazetteer, ready), say),
        say(
            "returned.about",
            file=ready.received.filename,
            title=ready.template.title if ready.template else say("returned.no_template"),
        ),
    ]
    lines += _told(problems, ready, say)
    lines.append(say("returned.thanks" if has_marks(ready) else "returned.thanks_file"))
    if installation.is_demo:
        lines.append(say("workbook.demo"))
    return "\n".join(lines)


def greeting(to: Commune | None, say: Words) -> str:
    """The first line of a message to a commune, or to whoever sent the file."""
    return say("returned.dear", to=to.full_name) if to else say("returned.dear_all")


def _told(problems: list[Problem], ready: Preview, say: Words) -> list[str]:
    """One point a kind: the first case in full, then the rows of its like.

    What is no fault of a cell is told as the file's.
    """
    kinds = [list(group) for _, group in groupby(problems, key=lambda p: (-p.severity, p.code))]
    must = sum(p.severity > Severity.WARN for p in problems)
    look = len(problems) - must
    key = "count" if must and look else "count_must" if must else "count_look"
    lines = [say(f"returned.{key}", must=must, look=look)]
    cells = has_marks(ready)
    if problems and not cells:
        lines.append(say("returned.all_of_file"))
    for number, group in enumerate(kinds[:_MOST_KINDS], start=1):
        seen, do = _to_sender(group[0], say)
        if cells and not _place(group[0], ready):
            seen = say("returned.of_file", seen=seen)
        lines.append(f"{number}. {seen} {do}")
        rows = list(dict.fromkeys(p.row for p in group[1:] if p.row and p.row != group[0].row))
        if rows:
            shown = ", ".join(map(str, rows[:_MOST_ROWS]))
            rest = len(rows) - _MOST_ROWS
            key = "returned.alike_more" if rest > 0 else "returned.alike"
            lines.append("   " + say(key, rows=shown, count=max(0, rest)))
    if len(kinds) > _MOST_KINDS:
        lines.append(say("returned.more_kinds", count=len(kinds) - _MOST_KINDS))
    return lines


def kinds_counted(problems: Iterable[Problem]) -> Mapping[str, int]:
    """How many problems there are of each kind, worst kinds first."""
    counts: dict[str, int] = {}
    for problem in sorted(problems, key=lambda p: (-p.severity, p.code)):
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return counts
