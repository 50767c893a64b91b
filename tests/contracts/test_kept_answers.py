"""No kept answer forgets who asks: each is asked by everybody, in every order, warm and cold.

An answer that is kept and does not stand in ``ASKS`` fails; so does one that is not what the same
person gets where nothing is kept, and one that is given to whoever may not have it.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import lib
from lib.domain.access.permissions import Act, Person, Role
from lib.domain.errors import AppError
from lib.domain.figures.snapshot import Earlier, Snapshot
from lib.domain.periods import Period
from lib.domain.planning.question.params import PlanParams
from lib.maps.sheet import Sheet
from lib.services.caching.answers import CACHED, cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.snapshots import measured
from lib.services.history.freeze_seal import is_unbroken
from lib.services.history.freezes import freeze_figures, withdraw_freeze
from lib.services.history.moment import at
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.intake.preview import receive
from lib.services.intake.previewed import Received
from lib.services.planning.versions import publish_plan, save_plan
from lib.services.reporting.closings import close_period
from lib.services.settings.changing import change_setting
from lib.services.shared_cache import Kept, Memory
from lib.services.view_address import Choice
from lib.settings import HOME
from lib.store.history.freezes import Freeze
from lib.web.first_screen.screen import Frame, Top, _Look
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, open_test_installation, put
from tests.support.people import administrator, in_role, staff
from tests.support.plans import AN, draft
from tests.support.sheets import summary, summary_row

OWN, OTHER = "03646", "04045"
JULY, AUGUST = Period(2026, 7), Period(2026, 8)
FRAME = Frame(lambda language, head, screen: f"{language}{head}{screen}")
MENU = (("ban-do", "map"), ("xa", "commune"))
PEOPLE = {
    **{str(role): in_role(role, OWN) for role in Role},
    "officer elsewhere": in_role(Role.OFFICER, OTHER),
    "namesake": replace(in_role(Role.STAFF), name="Người khác", account=77),
    "stranger": None,
}


def everything() -> None:
    for info in pkgutil.walk_packages(lib.__path__, "lib."):
        if ".migrations" not in info.name and not info.name.endswith("__main__"):
            importlib.import_module(info.name)


everything()


def choice(commune: str | None, language: str) -> Choice:
    return Choice(
        indicator="GD03", period=AUGUST, view="boundary", commune=commune, language=language
    )


Arguments = Callable[["World", Viewer], list[tuple[Any, ...]]]
MONTHS: Arguments = lambda world, viewer: [(JULY,), (AUGUST,)]  # noqa: E731
PLANS: Arguments = lambda world, viewer: [(n,) for n in world.plans]  # noqa: E731
ASKS: dict[str, Arguments] = {
    "last change": lambda world, viewer: [()],
    "periods": lambda world, viewer: [()],
    "versions of periods": lambda world, viewer: [()],
    "snapshot": MONTHS,
    "flags": lambda world, viewer: [(AUGUST.end,), (date(2025, 8, 1),)],
    "remarks": MONTHS,
    "since a freeze": lambda world, viewer: [
        (replace(viewer, installation=replace(viewer.installation, freeze=None)), AUGUST)
    ] if viewer.installation.freeze else [],
    "profile": lambda world, viewer: list(product((OWN, OTHER), (JULY, AUGUST))),
    "map sheet": MONTHS,
    "map sheet of two periods": lambda world, viewer: [(JULY, AUGUST), (AUGUST, JULY)],
    "history": lambda world, viewer: [()],
    "progress": MONTHS,
    "preview": lambda world, viewer: [(sent, ()) for sent in world.sent],
    "summer": lambda world, viewer: [("2026",), ("2027",)],
    "papers of a plan": lambda world, viewer: [(world.plans[0], ()), (world.plans[1], ())],
    "plan": PLANS,
    "plan before": PLANS,
    "question of a plan": lambda world, viewer: [
        (PlanParams(first_day=date(2027, 6, day)).model_dump_json(),) for day in (7, 14)
    ],
    "first days": lambda world, viewer: [
        (PlanParams.new(date(2026, 6, 8), weeks=w).model_dump_json(),) for w in (4, 8)
    ],
    "reasons of a plan": PLANS,
    "margins of a plan": PLANS,
    "hands on a plan": PLANS,
    "absence in a plan": lambda world, viewer: [(n, "04240") for n in world.plans],
    "villages without ambassador": MONTHS,
    "last periods": MONTHS,
    "first screen": lambda world, viewer: [
        (FRAME, "history", MENU, choice(None, viewer.language)),
        (FRAME, "commune", MENU[:1], choice(OWN, viewer.language)),
    ],
    "first screen of the map": lambda world, viewer: [
        (FRAME, MENU, _Look(choice(code, viewer.language), None, Top(), ())) for code in (None, OWN)
    ],
    "light page": lambda world, viewer: [
        (replace(viewer, installation=replace(viewer.installation, freeze=None)),
         choice(code, viewer.language), False)
        for code in (None, OWN, OTHER)
    ],
}  # fmt: skip
"""For every kind of answer, what is asked of it: by name, as ``@cached`` declares it."""


@dataclass
class World:
    installation: Installation
    freeze: Freeze
    plans: tuple[int, int]
    sent: tuple[Received, Received]
    """A file of the officer's own commune, and one of another."""

    @property
    def moments(self) -> dict[str, Installation]:
        past = NOON - timedelta(days=3)
        return {
            "now": self.installation,
            "frozen": replace(self.installation, freeze=self.freeze),
            "past": at(self.installation, past),
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    earlier = open_test_installation(
        tmp_path_factory.mktemp("kept"), clock=lambda: NOON - timedelta(days=5)
    )
    names = {code: earlier.gazetteer.communes[code].full_name for code in (OWN, OTHER)}
    put(earlier, summary(summary_row(names[OWN], period="07/2026")), name="thang-bay.csv")
    installation = replace(earlier, clock=lambda: NOON)
    put(installation, summary(summary_row(names[OWN])), name="cua-minh.csv")
    put(installation, summary(summary_row(names[OTHER])), name="cua-ho.csv")
    change_setting(installation, "public_view", True, who=administrator(), reason="công khai")
    freeze = freeze_figures(installation, "Họp", who=staff(), period=AUGUST)
    put(installation, summary(summary_row(names[OTHER], guided=77)), name="sau-hop.csv")
    first = save_plan(installation, draft(title="Một"), who=AN)
    second = save_plan(installation, draft(title="Hai"), who=AN, base=first.id)
    publish_plan(installation, first.id, who=AN)
    sent = [
        receive(f"{code}.csv", summary(summary_row(names[code], guided=5)), installation.settings)
        for code in (OWN, OTHER)
    ]
    yield World(installation, freeze, (first.id, second.id), (sent[0], sent[1]))
    installation.engine.dispose()


MEMOS = {(Snapshot, "measured"), (Earlier, "at")}
"""What an answer remembers of its own, and fills as it is asked; and the way to other answers."""


def told(answer: object) -> object:  # noqa: PLR0911 - one line a kind
    """An answer as plain values that can be compared."""
    if isinstance(answer, (pd.DataFrame, pd.Series)):
        return answer.to_json(date_format="iso", default_handler=str)
    if isinstance(answer, Sheet):
        return answer.payload()
    if isinstance(answer, bytes) and answer[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer)) as archive:
            return [(n, told(archive.read(n))) for n in archive.namelist() if "docProps" not in n]
    if is_dataclass(answer) and not isinstance(answer, type):
        told_of = [f.name for f in fields(answer) if (type(answer), f.name) not in MEMOS]
        return [(name, told(getattr(answer, name))) for name in told_of]
    if isinstance(answer, dict):
        return {str(k): told(v) for k, v in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [told(one) for one in answer]
    if isinstance(answer, (set, frozenset)):
        return sorted(map(repr, answer))
    if isinstance(answer, (str, bytes, int, float, Enum, type(None))):
        return answer
    known = getattr(answer, "__dict__", None)
    return told(known) if known else repr(answer)


def outcome(ask: Callable[[], object]) -> object:
    try:
        return told(ask())
    except AppError as refused:
        return f"refused: {refused.code}"


OF_EACH: dict[tuple[str, str, str], Memory] = defaultdict(Memory)
"""A memory for everybody's own use: what an answer is made of need not be made anew each time."""


OTHERS = Memory()
"""What all of them have asked for together, of every kind but the one that is tried."""


class ColdFor(Memory):
    """Nothing of this kind is kept; what it is made of is, as whoever came first has left it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def of(self, kind: str, most: int) -> Kept:
        return super().of(kind, most) if kind == self._name else OTHERS.of(kind, most)


def viewer(world: World, who: str, language: str, moment: str, memory: Memory) -> Viewer:
    installation = replace(world.moments[moment], memory=memory)
    return Viewer(installation, PEOPLE[who], language)


def asked(world: World, name: str, one: Viewer, *, kept: bool, every: bool = True) -> list[object]:
    kind = CACHED[name]
    ask = kind if kept else kind.uncached
    asks = ASKS[name](world, one)
    return [outcome(lambda a=a: ask(one, *a)) for a in (asks if every else asks[1::2] or asks)]


VIEWS = [("now", "vi"), ("frozen", "en"), ("past", "vi")]


def test_every_kept_answer_stands_in_this_table():
    assert set(CACHED) == set(ASKS)


@pytest.mark.parametrize("name", sorted(ASKS))
def test_everybody_gets_their_own_answer_whoever_asked_before(world, name):
    """Each after each other, on a warm and on a cold memory, as where nothing is kept."""
    few = ("officer", "staff")
    alike = isinstance(CACHED[name].declared.audience, Everybody)  # made for nobody in particular
    all_of_them = ("officer", "officer elsewhere", "staff", "stranger") if alike else PEOPLE
    views = [(who, language, moment) for moment, language in VIEWS
             for who in (all_of_them if moment == "now" else few)]  # fmt: skip
    alone = {v: asked(world, name, viewer(world, *v, OF_EACH[v]), kept=False) for v in views}

    for order in ([*views, *views], views[::-1]):
        memory = ColdFor(name)
        for v in order:
            assert asked(world, name, viewer(world, *v, memory), kept=True) == alone[v], v


@pytest.mark.parametrize("name", sorted(ASKS))
def test_both_languages_are_kept_apart(world, name):
    views = [("staff", language, "now") for language in ("vi", "en")]
    alone = {v: asked(world, name, viewer(world, *v, OF_EACH[v]), kept=False) for v in views}

    for order in (views, views[::-1]):
        memory = ColdFor(name)
        for v in order:
            assert asked(world, name, viewer(world, *v, memory), kept=True) == alone[v], v
    assert (alone[views[0]] != alone[views[1]]) >= CACHED[name].declared.spoken


CHANGES: dict[str, Callable[[World], object]] = {
    "a publish": lambda w: put(
        w.installation,
        summary(summary_row(w.installation.gazetteer.communes[OWN].full_name, guided=111)),
        name="sua.csv",
    ),
    "a setting of figures": lambda w: change_setting(
        w.installation, "digital_household_criterion", "Có tài khoản số",
        who=administrator(), reason="công văn mới",
    ),
    "a due day": lambda w: close_period(w.installation, JULY, who=staff()),
    "a freeze taken back": lambda w: withdraw_freeze(
        w.installation, w.freeze.code, who=staff(), reason="nhầm kỳ họp"
    ),
    "another plan in force": lambda w: publish_plan(
        w.installation, w.plans[1], who=AN, reason="đổi phương án"
    ),
    "strangers shut out": lambda w: change_setting(
        w.installation, "public_view", False, who=administrator(), reason="không công khai nữa"
    ),
    "a day later": lambda w: object.__setattr__(
        w.installation, "clock", lambda: NOON + timedelta(days=1)
    ),
}  # fmt: skip


PARTS = ("last change", "periods", "versions of periods", "snapshot", "flags")
"""What nearly all of the others are made of."""


class Proven(Memory):
    """Nothing is kept in it but parts, which are those of another memory."""

    def __init__(self, parts: Memory) -> None:
        super().__init__()
        self._parts = parts

    def of(self, kind: str, most: int) -> Kept:
        return self._parts.of(kind, most) if kind in PARTS else super().of(kind, most)


COSTLY = ("map sheet", "map sheet of two periods", "light page", "last periods", "since a freeze")
"""Of these the newer period alone is asked again after every change."""


def test_no_answer_outlives_what_it_was_made_of(world):
    """The memory stays, and something changes: what is kept is again what would be made.

    Parts come first, each beside one that is made from nothing; what is made of them may then take
    them from the memory, where they are proven.
    """
    memory = Memory()
    views = [("officer", "vi", "frozen"), ("stranger", "vi", "now")]

    def all_kept() -> None:
        from_nothing: dict[tuple[str, str, str], Memory] = defaultdict(Memory)
        of_parts: dict[tuple[str, str, str], Memory] = defaultdict(lambda: Proven(memory))
        for name, v in product(sorted(ASKS, key=lambda n: n not in PARTS), views):
            alone = from_nothing if name in PARTS else of_parts
            every = name not in COSTLY
            kept = asked(world, name, viewer(world, *v, memory), kept=True, every=every)
            made = asked(world, name, viewer(world, *v, alone[v]), kept=False, every=every)
            assert kept == made, (name, v)

    all_kept()
    for change in CHANGES.values():
        change(world)
        all_kept()


@pytest.mark.parametrize("name", sorted(ASKS))
def test_whoever_may_not_have_an_answer_does_not_get_a_kept_one(world, name):
    memory = ColdFor(name)
    kind = CACHED[name]
    for who in PEOPLE:
        one = viewer(world, who, "vi", "now", memory)
        for a in ASKS[name](world, one)[:1]:
            try:
                kind.declared.audience.of(one, a)
                allowed = True
            except AppError:
                allowed = False
            answer = outcome(lambda a=a, one=one: kind(one, *a))
            made_alone = outcome(lambda a=a, one=one: kind.uncached(one, *a))
            assert (answer == "refused: denied") is (made_alone == "refused: denied"), who
            assert allowed or answer == "refused: denied", who


def test_people_share_what_is_the_same_for_them(world, monkeypatch):
    """Five people at five desks: what all of them see is made once."""
    made: list[str] = []
    for name, kind in CACHED.items():
        make = kind._make
        monkeypatch.setattr(kind, "_make", lambda *x, n=name, m=make: (made.append(n), m(*x))[1])
    shared = ("periods", "snapshot", "map sheet", "profile", "last periods", "light page")
    memory = Memory()

    for who in ("staff", "namesake", "leader", "planner", "administrator"):
        for name in shared:
            asked(world, name, viewer(world, who, "vi", "now", memory), kept=True)
    once = {n: len(ASKS[n](world, viewer(world, "staff", "vi", "now", memory))) for n in shared}

    assert {n: made.count(n) for n in shared} == once


def test_a_key_is_made_in_one_place_and_nothing_else_is_one():
    with pytest.raises(TypeError, match="not a key"):
        Kept(3).get(("progress", "2026-08"), dict)  # type: ignore[arg-type]

    making = [p for p in sources() if re.search(r"\bKey\(", p.read_text("utf-8"))]
    keeping = [p for p in sources() if re.search(r"\bKept\(", p.read_text("utf-8"))]
    assert making == [HOME / "lib/services/caching/answers.py"]
    assert set(keeping) == {
        HOME / "lib/services/shared_cache.py",
        HOME / "lib/services/map/sheet_files.py",
    }


def test_an_answer_that_knows_more_than_its_key_cannot_be_declared():
    secret = staff()

    def maker(viewer: Viewer) -> Person:
        return secret

    with pytest.raises(TypeError, match="more than its key"):
        cached("of the test", Everybody(Act.SEE_FIGURES), most=1)(maker)
    assert "of the test" not in CACHED


OF_THE_PROCESS = {
    "lib/ui/frame/installation.py": ["_installation"], "lib/ui/intake/batch_board.py": ["_runs"],
    "lib/ui/planning/desk.py": ["runs"],
}  # fmt: skip
"""What Streamlit keeps for all sessions: the open store and the work under way, never figures."""


def test_streamlit_keeps_no_figures():
    way = re.compile(r"@st\.cache_(?:resource|data)[^\n]*\ndef (\w+)")
    found = {p.relative_to(HOME).as_posix(): way.findall(p.read_text("utf-8")) for p in sources()}

    assert {name: what for name, what in found.items() if what} == OF_THE_PROCESS
    assert not [p for p in sources() if "cache_data" in p.read_text("utf-8")]


WITHOUT_THE_STORE = {
    "app.py", "lib/assets", "lib/text", "lib/settings.py", "lib/files", "lib/maps", "lib/domain",
    "lib/web/answer/encoding.py", "lib/web/first_screen/style.py",
    "lib/web/streamlit/widget_words.py",
    "lib/ui/planning/board/bundle.py", "lib/ui/planning/board/frame.py",
    "lib/services/access/hashing.py", "lib/services/shared_cache.py", "lib/build.py",
    # A connection to the health of a store, by its address: it answers nothing itself.
    "lib/store/engine.py",
}  # fmt: skip
"""Where functions remember their answers: none of them holds figures or knows a person."""


def test_functions_that_remember_know_neither_store_nor_person():
    way = re.compile(r"@(?:functools\.)?(?:lru_)?cache\b|lru_cache\(")
    found = [p.relative_to(HOME).as_posix() for p in sources() if way.search(p.read_text("utf-8"))]

    assert found
    assert [f for f in found if not f.startswith(tuple(WITHOUT_THE_STORE))] == []


def sources() -> list[Path]:
    return [*(HOME / "lib").rglob("*.py"), *(HOME / "pages").glob("*.py"), HOME / "app.py"]


def test_a_seal_is_looked_at_again_where_the_outlines_of_then_are_gone(world, monkeypatch):
    frozen = replace(world.installation, freeze=world.freeze, memory=Memory())
    before = is_unbroken(frozen)

    monkeypatch.setattr("lib.services.history.freeze_seal.by_name", lambda *_: None)

    assert (before, is_unbroken(frozen)) == (True, False)


def test_rows_and_sums_are_those_of_their_moment(world):
    """What lies below the answers: asked through a snapshot, with one memory for all moments."""
    memory = Memory()
    installations = world.moments.values()
    for installation in [*installations, *list(installations)[::-1]]:
        alone = Memory()
        for code in INDICATORS:
            warm = measured(replace(installation, memory=memory), code, AUGUST)
            cold = measured(replace(installation, memory=alone), code, AUGUST)
            assert told(warm.communes) == told(cold.communes)
    assert len(history(world.installation, who=staff())) >= 4
