"""The village that a code or a name means: found, newly numbered, or asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache

from lib.domain.codes import commune_of, is_village_code, same_village, village_code
from lib.domain.intake.resolving.context import MOST_ASKED, NEW, SKIP, Context
from lib.domain.intake.resolving.proposals import MOST_PROPOSED, VILLAGES, Proposal, gathered
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.places.villages import Village
from lib.domain.problems import MOST_TOLD, Code, Option, Problem, Severity, too_many
from lib.domain.templates import Column, Role
from lib.text import fold, kept_for_short

REGISTER = "01_danh_muc_thon_ban"

_folded = kept_for_short(200_000)(fold)


@lru_cache(maxsize=20_000)
def _option(village: Village) -> Option:
    # One for all questions: a file may ask for a hundred thousand villages, thirty choices each.
    return Option(village.code, f"{village.name} ({village.code})")


class VillageFinder:
    """Finds villages by code, then by exact name within the commune; asks about the rest."""

    def __init__(self, cleaned: Cleaned, context: Context) -> None:
        self._reading = cleaned.reading
        self._register = context.register
        self._answers = context.answers
        self._defines = cleaned.reading.template.code == REGISTER
        self._given: Counter[str] = Counter()
        self._new: dict[tuple[str, str], str] = {}
        self._first_row = int(cleaned.rows.index.min()) if len(cleaned.rows) else 0
        self._unregistered: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._choices: dict[str, tuple[tuple[Option, ...], str]] = {}
        self._proposals: dict[str, Proposal | None] = {}
        self._key_of: dict[int, str] = {}

    def knows_none_of(self, communes: list[str]) -> bool:
        """Whether no register names a village of any of these; notes the communes."""
        if self._defines or any(c in self._register for c in set(communes)):
            return False
        self._unregistered = dict.fromkeys(set(communes) - {""}, self._first_row)
        return True

    def told(self) -> list[Problem]:
        """All problems met, with one note for the communes that have no register yet."""
        if not self._unregistered:
            return self._problems
        note = Problem(
            code=Code.NO_REGISTER,
            severity=Severity.NOTE,
            row=min(self._unregistered.values()),
            values={"count": len(self._unregistered)},
        )
        return [*self._problems, note]

    def find(self, row: int, commune: str, code: str, *, name: str) -> tuple[str, str] | None:
        """Key and name of the village in this row; ``None`` when a person left it out."""
        go_on()
        if not commune:
            return "", name
        if not code and (coded := self._coded_name(commune, name)):
            code, name = coded, ""
        if not code and not name:
            self._tell(self._problem(Code.NO_VILLAGE, Severity.ERROR, row, given=""))
            return "", ""
        if code and self._is_name(commune, code, name):
            return self._by_name_for_code(row, commune, code, name=name)
        if code:
            return self._by_code(row, commune, self._kept(row, code), name=name)
        return self._by_name(row, commune, name)

    def _coded_name(self, commune: str, name: str) -> str:
        """The code of one of the commune's villages that stands where its name is looked for."""
        known = None if self._defines or not commune_of(name) else self._register.coded(name)
        return known.code if known and known.commune_code == commune else ""

    def settled(
        self, rows: Sequence[int], found: Sequence[tuple[str, str] | None]
    ) -> list[tuple[str, str] | None]:
        """What was found, names agreed to as proposed among it; asks for all proposals at once."""
        if not any(self._proposals.values()):
            return list(found)
        named, chosen = set[Hashable](), set[Hashable]()
        for row, unit in zip(rows, found, strict=True):
            if unit:
                (chosen if row in self._key_of else named).add(unit[0])
        name = self._reading.template.role(Role.UNIT_NAME)
        gathering = gathered(
            filter(None, self._proposals.values()),
            VILLAGES,
            named=named,
            chosen=chosen,
            answers=self._answers,
            where=(self._reading, name),
        )
        self._problems = gathering.left(self._problems)
        agreed = {
            row: self._register.by_code[gathering.agreed[key]]
            for row, key in self._key_of.items()
            if key in gathering.agreed
        }
        units = zip(rows, found, strict=True)
        return [(agreed[r].code, agreed[r].name) if r in agreed else unit for r, unit in units]

    def _propose(
        self, row: int, key: str, *, commune: str, name: str, known: list[Village]
    ) -> None:
        """Keeps the one village that a name none has can only be, and its code does not deny."""
        before = self._proposals.get(key)
        if before:
            before.rows.append(row)
        if key in self._proposals or len(self._proposals) >= MOST_PROPOSED:
            return
        near = self._register.near(commune, name) if len(known) < 2 else None
        fits = near is not None and (not known or near in known)
        self._proposals[key] = self._proposal(key, name, near, row=row) if near and fits else None

    def _proposal(self, key: str, name: str, near: Village, *, row: int) -> Proposal:
        return Proposal(
            key=key,
            given=name,
            answer=near.code,
            meant=f"{near.name} ({near.code})",
            place=near.code,
            rows=[row],
            settled=bool(self._answers.get(key, "")),
        )

    def _by_name(self, row: int, commune: str, name: str) -> tuple[str, str] | None:
        if not self._defines and commune not in self._register:
            self._unregistered.setdefault(commune, row)
            return f"name:{_folded(name)}", name
        known = self._register.named(commune, name)
        if not known and (plain := self._register.without_accents(commune, name)):
            if self._defines:  # the same village without its accents, or another one?
                return self._asked(row, commune, name, known=[])
            known = plain
        if len(known) == 1:
            return known[0].code, known[0].name
        if self._defines and not known:
            return self._new_code(commune, name), name
        return self._asked(row, commune, name, known=known)

    def _by_name_for_code(
        self, row: int, commune: str, code: str, *, name: str
    ) -> tuple[str, str] | None:
        """A name stands where the code is looked for; beside another name it is asked."""
        one, other = self._register.meant(commune, code), self._register.meant(commune, name)
        if name and one and one != other:
            return self._asked(row, commune, name, known=[*one, *other], code=code)
        return self._by_name(row, commune, name or code)

    def _is_name(self, commune: str, code: str, name: str) -> bool:
        """Whether a village's name stands where its code is looked for."""
        if code in self._register.by_code or is_village_code(code):
            return False
        alone = not name or _folded(name) == _folded(code)
        return alone or bool(self._register.meant(commune, code))

    def _kept(self, row: int, given: str) -> str:
        """The code as the register has it, or as the file first wrote it."""
        if given in self._register.by_code:
            return given
        known = self._register.coded(given)
        first = village_code(given)
        code = known.code if known else self._codes.setdefault(same_village(given), first)
        if code != given:
            column = self._reading.template.role(Role.UNIT_CODE)
            told = self._problem(
                Code.CODE_SPELLED, Severity.WARN, row, given=given, of=column, kept=code
            )
            self._tell(told)
        return code

    def _by_code(self, row: int, commune: str, code: str, *, name: str) -> tuple[str, str] | None:
        village = self._register.by_code.get(code)
        named = self._register.meant(commune, name) if name and not self._defines else []
        if village and village.commune_code == commune:
            if name and not self._defines and village not in named:
                return self._asked(row, commune, name, known=[village, *named], code=code)
            # A register may rename its villages; a report may not.
            return code, name if self._defines and name else village.name
        if not code.startswith(f"{commune}-"):
            self._tell(self._problem(Code.CODE_ELSEWHERE, Severity.ERROR, row, given=code))
        elif not self._defines and self._register.of(commune):
            known = self._problem(Code.UNKNOWN_VILLAGE_CODE, Severity.WARN, row, given=code)
            self._tell(known)
            if len(named) == 1:
                return named[0].code, named[0].name
        return code, name or code

    def _new_code(self, commune: str, name: str) -> str:
        """The next free code; the same name again gets the same one and is told as a repeat."""
        key = commune, fold(name)
        if key not in self._new:
            number = self._register.next_number(commune) + self._given[commune]
            self._given[commune] += 1
            self._new[key] = f"{commune}-{number:03d}"
        return self._new[key]

    def _asked(
        self, row: int, commune: str, name: str, *, known: list[Village], code: str = ""
    ) -> tuple[str, str] | None:
        """The answer to which village is meant, or the question; ``code`` stood beside the name."""
        key = ":".join(filter(None, ("village", commune, code, fold(name))))
        self._key_of[row] = key
        self._propose(row, key, commune=commune, name=name, known=known)
        answer = self._answers.get(key, "")
        if answer == SKIP:
            return None
        if answer == NEW and not known:
            return f"name:{fold(name)}", name
        village = self._register.by_code.get(answer)
        if village and village.commune_code == commune:
            return village.code, village.name
        unclear = Code.AMBIGUOUS_VILLAGE if known else Code.UNKNOWN_VILLAGE
        options, suggestions = self._offered(key, commune, name, known=known, coded=bool(code))
        self._tell(
            self._problem(
                Code.CODE_NAME_DIFFER if code else unclear,
                Severity.ASK,
                row,
                given=name,
                question=key,
                options=options,
                suggestions=suggestions,
                commune=commune,
                code_given=code,
            )
        )
        return f"name:{fold(name)}", name

    def _offered(
        self, key: str, commune: str, name: str, *, known: list[Village], coded: bool
    ) -> tuple[tuple[Option, ...], str]:
        """The choices of a question and the likeliest of them in words, once for all its rows."""
        if key not in self._choices and len(self._choices) < MOST_ASKED:
            likely = known or self._register.like(commune, name)
            rest = [] if coded else [v for v in self._register.of(commune) if v not in likely]
            offered = known if coded else (*likely, *rest)
            new = () if known else (Option(NEW, ""),)
            names = ", ".join(v.name for v in likely[:3])
            self._choices[key] = (*map(_option, offered), *new), names
        return self._choices.get(key, ((), ""))

    def _tell(self, problem: Problem) -> None:
        """Keeps the problem; beyond what anybody reads, only that there are more."""
        if len(self._problems) <= MOST_TOLD:
            more = len(self._problems) == MOST_TOLD
            self._problems.append(too_many() if more else problem)

    def _problem(
        self,
        code: Code,
        severity: Severity,
        row: int,
        *,
        given: str,
        question: str = "",
        options: tuple[Option, ...] = (),
        of: Column | None = None,
        **values: object,
    ) -> Problem:
        column = of or self._reading.template.role(Role.UNIT_NAME)
        return Problem(
            code=code,
            severity=severity,
            row=row,
            column=self._reading.letters(column.key) if column else "",
            header=column.header if column else "",
            given=given,
            values=values,
            question=question,
            options=options,
        )
