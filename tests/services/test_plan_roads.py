"""Travel times go the way of every sheet, and a plan takes them in."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.planning.question.instance import KnownTrip
from lib.domain.planning.question.params import PlanParams
from lib.domain.problems import Code, Severity
from lib.services.intake.edited_tables import previewed_file
from lib.services.intake.preview import receive
from lib.services.intake.publishing import Published, publish
from lib.services.planning.desk import begin_plan, with_figures_of_now, with_params
from lib.services.planning.instance_in_force import TRIPS
from lib.services.planning.roads.entered import bases_table, preview_trip, trips_table
from lib.services.planning.roads.extracts import adopt_roads, propose_roads
from lib.services.planning.runs import params_of
from lib.services.planning.versions import save_plan
from lib.text import words
from tests.files_made import summary_workbook
from tests.support.installations import put
from tests.support.people import administrator, planner
from tests.support.plans import MAI
from tests.support.road_extracts import extract

HUB, LONG_SAP = "03646", "04045"
HEAD = "Nơi xuất phát (xã);Nơi đến (xã);Năm;Số phút một chiều;Loại;Nguồn"
TEAM = (
    "Mã đội hình;Năm;Tên đội hình;Đơn vị thành lập;Số thành viên;Ngày bắt đầu;Ngày kết thúc;"
    "Trạng thái;Nơi xuất phát (xã)\n"
    "TN26-002;2026;Đội 2;Trường;15;08/6/2026;05/7/2026;Dự kiến;Phường Tô Hiệu\n"
)


def sheet(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def looked(installation, *lines: str):
    received = receive("duong.csv", sheet(*lines), installation.settings)
    return previewed_file(installation, TRIPS, received, who=planner())


@pytest.fixture
def ready(installation):
    put(installation, summary_workbook(period="05/2026"), name="bieu.xlsx")
    put(installation, TEAM.encode())
    return installation


def started(installation):
    return begin_plan(installation, who=MAI, first_day=date(2026, 6, 8), title="Hè", weeks=4)


def published(installation, preview) -> None:
    assert preview.publishable, [(p.code, p.row, p.given) for p in preview.problems]
    assert isinstance(publish(installation, preview, who=planner()), Published)


def test_a_table_of_trips_is_published_by_a_planner_and_taken_into_the_plan(ready):
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Lóng Sập;2026;195;;Xe khách"))

    travel = started(ready).instance.travel

    assert travel.minutes == {HUB: {LONG_SAP: 195.0}}


def test_a_correction_on_the_page_goes_before_the_table_and_can_be_dropped(ready):
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Lóng Sập;2026;195;;"))
    plan = started(ready)
    published(
        ready, preview_trip(ready, HUB, LONG_SAP, minutes=240, year=2026, who=planner(), note="Mưa")
    )
    corrected = with_figures_of_now(ready, plan, who=MAI).instance.travel
    published(
        ready,
        preview_trip(ready, HUB, LONG_SAP, minutes=240, year=2026, who=planner(), dropped=True),
    )
    dropped = with_figures_of_now(ready, plan, who=MAI).instance.travel

    assert corrected.overrides == (KnownTrip(base=HUB, commune=LONG_SAP, minutes=240.0),)
    assert corrected.minutes == {HUB: {LONG_SAP: 195.0}}
    assert dropped.overrides == ()


def test_a_later_table_leaves_trips_alone_that_it_does_not_name(ready):
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Lóng Sập;2026;195;;"))
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Bó Sinh;2026;150;;"))

    assert len(started(ready).instance.travel.minutes[HUB]) == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Phường Tô Hiệu;Xã Lóng Sập;2026;0;;", Code.OUTSIDE),
        ("Phường Tô Hiệu;Xã Lóng Sập;2026;2000;;", Code.OUTSIDE),
        ("Phường Tô Hiệu;Xã Lóng Sập;2026;-5;;", Code.NOT_A_NUMBER),
        ("Nơi lạ hoắc;Xã Lóng Sập;2026;90;;", Code.UNKNOWN_COMMUNE),
        ("Phường Tô Hiệu;Nơi lạ hoắc;2026;90;;", Code.UNKNOWN_COMMUNE),
        (";Xã Lóng Sập;2026;90;;", Code.MISSING_VALUE),
    ],
)
def test_what_cannot_be_is_told_in_its_cell(ready, line: str, code: Code):
    found = looked(ready, line)

    told = [p for p in found.problems if p.severity >= Severity.ASK]
    assert [p.row for p in told] == [2]
    assert not found.publishable
    if code is not Code.NOT_A_NUMBER:
        assert told[0].code is code


def test_a_base_that_nobody_knows_is_asked_in_its_own_column(ready):
    (problem,) = [p for p in looked(ready, "Chiềng Chung;Xã Lóng Sập;2026;90;;").problems
                  if p.question]  # fmt: skip

    assert problem.header == "Nơi xuất phát (xã)"
    assert len(problem.options) >= 2


def test_a_sheet_of_something_else_is_refused(ready):
    received = receive("doi.csv", TEAM.encode(), ready.settings)

    with pytest.raises(NotAllowed, match="another_template"):
        previewed_file(ready, TRIPS, received, who=planner())


def test_the_planners_factor_changes_estimates_only(ready):
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Lóng Sập;2026;195;;"))
    plan, say = started(ready), words()
    names = {c.code: c.name for c in plan.instance.communes}
    params: PlanParams = params_of(plan)
    travel = params.travel.model_copy(update={"detour": 3.0})
    draft = with_params(ready, plan, params.model_copy(update={"travel": travel}), who=MAI)
    after = save_plan(ready, draft, who=MAI, base=plan.id)

    before_trips, after_trips = (trips_table(p, HUB, names, say=say) for p in (plan, after))
    (line,) = after_trips[after_trips["Dựa vào"] == "bảng chung"]["Số phút một chiều"]

    assert line == "195"
    assert (after_trips["Đi mất"] == "trên 4 giờ").sum() > (
        before_trips["Đi mất"] == "trên 4 giờ"
    ).sum()
    assert bases_table(after, names, say).rows[0][-2:] == ("3,0", "1")


def test_each_trip_of_the_page_says_what_it_is(ready):
    published(ready, looked(ready, "Phường Tô Hiệu;Xã Lóng Sập;2026;195;;"))
    book = ready.gazetteer.communes
    mapped = next(c for c in book if c not in (HUB, LONG_SAP))
    nodes = {n: (book[c].lon, book[c].lat) for n, c in enumerate((HUB, LONG_SAP, mapped), 1)}
    road = {"highway": "tertiary"}
    content = extract(nodes, [([1, 2], road), ([1, 3], road)])
    plan, say = started(ready), words()
    names = {c.code: c.name for c in plan.instance.communes}
    assert not plan.instance.travel.road_source
    assert say("planner_road.map_factor") not in bases_table(plan, names, say).columns

    boss = administrator()
    adopt_roads(ready, propose_roads(ready, content, "duong.osm.pbf", who=boss), who=boss)
    after = with_figures_of_now(ready, plan, who=MAI)
    saved = save_plan(ready, after, who=MAI, base=plan.id)

    told = trips_table(saved, HUB, names, say=say).set_index(say("planner_road.commune"))
    by, minutes = told[say("planner_road.from")], told[say("planner_road.minutes")]
    assert by[names[LONG_SAP]] == say("planner_road.of_matrix")
    assert by[names[mapped]] == say("planner_road.of_road")
    assert minutes[names[mapped]] == "–"
    assert (by == say("planner_road.of_estimate")).any()
    table = bases_table(saved, names, say)
    (row,) = table.rows
    by_head = dict(zip(table.columns, row, strict=True))
    assert by_head[say("planner_road.source_road")] == "1"
    assert by_head[say("planner_road.map_factor")] == "–"
    assert saved.instance.travel.road_source.startswith("duong.osm.pbf (")
