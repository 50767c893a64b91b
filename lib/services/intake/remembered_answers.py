"""Answers that need not be given twice: learned at publishing, told when applied, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.intake.around.over import HEADING
from lib.domain.intake.around.parts import PART
from lib.domain.intake.around.units import UNIT
from lib.domain.intake.cells.as_said import FRACTION, SPAN
from lib.domain.intake.cells.column_map import COLUMNS, ColumnMap
from lib.domain.intake.cells.doubts import CROSSES, DAYS, NUMBER
from lib.domain.intake.layouts.gained import TOLD
from lib.domain.intake.layouts.recognise import ALL_SHEETS
from lib.domain.intake.resolving import SKIP
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import TEMPLATES
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.store.engine import asking, writing
from lib.store.intake import remembered_answers as store
from lib.store.intake.remembered_answers import Lesson
from lib.text import Words, fold, say_moment

OF_COMMUNE = "commune:"
"""Begins the sender under which stands what holds for a commune's files, whoever brings them."""
_OF_OFFICE = (COLUMNS, "village:")
"""Questions whose answers are the office's own: how it heads its columns, names its villages."""
_LASTING = ("commune:", "village:", NUMBER, UNIT, TOLD, FRACTION, SPAN)
"""Names and ways of writing stay the same from month to month; periods and sheets do not."""


class Answers(dict[str, str]):
    """A person's answers above remembered ones, noting which of these were asked for."""

    def __init__(self, given: Mapping[str, str], remembered: Iterable[Lesson]) -> None:
        self._remembered = {r.question: r for r in remembered if r.question not in given}
        super().__init__({q: r.answer for q, r in self._remembered.items()} | dict(given))
        self._used: dict[str, Lesson] = {}

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        """The answer; one that was remembered counts as applied from now on."""
        if key in self._remembered:
            self._used[key] = self._remembered[key]
        return super().get(key, default)

    @property
    def applied(self) -> tuple[Lesson, ...]:
        """The remembered answers that decided something."""
        return tuple(self._used.values())

    @property
    def in_use(self) -> dict[str, str]:
        """The given answers and the applied ones: what the upload's record keeps."""
        unused = self._remembered.keys() - self._used.keys()
        return {question: answer for question, answer in self.items() if question not in unused}


def remembered(connection: Connection, sender: str, template: str) -> list[Lesson]:
    """What holds for this sender's files of a template; nothing for a nameless sender.

    What others said of a commune's villages holds too, below the sender's own answers.
    """
    named = sender.strip()
    if not named:
        return []
    village = "village:"
    of_communes = store.lessons_of(connection, OF_COMMUNE, question=village, template=template)
    return [*of_communes, *store.lessons(connection, sender=named, template=template)]


def learn(
    connection: Connection,
    installation: Installation,
    answers: Mapping[str, str],
    *,
    template: str,
    who: str,
    commune: str = "",
) -> None:
    """Remembers what will be asked again next month; leaving rows out is decided each time.

    ``commune``: whose the whole file is, "" where it is of several.
    """
    lasting = {
        question: answer
        for question, answer in answers.items()
        if answer != SKIP and (_lasts(question) or answer == ALL_SHEETS)
    }
    of_office = {q: a for q, a in lasting.items() if commune and q.startswith(_OF_OFFICE)}
    for sender, mine in ((who, lasting), (OF_COMMUNE + commune, of_office)):
        held = store.lessons(connection, sender=sender, template=template) if mine else []
        known = {r.question: r.answer for r in held}
        fresh = {q: a for q, a in mine.items() if known.get(q) != a}
        at = installation.clock()
        store.add_lessons(
            connection, fresh, sender=sender, template=template, who=who.strip(), at=at
        )


def _lasts(question: str) -> bool:
    """Whether it will be asked again; a heading that names a year or a month stands there once."""
    if question.startswith((HEADING, PART)):
        return not any(sign.isdigit() for sign in question)
    return question.startswith((*_LASTING, COLUMNS)) or question in (DAYS, CROSSES)


def told_before(
    installation: Installation, sender: str, question: str, *, template: str
) -> Lesson | None:
    """What this sender said of the columns of such a sheet, or of the sheets.

    Where this sender said nothing, what another said of the columns of a commune's sheet: its
    ``sender`` names the commune, for whose files alone it holds.
    """
    if not sender.strip():
        return None
    columns = question.startswith(COLUMNS)
    with asking(installation.engine) as connection:
        known = store.lessons(
            connection, sender=sender.strip(), template="" if columns else template
        )
        mine = next((one for one in known if one.question == question), None)
        if mine or not columns:
            return mine
        others = store.lessons_of(connection, OF_COMMUNE, question=question)
    return others[-1] if others else None


def said_of(installation: Installation, commune: str, lesson: Lesson) -> bool:
    """Whether the same was answered to the same question for a commune's file."""
    with asking(installation.engine) as connection:
        known = store.lessons(connection, sender=OF_COMMUNE + commune, template=lesson.template)
    return any((o.question, o.answer) == (lesson.question, lesson.answer) for o in known)


def known_lessons(installation: Installation, *, who: Person) -> list[Lesson]:
    """All that is remembered of one's own answers, oldest first."""
    who.must(Act.UPLOAD)
    with asking(installation.engine) as connection:
        mine = store.lessons(connection, sender=who.name) if who.name.strip() else []
    return _answers(mine)


def all_lessons(installation: Installation, *, who: Person) -> list[Lesson]:
    """All that is remembered of everybody's answers, oldest first."""
    who.must(Act.SET_UP)
    with asking(installation.engine) as connection:
        every = store.lessons(connection, sender=None)
    return _answers(every)


def _answers(known: Iterable[Lesson]) -> list[Lesson]:
    """What people said, each once: not what holds for a commune beside, nor who was told what."""
    return [
        one
        for one in known
        if not one.sender.startswith(OF_COMMUNE) and not one.question.startswith(TOLD)
    ]


def forget(installation: Installation, lesson: Lesson, *, who: Person) -> None:
    """Takes an answer back: the question will be asked again. Others' only administrators do.

    What it came to mean for a commune's files goes with it.
    """
    who.must(Act.UPLOAD)
    if lesson.sender != fold(who.name):
        who.must(Act.SET_UP)
    with writing(installation.engine) as connection:
        same = store.lessons_of(
            connection, OF_COMMUNE, question=lesson.question, template=lesson.template
        )
        for one in (lesson, *(o for o in same if o.answer == lesson.answer)):
            store.unlearn(connection, one, who=who.name.strip(), at=installation.clock())
        before = {"template": lesson.template, "given": written(lesson), "answer": lesson.answer,
                  "taught_by": lesson.who}  # fmt: skip
        record(
            installation,
            connection,
            who,
            deed=Deed.UNLEARNED,
            subject=f"answer:{lesson.id}",
            before=before,
        )


def meaning(lesson: Lesson, book: Gazetteer, say: Words) -> str:
    """What the answer stands for: a commune, a village by its code, a way of writing."""
    if lesson.question.startswith(COLUMNS):
        return TEMPLATES[lesson.template].title
    commune = book.communes.get(lesson.answer)
    if commune:
        return commune.full_name
    above = book.communes.get(lesson.answer.partition("-")[0])
    if above:
        return f"{lesson.answer} ({above.full_name})"
    key = f"answer.{lesson.answer}"
    return say(key) if say.has(key) else lesson.answer


def written(lesson: Lesson) -> str:
    """What stood in the file: the name, or the sign in a number."""
    if lesson.question == DAYS:
        return "7/8"
    if lesson.question == CROSSES:
        return "x"
    if lesson.question.startswith(FRACTION):
        return "120/150"
    if lesson.question.startswith(SPAN):
        return "10-12"
    if lesson.question.startswith(COLUMNS):
        known = ColumnMap.parse(lesson.answer)
        return " · ".join(known.keys) if known else lesson.question
    if lesson.question.startswith(NUMBER):
        return f"1{lesson.question[-1]}250"
    return lesson.question.rsplit(":", 1)[-1] or lesson.question.split(":")[1]


def told(applied: Iterable[Lesson], meanings: Mapping[str, str]) -> list[Problem]:
    """A note for every remembered answer that was applied. ``meanings`` by answer."""
    return [
        Problem(
            code=Code.ANSWER_APPLIED,
            severity=Severity.NOTE,
            given=written(lesson),
            values={
                "meaning": meanings.get(lesson.answer, lesson.answer),
                "who": lesson.who,
                "at": say_moment(lesson.at),
            },
        )
        for lesson in applied
    ]
