"""The papers of a saved plan in one archive: workbook, letters, calendars."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.coming import StayKey, comings
from lib.domain.campaign.replies import Party
from lib.domain.campaign.stays import PlannedStay
from lib.domain.campaign.telling import Event, events
from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.plan import Plan, known_sum
from lib.domain.planning.question.faults import FaultCode
from lib.files.writing.letter_templates import Letter, Letterhead, blank_letter
from lib.files.writing.plan_calendar import StayEvent, team_calendar
from lib.files.writing.plan_letters import filled, own_stamp, own_template
from lib.files.writing.plan_workbook import plan_workbook
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.installation import Installation
from lib.services.planning.answers import saved_plan
from lib.services.planning.document import plan_in
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.told.coming_words import villages_said
from lib.services.planning.told.news_list import news_workbook
from lib.services.planning.told.paper import PlanPaper, sheets, unmet_lines
from lib.services.planning.told.telling import events_with, news_of
from lib.services.planning.words import certificate_sentence, fault_sentences, plan_as_json
from lib.store.engine import asking
from lib.store.planning.plans import publications
from lib.text import Words, fold, say_date, without_accents, words

_LONGEST_NAME = 60


def paper_of(installation: Installation, saved: SavedPlan, say: Words) -> PlanPaper:
    """What the papers are made from. Raises ``NotAllowed`` for a plan that was not solved."""
    if not saved.document:
        raise NotAllowed("plan_not_solved")
    return PlanPaper(
        plan=plan_in(saved.instance, saved.document),
        document=saved.document,
        first_day=date.fromisoformat(saved.params["first_day"]),
        title=saved.title or saved.season,
        version=saved.version,
        author=saved.author,
        at=saved.at,
        say=say,
        place_names=_place_names(installation),
        events=events_with(installation, saved),
    )


def _place_names(installation: Installation) -> dict[str, str]:
    return {c.code: c.full_name for c in installation.gazetteer.communes.values()}


def plan_archive(installation: Installation, saved: SavedPlan, say: Words, *, who: Person) -> bytes:
    """The archive. The letters are in Vietnamese, whatever the reader's language.

    Raises ``UnreadableFile`` where an office's own letter template cannot be filled in.
    """
    who.must(Act.SEE_PLANS)
    return papers(
        Viewer(installation, who, say.language), saved.id, own_stamp(installation.settings.data_dir)
    )


def _with_what_was_published(viewer: Viewer, plan_id: int, *_: object) -> Hashable:
    """Events of calendars count what was published before."""
    with asking(viewer.installation.engine) as connection:
        told = publications(connection)
    return plan_id, told[0].id if told else None


@cached(
    "papers of a plan",
    Everybody(Act.SEE_PLANS),
    most=12,
    spoken=True,
    version=_with_what_was_published,
)
def papers(viewer: Viewer, plan_id: int, templates: tuple[int, ...]) -> bytes:
    """The archive of a version; ``templates`` changes with the office's own letters."""
    del templates
    installation = viewer.installation
    paper = paper_of(installation, saved_plan(viewer, plan_id), viewer.say)
    return _archive(_files(installation, paper))


def news_archive(installation: Installation, season: str, say: Words, *, who: Person) -> bytes:
    """What has changed since everybody was last told, and nothing else: the list of who has to be
    told, the letters of those communes, the calendars of those teams."""
    news = news_of(installation, season, who=who)
    if news is None or not news.to_tell:
        raise NotAllowed("telling_nothing_new")
    saved = saved_plan(Viewer(installation, who, say.language), news.plan.plan_id)
    paper = paper_of(installation, saved, say)
    concerned = {t.side for t in news.to_tell}
    letters = {code for party, code in concerned if party is Party.COMMUNE}
    calendars = {code for party, code in concerned if party is Party.TEAM}
    files = [("bao-lai.xlsx", news_workbook(news, paper))]
    files += _letters(installation, paper, only=letters)
    return _archive([*files, *_calendars(paper, only=calendars)])


def unsaved_archive(
    installation: Installation, plan: Plan, say: Words, *, first_day: date
) -> bytes:
    """The papers of a plan that is in no store, as the command line makes it."""
    made = PlanPaper(
        plan=plan,
        document=plan_as_json(plan, say),
        first_day=first_day,
        title=plan.instance.title or str(first_day.year),
        version=1,
        author="plan",
        at=installation.clock(),
        say=say,
        place_names=_place_names(installation),
        events={},
    )
    told = comings(made.instance, made.document, first_day)
    return _archive(_files(installation, replace(made, events=events([told]))))


def archive_name(saved: SavedPlan) -> str:
    """How the archive is called; made-up figures say so in the name."""
    demo = "minh-hoa_" if saved.instance.demo else ""
    return f"{demo}ke-hoach-doi-hinh-{slug(saved.season)}_ban-{saved.version}.zip"


def blank_letters() -> bytes:
    """The letter templates with either letterhead, for the office to change in Word."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for head in Letterhead:
            for letter in Letter:
                name = f"{_HEADS[head]}/{letter}.docx"
                archive.writestr(name, blank_letter(letter, head))
    return buffer.getvalue()


_HEADS = {Letterhead.STATE: "quoc-hieu", Letterhead.UNION: "tieu-de-doan"}


def _archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def _files(installation: Installation, paper: PlanPaper) -> Iterator[tuple[str, bytes]]:
    letters = replace(paper, say=words("vi"))
    folder = installation.settings.data_dir
    yield "phuong-an.xlsx", plan_workbook(sheets(paper))
    own = own_template(Letter.PLAN, folder)
    yield (
        f"{Letter.PLAN}.docx",
        filled(Letter.PLAN, _plan_values(letters), template=own, mark=letters.mark),
    )
    yield from _letters(installation, paper)
    yield from _calendars(paper)


def _letters(
    installation: Installation, paper: PlanPaper, *, only: Collection[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Of every commune with a stay, or of these; a letter keeps its number."""
    letters = replace(paper, say=words("vi"))
    own = own_template(Letter.COMMUNE, installation.settings.data_dir)
    for number, (code, stays) in enumerate(letters.by_commune.items(), start=1):
        if only is None or code in only:
            name = f"{Letter.COMMUNE}/{number:03d}-{slug(letters.place(code))}.docx"
            values = _commune_values(letters, code, stays)
            yield name, filled(Letter.COMMUNE, values, template=own, mark=letters.mark)


def _calendars(
    paper: PlanPaper, *, only: Collection[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Of every team that ever had a stay, or of these: one whose stays fell away is told so."""
    letters = replace(paper, say=words("vi"))
    teams: dict[str, list[Event]] = {}
    for key, event in letters.events.items():
        teams.setdefault(key.team, []).append(event)
    for number, (code, mine) in enumerate(sorted(teams.items()), start=1):
        if only is None or code in only:
            yield f"lich/{number:03d}-{slug(code)}.ics", _calendar(letters, code, mine)


def slug(text: str) -> str:
    """A name any system can keep: "Xã Lóng Sập" gives "xa-long-sap"."""
    plain = re.sub(r"[^a-z0-9]+", "-", without_accents(fold(text))).strip("-")
    return plain[:_LONGEST_NAME] or "x"


def _plan_values(paper: PlanPaper) -> dict[str, Any]:
    figures = paper.plan.figures
    promises = unmet_lines(paper) or [paper.say("plan_files.all_kept")]
    return {
        "nam": paper.season,
        "ten_phuong_an": paper.title,
        "ban": str(paper.version),
        "tu_ngay": say_date(paper.first_day),
        "den_ngay": say_date(paper.last_day),
        "so_tuan": str(paper.instance.rules.weeks),
        "so_doi": paper.number(len(paper.by_team)),
        "so_dot": paper.number(len(paper.stays)),
        "so_xa": paper.number(len(paper.by_commune)),
        "so_ho": paper.number(figures.households),
        "so_ho_uu_tien": paper.number(figures.priority_households),
        "bao_dam": promises,
        "chung_nhan": certificate_sentence(paper.plan, paper.say),
        "so_lieu": _figures_behind(paper),
        "phan_cong": [_row(paper, n, s) for n, s in enumerate(paper.stays, start=1)],
    }


def _figures_behind(paper: PlanPaper) -> str:
    """The version of the data; the communes whose need is old, entered by hand or unknown."""
    told = (FaultCode.NEED_OLD, FaultCode.NEED_BY_HAND, FaultCode.NEED_UNKNOWN)
    marked = [fault_sentences(f, paper.say)[0] for f in paper.plan.remarks if f.code in told]
    data = paper.say("plan_files.data", data=paper.instance.data_version or "–")
    return " ".join([f"{data}." if marked else data, *marked])


def _commune_values(paper: PlanPaper, code: str, stays: list[PlannedStay]) -> dict[str, Any]:
    return {
        "nam": paper.season,
        "xa": paper.place(code),
        "so_ho": paper.number(known_sum(s.households for s in stays)),
        "phan_cong": [_row(paper, n, s) for n, s in enumerate(stays, start=1)],
    }


def _row(paper: PlanPaper, number: int, stay: PlannedStay) -> dict[str, str]:
    team = paper.teams.get(stay.team)
    return {
        "tt": str(number),
        "ma_doi": stay.team,
        "ten_doi": paper.team_name(stay.team),
        "so_nguoi": paper.number(team.size if team else None),
        "tieng": "; ".join(team.skills) if team else "",
        "xa": paper.place(stay.commune),
        "tu_ngay": say_date(stay.first),
        "den_ngay": say_date(stay.last),
        "so_ho": paper.number(stay.households),
        "duong_di": paper.road(stay),
        "thon_ban": paper.villages(stay),
    }


def _calendar(paper: PlanPaper, code: str, mine: Sequence[Event]) -> bytes:
    say = paper.say
    name = paper.team_name(code) if code in paper.teams else mine[-1].stay.team_name
    told = [
        StayEvent(
            uid=_uid(paper.season, event.stay.key),
            title=f"{name}: {paper.place(event.stay.key.commune)}",
            place=paper.place(event.stay.key.commune),
            text="\n".join(_event_lines(paper, event, say)),
            first=event.stay.first,
            last=event.stay.last,
            sequence=event.sequence,
            cancelled=event.cancelled,
        )
        for event in sorted(mine, key=lambda e: (e.stay.first, e.stay.key))
    ]
    return team_calendar(name, told, made_at=paper.at)


def _uid(season: str, key: StayKey) -> str:
    """Of a stay, whatever its days: names of teams may look alike once they are plain."""
    mark = hashlib.sha256(key.team.encode()).hexdigest()[:8]
    return f"{season}-{slug(key.team)}-{mark}-{slug(key.commune)}-{key.turn}@bdhvs"


def _event_lines(paper: PlanPaper, event: Event, say: Words) -> list[str]:
    stay = event.stay
    if event.cancelled:
        told = [say("telling.cancelled")]
    else:
        told = [say("plan_files.event", households=paper.number(stay.households))]
        told += [villages_said(stay, say)] if stay.villages else []
    return [*([paper.mark] if paper.mark else []), *told, paper.origin()]
