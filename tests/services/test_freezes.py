"""What was frozen stays as it was: whatever is published, withdrawn or mistyped afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import StaticPool, create_engine, inspect, text

from lib.domain.errors import NotAllowed
from lib.domain.figures.indicators import measure
from lib.domain.periods import Period
from lib.services.figures.since_freeze import Moved, since_then
from lib.services.figures.snapshots import (
    measured,
    periods_reported,
    priority_flags,
    snapshot_of,
)
from lib.services.health.opening import open_installation
from lib.services.history.freeze_seal import is_unbroken, seal_of
from lib.services.history.freeze_words import cautions, ribbon
from lib.services.history.freezes import freeze_figures, known_freezes, opened, withdraw_freeze
from lib.services.history.provenance import sources_of
from lib.services.history.uploads import history, withdraw
from lib.services.installation import Installation, version_of_data
from lib.settings import Settings
from lib.store.engine import migrate, open_engine, writing
from lib.store.schema.records import metadata
from lib.text import words
from tests.demo_store import copy_of, demo_store
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, figures_of, put
from tests.support.people import staff
from tests.support.sheets import sample, summary, summary_row, village_month

AUGUST, OCTOBER = Period(2026, 8), Period(2026, 10)
COMMUNE = "04045"


def frozen(installation: Installation, name: str = "Họp giao ban") -> Installation:
    """The installation as whoever opens the fresh freeze sees it."""
    return opened(
        installation, freeze_figures(installation, name, who=staff("Lò Thị Mai")).code
    ).installation


def guided(installation: Installation) -> float | None:
    return measured(installation, "GD03", AUGUST).value


def all_shown(installation: Installation, *periods: Period) -> object:
    """Everything that the screens draw from."""
    return [
        version_of_data(installation),
        periods_reported(installation),
        [(u.id, u.withdrawn_at) for u in history(installation, who=staff())],
        [(seal_of(installation, p), priority_flags(installation, p.end)) for p in periods],
        [
            [
                (s.upload, s.rows.to_dict())
                for s in sources_of(installation, snapshot, i, commune=COMMUNE, who=staff())
            ]
            for snapshot in [snapshot_of(installation, periods[0])]
            for i in INDICATORS.values()
        ],
    ]


# --- made and opened


def test_a_freeze_shows_its_figures_and_live_goes_on(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=430)))
    then = frozen(any_installation)

    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=860)))

    assert guided(then) == pytest.approx(34.4)
    assert guided(any_installation) == pytest.approx(68.8)


def test_a_withdrawal_after_the_freeze_leaves_it_as_it_was(any_installation: Installation):
    number = put(any_installation, summary(summary_row("Xã Lóng Sập")))
    then = frozen(any_installation)

    withdraw(any_installation, number, who=staff("An"), reason="gửi nhầm tệp")

    assert guided(then) == pytest.approx(34.4)
    assert guided(any_installation) is None
    assert [u.withdrawn_at for u in history(then, who=staff())] == [None]


def test_a_code_is_short_and_read_in_any_case(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    code = freeze_figures(any_installation, "Họp", who=staff("An")).code

    found = opened(any_installation, f" {code.upper()} ")

    assert len(code) <= 8
    assert found.installation.freeze is not None
    assert found.installation.freeze.code == code


def test_a_freeze_tells_who_when_and_what_it_opens_with(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))

    freeze_figures(any_installation, "  Họp\ngiao ban ", who=staff(" An "), note=" gấp ")

    [kept] = known_freezes(any_installation)
    assert (kept.name, kept.who, kept.note) == ("Họp giao ban", "An", "gấp")
    assert (kept.as_of, kept.made_at, kept.period) == (NOON, NOON, "2026-08")


@pytest.mark.parametrize(
    "code", ["zzzzzz", "' OR 1=1 --", "<script>alert(1)</script>", "\0\n", "x" * 5000, "٣٤٥"]
)
def test_a_code_that_no_freeze_has_opens_what_is_live(installation: Installation, code: str):
    put(installation, summary(summary_row("Xã Lóng Sập")))

    found = opened(installation, code)

    assert found.installation is installation
    assert len(found.unknown) <= 40


@pytest.mark.parametrize(
    ("name", "who", "told"), [(" ", "An", "freeze_name_needed"), ("Họp", " ", "who_needed")]
)
def test_a_freeze_needs_a_name_and_a_person(installation: Installation, name, who, told):
    put(installation, summary(summary_row("Xã Lóng Sập")))

    with pytest.raises(NotAllowed) as refused:
        freeze_figures(installation, name, who=staff(who))

    assert refused.value.code == told
    assert known_freezes(installation) == []


def test_an_empty_store_has_nothing_to_freeze(installation: Installation):
    with pytest.raises(NotAllowed):
        freeze_figures(installation, "Họp", who=staff("An"))


def _tables_of_the_first_version() -> set[str]:
    first = create_engine("sqlite://", poolclass=StaticPool)
    with first.begin() as connection:
        migrate(connection, to="0001")
    return set(inspect(first).get_table_names())


def test_a_store_of_the_first_version_is_brought_up_with_its_figures(
    any_installation: Installation,
):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    old = _tables_of_the_first_version()
    with writing(any_installation.engine) as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in old:
                table.drop(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    again = replace(any_installation, engine=open_engine(any_installation.settings.store_url))

    assert guided(frozen(again)) == pytest.approx(34.4)
    again.engine.dispose()


# --- nothing falls into a freeze


def test_a_clock_put_back_lets_nothing_fall_into_a_freeze(any_installation: Installation):
    number = put(any_installation, summary(summary_row("Xã Lóng Sập")))
    then = frozen(any_installation)
    before = all_shown(then, AUGUST)
    early = replace(any_installation, clock=lambda: NOON - timedelta(days=3))

    put(early, summary(summary_row("Xã Mường La", guided=1)))
    withdraw(early, number, who=staff("An"), reason="gửi nhầm tệp")

    assert all_shown(then, AUGUST) == before


def test_what_was_published_by_a_clock_ahead_is_in_the_freeze(any_installation: Installation):
    ahead = replace(any_installation, clock=lambda: NOON + timedelta(hours=2))
    put(ahead, summary(summary_row("Xã Lóng Sập")))

    assert guided(frozen(any_installation)) == pytest.approx(34.4)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_store(tmp_path_factory)


LATER = [
    summary(summary_row("Xã Lóng Sập", guided=3, period="10/2026")),
    village_month(("Xã Mường La", "Bản Mới Lập", 1, 2), period="10/2026"),
    *(sample(code) for code in ("03_bao_cao_thang_xa", "07_dia_ban_uu_tien")),
]


@settings(max_examples=4)
@given(st.lists(st.integers(0, 90), min_size=3, max_size=6))
def test_nothing_that_comes_later_changes_a_freeze(full: Path, tmp_path_factory, steps):
    """Random publishes and withdrawals, of registers, teams and flags too; every indicator."""
    store = copy_of(full, tmp_path_factory.mktemp("freeze") / "var")
    installation = open_installation(Settings(data_dir=store))
    then = frozen(installation)
    periods = (OCTOBER, Period(2026, 3))
    before = all_shown(then, *periods)

    for step in steps:
        standing = [u.id for u in history(installation, who=staff()) if not u.withdrawn_at]
        if step % 2:
            withdraw(
                installation, standing[step % len(standing)], who=staff("An"), reason="phép thử"
            )
        else:
            put(installation, LATER[step % len(LATER)], {"mode": "update"})
    again = opened(open_installation(installation.settings), then.freeze.code).installation

    assert all_shown(again, *periods) == before
    assert version_of_data(installation) != before[0]
    for one in (installation, again):
        one.engine.dispose()


def test_frozen_and_live_never_share_what_is_kept(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập", guided=430)))
    then = frozen(installation)
    put(installation, summary(summary_row("Xã Lóng Sập", guided=860)))

    for _ in range(2):
        assert figures_of(installation).measured("GD03", AUGUST).value == pytest.approx(68.8)
        assert figures_of(then).measured("GD03", AUGUST).value == pytest.approx(34.4)


# --- what is said beside it


def test_what_has_come_since_is_counted_and_compared(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=430)))
    then = frozen(any_installation)
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=860)))
    put(any_installation, summary(summary_row("Xã Lóng Sập", period="09/2026")))

    both = [snapshot_of(h, AUGUST) for h in (then, any_installation)]
    was, now = ({c: measure(i, s) for c, i in INDICATORS.items()} for s in both)
    since = since_then(
        any_installation,
        then.freeze,
        AUGUST,
        then=was,
        now=now,
        periods=(periods_reported(then)[0], periods_reported(any_installation)[0]),
    )

    assert (since.published, since.withdrawn) == (1, 0)
    assert since.newer_period == Period(2026, 9)
    assert Moved(INDICATORS["GD03"], 1, pytest.approx(34.4), pytest.approx(68.8)) in since.moved
    assert "DS01" not in {m.indicator.code for m in since.moved}


def test_a_withdrawn_freeze_still_opens_and_says_so(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    code = freeze_figures(any_installation, "Họp", who=staff("An")).code

    withdraw_freeze(any_installation, code, who=staff("Bình"), reason="<b>nhầm kỳ</b>")

    then = opened(any_installation, code).installation
    assert guided(then) == pytest.approx(34.4)
    assert "<b>nhầm kỳ</b>" in cautions(then, words())[0]
    with pytest.raises(NotAllowed):
        withdraw_freeze(any_installation, code, who=staff("Bình"), reason="nhầm lần nữa")


def test_the_ribbon_names_meeting_hour_and_day(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))

    then = frozen(any_installation, "Họp giao ban 20/9/2026")

    said = ribbon(then.freeze, words())
    assert said == "Bản chốt “Họp giao ban 20/9/2026” – số liệu đến 12:00 20/09/2026"
    assert cautions(then, words()) == []


def test_another_formula_or_outline_breaks_the_seal_and_is_told(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    then = frozen(any_installation)
    sealed = json.loads(then.freeze.seal)
    other = replace(then.freeze, code="other", seal=json.dumps({**sealed, "GD03": "0" * 16}))

    assert is_unbroken(then)
    assert cautions(replace(then, freeze=other), words()) == [words()("freeze.unsealed")]


def test_an_indicator_or_target_added_later_breaks_no_older_seal(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    then = frozen(any_installation)
    sealed = json.loads(then.freeze.seal)
    del sealed["GD03"], sealed["target GD03"]
    older = replace(then.freeze, code="older", seal=json.dumps(sealed))

    assert is_unbroken(replace(then, freeze=older))
    assert is_unbroken(replace(then, freeze=replace(older, code="oldest", seal="")))
