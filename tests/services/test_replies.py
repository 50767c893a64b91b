"""A commune answers the plan in force; the planner sees what is open and takes counts in."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic import command
from pypdf import PdfReader
from sqlalchemy import inspect

from lib.domain.access.permissions import Person, Role
from lib.domain.campaign.replies import Party, ReplyKind, State, of_commune
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import read_trail
from lib.services.campaign.replies import NewReply, coming_to, give_reply, season_replies
from lib.services.campaign.slips import commune_slip, team_slips
from lib.services.planning.versions import publish_plan, save_plan, undo_publication
from lib.store.audit.entries import Wanted
from lib.store.engine import _migrations
from lib.text import words
from tests.support.installations import put
from tests.support.papers import hostile_question
from tests.support.plans import AN, MAI, draft

OFFICER = Person("Cà Thị Hoa", Role.OFFICER, "03646")
HERE = "03646"
REGISTER = (
    "Mã xã;Tên xã/phường;Mã thôn/bản;Tên thôn/bản;Tổng số hộ;Ngày chốt\n"
    "03646;Phường Tô Hiệu;03646-001;Bản A;40;01/01/2026\n"
    "03646;Phường Tô Hiệu;03646-002;Bản B;30;01/01/2026\n"
).encode()


def published(installation):
    saved = save_plan(installation, draft(), who=MAI)
    publish_plan(installation, saved.id, who=MAI)
    return saved


def here(installation):
    return next(
        code for code in ("03646", "03679", "04240") if coming_to(installation, code, who=MAI).stays
    )


def officer(commune):
    return Person("Cà Thị Hoa", Role.OFFICER, commune)


def answer(plan, key, kind=ReplyKind.CONFIRMED, **more):
    return NewReply(season=plan.season, plan_id=plan.id, key=key, kind=kind, **more)


def need(plan, commune=HERE, **more):
    return answer(plan, of_commune(commune), ReplyKind.NEED, **more)


def first_stay(installation, commune):
    return coming_to(installation, commune, who=MAI).stays[0].coming


def test_nobody_is_told_of_a_plan_that_is_not_published(installation):
    save_plan(installation, draft(), who=MAI)

    assert coming_to(installation, HERE, who=OFFICER) is None
    assert season_replies(installation, "2027", who=MAI) is None


def test_an_officer_sees_who_comes_and_confirms_and_the_planner_sees_it(installation):
    plan = published(installation)
    commune = here(installation)
    stay = first_stay(installation, commune)

    give_reply(installation, answer(plan, stay.key), who=officer(commune))

    [mine, *_] = coming_to(installation, commune, who=officer(commune)).stays
    assert (mine.commune.state, mine.commune.reply.who) == (State.CONFIRMED, "Cà Thị Hoa")
    found = season_replies(installation, "2027", who=MAI)
    assert found.count(Party.COMMUNE)[State.CONFIRMED] == 1
    assert found.count(Party.COMMUNE)[State.OPEN] == len(found.stays) - 1
    assert found.count(Party.TEAM)[State.OPEN] == len(found.stays)


def test_another_commune_is_neither_shown_nor_answered_for(installation):
    plan = published(installation)
    commune = here(installation)
    stay = first_stay(installation, commune)
    elsewhere = officer("04045")

    with pytest.raises(NotAllowed, match="denied"):
        coming_to(installation, commune, who=elsewhere)
    with pytest.raises(NotAllowed, match="denied"):
        give_reply(installation, answer(plan, stay.key), who=elsewhere)


def test_who_asks_for_another_day_says_which_and_why(installation):
    plan = published(installation)
    commune = here(installation)
    stay, who = first_stay(installation, commune), officer(commune)
    wish = answer(
        plan, stay.key, ReplyKind.OTHER_DAY, wished=stay.first + timedelta(days=7), why="Mùa gặt"
    )

    for wrong, code in (
        (replace(wish, wished=None), "reply_no_day"),
        (replace(wish, why=" "), "why_needed"),
        (replace(wish, wished=stay.first), "reply_same_day"),
        (replace(wish, wished=installation.today - timedelta(days=1)), "reply_day_past"),
        (replace(wish, key=replace(stay.key, turn=9)), "reply_no_stay"),
        (replace(wish, key=of_commune(commune)), "reply_no_stay"),
    ):
        with pytest.raises(NotAllowed, match=code):
            give_reply(installation, wrong, who=who)
    give_reply(installation, wish, who=who)

    [mine, *_] = coming_to(installation, commune, who=who).stays
    assert mine.commune.state is State.OTHER_DAY
    assert (mine.commune.reply.wished, mine.commune.reply.why) == (wish.wished, "Mùa gặt")


def test_an_answer_is_taken_back_and_all_of_it_stands_in_the_trail(installation):
    plan = published(installation)
    commune = here(installation)
    stay, who = first_stay(installation, commune), officer(commune)
    back = answer(plan, stay.key, ReplyKind.WITHDRAWN)

    with pytest.raises(NotAllowed, match="reply_nothing_there"):
        give_reply(installation, back, who=who)
    give_reply(installation, answer(plan, stay.key), who=who)
    give_reply(installation, back, who=who)

    assert coming_to(installation, commune, who=who).stays[0].commune.state is State.OPEN
    entries, _ = read_trail(installation, Wanted(), who=AN)
    said = [json.loads(e.after)["said"] for e in entries if e.deed == "plan_answered"]
    assert said == ["withdrawn", "confirmed"]


def test_an_answer_to_a_plan_that_was_replaced_is_refused_and_an_old_one_counts_if_unchanged(
    installation,
):
    plan = published(installation)
    commune = here(installation)
    stay, who = first_stay(installation, commune), officer(commune)
    give_reply(installation, answer(plan, stay.key), who=who)

    moved = json.loads(json.dumps(draft().document))
    for told in moved["assignments"]:
        if (told["team"], told["commune"]) != (stay.key.team, stay.key.commune):
            told["households"] += 1
    new = save_plan(installation, replace(draft(), document=moved), who=MAI, base=plan.id)
    publish_plan(installation, new.id, who=MAI, reason="đổi số hộ")
    with pytest.raises(NotAllowed, match="reply_overtaken"):
        give_reply(installation, answer(plan, stay.key), who=who)

    [mine, *_] = coming_to(installation, commune, who=who).stays
    assert (mine.commune.state, mine.commune.reply.plan_id) == (State.CONFIRMED, plan.id)

    later = replace(draft(), params={"first_day": "2027-06-14"})
    third = save_plan(installation, later, who=MAI, base=new.id)
    publish_plan(installation, third.id, who=MAI, reason="lùi một tuần")
    [mine, *_] = coming_to(installation, commune, who=who).stays
    assert (mine.commune.state, mine.commune.reply.plan_id) == (State.OLD, plan.id)

    undo_publication(installation, "2027", who=MAI, reason="trở lại")
    assert coming_to(installation, commune, who=who).stays[0].commune.state is State.CONFIRMED


def test_what_others_say_is_written_down_under_their_name(installation):
    plan = published(installation)
    commune = here(installation)
    stay = first_stay(installation, commune)
    of_team = answer(plan, stay.key, party=Party.TEAM)

    for who in (MAI, officer(commune)):
        with pytest.raises(NotAllowed, match="reply_said_by"):
            give_reply(installation, of_team, who=who)
    kept = give_reply(installation, replace(of_team, said_by="Đội trưởng Quàng"), who=MAI)

    assert (kept.speaker, kept.who) == ("Đội trưởng Quàng", MAI.name)
    assert season_replies(installation, "2027", who=MAI).count(Party.TEAM)[State.CONFIRMED] == 1


def test_need_is_told_whole_and_unlikely_counts_are_asked_about(installation):
    put(installation, REGISTER)
    plan = published(installation)
    by_village = {"03646-001": 20, "03646-002": 25}

    for wrong, code in (
        (need(plan), "reply_no_need"),
        (need(plan, need=71), "reply_unlikely"),
        (need(plan, villages={"03646-001": 20}), "reply_villages_missing"),
        (need(plan, need=44, villages=by_village), "reply_sum"),
        (need(plan, villages={"03646-001": 41, "03646-002": 0}), "reply_unlikely"),
        (need(plan, villages={"03646-001": -1, "03646-002": 0}), "reply_no_need"),
    ):
        with pytest.raises(NotAllowed, match=code):
            give_reply(installation, wrong, who=OFFICER)
    give_reply(installation, need(plan, need=71), who=OFFICER, sure=True)
    give_reply(installation, need(plan, villages=by_village), who=OFFICER)

    told = season_replies(installation, "2027", who=MAI).needs[HERE]
    assert (told.need, dict(told.villages)) == (45, by_village)
    assert coming_to(installation, HERE, who=OFFICER).need == told


def test_a_plan_that_is_over_is_not_told_as_coming(installation):
    published(installation)
    later = replace(installation, clock=lambda: installation.clock() + timedelta(days=900))

    assert later.today > date(2027, 12, 1)
    assert coming_to(later, HERE, who=OFFICER) is None


def test_the_tables_of_answers_go_and_come_with_their_migration(installation):
    def tables():
        return {t for t in inspect(installation.engine).get_table_names() if t.startswith("plan_")}

    whole = tables()
    config = _migrations()
    with installation.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0012")
    without = tables()
    with installation.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    assert whole - without == {"plan_reply", "plan_telling"}
    assert tables() == whole


def test_slips_tell_a_commune_and_each_team_who_comes_when(installation):
    published(installation)
    commune = here(installation)
    stay = first_stay(installation, commune)

    mine = commune_slip(installation, commune, say=words(), who=officer(commune))
    teams = team_slips(installation, "2027", teams=[], say=words("en"), who=MAI)

    text = PdfReader(io.BytesIO(mine)).pages[0].extract_text()
    assert stay.key.team in text
    assert f"{stay.last:%d/%m/%Y}" in text
    assert len(PdfReader(io.BytesIO(teams)).pages) == len({"TN-01", "TN-02"})
    with pytest.raises(NotAllowed, match="slip_no_plan"):
        team_slips(installation, "2031", teams=[], say=words(), who=MAI)


def test_hostile_names_stay_names_on_a_slip(installation):
    question = hostile_question()
    saved = save_plan(installation, draft(question), who=MAI)
    publish_plan(installation, saved.id, who=MAI)

    made = team_slips(installation, "2027", teams=[], say=words(), who=MAI)

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "{{ 7*7 }}" in " ".join(text.split())
