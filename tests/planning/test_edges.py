"""Questions at the edge: each gets a usable plan, or a sentence naming the cause and the cure."""

from __future__ import annotations

import json
from threading import Event

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.reading import read_instance
from lib.services.planning.words import faults_as_json, plan_as_json
from lib.text import words
from tests.planning.asking import asked
from tests.planning.checker import violations
from tests.support.planning import province


def small(**more):
    """Three communes on a line, two teams at A; every road is known."""
    return {
        "communes": [
            {"code": "A", "name": "Xã A", "need": 900},
            {"code": "B", "name": "Xã B", "need": 600, "flags": {"border": 2}},
            {"code": "C", "name": "Xã C", "need": 300},
        ],
        "teams": [
            {"code": "T1", "base": "A", "size": 10},
            {"code": "T2", "base": "A", "size": 10, "skills": ["Mông"]},
        ],
        "travel": {"minutes": {"A": {"A": 0, "B": 90, "C": 60}}},
    } | more


def codes(answer, key="remarks"):
    return {r["code"] for r in answer[key]}


def test_no_teams_leaves_a_list_of_what_is_missing():
    answer = asked(small(teams=[]))

    assert answer["assignments"] == []
    assert [u["commune"] for u in answer["unmet"]] == ["B"]
    assert "no_teams" in codes(answer)
    assert answer["gap"] == 0


def test_more_guarantees_than_teams_meets_as_many_as_there_are_teams():
    instance = small()
    for commune in instance["communes"]:
        commune["min_teams"] = 1

    answer = asked(instance)

    assert answer["unmet_count"] == answer["unmet_bound"] == 1
    assert len(answer["assignments"]) == 2


def test_a_commune_nobody_can_reach_is_named_with_a_cure():
    instance = small(travel={"minutes": {"A": {"A": 0, "B": 500, "C": 60}}})

    answer = asked(instance)

    [remark] = [r for r in answer["remarks"] if r["code"] == "commune_out_of_reach"]
    assert "Xã B" in remark["say"]
    assert "Nới giới hạn" in remark["fix"]
    assert [u["commune"] for u in answer["unmet"]] == ["B"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"locks": [{"team": "T1", "commune": "A"}, {"team": "T1", "commune": "B"}]},
         "lock_too_many"),
        ({"locks": [{"team": "T1", "commune": "A"}],
          "forbidden": [{"team": "T1", "commune": "A"}]}, "lock_forbidden"),
        ({"locks": [{"team": "T1", "commune": "A", "start_week": 2}]}, "lock_no_such_round"),
        ({"locks": [{"team": "T1", "commune": "A"}, {"team": "T2", "commune": "A"}],
          "rules": {"max_teams": 1}}, "lock_over_cap"),
        ({"locks": [{"team": "T1", "commune": "A", "start_week": 1},
                    {"team": "T2", "commune": "A", "start_week": 1}],
          "rules": {"host_limit": 1}}, "lock_over_host"),
        ({"locks": [{"team": "T1", "commune": "A"}, {"team": "T2", "commune": "A"}],
          "rules": {"host_limit": 1}}, "locks_clash"),
        ({"locks": [{"team": "T9", "commune": "A"}]}, "team_unknown"),
        ({"locks": [{"team": "T1", "commune": "A"}] * 2}, "lock_twice"),
    ],
)  # fmt: skip
def test_contradictory_locks_are_refused_with_the_cause(change, code):
    answer = asked(small(**change))

    assert codes(answer, "problems") == {code}
    assert all(p["say"] and p["fix"] for p in answer["problems"])


def test_a_lock_is_kept_even_where_the_road_is_too_long_and_that_is_said():
    answer = asked(
        small(
            locks=[{"team": "T1", "commune": "C"}],
            travel={"minutes": {"A": {"A": 0, "B": 90, "C": 999}}},
        )
    )

    assert ("T1", "C") in [(s["team"], s["commune"]) for s in answer["assignments"]]
    assert "lock_beyond_limit" in codes(answer)


def test_zero_need_keeps_the_promises_and_sends_nobody_else():
    instance = small()
    for commune in instance["communes"]:
        commune["need"] = 0

    answer = asked(instance)

    assert [s["commune"] for s in answer["assignments"]] == ["B"]
    assert answer["figures"]["households"] == 0
    assert "no_need" in codes(answer)


def test_an_unknown_need_is_not_zero():
    instance = small()
    instance["communes"][1]["need"] = None

    answer = asked(instance)

    [remark] = [r for r in answer["remarks"] if r["code"] == "need_unknown"]
    assert "Xã B" in remark["say"]
    assert "B" in [s["commune"] for s in answer["assignments"]]


def test_a_team_with_an_empty_window_stays_home_and_says_why():
    instance = small()
    instance["teams"][0] |= {"from_week": 2, "to_week": 1}

    answer = asked(instance)

    assert [(i["team"], i["why"]) for i in answer["idle"]] == [("T1", "empty_window")]
    assert "empty_window" in codes(answer)


def test_a_matrix_with_holes_is_filled_by_estimates_or_counts_as_out_of_reach():
    instance = small(travel={"minutes": {"A": {"A": 0, "B": None}}})
    instance["communes"][0] |= {"lon": 103.9, "lat": 21.3}
    instance["communes"][2] |= {"lon": 104.0, "lat": 21.3}

    answer = asked(instance)

    [holes] = [r for r in answer["remarks"] if r["code"] == "travel_holes"]
    assert "Xã B" in holes["say"]
    assert [u["commune"] for u in answer["unmet"]] == ["B"]
    sources = {s["commune"]: s["travel_source"] for s in answer["assignments"]}
    assert sources.get("C") in (None, "estimate")


def test_a_search_stopped_at_once_still_gives_a_sound_plan():
    instance = province(60, seed=3, weeks=12, blackouts=True)
    stop = Event()
    stop.set()

    plan = solve(read_instance(json.dumps(instance)), Effort(seconds=60), stop=stop)

    answer = json.loads(json.dumps(plan_as_json(plan, words())))
    assert violations(instance, answer) == []
    assert answer["stopped"] == "asked"
    assert len(answer["assignments"]) > 30
    assert answer["bound"] >= answer["objective"]


def test_a_search_without_time_still_gives_a_sound_plan():
    answer = asked(province(60, seed=4, weeks=12, blackouts=True), seconds=0.01)

    assert answer["assignments"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("teams", 0, "size"), -3, "too_small"),
        (("teams", 0, "size"), "15", "not_whole"),
        (("teams", 0, "size"), float("nan"), "not_whole"),
        (("teams", 0, "max_minutes"), float("nan"), "not_a_number"),
        (("communes", 0, "need"), -1, "too_small"),
        (("communes", 0, "terrain"), float("inf"), "not_a_number"),
        (("communes", 0, "flags"), {"vung_sau": 1}, "flag_unknown"),
        (("communes", 0, "code"), 3646, "not_text"),
        (("communes", 1, "code"), "A", "code_twice"),
        (("teams", 1, "code"), "T1", "code_twice"),
        (("teams", 0, "base"), "Z", "base_unknown"),
        (("teams", 0, "sise"), 3, "field_unknown"),
        (("rules",), {"weights": {"xa": 2.0}}, "weight_unknown"),
        (("rules",), {"weights": {"border": -1.0}}, "too_small"),
        (("rules",), {"weeks": 1}, "stay_too_long"),
        (("rules",), {"diminishing": [{"share": 0.5, "value": 1.0}]}, "slices_sum"),
        (("travel",), {"minutes": {"A": {"B": float("nan")}}}, "not_a_number"),
        (("communes",), [], "no_communes"),
        (("format",), "khac/9", "wrong_format"),
    ],
)  # fmt: skip
def test_wrong_figures_are_refused_at_the_door_with_place_and_remedy(path, value, code):
    instance = small()
    place = instance
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    answer = asked(instance)

    problem = next(p for p in answer["problems"] if p["code"] == code)
    assert problem["severity"] == "error"
    assert problem["where"].split("[")[0].split(".")[0].split(" ")[0] == path[0]


def test_a_code_written_twice_in_a_travel_table_is_not_swallowed():
    text = json.dumps(small()).replace('"B": 90', '"B": 90, "B": 45')

    with pytest.raises(Refused) as refused:
        read_instance(text)

    assert [(f.code, f.values["given"]) for f in refused.value.faults] == [("code_twice", "B")]


def test_every_fault_of_a_file_is_told_in_one_go():
    instance = small()
    instance["teams"][0]["size"] = -1
    instance["communes"][2]["need"] = "nhiều"

    answer = asked(instance)

    assert [p["where"] for p in answer["problems"]] == [
        "communes[3] (C).need",
        "teams[1] (T1).size",
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"teams": [}', b"\xff\xfe\x00"])
def test_what_is_no_instance_is_a_calm_refusal(text):
    with pytest.raises(Refused) as refused:
        read_instance(text)

    for language in ("vi", "en"):
        assert faults_as_json(refused.value.faults, words(language))


@pytest.mark.parametrize(
    "twin", ["T1 ", " T1", "t1", "T-1", "T–1", "T_1", "Т1", "T\u00a01", "T1\u200b", "Ｔ１", "T1-"]
)
@pytest.mark.parametrize("kind", ["teams", "communes", "bases", "villages"])
def test_codes_that_people_would_read_as_one_are_not_two(kind, twin):
    places = {"bases": [{"code": "T1"}, {"code": twin}]}
    villages = [{"code": "T1", "need": 100}, {"code": twin, "need": 200}]
    instance = small(**places) if kind == "bases" else small()
    if kind in ("teams", "communes"):
        instance[kind][0] = instance[kind][0] | {"code": "T1"}
        instance[kind][1] = instance[kind][1] | {"code": twin}
    if kind == "villages":
        instance["communes"][2]["villages"] = villages

    problems = [p for p in asked(instance)["problems"] if p["code"] == "codes_alike"]

    assert [p["where"].split(".")[-1] for p in problems] == [kind]
    assert "T1" in problems[0]["say"]
    assert all(sign.isprintable() for sign in problems[0]["say"])


def test_codes_whose_dash_parts_two_numbers_stay_two():
    instance = small()
    instance["teams"][0]["code"], instance["teams"][1]["code"] = "TN-1-12", "TN-11-2"

    assert len(asked(instance)["assignments"]) == 2


@pytest.mark.parametrize("blank", [" ", "\u200b", "-", "\u00a0\ufeff"])
def test_a_code_of_nothing_that_can_be_seen_is_refused(blank):
    instance = small()
    instance["teams"][0]["code"] = blank

    assert "code_empty" in codes(asked(instance), "problems")


@pytest.mark.parametrize("depth", [30, 150, 300, 990, 60_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"A":', "}")])
def test_brackets_far_within_one_another_are_refused_by_name(opening, closing, depth):
    deep = opening * depth + "1" + closing * depth

    for place in ('"communes": [{}]', '"travel": {{"minutes": {}}}', '"teams": [], "x": {}'):
        with pytest.raises(Refused) as refused:
            read_instance("{" + place.format(deep) + "}")
        assert [f.code for f in refused.value.faults] == ["too_deep"]


def test_half_a_letter_is_refused_where_it_stands():
    instance = small()
    instance["teams"][0]["name"] = "\ud800"

    with pytest.raises(Refused) as refused:
        read_instance(json.dumps(instance))

    assert [(f.code, f.where) for f in refused.value.faults] == [("broken_letters", "teams")]


def test_one_trip_with_two_figures_is_refused():
    trips = [{"base": "A", "commune": "B", "minutes": m} for m in (30, 300)]
    instance = small(travel={"overrides": trips})

    assert "trip_twice" in codes(asked(instance), "problems")


def test_what_lies_beyond_the_campaign_or_is_gone_is_told():
    drives = [{"commune": "A", "from_week": 2, "to_week": 9, "households": 10}]
    before = {"assignments": [{"team": "T1", "commune": "Z", "start_week": 1}]}

    answer = asked(small(drives=drives, previous=before))

    assert {"drives_beyond", "previous_commune_gone"} <= codes(answer)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_as_notepad_saves_it_is_read(letters):
    content = json.dumps(small(), ensure_ascii=False).encode(letters)

    assert len(read_instance(content).communes) == 3
