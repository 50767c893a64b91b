"""Every sentence exists in every language, with the same names to fill in."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from lib.domain.access.permissions import Act, Role
from lib.domain.audit.chain import Deed, Wrong
from lib.domain.planning.plan.plan import Idle, Promise, Stopped
from lib.domain.planning.question.faults import FaultCode
from lib.domain.planning.question.instance import FLAGS
from lib.domain.planning.question.parameters import parameters
from lib.domain.planning.question.travel import HourClass
from lib.domain.planning.why.absences import Bar
from lib.domain.planning.why.relaxing import Family
from lib.domain.planning.why.shortages import Cause
from lib.domain.problems import Code, Severity, Verdict
from lib.services.planning.saved_plan import PlanStatus
from lib.settings import HOME
from lib.text import LANGUAGES, words
from lib.text.catalogue import FOLDER, read_folder
from lib.ui.frame.nav import PAGES
from lib.ui.planning.steps import STEPS
from tests.support.indicators import INDICATORS
from tests.support.word_keys import keys_asked_for, may_be

WINGS = {
    "frame", "figures", "map", "intake", "history", "reporting", "profile", "planning", "campaign",
    "directory", "access", "settings", "audit",
}  # fmt: skip
"""The wings of the installation, and ``frame`` for what truly belongs to all of them."""


def sentences(language: str) -> set[str]:
    """Keys that every language must have: what is counted bends as each language does, and names
    of indicators may stand in their declarations."""
    own = ("counted.", "indicator.")
    return {key for key in sorted(words(language).keys()) if not key.startswith(own)}


def asked(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_languages_have_the_same_sentences(language):
    assert sentences(language) == sentences(LANGUAGES[0])


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_sentence_stands_in_the_same_file_in_every_language(language):
    def keys_by_file(spoken: str) -> dict[str, set[str]]:
        folder = FOLDER / spoken
        return {
            str(path.relative_to(folder)): set(tomllib.loads(path.read_text(encoding="utf-8")))
            - {"counted", "indicator"}
            for path in folder.rglob("*.toml")
        }

    assert keys_by_file(language) == keys_by_file(LANGUAGES[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_words_is_named_after_its_wing(language):
    wings = {path.relative_to(FOLDER / language).parts[0] for path in (FOLDER / language).iterdir()}

    assert {name.removesuffix(".toml") for name in wings} <= WINGS


def test_two_files_may_not_say_one_key(tmp_path):
    for name in ("map", "profile"):
        (tmp_path / f"{name}.toml").write_text('[table]\ncode = "Mã"\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"table\.code"):
        read_folder(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_asks_for_the_same_names_in_every_language(language):
    def names(spoken: str, key: str) -> set[str]:
        return asked(words(spoken).forms(key)["other"])

    assert [
        key
        for key in sorted(sentences(language))
        if names(language, key) != names(LANGUAGES[0], key)
        or any(asked(form) - names(language, key) for form in words(language).forms(key).values())
    ] == []


def test_every_key_the_code_asks_for_has_a_sentence():
    known = words().keys()

    assert [
        asked_for.replace("\0", "…")
        for asked_for in sorted(keys_asked_for().said)
        if not any(may_be(asked_for, key) for key in known)
    ] == []


def test_every_sentence_is_asked_for():
    code = keys_asked_for()

    assert [key for key in sorted(sentences(LANGUAGES[0])) if not code.asks_for(key)] == []


@pytest.mark.parametrize("code", Code)
def test_every_problem_says_what_was_seen_and_what_to_do(code):
    for language in LANGUAGES:
        assert words(language).has(f"problem.{code}.say")
        assert words(language).has(f"problem.{code}.fix")
        assert words(language).has(f"problem.{code}.kind")


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_a_word(severity):
    assert all(words(one).has(f"severity.{severity.name.lower()}") for one in LANGUAGES)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_sentence(verdict):
    assert words().has(f"verdict.{verdict}")


@pytest.mark.parametrize("entry", PAGES)
def test_every_page_has_a_title_a_heading_and_a_script(entry):
    assert words().has(f"{entry.script}.title")
    assert words().has(f"{entry.script}.heading")
    assert entry.path.is_file()


def test_every_page_script_is_in_the_menu():
    scripts = {p.stem for p in (HOME / "pages").glob("*.py")} - {"frame"}

    assert scripts == {p.script for p in PAGES}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.code)
def test_every_indicator_speaks_every_language(indicator):
    told = (indicator.name, indicator.gloss, indicator.formula, indicator.unit)

    assert all(wording[language] for wording in told for language in LANGUAGES)
    assert all(indicator.nothing[language] for language in LANGUAGES if indicator.nothing)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.code)
def test_every_indicator_stands_in_a_named_group(indicator):
    for language in LANGUAGES:
        assert words(language).has(f"group.{indicator.family}")


def test_every_fault_that_code_raises_has_a_sentence():
    raised = re.compile(r'(?:UnreadableFile|NotAllowed|BoundaryProblem)\(\s*"([a-z_]+)"')
    codes = {
        code
        for path in (HOME / "lib").rglob("*.py")
        for code in raised.findall(path.read_text(encoding="utf-8"))
    }

    assert codes
    assert {c for c in codes if not words().has(f"error.{c}")} == set()


@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_of_an_instance_says_what_was_seen_and_what_to_do(code):
    for language in LANGUAGES:
        assert words(language).has(f"plan_fault.{code}.say")
        assert words(language).has(f"plan_fault.{code}.fix")


def test_everything_that_the_trail_keeps_has_words():
    keys = [
        *(f"trail_deed.{deed}" for deed in Deed),
        *(f"trail_wrong.{wrong}" for wrong in Wrong),
        *(f"access.role.{role}" for role in Role),
        *(f"trail_act.{act}" for act in Act),
        *(f"trail_field.{field}" for field in keys_asked_for().recorded),
    ]

    assert [key for key in keys if not words().has(key)] == []


def test_everything_a_plan_may_have_to_say_has_words():
    keys = [
        *(f"plan_idle.{why}" for why in Idle),
        *(f"plan_unmet.{kind}" for kind in Promise),
        *(f"plan_cause.{kind}.{cause}" for kind in Promise for cause in Cause),
        *(f"plan_binding.{family}" for family in Family),
        *(f"plan_cure.{family}" for family in Family if family is not Family.PROMISES),
        *(f"plan_flag.{flag}" for flag in FLAGS),
        *(f"plan_hours.{hours.name.lower()}" for hours in HourClass),
    ]

    assert [key for key in keys if not words().has(key)] == []


def test_a_count_is_written_as_people_of_the_language_write_it():
    assert "1.000.001 dòng" in words("vi")("error.too_many_rows", rows=1_000_001, most=200_000)
    assert "1,000,001 rows" in words("en")("error.too_many_rows", rows=1_000_001, most=200_000)


@pytest.mark.parametrize("one", parameters(), ids=lambda p: p.key)
def test_every_setting_of_a_plan_has_a_name_a_unit_and_a_sense(one):
    parts = ["label", "unit", "help", *(["blank"] if one.optional else [])]

    assert [p for p in parts if not words().has(f"planner_rule.{one.key}.{p}")] == []


def test_everything_the_planners_screen_names_has_words():
    keys = [
        *(f"planner_step.{code}" for code in STEPS),
        *(f"planner.status_{s}" for s in PlanStatus),
        *(f"planner_stopped.{s}" for s in Stopped),
        *(f"planner_why.{b}" for b in Bar if b is not Bar.NONE),
    ]

    assert [k for k in keys if not words().has(k)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_knows_the_number_of_communes_by_heart(language):
    say = words(language)

    assert [
        key for key in sorted(say.keys()) if re.search(r"(?<![\d.,])75(?![\d.,]?\d)", say(key))
    ] == []
