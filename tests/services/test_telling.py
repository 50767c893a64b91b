"""After a change only the changed letters and calendars are made, and who is told is on record."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from icalendar import Calendar

from lib.domain.campaign.replies import Party
from lib.domain.errors import NotAllowed
from lib.services.planning.told.archive import news_archive, plan_archive
from lib.services.planning.told.coming import plan_in_force
from lib.services.planning.told.telling import news_of, note_not_told, note_told
from lib.services.planning.versions import publish_plan, save_plan
from lib.text import words
from tests.support.plans import MAI, draft

SEASON = "2027"
ASSIGNED = [
    {"team": "TN-01", "commune": "03646", "start_day": 1, "end_day": 14},
    {"team": "TN-02", "commune": "04240", "start_day": 1, "end_day": 14},
]


def version(installation, assigned, base=None):
    """A version with just these stays, put in force."""
    made = draft()
    like = made.document["assignments"][0]
    stays = [{**like, "households": 50, "villages": [], **one} for one in assigned]
    document = json.loads(json.dumps(dict(made.document))) | {"assignments": stays}
    saved = save_plan(
        installation, replace(made, document=document), who=MAI, base=base.id if base else None
    )
    publish_plan(installation, saved.id, who=MAI, reason="đổi đợt")
    return saved


def moved():
    return [{**ASSIGNED[0], "start_day": 11, "end_day": 24}, ASSIGNED[1]]


def tell_all(installation):
    news = news_of(installation, SEASON, who=MAI)
    return note_told(
        installation, SEASON, news.plan.plan_id, sides=[t.side for t in news.to_tell], who=MAI
    )


def whom(installation):
    return {t.side for t in news_of(installation, SEASON, who=MAI).to_tell}


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def events(archive):
    found = {}
    for name in archive.namelist():
        if name.endswith(".ics"):
            for event in Calendar.from_ical(archive.read(name)).walk("VEVENT"):
                found[str(event["uid"])] = (
                    int(event["sequence"]), str(event["status"]), event.decoded("dtstart")
                )  # fmt: skip
    return found


def test_nobody_has_to_be_told_while_no_plan_is_in_force(installation):
    save_plan(installation, draft(), who=MAI)

    assert news_of(installation, SEASON, who=MAI) is None
    with pytest.raises(NotAllowed, match="telling_nothing_new"):
        news_archive(installation, SEASON, words(), who=MAI)


def test_a_change_is_told_to_those_whom_it_concerns_and_nobody_else(installation):
    first = version(installation, ASSIGNED)
    assert len(whom(installation)) == 4
    assert tell_all(installation) == 4
    assert whom(installation) == set()

    version(installation, moved(), first)

    assert whom(installation) == {(Party.COMMUNE, "03646"), (Party.TEAM, "TN-01")}
    made = opened(news_archive(installation, SEASON, words(), who=MAI))
    letters = [n for n in made.namelist() if n.startswith("giao-nhiem-vu/")]
    calendars = [n for n in made.namelist() if n.startswith("lich/")]
    assert (len(letters), calendars) == (1, ["lich/001-tn-01.ics"])
    rows = openpyxl.load_workbook(io.BytesIO(made.read("bao-lai.xlsx"))).active
    told = [str(c.value) for row in rows for c in row if c.value]
    assert any("07/06–20/06/2027 → 17/06–30/06/2027" in cell for cell in told)


def test_a_change_between_two_tellings_is_not_lost(installation):
    first = version(installation, ASSIGNED)
    tell_all(installation)
    second = version(installation, moved(), first)
    version(installation, [*moved(), {**ASSIGNED[1], "start_day": 11, "end_day": 24}], second)

    assert (Party.COMMUNE, "03646") in whom(installation)


def test_events_keep_their_mark_and_grow_only_where_their_stay_has_changed(installation):
    first = version(installation, ASSIGNED)
    before = events(opened(plan_archive(installation, first, words(), who=MAI)))

    second = version(installation, moved(), first)
    after = events(opened(plan_archive(installation, second, words(), who=MAI)))

    assert set(before) == set(after)
    grown = {uid: after[uid][0] - before[uid][0] for uid in before}
    assert sorted(grown.values()) == [0, 1]
    [put_off] = [uid for uid, more in grown.items() if more]
    assert after[put_off][2] > before[put_off][2]
    assert {status for _, status, _ in after.values()} == {"CONFIRMED"}


def test_a_stay_that_fell_away_is_cancelled_in_the_team_s_calendar(installation):
    first = version(installation, ASSIGNED)
    tell_all(installation)
    version(installation, ASSIGNED[:1], first)

    made = opened(news_archive(installation, SEASON, words(), who=MAI))

    assert whom(installation) == {(Party.COMMUNE, "04240"), (Party.TEAM, "TN-02")}
    assert [n for n in made.namelist() if n.startswith("giao-nhiem-vu/")] == []
    [(sequence, status, _)] = events(made).values()
    assert (sequence, status) == (1, "CANCELLED")


def test_a_calendar_of_a_draft_is_the_one_it_has_once_published(installation):
    first = version(installation, ASSIGNED)
    made = draft()
    stays = [{**made.document["assignments"][0], "households": 50, "villages": [], **one}
             for one in moved()]  # fmt: skip
    document = json.loads(json.dumps(dict(made.document))) | {"assignments": stays}
    saved = save_plan(installation, replace(made, document=document), who=MAI, base=first.id)
    as_draft = events(opened(plan_archive(installation, saved, words(), who=MAI)))

    publish_plan(installation, saved.id, who=MAI, reason="đổi đợt")

    assert events(opened(plan_archive(installation, saved, words(), who=MAI))) == as_draft


def test_what_was_noted_by_mistake_is_taken_back(installation):
    version(installation, ASSIGNED)
    tell_all(installation)

    note_not_told(installation, SEASON, sides=[(Party.TEAM, "TN-02")], who=MAI)

    assert whom(installation) == {(Party.TEAM, "TN-02")}
    with pytest.raises(NotAllowed, match="telling_nothing_there"):
        note_not_told(installation, SEASON, sides=[(Party.TEAM, "TN-02")], who=MAI)


def test_a_telling_of_a_plan_that_was_replaced_is_refused(installation):
    first = version(installation, ASSIGNED)
    version(installation, moved(), first)

    with pytest.raises(NotAllowed, match="reply_overtaken"):
        note_told(installation, SEASON, first.id, sides=[(Party.TEAM, "TN-01")], who=MAI)
    assert plan_in_force(installation, SEASON).plan_id != first.id
