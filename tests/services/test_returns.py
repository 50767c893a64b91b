"""Bringing a period back to an earlier state: told before, exact, traced, and undone again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.figures.snapshots import measured, periods_reported, versions_by_period
from lib.services.history.freezes import freeze_figures, opened
from lib.services.history.provenance import versions_of
from lib.services.history.returns import (
    before,
    known_governing,
    known_returns,
    preview_return,
    return_to,
    state_of,
    undo_return,
)
from lib.services.history.uploads import history, withdraw
from lib.services.history.words import preview_lines, return_line
from lib.services.installation import Installation, version_of_data
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.publishing import Published, publish
from lib.store.engine import integrity
from lib.text import words
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, VILLAGES, facts, open_test_installation, put, see
from tests.support.people import staff
from tests.support.sheets import summary, summary_row, village_month

SAY = words()
AUGUST, JULY = Period(2026, 8), Period(2026, 7)
LONG_SAP = "04045"
WHY = "nạp nhầm đợt hai"


def ticking(installation: Installation) -> Installation:
    """The same installation whose clock goes on by a minute at every look."""
    minutes = count(1)
    return replace(installation, clock=lambda: NOON + timedelta(minutes=next(minutes)))


@pytest.fixture
def kept(any_installation: Installation) -> Installation:
    return ticking(any_installation)


def moment(installation: Installation) -> datetime:
    """A moment behind all that has happened."""
    return installation.clock()


def back(installation: Installation, to: datetime, period: Period = AUGUST, **more: bool) -> int:
    return return_to(
        installation,
        preview_return(installation, period, to, who=staff()),
        who=staff("An"),
        reason=WHY,
        **more,
    ).id


def guided(installation: Installation) -> float | None:
    return measured(installation, "GD03", AUGUST).numerator


def test_a_period_stands_again_as_it_stood(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200), summary_row("Xã Mường La")))
    old = facts(kept, as_of=then)

    back(kept, then)

    assert facts(kept) == old
    assert guided(kept) == 100


def test_nothing_is_deleted_and_both_versions_can_be_seen(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    later, newer = moment(kept), facts(kept)

    back(kept, then)

    assert facts(kept, as_of=later) == newer
    assert len(history(kept, who=staff())) == 2


def test_a_return_is_undone_and_leaves_no_trace_in_the_figures(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    number = back(kept, then)

    undone = undo_return(kept, number, who=staff("Bình"), reason="trở về nhầm kỳ")

    assert guided(kept) == 200
    assert (undone.undone_by, undone.undone_reason) == ("Bình", "trở về nhầm kỳ")
    assert known_governing(kept) == {}


def test_what_was_withdrawn_since_counts_again(kept: Installation):
    number = put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    withdraw(kept, number, who=staff("Bình"), reason="gửi nhầm tệp")
    assert guided(kept) is None

    back(kept, then)

    assert guided(kept) == 100
    [upload] = history(kept, who=staff())
    assert state_of(upload, known_governing(kept)) == "restored"


def test_what_comes_after_a_return_counts_as_ever(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    second = put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    back(kept, then)
    put(kept, summary(summary_row("Xã Mường La", guided=7)))
    third = put(kept, summary(summary_row("Xã Lóng Sập", guided=300)))

    assert guided(kept) == 307

    withdraw(kept, third, who=staff("An"), reason="gửi nhầm tệp")
    assert guided(kept) == 107
    states = {u.id: state_of(u, known_governing(kept)) for u in history(kept, who=staff())}
    assert (states[second], states[third]) == ("aside", "withdrawn")


def test_an_upload_kept_by_a_return_can_be_withdrawn_after_it(kept: Installation):
    first = put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    back(kept, then)

    withdraw(kept, first, who=staff("An"), reason="gửi nhầm tệp")

    assert guided(kept) is None


def test_other_periods_stay_as_they_are_also_of_the_same_upload(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    both = [
        summary_row("Xã Lóng Sập", guided=n, period=p) for n, p in ((5, "07/2026"), (6, "08/2026"))
    ]
    put(kept, summary(*both))

    back(kept, then)

    assert guided(kept) == 100
    assert measured(kept, "GD03", JULY).numerator == 5
    newest = history(kept, who=staff())[0]
    assert state_of(newest, known_governing(kept)) == "in_force"


def test_the_preview_tells_communes_totals_and_the_other_uploads_it_undoes(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", ambassadors=40)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", ambassadors=88)), name="hai.csv")
    put(kept, summary(summary_row("Xã Mường La", ambassadors=10)), name="ba.csv")

    ready = preview_return(kept, AUGUST, then, who=staff())
    lines = preview_lines(kept, ready, SAY)

    assert [u.filename for u in ready.dropped] == ["ba.csv", "hai.csv"]
    assert ready.brought_back == ()
    assert any("2 xã đổi số" in line and "Lóng Sập" in line for line in lines)
    assert any("Số Đại sứ số: 98 → 40 (−58)" in line for line in lines)
    assert len(history(kept, who=staff())) == 3
    assert known_returns(kept) == []


def test_a_return_that_would_change_nothing_is_refused(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập")))
    ready = preview_return(kept, AUGUST, moment(kept), who=staff())

    assert ready.nothing
    assert preview_lines(kept, ready, SAY) == [SAY("turn.nothing")]
    with pytest.raises(NotAllowed) as refused:
        return_to(kept, ready, who=staff("An"), reason=WHY)
    assert refused.value.code == "return_nothing"


@pytest.mark.parametrize(
    ("who", "reason", "code"), [(" ", WHY, "who_needed"), ("An", "ờ", "why_needed")]
)
def test_a_return_needs_a_person_and_a_reason(kept: Installation, who, reason, code):
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập")))

    with pytest.raises(NotAllowed) as refused:
        return_to(
            kept, preview_return(kept, AUGUST, then, who=staff()), who=staff(who), reason=reason
        )

    assert refused.value.code == code
    assert known_returns(kept) == []


def test_what_changed_since_the_preview_stops_a_return_and_is_told(kept: Installation):
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập")))
    ready = preview_return(kept, AUGUST, then, who=staff())
    put(kept, summary(summary_row("Xã Mường La")), name="mới.csv", who="Bình")

    with pytest.raises(NotAllowed) as refused:
        return_to(kept, ready, who=staff("An"), reason=WHY)

    assert refused.value.code == "return_overtaken"
    assert refused.value.values["who"] == "Bình"
    assert refused.value.values["file"] == "mới.csv"


def test_a_publish_after_somebodys_return_is_told_who_returned(kept: Installation):
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=1)))
    mine = see(kept, summary(summary_row("Xã Lóng Sập", guided=2)))
    return_to(kept, preview_return(kept, AUGUST, then, who=staff()), who=staff("Bình"), reason=WHY)

    answer = publish(kept, mine, who=staff("An"))

    assert isinstance(answer, Overtaken)
    assert (answer.by, answer.turn) == ("Bình", "returned")


def test_only_the_newest_return_of_a_period_can_be_undone(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    later = moment(kept)
    first = back(kept, then)
    second = back(kept, later)
    assert guided(kept) == 200

    with pytest.raises(NotAllowed) as refused:
        undo_return(kept, first, who=staff("An"), reason=WHY)
    assert refused.value.code == "return_covered"

    undo_return(kept, second, who=staff("An"), reason=WHY)
    assert guided(kept) == 100
    undo_return(kept, first, who=staff("An"), reason=WHY)
    assert guided(kept) == 200
    with pytest.raises(NotAllowed) as refused:
        undo_return(kept, first, who=staff("An"), reason=WHY)
    assert refused.value.code == "return_undone"


def test_a_freeze_never_changes_by_a_return_that_comes_later(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    frozen = opened(
        kept, freeze_figures(kept, "Họp", who=staff("An"), period=AUGUST).code
    ).installation
    shown = {code: measured(frozen, code, AUGUST).value for code in INDICATORS}

    number = back(kept, then)
    assert {code: measured(frozen, code, AUGUST).value for code in INDICATORS} == shown

    undo_return(kept, number, who=staff("An"), reason=WHY)
    assert {code: measured(frozen, code, AUGUST).value for code in INDICATORS} == shown


def test_everything_kept_is_made_anew_by_a_return_and_by_its_undoing(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    seen = [(version_of_data(kept), versions_by_period(kept)["2026-08"])]
    number = back(kept, then)
    seen.append((version_of_data(kept), versions_by_period(kept)["2026-08"]))
    undo_return(kept, number, who=staff("An"), reason=WHY)
    seen.append((version_of_data(kept), versions_by_period(kept)["2026-08"]))

    assert len({a for a, _ in seen}) == len({b for _, b in seen}) == 3
    assert guided(kept) == 200


def test_a_figure_tells_that_a_return_made_it_what_it_is(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = moment(kept)
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    number = back(kept, then)

    found = versions_of(kept, INDICATORS["GD03"], LONG_SAP, period=AUGUST, who=staff())

    assert [(type(v.cause).__name__, v.measured.numerator) for v in found] == [
        ("Return", 100),
        ("Upload", 200),
        ("Upload", 100),
    ]
    assert found[0].cause.id == number
    assert return_line(known_returns(kept)[0], SAY).startswith("Lần trở về số 1: kỳ tháng 8/2026")


def test_the_moment_before_an_upload_does_not_know_it(kept: Installation):
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    put(kept, summary(summary_row("Xã Lóng Sập", guided=200)))
    newest = history(kept, who=staff())[0]

    back(kept, before(newest))

    assert guided(kept) == 100
    assert periods_reported(kept) == [AUGUST]


def test_of_many_who_return_and_publish_at_once_one_after_the_other_is_told(
    any_installation: Installation,
):
    kept = any_installation
    put(kept, summary(summary_row("Xã Lóng Sập", guided=100)))
    then = kept.clock() + timedelta(minutes=1)
    later = replace(kept, clock=lambda: then + timedelta(minutes=1))
    put(later, summary(summary_row("Xã Lóng Sập", guided=200)))
    ready = [preview_return(later, AUGUST, then, who=staff()) for _ in range(2)]
    mine = [see(later, summary(summary_row("Xã Lóng Sập", guided=n))) for n in (300, 400)]
    acts: list[Callable[[], object]] = [
        *(lambda r=r: return_to(later, r, who=staff("Trở"), reason=WHY) for r in ready),
        *(lambda m=m: publish(later, m, who=staff("Nộp")) for m in mine),
    ]
    start = Barrier(len(acts))

    def go(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except NotAllowed as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as people:
        answers = list(people.map(go, acts))

    lost = [a for a in answers if isinstance(a, NotAllowed | Overtaken)]
    assert len(lost) == len(acts) - 1
    if any(isinstance(a, Published) for a in answers):
        assert guided(later) in (300, 400)
    else:
        assert guided(later) == 100


steps = st.lists(
    st.tuples(st.sampled_from(["put", "withdraw", "return", "undo"]), st.integers(0, 60)),
    min_size=3,
    max_size=10,
)


@given(steps)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_any_state_can_be_returned_to_exactly_and_undoing_is_the_identity(tmp_path_factory, steps):
    """Whatever came before: returns to states that returns had made, of withdrawn uploads, too."""
    installation = ticking(open_test_installation(tmp_path_factory.mktemp("installation")))
    moments = [moment(installation)]
    for act, n in steps:
        _step(installation, act, n, moments)
        moments.append(moment(installation))
    states = [facts(installation, VILLAGES, as_of=m) for m in moments]

    for at, old in zip(moments, states, strict=True):
        here = facts(installation, VILLAGES)
        ready = preview_return(installation, AUGUST, at, who=staff())
        if ready.nothing:
            assert here == old
            continue
        number = return_to(installation, ready, who=staff("An"), reason=WHY).id
        assert facts(installation, VILLAGES) == old
        undo_return(installation, number, who=staff("An"), reason=WHY)
        assert facts(installation, VILLAGES) == here
    assert [facts(installation, VILLAGES, as_of=m) for m in moments] == states
    assert integrity(installation.engine)
    installation.engine.dispose()


def _step(installation: Installation, act: str, n: int, moments: list[datetime]) -> None:
    standing = [u.id for u in history(installation, who=staff()) if not u.withdrawn_at]
    if act == "put" or not standing:
        rows = [("Xã Lóng Sập", f"Bản {k}", 1, n + i) for i, k in enumerate("ABC"[: 1 + n % 3])]
        put(installation, village_month(*rows), {"mode": ("update", "replace")[n % 2]})
    elif act == "withdraw":
        withdraw(installation, standing[n % len(standing)], who=staff("An"), reason=WHY)
    elif act == "return":
        ready = preview_return(installation, AUGUST, moments[n % len(moments)], who=staff())
        if not ready.nothing:
            return_to(installation, ready, who=staff("An"), reason=WHY)
    elif known_governing(installation):
        undo_return(
            installation, known_governing(installation)["2026-08"].id, who=staff("An"), reason=WHY
        )
