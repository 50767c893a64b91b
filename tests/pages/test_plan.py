"""The planner's screen, step by step, and what it says where nothing can be planned."""

from __future__ import annotations

import time
from datetime import date

import pytest

from lib.domain.access.permissions import Person, Role
from lib.domain.planning.question.instance import Rules
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.planning.desk import begin_plan, with_params
from lib.services.planning.runs import PlanRuns, params_of
from lib.services.planning.versions import (
    plan_of,
    publish_plan,
    published_plan,
    save_plan,
    versions,
)
from lib.settings import Settings
from tests.services.test_team_lists import content as team_list
from tests.support.patience import PATIENCE_S

MAI = Person("Lò Thị Mai", Role.ADMINISTRATOR)
LAST_SUMMER = date(2026, 6, 8)
STEPS = ("doi", "nhu-cau", "lap", "sua", "so-sanh", "cong-bo")


@pytest.fixture
def installation(own_full_store):
    opened = open_installation(Settings(data_dir=own_full_store))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def begun(installation: Installation):
    return begin_plan(
        installation,
        who=MAI,
        first_day=LAST_SUMMER,
        title="Thử hè 2026",
        weeks=4,
        with_finished=True,
    )


@pytest.fixture
def made(installation: Installation, begun):
    return solved(installation, begun)


def solved(installation, saved):
    run = PlanRuns().begin(installation, saved, who=MAI, note="lập phương án")
    assert run.over.wait(120)
    assert run.result
    return plan_of(installation, run.result, who=MAI)


def opened(at, store, **query):
    page = at(store, "plan", **query)
    assert not page.exception
    return page


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def button(page, label: str):
    return next(b for b in page.button if b.label.startswith(label))


def waited(page, *, until: str):
    """Runs the page until a search has ended and its plan is shown."""
    deadline = time.monotonic() + PATIENCE_S
    while until not in drawn(page):
        assert time.monotonic() < deadline
        time.sleep(0.3)
        page.run()
    assert not page.exception
    return page


def test_an_empty_store_says_what_is_missing(at, tmp_path):
    page = opened(at, tmp_path / "empty")

    button(page, "Bắt đầu").click().run()

    assert not page.exception
    assert "Chưa xã nào báo cáo" in page.warning[0].value


def test_a_plan_begins_on_the_page_and_stays_in_the_address(at, own_full_store, installation):
    page = opened(at, own_full_store)
    assert "Hè 2027 chưa có đội nào, nên chưa so được ngày đầu" in drawn(page)
    assert "đội nào cũng kịp" not in drawn(page)

    button(page, "Bắt đầu").click().run()

    assert not page.exception
    assert page.query_params["pa"]
    assert "Hè 2027 chưa có đội nào" in drawn(page)
    assert "Dữ liệu minh họa" in drawn(page)
    assert len(versions(installation, who=MAI, season="2027")) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_step_opens_by_its_address(at, own_full_store, made, language):
    for step in STEPS:
        page = opened(
            at, own_full_store, pa=str(made.id), buoc=step, ngon_ngu=language, chon="xa.04240"
        )

        assert "Thử hè 2026" in drawn(page)
        assert not page.error


def test_a_list_as_a_union_sends_it_is_asked_about_and_taken_in_here(
    at, own_full_store, installation
):
    begun = begin_plan(installation, who=MAI, first_day=date(2027, 6, 7), title="Hè 2027", weeks=8)
    page = opened(at, own_full_store, role=Role.PLANNER, pa=str(begun.id), buoc="doi")
    uploader = next(u for u in page.file_uploader if "biểu 04" in u.label)

    uploader.set_value(("doi hinh.xlsx", team_list(), ""))
    page.run()
    assert not page.exception
    assert "Công bố danh sách đội" not in "".join(b.label for b in page.button)
    button(page, "Đúng như vậy").click().run()
    which = next(s for s in page.selectbox if str(s.key).startswith("question-period"))
    which.set_value("2027")
    button(page, "Trả lời và kiểm tra lại").click().run()
    button(page, "Công bố danh sách đội").click().run()

    assert not page.exception
    newest = plan_of(installation, versions(installation, who=MAI, line=begun.line)[0].id, who=MAI)
    assert sorted(t.size for t in newest.instance.teams) == [8, 10, 12, 15]


def test_an_address_of_no_plan_leads_to_the_list(at, own_full_store, made):
    page = opened(at, own_full_store, pa="99999")

    assert "Không có kế hoạch số 99999" in page.warning[0].value
    assert "Các kế hoạch" in [s.value for s in page.subheader]


def test_a_plan_is_made_on_the_page(at, own_full_store, installation, begun):
    page = opened(at, own_full_store, pa=str(begun.id), buoc="lap")

    button(page, "Lập phương án").click().run()
    waited(page, until="Hộ sẽ được hướng dẫn")

    assert "mức tốt nhất có thể" in drawn(page) or "Không có phương án nào tốt hơn" in drawn(page)
    newest = versions(installation, who=MAI, line=begun.line)[0]
    assert (newest.solved, newest.version) == (True, 2)


def test_a_weight_shows_its_effect_and_is_saved_with_the_plan(
    at, own_full_store, installation, made
):
    page = opened(at, own_full_store, pa=str(made.id), buoc="nhu-cau")

    page.select_slider[0].set_value(3.0).run()

    assert not page.exception
    assert "Biên giới (cho mỗi mức): 0,5 → 3" in drawn(page)
    newest = versions(installation, who=MAI, line=made.line)[0]
    assert params_of(plan_of(installation, newest.id, who=MAI)).rules.weights.border == 3.0
    assert not newest.solved


def test_a_lock_and_a_new_plan(at, own_full_store, installation, made):
    team = made.document["assignments"][0]["team"]
    page = opened(at, own_full_store, pa=str(made.id), buoc="sua", chon=f"doi.{team}")

    assert "Vì sao ở đây?" in drawn(page)
    button(page, "Khóa").click().run()
    assert not page.exception
    assert f"Khóa {team}" in drawn(page)

    button(page, "Giải lại").click().run()
    waited(page, until="Không đội nào thay đổi")

    newest = versions(installation, who=MAI, line=made.line)[0]
    assert newest.version == made.version + 2


def test_two_planners_do_not_overwrite_each_other(at, own_full_store, installation, made):
    team = made.document["assignments"][0]["team"]
    page = opened(at, own_full_store, pa=str(made.id), buoc="sua", chon=f"doi.{team}")
    params = params_of(made).model_copy(update={"rules": Rules(weeks=4, max_teams=1)})
    an = Person("Nguyễn Văn An", Role.ADMINISTRATOR)
    save_plan(
        installation,
        with_params(installation, made, params, who=an, note="trần"),
        who=an,
        base=made.id,
    )

    button(page, "Khóa").click().run()

    assert "Nguyễn Văn An đã lưu bản 3" in drawn(page)
    button(page, "Giữ bản của tôi").click().run()
    assert not page.exception
    newest = versions(installation, who=MAI, season="2026")[0]
    assert (newest.author, newest.version) == (MAI.name, 1)


def test_publishing_asks_why_one_plan_replaces_another(at, own_full_store, installation, made):
    page = opened(at, own_full_store, pa=str(made.id), buoc="cong-bo")
    button(page, "Công bố kế hoạch này").click().run()
    assert published_plan(installation, "2026", who=MAI).id == made.id
    params = params_of(made).model_copy(update={"rules": Rules(weeks=4, max_teams=1)})
    draft = with_params(installation, made, params, who=MAI)
    other = solved(installation, save_plan(installation, draft, who=MAI, base=made.id))

    page = opened(at, own_full_store, pa=str(other.id), buoc="cong-bo")
    button(page, "Công bố kế hoạch này").click().run()
    assert "Cần ghi lý do" in page.warning[0].value
    reason = next(t for t in page.text_input if t.label.startswith("Lý do thay"))
    reason.set_value("chia đều hơn")
    button(page, "Công bố kế hoạch này").click().run()

    assert published_plan(installation, "2026", who=MAI).id == other.id


def test_going_back_puts_the_former_plan_in_force(at, own_full_store, installation, made):
    publish_plan(installation, made.id, who=MAI)
    page = opened(at, own_full_store, pa=str(made.id), buoc="cong-bo")

    reason = next(t for t in page.text_input if t.label.startswith("Lý do (ít nhất"))
    reason.set_value("chưa ký duyệt")
    button(page, "Trở lại kế hoạch trước").click().run()

    assert not page.exception
    assert published_plan(installation, "2026", who=MAI) is None


def test_a_plan_without_teams_says_so_calmly(at, own_full_store, installation):
    begun = begin_plan(installation, who=MAI, first_day=date(2027, 6, 7), title="Hè 2027", weeks=4)
    empty = solved(installation, begun)

    for step in STEPS:
        page = opened(at, own_full_store, pa=str(empty.id), buoc=step)
        assert not page.error

    page = opened(at, own_full_store, pa=str(empty.id), buoc="lap")
    assert "Chưa bố trí được đợt nào" in drawn(page)
    assert "chưa có đội nào" in drawn(page)


def test_plans_under_other_choices_are_made_in_one_go_and_stand_side_by_side(
    at, own_full_store, installation, made
):
    page = opened(at, own_full_store, pa=str(made.id), buoc="so-sanh")
    weights = next(m for m in page.multiselect if m.key == "plan-beside-weights")

    weights.set_value([0.0, 2.0]).run()
    button(page, "Lập thử 2 phương án").click().run()
    assert not page.exception
    deadline = time.monotonic() + 120
    while sum(b.label == "Mở bản này" for b in page.button) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.5)
        page.run()

    assert not page.exception
    told = drawn(page)
    assert "Thử: không tính ưu tiên" in told
    assert "Thử: hệ số ×2" in told
    titles = {v.title for v in versions(installation, who=MAI, season=made.season) if v.solved}
    assert len(titles) == 3
