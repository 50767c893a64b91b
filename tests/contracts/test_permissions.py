"""The one table of roles, held against every use case: allowed and denied exactly as it says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import lib.services
from lib.domain.access.permissions import EVERYWHERE, PERMISSIONS, Act, Person, Role
from lib.domain.errors import AppError
from lib.domain.intake.batch import Standing
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.access import accounts
from lib.services.audit import recording as trail
from lib.services.campaign import lessons as plan_lessons
from lib.services.campaign import needs_told as plan_needs
from lib.services.campaign import replies as plan_replies
from lib.services.campaign import slips as plan_slips
from lib.services.campaign import summer as campaign
from lib.services.directory import files as directory_files
from lib.services.directory import intake as directory_lists
from lib.services.directory import people as directory
from lib.services.figures import legal_facts
from lib.services.health import backups, health
from lib.services.history import freezes, provenance, returns
from lib.services.history import uploads as history
from lib.services.installation import Installation
from lib.services.intake import current_workbook as in_force_files
from lib.services.intake import edited_tables as page_tables
from lib.services.intake import field_sheets as village_sheets
from lib.services.intake import names_register, publishing, quick_entry
from lib.services.intake import prefilled_forms as workbooks
from lib.services.intake import preview as intake
from lib.services.intake import remembered_answers as lessons
from lib.services.intake.batch import board as batches
from lib.services.intake.batch import files as batch_checks
from lib.services.intake.batch.runs import Runs
from lib.services.intake.batch.taking_in import start_batch
from lib.services.map import downloads as map_downloads
from lib.services.map import outlines
from lib.services.planning import desk as plan_desk
from lib.services.planning import entered_drives as plan_drives
from lib.services.planning import entered_teams as plan_teams
from lib.services.planning import question as plan_questions
from lib.services.planning import versions as plans
from lib.services.planning import what_if as plan_trials
from lib.services.planning.roads import entered as plan_roads
from lib.services.planning.roads import extracts as road_extracts
from lib.services.planning.runs import PlanRuns
from lib.services.planning.told import archive as plan_files
from lib.services.planning.told import telling as plan_telling
from lib.services.profile import profile
from lib.services.reporting import closings, progress
from lib.services.settings import changing as setting_up
from lib.services.settings import due_days, holidays
from lib.store.audit.entries import Wanted
from lib.text import fold, words
from tests.support.installations import open_test_installation, put
from tests.support.people import CHEAP, GOOD, in_role
from tests.support.sheets import summary, summary_row

OWN, OTHER = "03646", "04045"
MONTH, TEMPLATE = Period(2026, 8), "00_tong_hop_xa"
THEN = datetime(2026, 9, 1, tzinfo=UTC)
NOTHING: Any = SimpleNamespace()

BEFORE_ANYBODY_IS_KNOWN = {
    "log_in", "demo_log_in", "begin", "log_out", "note_presence", "fill_with_demo",
    "change_own_password", "begin_sign_on", "subject_log_in",
    # A batch is checked by a process that nobody acts in; whoever began it was asked.
    "check_file", "refuse_file", "begin_try",
    # Told outside the store every night, by nobody.
    "export_head",
    # Whoever's time is over goes by itself.
    "expire_directory", "forget_old_sessions", "forget_old_devices",
    # A login that has just succeeded makes its device known.
    "keep_device",
}  # fmt: skip
"""What writes without asking for a permission, and why it may."""


@dataclass(frozen=True)
class UseCase:
    """A use case, called so that only its first question matters."""

    act: Act
    commune: str | None
    """Of what is asked for; the officer of the matrix works for ``OWN``."""
    name: str
    call: Callable[[Installation, Person], object]


def uc(act: Act, function: Callable[..., object], *given: Any, of: str | None = None, **more: Any):
    """A use case with what it is given besides installation and person."""
    call = lambda installation, who: function(installation, *given, who=who, **more)  # noqa: E731
    return UseCase(act, of, function.__name__, call)


def preview_own(installation: Installation, *, who: Person) -> object:
    content = summary(summary_row(installation.gazetteer.communes[OWN].full_name))
    return intake.preview(
        installation, intake.receive("a.csv", content, installation.settings), who=who
    )


def forget_own(installation: Installation, who: Person) -> object:
    return lessons.forget(installation, SimpleNamespace(sender=fold(who.name)), who=who)  # type: ignore[arg-type]


def publish_together(installation: Installation, *, who: Person) -> object:
    return Runs(at_once=1).publish(installation, batches.Board(NOTHING), (Standing.CLEAN,), who=who)


def begin_solving(installation: Installation, *, who: Person) -> object:
    return PlanRuns().begin(installation, SimpleNamespace(id=1), who=who, note="")


def begin_several(installation: Installation, *, who: Person) -> object:
    return PlanRuns().begin_each(installation, [], who=who, note="")


def of_template(code: str) -> Any:
    return SimpleNamespace(template=TEMPLATES[code], rows=(), publishable=False)


def answer_from(commune: str) -> Any:
    return SimpleNamespace(key=SimpleNamespace(commune=commune), party=None)


ADD = {"name": "A", "role": Role.STAFF, "password": GOOD, "hasher": CHEAP}
WHY = {"reason": "nhầm tệp"}
STANDING = SimpleNamespace(nothing=True)
USE_CASES = [
    uc(Act.MANAGE_ACCOUNTS, accounts.known_accounts),
    uc(Act.MANAGE_ACCOUNTS, accounts.add_account, "a.b", **ADD),
    uc(Act.MANAGE_ACCOUNTS, accounts.change_role, "x", Role.STAFF),
    uc(Act.MANAGE_ACCOUNTS, accounts.disable_account, "x"),
    uc(Act.MANAGE_ACCOUNTS, accounts.enable_account, "x"),
    uc(Act.MANAGE_ACCOUNTS, accounts.forget_devices, "x"),
    uc(Act.MANAGE_ACCOUNTS, accounts.reset_password, "x", GOOD, hasher=CHEAP),
    uc(Act.MANAGE_ACCOUNTS, accounts.set_subject, "x", "y"),
    uc(Act.CLOSE_PERIODS, closings.close_period, MONTH),
    uc(Act.CLOSE_PERIODS, closings.reopen_period, MONTH, **WHY),
    uc(Act.FREEZE, freezes.freeze_figures, "Họp"),
    uc(Act.FREEZE, freezes.withdraw_freeze, "x", **WHY),
    uc(Act.SEE_FILES, history.history),
    uc(Act.SEE_FILES, history.history, commune=OWN, of=OWN),
    uc(Act.SEE_FILES, history.history, commune=OTHER, of=OTHER),
    uc(Act.SEE_FILES, history.original, 1, of=OWN),
    uc(Act.SEE_FILES, history.original, 2, of=OTHER),
    uc(Act.SEE_FILES, history.scopes, 1),
    uc(Act.WITHDRAW, history.withdraw, 99, **WHY),
    uc(Act.WITHDRAW, returns.preview_return, MONTH, THEN),
    uc(Act.WITHDRAW, returns.return_to, STANDING, **WHY),
    uc(Act.WITHDRAW, returns.undo_return, 99, **WHY),
    uc(Act.UPLOAD, lessons.known_lessons),
    UseCase(Act.UPLOAD, None, "forget", forget_own),
    uc(Act.SET_UP, lessons.forget, SimpleNamespace(sender="an")),
    uc(Act.SET_UP, lessons.all_lessons),
    uc(Act.SET_UP, names_register.former_units, ""),
    uc(Act.SET_UP, names_register.taught, "", words()),
    uc(Act.UPLOAD, preview_own),
    uc(Act.UPLOAD, publishing.publish, of_template("00_tong_hop_xa")),
    uc(Act.ENTER_VOLUNTEERS, publishing.publish, of_template("05_dot_ra_quan")),
    uc(Act.ENTER_PROVINCE, publishing.publish, of_template("06_chi_tieu")),
    uc(Act.ENTER_PROVINCE, publishing.publish, of_template("08_ngan_hang_quy")),
    uc(Act.UPLOAD, start_batch, [], of=EVERYWHERE),
    uc(Act.UPLOAD, batches.board_of, "x", of=EVERYWHERE),
    uc(Act.UPLOAD, batches.answer_all, NOTHING, {}, of=EVERYWHERE),
    uc(Act.UPLOAD, batches.try_again, NOTHING, 0, of=EVERYWHERE),
    uc(Act.UPLOAD, batches.answer_one, NOTHING, 1, answers={}, of=EVERYWHERE),
    uc(Act.UPLOAD, batches.set_aside, NOTHING, [], of=EVERYWHERE),
    uc(Act.UPLOAD, batches.choose_by_commune, NOTHING, [], of=EVERYWHERE, chosen={}),
    uc(Act.UPLOAD, batches.take_in_again, NOTHING, 1, of=EVERYWHERE),
    uc(Act.UPLOAD, batches.put_away, NOTHING, of=EVERYWHERE),
    uc(Act.UPLOAD, batch_checks.preview_file, 99, of=EVERYWHERE),
    uc(Act.UPLOAD, batch_checks.publish_file, 99, seal="x", of=EVERYWHERE),
    uc(Act.UPLOAD, publish_together, of=EVERYWHERE),
    uc(Act.UPLOAD, workbooks.prefilled, TEMPLATE, OWN, period=MONTH, of=OWN),
    uc(Act.UPLOAD, workbooks.prefilled, TEMPLATE, OTHER, period=MONTH, of=OTHER),
    uc(Act.UPLOAD, workbooks.all_prefilled, TEMPLATE, MONTH, of=EVERYWHERE),
    uc(Act.UPLOAD, in_force_files.in_force_file, TEMPLATE, MONTH, commune=OWN, of=OWN),
    uc(Act.UPLOAD, in_force_files.in_force_file, TEMPLATE, MONTH, commune=OTHER, of=OTHER),
    uc(Act.UPLOAD, in_force_files.in_force_file, TEMPLATE, MONTH, of=EVERYWHERE),
    uc(Act.SEE_PROGRESS, progress.progress_of, MONTH),
    uc(Act.EXPORT, map_downloads.map_file, "excel", {}, say=NOTHING),
    uc(Act.READ_TRAIL, trail.read_trail, Wanted()),
    uc(Act.READ_TRAIL, trail.people_in_trail),
    uc(Act.READ_TRAIL, trail.verify),
    uc(Act.SET_UP, trail.prune),
    uc(Act.SET_UP, health.health_of),
    uc(Act.SET_UP, setting_up.settings_standing),
    uc(Act.SET_UP, setting_up.server_settings),
    uc(Act.SET_UP, setting_up.setting_history, "trail_months"),
    uc(Act.SET_UP, setting_up.change_setting, "trail_months", 30, **WHY),
    uc(Act.SET_UP, setting_up.return_setting, "trail_months", None, **WHY),
    uc(Act.SET_UP, setting_up.write_change, "x", lambda _: 1, **WHY, seen=None),
    uc(Act.SEE_DIRECTORY, directory.must_see),
    uc(Act.SEE_DIRECTORY, directory.listed),
    uc(Act.SEE_DIRECTORY, directory.reveal, 1),
    uc(Act.SEE_DIRECTORY, directory.erase, 1, directory.Why.ASKED),
    uc(Act.SEE_DIRECTORY, directory.intakes),
    uc(Act.SEE_DIRECTORY, directory.undo_intake, 1),
    uc(Act.SEE_DIRECTORY, directory_lists.preview_list, b""),
    uc(Act.SEE_DIRECTORY, directory_lists.take_in, NOTHING),
    uc(Act.SEE_DIRECTORY, directory_files.masked_list, words()),
    uc(Act.SEE_DIRECTORY, directory_files.own_data, 1, words()),
    uc(Act.SET_UP, directory.clear_directory),
    uc(Act.SET_UP, legal_facts.targets_set, date(2026, 9, 1)),
    uc(Act.SET_UP, legal_facts.flags_set, date(2026, 9, 1)),
    uc(Act.SET_UP, outlines.outlines_in_force),
    uc(Act.SET_UP, outlines.propose_outlines, b"", "a.geojson"),
    uc(Act.SET_UP, outlines.adopt_outlines, NOTHING),
    uc(Act.SET_UP, outlines.withdraw_outlines, **WHY),
    uc(Act.SET_UP, road_extracts.propose_roads, b"", "a.osm.pbf"),
    uc(Act.SET_UP, road_extracts.adopt_roads, NOTHING),
    uc(Act.SET_UP, road_extracts.withdraw_roads, **WHY),
    uc(Act.SEE_PLANS, road_extracts.roads_in_force),
    uc(Act.SET_UP, due_days.due_days_standing),
    uc(Act.SET_UP, due_days.set_due_day, "calendar.monthly.communes", NOTHING, **WHY),
    uc(Act.SET_UP, holidays.holidays_standing),
    uc(Act.SET_UP, holidays.add_holiday, NOTHING, **WHY),
    uc(Act.SET_UP, holidays.remove_holiday, NOTHING, **WHY),
    uc(Act.SET_UP, health.take_backup, Path("/nowhere/at/all.sqlite3")),
    uc(Act.SET_UP, backups.restoring, Path("/nowhere/at/all.sqlite3"), name="then"),
    uc(Act.SET_UP, backups.restore),
    uc(Act.ENTER_VOLUNTEERS, intake.note_received, NOTHING),
    uc(Act.SEE_PLANS, campaign.seasons),
    uc(Act.SEE_PLANS, campaign.summer_of, "2026"),
    uc(Act.SEE_PLANS, plan_replies.season_replies, "2026"),
    uc(Act.SEE_PLANS, plan_needs.need_proposals, SimpleNamespace(season="2026")),
    uc(Act.SEE_PLANS, plan_slips.team_slips, "2026", teams=[], say=NOTHING),
    uc(Act.SEE_FIGURES, plan_replies.coming_to, OWN, of=OWN),
    uc(Act.SEE_FIGURES, plan_replies.coming_to, OTHER, of=OTHER),
    uc(Act.SEE_FIGURES, plan_slips.commune_slip, OTHER, say=NOTHING, of=OTHER),
    uc(Act.ANSWER_PLANS, plan_replies.give_reply, answer_from(OWN), of=OWN),
    uc(Act.ANSWER_PLANS, plan_replies.give_reply, answer_from(OTHER), of=OTHER),
    uc(Act.SEE_PLANS, plans.plan_of, 99),
    uc(Act.SEE_PLANS, plans.published_plan, "2026"),
    uc(Act.SEE_PLANS, plans.plans),
    uc(Act.SEE_PLANS, plans.versions),
    uc(Act.SEE_PLANS, plans.published_history, "2026"),
    uc(Act.SEE_PLANS, plan_files.plan_archive, NOTHING, NOTHING),
    uc(Act.SEE_PLANS, plan_files.news_archive, "2026", NOTHING),
    uc(Act.SEE_PLANS, plan_telling.news_of, "2026"),
    uc(Act.PLAN, plan_telling.note_told, "2026", 1, sides=[]),
    uc(Act.PLAN, plan_telling.note_not_told, "2026", sides=[]),
    uc(Act.SEE_PLANS, plan_questions.question, NOTHING),
    uc(Act.PLAN, plan_desk.begin_plan, first_day=date(2026, 6, 8), title="Hè"),
    uc(Act.PLAN, plan_lessons.begin_with_lessons, "2026", [], say=NOTHING),
    uc(Act.PLAN, plan_trials.what_if, NOTHING, NOTHING, name="Thử"),
    uc(Act.PLAN, plans.save_plan, NOTHING),
    uc(Act.PLAN, plans.branch_plan, NOTHING, base=99),
    uc(Act.PLAN, plans.publish_plan, 99),
    uc(Act.PLAN, plans.undo_publication, "2026", **WHY),
    uc(Act.PLAN, begin_solving),
    uc(Act.PLAN, begin_several),
    uc(Act.PLAN, plan_roads.preview_trip, OWN, OTHER, minutes=90, year=2026),
    uc(Act.PLAN, plan_teams.preview_without, ["TN-1"], 2026),
    uc(Act.PLAN, plan_drives.preview_drives, NOTHING, 2026),
    uc(Act.PLAN, plan_teams.preview_teams, NOTHING, 2026),
    uc(Act.PLAN, page_tables.previewed, "04_doi_hinh_tinh_nguyen", NOTHING, year=2026),
    uc(Act.PLAN, page_tables.previewed_file, "04_doi_hinh_tinh_nguyen", NOTHING),
    uc(Act.ENTER_VOLUNTEERS, quick_entry.entry_choices, OWN, "2026", of=OWN),
    uc(Act.ENTER_VOLUNTEERS, quick_entry.entry_choices, OTHER, "2026", of=OTHER),
    uc(Act.ENTER_VOLUNTEERS, quick_entry.looked_at, [SimpleNamespace(commune=OWN)], of=OWN),
    uc(Act.ENTER_VOLUNTEERS, quick_entry.handed_in, NOTHING, OTHER, of=OTHER),
    uc(
        Act.ENTER_VOLUNTEERS,
        village_sheets.village_sheets,
        OTHER,
        "2026",
        villages=[],
        say=NOTHING,
        of=OTHER,
    ),
    uc(Act.SEE_FIGURES, profile.profile_of, OWN, NOTHING, of=OWN),
    uc(Act.SEE_FIGURES, profile.profile_of, OTHER, NOTHING, of=OTHER),
    uc(Act.SEE_FIGURES, provenance.sources_of, NOTHING, NOTHING, commune=OWN, of=OWN),
    uc(Act.SEE_FIGURES, provenance.sources_of, NOTHING, NOTHING, commune=OTHER, of=OTHER),
    uc(Act.SEE_FIGURES, provenance.versions_of, NOTHING, OWN, period=MONTH, of=OWN),
    uc(Act.SEE_FIGURES, provenance.versions_of, NOTHING, OTHER, period=MONTH, of=OTHER),
]
"""Every use case that asks who is acting. A new one has to be put here, with its act."""

CALLED_OTHERWISE = {
    "preview": "preview_own",
    "Runs.publish": "publish_together",
    "PlanRuns.begin": "begin_solving",
    "PlanRuns.begin_each": "begin_several",
}
ASKS_ANOTHER = {
    "returned_zip", "messages", "message_of", "unfinished", "change_own_password", "own_account",
    "learn", "must_hand_in", "must_see_rows", "may_see_rows", "with_params", "with_figures_of_now",
    "may_enter",
    # Ways and sentences: only what this person may is offered or promised.
    "PageEntry.open_to", "address_for", "promised",
    # The trail itself: whoever acted was asked by what they did.
    "record", "record_alone", "stand", "record_or_count", "note_or_count", "Tally.is_told",
    "Tally.not_told",
    # Under whose name something is rationed.
    "share_of",
}  # fmt: skip
"""Take a person, and ask a use case above, or answer nothing to whoever may not."""


def functions() -> dict[str, Callable[..., object]]:
    """The public functions of the services and of what they offer as classes."""
    found: dict[str, Callable[..., object]] = {}
    for info in pkgutil.walk_packages(lib.services.__path__, "lib.services."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            mine = getattr(value, "__module__", "") == module.__name__
            if name.startswith("_") or not mine:
                continue
            if inspect.isfunction(value):
                found[name] = value
            elif inspect.isclass(value):
                methods = inspect.getmembers(value, inspect.isfunction)
                found |= {f"{name}.{m}": f for m, f in methods if not m.startswith("_")}
    return found


def test_every_use_case_that_takes_a_person_stands_in_the_matrix():
    asking = {n for n, f in functions().items() if "who" in inspect.signature(f).parameters}

    asked = {CALLED_OTHERWISE.get(name, name) for name in asking - ASKS_ANOTHER}
    assert asked == {case.name for case in USE_CASES}


def test_a_person_is_never_a_mere_name():
    for name, function in functions().items():
        who = inspect.signature(function).parameters.get("who")
        if who is not None and name != "learn":
            assert "Person" in str(who.annotation), name


def test_whatever_writes_asks_who_is_acting():
    silent = {
        name
        for name, function in functions().items()
        if "writing(" in inspect.getsource(function)
        and "who" not in inspect.signature(function).parameters
    }

    assert {name.rsplit(".")[-1] for name in silent} <= BEFORE_ANYBODY_IS_KNOWN


CASES = [
    pytest.param(role, case, id=f"{role}-{case.name}-{case.commune or 'any'}")
    for case in USE_CASES
    for role in Role
]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    opened = open_test_installation(tmp_path_factory.mktemp("matrix"))
    for code in (OWN, OTHER):
        put(opened, summary(summary_row(opened.gazetteer.communes[code].full_name)))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize(("role", "case"), CASES)
def test_each_role_is_allowed_and_denied_exactly_as_the_table_says(installation, role, case):
    within = role is not Role.OFFICER or case.commune in (None, OWN)

    allowed = case.act in PERMISSIONS[role] and within
    assert denied(installation, in_role(role, OWN), case) is not allowed


def denied(installation: Installation, who: Person, case: UseCase) -> bool:
    """Whether the use case refuses because of who asks; any other complaint is not about that."""
    try:
        case.call(installation, who)
    except AppError as refused:
        return refused.code == "denied"
    except (AttributeError, ValueError, KeyError, IndexError, TypeError):
        return False
    except Exception as error:  # of the store, which the stand-ins above mean nothing to
        return "denied" in str(error)
    return False


def test_the_matrix_has_something_that_each_act_of_data_allows():
    covered = {case.act for case in USE_CASES}

    assert {Act.SEE_FIGURES, Act.SEE_FILES, Act.UPLOAD, Act.WITHDRAW,
            Act.CLOSE_PERIODS, Act.FREEZE, Act.MANAGE_ACCOUNTS} <= covered  # fmt: skip
