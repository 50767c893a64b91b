"""Taking files in on both databases: preview, publish, be overtaken, take back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from lib.domain.errors import NotAllowed, UnreadableFile
from lib.domain.problems import Code, Severity, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.history.uploads import history, original, scopes, withdraw
from lib.services.installation import Installation
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import receive
from lib.services.intake.publishing import Published, publish
from lib.store.engine import integrity
from tests.support.installations import (
    NOON,
    REGISTER,
    VILLAGES,
    codes,
    facts,
    found,
    now,
    open_test_installation,
    put,
    see,
    take_back,
)
from tests.support.people import staff
from tests.support.sheets import (
    REGISTER_HEAD,
    SUMMARY_HEAD,
    csv_bytes,
    register,
    sample,
    summary,
    summary_row,
    village_month,
    xlsx,
)

LONG_SAP = ("2026-08", "04045")
PERIOD = "2026-08"


def counts(installation: Installation) -> dict[str, int]:
    with installation.engine.connect() as connection:
        names = ("file", "upload", "report", "figure", "withdrawal")
        return {
            n: connection.execute(text(f'SELECT count(*) FROM "{n}"')).scalar_one() for n in names
        }


# --- before anything is written


def test_a_preview_writes_nothing(any_installation: Installation):
    before = counts(any_installation)

    ready = see(any_installation, summary(summary_row("Xã Lóng Sập")))

    assert (ready.verdict, ready.periods, ready.publishable) == (Verdict.ACCEPT, [PERIOD], True)
    assert counts(any_installation) == before


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_template_publishes_its_own_sample(any_installation: Installation, code: str):
    put(any_installation, sample(code))

    assert len(now(any_installation, code)) == 1


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_sample_comes_back_from_the_store_as_unchanged(
    any_installation: Installation, code: str
):
    put(any_installation, sample(code))

    again = see(any_installation, sample(code))

    assert set(codes(again)) - {Code.NO_REGISTER, Code.FORMER_NAME} == {
        Code.SAME_FILE,
        Code.NOTHING_CHANGES,
    }
    assert again.changes is not None
    assert again.changes.cells.empty


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"khong;phai;bieu\n1;2;3\n", Code.NO_TEMPLATE),
        (b";;\n;;\n;;\n1;2;3\n", Code.NO_HEADER),
        (summary(), Code.NO_ROWS),
        (summary((None, "Tổng cộng", 1, 1, 1, 1, 1)), Code.NO_ROWS),
    ],
)
def test_a_file_without_a_report_cannot_be_published(
    installation: Installation, content: bytes, code: Code
):
    ready = see(installation, content)

    assert code in codes(ready)
    assert not ready.publishable
    with pytest.raises(ValueError, match=str(ready.verdict)):
        publish(installation, ready, who=staff("An"))


def test_a_file_whose_every_row_is_left_out_cannot_be_published(installation: Installation):
    content = summary(summary_row("Lạ hoắc"))
    (problem,) = found(see(installation, content), Code.UNKNOWN_COMMUNE)

    assert not see(installation, content, {problem.question: "skip"}).publishable


def test_an_open_question_holds_publishing_back(installation: Installation):
    ready = see(installation, summary(summary_row("Chiềng Chung"), summary_row("Xã Lóng Sập")))

    assert ready.verdict is Verdict.ASK
    assert not ready.publishable


def test_answers_from_elsewhere_never_publish_rows_without_a_commune(installation: Installation):
    content = summary(summary_row("Lạ hoắc"))
    (problem,) = found(see(installation, content), Code.UNKNOWN_COMMUNE)

    for nonsense in ("", "0", "99999", "constructor", "' OR 1=1"):
        assert not see(installation, content, {problem.question: nonsense}).publishable


def test_too_many_bytes_are_refused_before_reading(installation: Installation):
    small = installation.settings.model_copy(update={"max_upload_bytes": 10})

    with pytest.raises(UnreadableFile) as refused:
        receive("a.csv", b"x" * 11, small)

    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\An\\bao cao.xlsx", "bao cao.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("báo cáo.csv", "báo cáo.csv"),
        ("a\x00b\r\nc.csv", "abc.csv"),
        ("\ud800.csv", ".csv"),
        ("", "tep"),
        ("..", ".."),
        ("a" * 300, "a" * 200),
    ],
    ids=[
        "windows path",
        "climbing path",
        "accents",
        "controls",
        "surrogate",
        "none",
        "dots",
        "long",
    ],
)
def test_a_file_name_keeps_no_path_and_no_control_marks(
    installation: Installation, given_name: str, kept: str
):
    assert receive(given_name, b"x", installation.settings).filename == kept


# --- publishing


def test_publishing_keeps_the_bytes_the_name_and_the_summary(any_installation: Installation):
    content = xlsx(*_rows(summary_row("Xã Lóng Sập", period="08/2026")))

    number = put(any_installation, content, name="Biểu 01.xlsx", who=" Lò Thị A ")

    (upload,) = history(any_installation, who=staff())
    assert (upload.id, upload.filename, upload.who) == (number, "Biểu 01.xlsx", "Lò Thị A")
    assert upload.published_at == NOON
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert original(any_installation, upload.id, who=staff()) == content
    assert upload.summary["totals"]["households_guided"] == [None, 430]
    assert scopes(any_installation, number, who=staff()) == [LONG_SAP]


def _rows(*rows: object) -> list[object]:
    return [SUMMARY_HEAD, *rows]


def test_figures_are_stored_as_reported_with_the_name_and_the_row(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Mường Lang", ambassadors="")))

    (row,) = now(any_installation).to_dict("records")

    assert (row["period"], row["commune_code"], row["row"]) == (PERIOD, "03943", 2)
    assert row["unit_key"] == f"old:{row['former_code']}" != "old:"
    assert row["reported_name"] == "Xã Mường Lang"
    assert row["households"] == 1250
    assert "ambassadors" not in row  # a blank is stored as nothing, not as zero


def test_a_blank_among_figures_stays_missing(any_installation: Installation):
    put(
        any_installation,
        summary(summary_row("Xã Lóng Sập", ambassadors=""), summary_row("Xã Mường La")),
    )

    cells = now(any_installation).set_index("commune_code")["ambassadors"]

    assert cells.isna().to_dict() == {"04045": True, "03808": False}


def test_publishing_is_one_transaction(
    any_installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    ready = see(any_installation, summary(summary_row("Xã Lóng Sập"), summary_row("Xã Mường La")))
    before = counts(any_installation)

    def break_off(connection, cursor, statement, *more):
        if statement.startswith("INSERT INTO figure"):
            raise RuntimeError("power cut")

    event.listen(any_installation.engine, "after_cursor_execute", break_off)
    with pytest.raises(RuntimeError, match="power cut"):
        publish(any_installation, ready, who=staff("An"))
    event.remove(any_installation.engine, "after_cursor_execute", break_off)

    assert counts(any_installation) == before
    assert isinstance(publish(any_installation, ready, who=staff("An")), Published)


def test_nothing_is_ever_updated_or_deleted(any_installation: Installation):
    said: list[str] = []
    event.listen(
        any_installation.engine, "before_cursor_execute", lambda c, cursor, s, *more: said.append(s)
    )

    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    number = put(any_installation, summary(summary_row("Xã Lóng Sập", guided=500)))
    withdraw(any_installation, number, who=staff("Bình"), reason="gửi nhầm tệp")
    put(any_installation, register(("Xã Lóng Sập", "Bản A", 10)))

    verbs = {s.split()[0].upper() for s in said}
    assert "INSERT" in verbs
    assert verbs <= {"SELECT", "INSERT", "BEGIN", "PRAGMA"}


HOSTILE = (
    "<script>alert(1)</script>",
    "${alert(1)}",
    "'; DROP TABLE figure; --",
    '=HYPERLINK("http://x","y")',
    "@SUM(1)",
    "{0.__class__}",
    "%s%n",
    "\\x00' OR 1=1",
    "Bản “Pha” \u202eđảo",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_kept_and_given_back_as_text(any_installation: Installation, name: str):
    rows = csv_bytes(
        [REGISTER_HEAD, ("", "Xã Lóng Sập", "", name, 10, "31/12/2025")], encoding="utf-8"
    )

    put(any_installation, rows, name=name.replace("/", "-").replace("\\", "-"), who=name)

    (row,) = now(any_installation, REGISTER).to_dict("records")
    (upload,) = history(any_installation, who=staff())
    assert (row["unit_name"], row["reported_name"]) == (name, name)
    assert upload.who == name
    assert counts(any_installation)["figure"] == 1


def test_a_hostile_commune_is_asked_about_with_its_own_words(installation: Installation):
    (problem,) = found(see(installation, summary(summary_row("<b>x</b>"))), Code.UNKNOWN_COMMUNE)

    assert problem.given == "<b>x</b>"


# --- replacing and updating


def test_a_new_report_of_a_commune_replaces_the_old_one_and_no_other(
    any_installation: Installation,
):
    put(any_installation, summary(summary_row("Xã Lóng Sập"), summary_row("Xã Mường La")))
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=500)))

    guided = now(any_installation).set_index("commune_code")["households_guided"]

    assert guided.to_dict() == {"04045": 500, "03808": 430}


def test_another_period_replaces_nothing(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập", period="07/2026")))
    put(any_installation, summary(summary_row("Xã Lóng Sập")))

    assert sorted(now(any_installation)["period"]) == ["2026-07", PERIOD]


ABC = tuple(("Xã Lóng Sập", f"Bản {n}", 3, 20) for n in "ABC")


@pytest.mark.parametrize(
    ("mode", "left"), [("update", ["Bản A", "Bản B", "Bản C"]), ("replace", ["Bản A", "Bản B"])]
)
def test_villages_left_out_stay_or_lapse_as_answered(
    any_installation: Installation, mode: str, left: list[str]
):
    put(any_installation, village_month(*ABC))
    fewer = village_month(*ABC[:1], ("Xã Lóng Sập", "Bản B", 4, 30))
    assert see(any_installation, fewer).verdict is Verdict.ASK

    put(any_installation, fewer, {"mode": mode})

    rows = now(any_installation, VILLAGES).set_index("unit_name")["households_guided"]
    assert sorted(rows.index) == left
    assert rows["Bản B"] == 30


def test_an_update_of_an_update_leaves_the_latest_of_each_village(any_installation: Installation):
    put(any_installation, village_month(*ABC))
    for guided in (25, 30):
        put(
            any_installation, village_month(("Xã Lóng Sập", "Bản B", 3, guided)), {"mode": "update"}
        )

    rows = now(any_installation, VILLAGES).set_index("unit_name")["households_guided"]

    assert rows.to_dict() == {"Bản A": 20, "Bản B": 30, "Bản C": 20}


def test_former_units_and_then_the_whole_commune_are_never_counted_together(
    any_installation: Installation,
):
    old = [summary_row(n) for n in ("Xã Chiềng San", "Xã Pi Toong")]
    put(any_installation, summary(*old))

    put(any_installation, summary(summary_row("Xã Mường La", guided=900)))

    assert now(any_installation)["households_guided"].tolist() == [900]


# --- somebody else at the same time


def test_a_publish_after_somebody_elses_tells_who_and_writes_nothing(
    any_installation: Installation,
):
    mine = see(any_installation, summary(summary_row("Xã Lóng Sập", guided=100)))
    put(any_installation, summary(summary_row("Xã Lóng Sập")), name="của Bình.csv", who="Bình")
    before = counts(any_installation)

    answer = publish(any_installation, mine, who=staff("An"))

    assert isinstance(answer, Overtaken)
    assert (answer.by, answer.filename, answer.communes) == (
        "Bình",
        "của Bình.csv",
        ("Xã Lóng Sập",),
    )
    assert counts(any_installation) == before


def test_a_publish_after_a_withdrawal_is_overtaken_too(any_installation: Installation):
    number = put(any_installation, summary(summary_row("Xã Lóng Sập")))
    mine = see(any_installation, summary(summary_row("Xã Lóng Sập", guided=100)))
    take_back(any_installation, number)

    answer = publish(any_installation, mine, who=staff("An"))

    assert isinstance(answer, Overtaken)
    assert (answer.by, answer.turn, answer.communes) == ("Bình", "withdrawn", ("Xã Lóng Sập",))
    assert answer.upload_id == number


def test_another_commune_published_meanwhile_does_not_matter(any_installation: Installation):
    mine = see(any_installation, summary(summary_row("Xã Lóng Sập")))
    put(any_installation, summary(summary_row("Xã Mường La")), who="Bình")

    assert isinstance(publish(any_installation, mine, who=staff("An")), Published)


def test_the_same_preview_published_twice_counts_once(any_installation: Installation):
    mine = see(any_installation, summary(summary_row("Xã Lóng Sập")))
    publish(any_installation, mine, who=staff("An"))

    assert isinstance(publish(any_installation, mine, who=staff("An")), Overtaken)
    assert len(now(any_installation)) == 1


def test_the_same_bytes_again_are_told_with_who_and_when(any_installation: Installation):
    content = summary(summary_row("Xã Lóng Sập"))
    number = put(any_installation, content, name="tháng 8.csv", who="Bình")

    (problem,) = found(see(any_installation, content), Code.SAME_FILE)

    assert problem.severity is Severity.WARN
    assert problem.given == "tháng 8.csv"
    assert problem.values == {"id": number, "who": "Bình", "at": "20/09/2026 12:00"}


def test_the_same_bytes_twice_are_kept_once(any_installation: Installation):
    content = summary(summary_row("Xã Lóng Sập"))

    put(any_installation, content)
    put(any_installation, content)

    assert counts(any_installation) | {"report": 0} == {
        "file": 1,
        "upload": 2,
        "report": 0,
        "figure": 2,
        "withdrawal": 0,
    }


def test_bytes_that_were_withdrawn_are_told_with_the_reason(any_installation: Installation):
    content = summary(summary_row("Xã Lóng Sập"))
    take_back(any_installation, put(any_installation, content))

    ready = see(any_installation, content)

    assert not found(ready, Code.SAME_FILE)
    (problem,) = found(ready, Code.SAME_FILE_WITHDRAWN)
    assert problem.severity is Severity.NOTE
    assert problem.values["gone_by"] == "Bình"
    assert problem.values["why"] == "nhầm tệp"


# --- taking back


def test_withdrawing_puts_the_report_before_in_force_again(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    before = facts(any_installation)
    number = put(any_installation, summary(summary_row("Xã Lóng Sập", guided=500)))

    gone = withdraw(any_installation, number, who=staff("Bình"), reason="gửi nhầm tệp")

    assert facts(any_installation) == before
    assert (gone.withdrawn_by, gone.reason, gone.withdrawn_at) == ("Bình", "gửi nhầm tệp", NOON)
    assert original(any_installation, gone.id, who=staff())


@pytest.mark.parametrize(
    ("number", "reason", "code"),
    [(1, "   ", "reason_needed"), (99, "gửi nhầm tệp", "no_upload")],
)
def test_a_withdrawal_that_makes_no_sense_is_refused(
    any_installation: Installation, number: int, reason: str, code: str
):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))

    with pytest.raises(NotAllowed) as refused:
        withdraw(any_installation, number, who=staff("An"), reason=reason)

    assert refused.value.code == code


def test_an_upload_is_withdrawn_only_once(any_installation: Installation):
    number = put(any_installation, summary(summary_row("Xã Lóng Sập")))
    withdraw(any_installation, number, who=staff("An"), reason="gửi nhầm tệp")

    with pytest.raises(NotAllowed) as refused:
        withdraw(any_installation, number, who=staff("An"), reason="gửi nhầm tệp")

    assert refused.value.code == "already_withdrawn"


steps = st.lists(
    st.tuples(
        st.lists(
            st.tuples(st.sampled_from("ABCD"), st.integers(0, 50)),
            min_size=1,
            max_size=4,
            unique_by=lambda pair: pair[0],
        ),
        st.sampled_from(["update", "replace"]),
    ),
    min_size=1,
    max_size=4,
)


def _step(installation: Installation, rows: list[tuple[str, int]], mode: str) -> int:
    content = village_month(*(("Xã Lóng Sập", f"Bản {n}", 1, g) for n, g in rows))
    return put(installation, content, {"mode": mode})


def _identity(installation: Installation, uploads: list[tuple[list[tuple[str, int]], str]]) -> None:
    """Publishing one after another and withdrawing in reverse passes the same states again."""
    states, numbers = [facts(installation, VILLAGES)], []
    for rows, mode in uploads:
        numbers.append(_step(installation, rows, mode))
        states.append(facts(installation, VILLAGES))
    for number in reversed(numbers):
        assert facts(installation, VILLAGES) == states.pop()
        take_back(installation, number)
        assert facts(installation, VILLAGES) == states[-1]


@given(steps)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_publish_then_withdraw_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, uploads: list[tuple[list[tuple[str, int]], str]]
):
    installation = open_test_installation(tmp_path_factory.mktemp("installation"))

    _identity(installation, uploads)

    assert integrity(installation.engine)
    installation.engine.dispose()


@pytest.mark.postgres
@given(steps)
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_publish_then_withdraw_changes_nothing_on_postgresql(
    new_pg_installation, uploads: list[tuple[list[tuple[str, int]], str]]
):
    _identity(new_pg_installation(), uploads)


def test_withdrawing_in_any_order_leaves_what_the_others_said(any_installation: Installation):
    first = put(any_installation, summary(summary_row("Xã Lóng Sập", guided=1)))
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=2)))
    third = put(any_installation, summary(summary_row("Xã Lóng Sập", guided=3)))

    take_back(any_installation, first)
    take_back(any_installation, third)

    assert now(any_installation)["households_guided"].tolist() == [2]


# --- as known at a moment


def test_the_past_can_be_asked_as_it_was_known(tmp_path: Path):
    _past(open_test_installation(tmp_path, clock=_ticking()))


@pytest.mark.postgres
def test_the_past_can_be_asked_as_it_was_known_on_postgresql(new_pg_url, tmp_path: Path):
    _past(open_test_installation(tmp_path, new_pg_url(), clock=_ticking()))


def _ticking():
    """A clock that goes on by an hour whenever it is read."""
    hours = count()
    return lambda: NOON + timedelta(hours=next(hours))


def _past(installation: Installation) -> None:
    """Published, changed and withdrawn; then asked for every moment between, in two zones."""
    moments, states = [datetime(2026, 1, 1, tzinfo=UTC)], [set()]
    numbers = []
    for guided in (1, 2, 3):
        numbers.append(put(installation, summary(summary_row("Xã Lóng Sập", guided=guided))))
        moments.append(
            max(u.published_at for u in history(installation, who=staff())) + timedelta(seconds=1)
        )
        states.append(facts(installation))
    gone = withdraw(installation, numbers[1], who=staff("An"), reason="gửi nhầm tệp").withdrawn_at
    assert gone is not None
    moments.append(gone + timedelta(seconds=1))
    states.append(facts(installation))

    for moment, state in zip(moments, states, strict=True):
        assert facts(installation, as_of=moment) == state
        hanoi = moment.astimezone(timezone(timedelta(hours=7)))
        assert facts(installation, as_of=hanoi) == state
    installation.engine.dispose()


# --- registers


def test_a_register_leads_a_report_to_its_villages(any_installation: Installation):
    put(any_installation, register(("Xã Lóng Sập", "Bản A", 100), ("Xã Lóng Sập", "Bản B", 50)))

    put(any_installation, village_month(("Xã Lóng Sập", "A", 3, 20)))

    assert now(any_installation, VILLAGES)["unit_key"].tolist() == ["04045-001"]


def test_more_guided_than_the_register_has_is_a_warning(any_installation: Installation):
    put(any_installation, register(("Xã Lóng Sập", "Bản A", 100)))

    ready = see(any_installation, village_month(("Xã Lóng Sập", "Bản A", 3, 101)))

    assert found(ready, Code.ABOVE_REGISTER)
    assert ready.publishable


def test_a_code_once_given_is_never_given_to_another_village(any_installation: Installation):
    put(any_installation, register(*(("Xã Lóng Sập", f"Bản {n}", 10) for n in "ABC"), year=2024))
    put(any_installation, register(*(("Xã Lóng Sập", f"Bản {n}", 10) for n in "AB"), year=2025))

    put(any_installation, register(*(("Xã Lóng Sập", f"Bản {n}", 10) for n in "ABD"), year=2026))

    newest = (
        now(any_installation, REGISTER).query("period == '2026'").set_index("unit_name")["unit_key"]
    )
    assert newest.to_dict() == {"Bản A": "04045-001", "Bản B": "04045-002", "Bản D": "04045-004"}


def test_a_code_of_a_withdrawn_register_is_not_given_again(any_installation: Installation):
    put(any_installation, register(("Xã Lóng Sập", "Bản A", 10)))
    take_back(
        any_installation, put(any_installation, register(("Xã Lóng Sập", "Bản B", 10), year=2026))
    )

    put(any_installation, register(("Xã Lóng Sập", "Bản C", 10), year=2026))

    assert (
        now(any_installation, REGISTER).set_index("unit_name")["unit_key"]["Bản C"] == "04045-003"
    )


def test_registers_of_two_years_never_give_the_same_code_to_two_villages(
    any_installation: Installation,
):
    one = see(any_installation, register(("Xã Lóng Sập", "Bản A", 100), year=2025))
    other = see(any_installation, register(("Xã Lóng Sập", "Bản B", 100), year=2026))
    assert one.rows["unit_key"].tolist() == other.rows["unit_key"].tolist()

    assert isinstance(publish(any_installation, one, who=staff("An")), Published)
    assert isinstance(publish(any_installation, other, who=staff("Bình")), Overtaken)

    again = see(any_installation, register(("Xã Lóng Sập", "Bản B", 100), year=2026))
    assert again.rows["unit_key"].tolist() == ["04045-002"]
