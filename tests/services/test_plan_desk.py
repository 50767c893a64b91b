"""A planner at work on the store: every act is a version, prices come first, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.domain.access.permissions import Person, Role
from lib.domain.campaign.replies import ReplyKind, of_commune
from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.differences import differences
from lib.domain.planning.question.instance import Forbidden, Lock, Rules
from lib.domain.planning.question.params import Exceptions
from lib.services.campaign.needs_told import need_proposals, with_need_told
from lib.services.campaign.replies import NewReply, give_reply
from lib.services.intake.publishing import publish
from lib.services.planning.comparing import comparison
from lib.services.planning.desk import (
    again,
    allowed_again,
    banned,
    begin_plan,
    by_hand,
    lock_of,
    outdated,
    plan_saved,
    put_back,
    rearranged,
    with_figures_of_now,
    with_params,
)
from lib.services.planning.entered_drives import drive_table, preview_drives
from lib.services.planning.entered_teams import (
    preview_teams,
    preview_without,
    team_table,
    teams_of_last_year,
)
from lib.services.planning.question import locked
from lib.services.planning.runs import PlanRuns, params_of
from lib.services.planning.saved_plan import PlanDraft
from lib.services.planning.versions import plan_of, publish_plan, save_plan, versions
from lib.text import words
from tests.files_made import summary_workbook
from tests.support.installations import NOON, put
from tests.support.plans import AN, LEADER, MAI

FIRST_DAY = date(2026, 6, 8)
PATIENCE = 300
"""Seconds; a busy machine takes its time."""
HEAD = (
    "Mã đội hình;Năm;Tên đội hình;Đơn vị thành lập;Số thành viên;Ngày bắt đầu;Ngày kết thúc;"
    "Trạng thái;Nơi xuất phát (xã);Giới hạn đi lại (giờ)"
)
TEAMS = f"""{HEAD}
TN26-001;2026;Đội 1;Đoàn xã Lóng Sập;10;08/6/2026;05/7/2026;Đã duyệt;;
TN26-002;2026;Đội 2;Đoàn trường đại học;15;08/6/2026;05/7/2026;Dự kiến;Phường Tô Hiệu;6
TN26-003;2026;Đội 3;Đoàn trường đại học;12;08/6/2026;05/7/2026;Dự kiến;Phường Tô Hiệu;1,5
"""


@pytest.fixture
def ready(installation):
    """An installation with needs and three teams."""
    put(installation, summary_workbook(period="05/2026"), name="bieu.xlsx")
    put(installation, TEAMS.encode())
    return installation


@pytest.fixture
def begun(ready):
    return begin_plan(ready, who=MAI, first_day=FIRST_DAY, title="Hè 2026", weeks=4)


def solved(installation, saved, *, who=MAI):
    run = PlanRuns().begin(installation, saved, who=who, note="lập")
    assert run.over.wait(PATIENCE)
    assert not run.failed
    assert run.result
    return plan_of(installation, run.result, who=who)


def refused(act) -> str:
    with pytest.raises(NotAllowed) as told:
        act()
    return told.value.code


def test_a_plan_begins_on_the_figures_and_teams_in_force(begun):
    teams = {t.code: t for t in begun.instance.teams}

    assert set(teams) == {"TN26-001", "TN26-002", "TN26-003"}
    assert (teams["TN26-003"].base, teams["TN26-003"].max_minutes) == ("03646", 90.0)
    assert (begun.season, begun.solved, begun.instance.rules.weeks) == ("2026", False, 4)


def test_without_any_report_no_plan_begins(installation):
    begin = lambda: begin_plan(installation, who=MAI, first_day=FIRST_DAY, title="")  # noqa: E731

    assert refused(begin) == "no_need_known"


def test_who_only_reads_begins_no_plan(ready):
    begin = lambda: begin_plan(ready, who=LEADER, first_day=FIRST_DAY, title="")  # noqa: E731

    assert refused(begin) == "denied"


def test_a_search_saves_the_next_version_with_its_explanations(ready, begun):
    made = solved(ready, begun)

    assert (made.version, made.base_version, made.status) == (2, begun.id, "draft")
    assert {"assignments", "objective", "bound", "unmet", "explained"} <= set(made.document)
    assert all(r["say"] for r in made.document["explained"]["reasons"])
    assert plan_saved(made).stays


def test_a_result_overwrites_nothing_that_was_saved_meanwhile(ready, begun):
    theirs = save_plan(ready, replace_title(begun, "của An"), who=AN, base=begun.id)

    run = PlanRuns().begin(ready, begun, who=MAI, note="lập")
    assert run.over.wait(PATIENCE)
    mine = plan_of(ready, run.result, who=MAI)

    assert run.beside
    assert mine.line != theirs.line
    assert plan_of(ready, theirs.id, who=MAI).title == "của An"


def replace_title(saved, title):
    return PlanDraft(season=saved.season, title=title, instance=saved.instance, params=saved.params)


def test_other_choices_ask_for_a_new_plan_that_changes_little(ready, begun):
    made = solved(ready, begun)
    rules = params_of(made).rules.model_copy(update={"max_teams": 1})
    params = params_of(made).model_copy(update={"rules": rules})

    draft = with_params(ready, made, params, who=MAI, note="trần")
    saved = save_plan(ready, draft, who=MAI, base=made.id)

    assert not saved.solved
    assert saved.instance.rules.max_teams == 1
    kept = {(k.team, k.commune) for k in saved.instance.previous.assignments}
    assert kept == {(s.team, s.commune) for s in plan_saved(made).stays}


def test_a_longer_campaign_takes_the_windows_of_teams_anew(ready, begun):
    params = params_of(begun).model_copy(update={"rules": Rules(weeks=2)})

    draft = with_params(ready, begun, params, who=MAI)

    assert {t.to_day for t in draft.instance.teams} == {14}


def test_what_is_said_of_one_commune_reaches_the_question(ready, begun):
    said = {"04045": Exceptions(blackout_weeks=(1, 2), min_teams=2)}
    params = params_of(begun).model_copy(update={"communes": said})

    draft = with_params(ready, begun, params, who=MAI)

    [commune] = [c for c in draft.instance.communes if c.code == "04045"]
    assert (commune.blackout_weeks, commune.min_teams) == ((1, 2), 2)


def test_need_told_by_a_commune_is_taken_in_by_the_planner_and_can_be_let_go(ready, begun):
    made = solved(ready, begun)
    publish_plan(ready, made.id, who=MAI)
    then = replace(ready, clock=lambda: NOON)
    reported = {c.code: c.need for c in made.instance.communes}["04045"]
    told = NewReply(
        season="2026", plan_id=made.id, key=of_commune("04045"), kind=ReplyKind.NEED, need=12
    )
    give_reply(then, told, who=Person("Vì Văn Tâm", Role.OFFICER, "04045"), sure=True)

    [proposal] = need_proposals(then, made, who=MAI)
    assert (proposal.told.need, proposal.planned) == (12, reported)
    draft = with_params(then, made, with_need_told(params_of(made), proposal, words()), who=MAI)
    taken = save_plan(then, draft, who=MAI, base=made.id)

    [commune] = [c for c in taken.instance.communes if c.code == "04045"]
    assert commune.need == 12
    assert "Vì Văn Tâm" in commune.need_basis
    assert need_proposals(then, taken, who=MAI) == []
    back = with_params(then, taken, params_of(made), who=MAI)
    [commune] = [c for c in back.instance.communes if c.code == "04045"]
    assert (commune.need, commune.need_basis) == (reported, "")


def test_a_lock_keeps_the_plan_and_is_found_again(ready, begun):
    made = solved(ready, begun)
    plan = plan_saved(made)
    stay = plan.stays[0]

    draft = by_hand(ready, made, [locked(s) for s in plan.stays], locks=(locked(stay),))
    saved = save_plan(ready, draft, who=MAI, base=made.id)

    assert lock_of(saved, stay) == locked(stay)
    assert differences(plan, plan_saved(saved)) == ()
    assert sum(s.locked for s in plan_saved(saved).stays) == 1


def test_a_move_tells_its_price_and_costs_just_that(ready, begun):
    made = solved(ready, begun)
    plan = plan_saved(made)
    place, stay = next((n, s) for n, s in enumerate(plan.stays) if s.team == "TN26-002")
    to = next(c.code for c in plan.instance.communes if c.need and c.code != stay.commune)
    put = Lock(team=stay.team, commune=to, start_day=stay.start_day)

    found = rearranged(made, plan, taken=[place], put=[put])
    draft = by_hand(ready, made, found.stays, locks=found.locks)
    after = plan_saved(save_plan(ready, draft, who=MAI, base=made.id))

    change = after.certificate.objective - plan.certificate.objective
    assert found.possible
    assert found.price.change == pytest.approx(change, abs=1e-3)
    assert [m.team for m in differences(plan, after)] == ["TN26-002"]


def test_a_lock_goes_with_the_stay_that_it_held(ready, begun):
    made = solved(ready, begun)
    plan = plan_saved(made)
    stays = [locked(s) for s in plan.stays]
    held = save_plan(
        ready, by_hand(ready, made, stays, locks=tuple(stays[:1])), who=MAI, base=made.id
    )
    put = stays[0].model_copy(update={"commune": free_commune(plan)})

    found = rearranged(held, plan_saved(held), taken=[0], put=[put])

    assert found.locks == (put,)
    assert stays[0] not in found.stays


def test_what_a_rule_forbids_is_named_and_nothing_is_put(ready, begun):
    made = solved(ready, begun)
    plan = plan_saved(made)
    far = next(s for s in plan.stays if s.team == "TN26-002")
    closed = made.instance.model_copy(
        update={
            "communes": tuple(
                c.model_copy(update={"blackout_weeks": (1, 2, 3, 4)}) if c.code == "03985" else c
                for c in made.instance.communes
            )
        }
    )
    put = Lock(team=far.team, commune="03985", start_day=1)

    blocked = rearranged(
        replace(made, instance=closed),
        replace(plan, instance=closed),
        taken=[plan.stays.index(far)],
        put=[put],
    )

    assert not blocked.possible
    assert blocked.faults


def test_what_was_before_is_put_back_as_the_next_version(ready, begun):
    made = solved(ready, begun)
    plan = plan_saved(made)
    found = rearranged(made, plan, taken=[0], put=[])
    after = save_plan(
        ready, by_hand(ready, made, found.stays, locks=found.locks), who=MAI, base=made.id
    )

    undone = save_plan(ready, put_back(made, note="hoàn tác"), who=MAI, base=after.id)

    assert undone.version == after.version + 1
    assert plan_saved(undone) == plan
    assert undone.params == made.params


def free_commune(plan):
    """A commune where nobody goes."""
    served = {s.commune for s in plan.stays}
    return next(c.code for c in plan.instance.communes if c.code not in served)


def test_a_ban_is_kept_by_the_next_plan_and_lifted_again(ready, begun):
    made = solved(ready, begun)
    stay = plan_saved(made).stays[0]
    ban = Forbidden(team=stay.team, commune=stay.commune)

    without = solved(ready, again(made, banned(made, ban)))

    there = {(s.team, s.commune) for s in plan_saved(without).stays}
    assert (stay.team, stay.commune) not in there
    assert params_of(without).forbidden == (ban,)
    assert allowed_again(without, ban).forbidden == ()


def test_a_team_called_off_changes_few_others(ready, begun):
    made = solved(ready, begun)
    fewer = TEAMS.replace("15;08/6/2026;05/7/2026;Dự kiến", "15;08/6/2026;05/7/2026;Hủy")
    put(ready, fewer.encode())

    assert outdated(ready, made)
    draft = with_figures_of_now(ready, made, who=MAI)
    after = solved(ready, save_plan(ready, draft, who=MAI, base=made.id))

    changed = {m.team for m in differences(plan_saved(made), plan_saved(after))}
    assert "TN26-002" in changed
    assert len(changed - {"TN26-002"}) <= 1
    assert not outdated(ready, after)


def test_contradictory_locks_end_in_a_sentence_and_the_plan_stays(ready, begun):
    made = solved(ready, begun)
    locks = tuple(Lock(team="TN26-002", commune=c, start_week=1) for c in ("04045", "03985"))
    params = params_of(made).model_copy(update={"locks": locks})

    run = PlanRuns().begin(ready, again(made, params), who=MAI, note="")
    assert run.over.wait(PATIENCE)

    assert run.faults
    assert run.result is None
    assert versions(ready, who=MAI, line=made.line)[0].id == made.id


def test_a_search_that_is_stopped_keeps_the_best_so_far(ready, begun):
    runs = PlanRuns()
    run = runs.begin(ready, begun, who=MAI, note="")
    run.stop.set()
    assert run.over.wait(PATIENCE)

    assert plan_saved(plan_of(ready, run.result, who=MAI)) is not None


def test_two_plans_stand_side_by_side_with_every_difference(ready, begun):
    made = solved(ready, begun)
    params = params_of(made).model_copy(update={"rules": Rules(weeks=4, max_teams=1)})
    other = solved(
        ready,
        save_plan(ready, with_params(ready, made, params, who=MAI), who=MAI, base=made.id),
    )

    table = comparison(plan_saved(made), plan_saved(other), heads=("A", "B"), say=words())

    assert table.columns == ("Chỉ số", "A", "B", "B − A")
    assert [row[0] for row in table.rows][:2] == ["Hộ sẽ được hướng dẫn", "Hộ ở xã ưu tiên"]
    assert len(table.rows) == 12


# --- teams on the page


def test_teams_edited_on_the_page_go_the_way_of_a_file(ready):
    table = team_table(ready, 2026)
    table.loc[0, "Nơi xuất phát (xã)"] = "Phường Tô Hiệu"
    table.loc[0, "Giới hạn đi lại (giờ)"] = 2.5

    seen = preview_teams(ready, table, 2026, who=MAI)
    publish(ready, seen, who=MAI)

    assert "nhap-tren-trang" in seen.received.filename
    assert seen.changes.differences.count == 2
    again_read = team_table(ready, 2026)
    assert again_read.loc[0, "Giới hạn đi lại (giờ)"] == 2.5
    assert list(again_read["Mã đội hình"]) == ["TN26-001", "TN26-002", "TN26-003"]


def test_a_negative_team_is_refused_at_intake(ready):
    table = team_table(ready, 2026)
    table.loc[0, "Số thành viên"] = -3

    assert not preview_teams(ready, table, 2026, who=MAI).publishable


def test_last_years_teams_are_a_beginning_for_this_year(ready):
    table = teams_of_last_year(ready, 2027)

    assert list(table["Mã đội hình"]) == ["TN27-001", "TN27-002", "TN27-003"]
    assert set(table["Trạng thái"]) == {"Dự kiến"}
    assert table["Ngày bắt đầu"][0] == date(2027, 6, 7)
    assert preview_teams(ready, table, 2027, who=MAI).publishable


def test_a_team_that_does_not_go_is_cancelled_and_the_rest_stays(ready, begun):
    # What it leaves behind is worth less than staying.
    steady = params_of(begun).model_copy(update={"keep_bonus": 1_000.0})
    draft = with_params(ready, begun, steady, who=MAI)
    made = solved(ready, save_plan(ready, draft, who=MAI, base=begun.id))
    gone = made.document["assignments"][0]["team"]

    publish(ready, preview_without(ready, [gone], 2026, who=MAI), who=MAI)
    anew = save_plan(ready, with_figures_of_now(ready, made, who=MAI), who=MAI, base=made.id)

    left = {(s.team, s.commune) for s in plan_saved(solved(ready, anew)).stays}
    before = {(s["team"], s["commune"]) for s in made.document["assignments"]}
    assert {t.code for t in anew.instance.teams} == {"TN26-001", "TN26-002", "TN26-003"} - {gone}
    assert left == {pair for pair in before if pair[0] != gone}


def test_who_only_reads_edits_no_teams(ready):
    act = lambda: preview_teams(ready, team_table(ready, 2026), 2026, who=LEADER)  # noqa: E731

    assert refused(act) == "denied"


# --- drives arranged beforehand, on the page


def test_drives_typed_on_the_page_count_against_need(ready, begun):
    drives_published(ready, [arranged(), arranged(**{"Mã đợt": "DR26-0007"})])

    anew = with_figures_of_now(ready, begun, who=MAI)

    [drive] = anew.instance.drives
    assert (drive.commune, drive.from_week, drive.households) == ("04240", 2, 60)
    codes = set(drive_table(ready, 2026)["Mã đợt"])
    assert codes == {"DR26-0001", "DR26-0007"}


def test_only_what_differs_is_handed_in(ready):
    drives_published(ready, [arranged(), arranged()])
    table = drive_table(ready, 2026)
    table.loc[1, "Hộ được hỗ trợ"] = 45

    seen = preview_drives(ready, table, 2026, who=MAI)

    assert (len(seen.rows), seen.changes.differences.count) == (1, 1)


def test_a_deleted_drive_is_cancelled_and_a_moved_one_counts_once(ready):
    drives_published(ready, [arranged(), arranged()])
    table = drive_table(ready, 2026).iloc[[1]].reset_index(drop=True)
    table.loc[0, "Mã xã"] = "04045"

    publish(ready, preview_drives(ready, table, 2026, who=MAI), who=MAI)

    left = drive_table(ready, 2026)
    assert left[["Mã đợt", "Mã xã"]].to_numpy().tolist() == [["DR26-0002", "04045"]]


def test_drives_of_a_cancelled_team_do_not_count(ready, begun):
    drives_published(ready, [arranged(**{"Mã đội hình": "TN26-003"})])
    teams = team_table(ready, 2026)
    teams.loc[teams["Mã đội hình"] == "TN26-003", "Trạng thái"] = "Hủy"
    publish(ready, preview_teams(ready, teams, 2026, who=MAI), who=MAI)

    assert with_figures_of_now(ready, begun, who=MAI).instance.drives == ()


def test_who_only_reads_edits_no_drives(ready):
    act = lambda: preview_drives(ready, drive_table(ready, 2026), 2026, who=LEADER)  # noqa: E731

    assert refused(act) == "denied"


def arranged(**cells: object) -> dict[str, object]:
    """A planned drive of a team from elsewhere, under the headers of template 05."""
    return {
        "Mã đội hình": "TINH-09",
        "Mã xã": "04240",
        "Ngày bắt đầu": date(2026, 6, 15),
        "Ngày kết thúc": date(2026, 6, 20),
        "Hộ được hỗ trợ": 30,
        **cells,
    }


def drives_published(installation, rows: list[dict[str, object]]) -> None:
    """Types drives into the empty table and publishes them."""
    columns = drive_table(installation, 2026).columns
    table = pd.DataFrame(rows).reindex(columns=columns)
    publish(installation, preview_drives(installation, table, 2026, who=MAI), who=MAI)
