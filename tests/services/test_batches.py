"""Many files at once: kept, checked, asked about together, published one by one, sent back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

import pytest

from lib.domain.errors import UnreadableFile
from lib.domain.intake.batch import UNWARNED, Standing, clashes_among, contested
from lib.domain.periods import Period
from lib.services.history.uploads import history, withdraw
from lib.services.installation import Installation
from lib.services.intake.batch.board import (
    Board,
    answer_all,
    answer_one,
    board_of,
    choose_by_commune,
    put_away,
    set_aside,
    take_in_again,
    unfinished,
)
from lib.services.intake.batch.files import check_file, publish_file
from lib.services.intake.batch.process import Task, Worker
from lib.services.intake.batch.replies import messages, returned_zip, to_return
from lib.services.intake.batch.runs import Runs
from lib.services.intake.batch.taking_in import are_many, start_batch
from lib.services.reporting.closings import close_period
from lib.settings import Settings
from lib.store.engine import open_engine
from tests.mess.expected import faults
from tests.mess.installation import installation_with_villages
from tests.mess.together import a_month_of_offices
from tests.mess.truth import VILLAGES
from tests.support.installations import facts, now, put, see
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

Given = tuple[str, bytes]
AUGUST = Period(2026, 8)


def zipped(*files: Given) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def taken_in(installation: Installation, files: Sequence[Given], *, who: str = "An") -> Board:
    """Dropped and checked."""
    return checked(installation, start_batch(installation, files, who=staff(who)).code)


def checked(installation: Installation, code: str) -> Board:
    """The board once nothing waits for a check."""
    for file_id in seen(installation, code).due:
        check_file(installation, file_id)
    board = seen(installation, code)
    assert not board.due
    return board


def seen(installation: Installation, code: str) -> Board:
    board = board_of(installation, code, who=staff())
    assert board is not None
    return board


def publish_all(installation: Installation, board: Board, *standings: Standing) -> list[int]:
    """The uploads; 0 for what was not published."""
    shown = {line.file_id: line.outcome for line in board.lines if line.outcome}
    return [
        publish_file(installation, i, seal=shown[i].seal, who=staff("An"))
        for i in board.ready(*(standings or (Standing.CLEAN,)))
    ]


def one(commune: str, **values: object) -> bytes:
    return summary(summary_row(commune, **values))


def test_each_file_stands_on_a_line_of_its_own(installation):
    board = taken_in(
        installation,
        [
            ("sach.csv", one("Xã Mường La")),
            ("loi.csv", one("Xã Lóng Sập", guided="nhiều")),
            ("hoi.csv", one("Xã Chiềng Chung")),
            ("khong-phai.pdf", b"%PDF-1.7 x"),
        ],
    )

    assert [(line.filename, line.standing) for line in board.lines] == [
        ("sach.csv", Standing.CLEAN),
        ("loi.csv", Standing.RETURNED),
        ("hoi.csv", Standing.ASK),
        ("khong-phai.pdf", Standing.RETURNED),
    ]
    assert history(installation, who=staff()) == []


def test_a_zip_is_taken_apart_without_following_its_paths(installation):
    bundle = zipped(
        ("../../etc/muong la.csv", one("Xã Mường La")),
        ("C:\\thu muc\\long sap.csv", one("Xã Lóng Sập")),
        ("__MACOSX/._muong la.csv", b"x"),
        ("a/.DS_Store", b"x"),
        ("a/Thumbs.db", b"x"),
        ("trong.zip", zipped(("b.csv", one("Xã Mường Bú")))),
    )

    assert are_many([("lo.zip", bundle)])
    board = taken_in(installation, [("lo.zip", bundle)])

    assert [line.filename for line in board.lines] == ["muong la.csv", "long sap.csv"]
    assert sorted(why for _, why in board.batch.skipped) == ["junk", "junk", "junk", "nested"]


def test_files_of_one_name_in_several_folders_and_zips_are_told_apart(installation):
    bundle = zipped(
        ("Mường La/bieu.csv", one("Xã Mường La")),
        ("Lóng Sập/Bieu.csv", one("Xã Lóng Sập")),
        ("khac.csv", one("Xã Mường Bú")),
        (".cache/bieu.csv", b"x"),
    )

    board = taken_in(
        installation, [("a.zip", bundle), ("b.zip", zipped(("x/khac.csv", one("Xã Tô Múa"))))]
    )

    assert [line.filename for line in board.lines] == [
        "Mường La › bieu.csv",
        "Lóng Sập › Bieu.csv",
        "khac.csv",
        "b › khac.csv",
    ]
    assert board.batch.skipped == (("bieu.csv", "junk"),)


def test_one_workbook_is_no_batch(installation):
    assert not are_many([("a.csv", one("Xã Mường La"))])
    assert not are_many([("a.xlsx", zipped(("xl/workbook.xml", b"<x/>")))])


def test_an_oversized_file_is_refused_and_the_rest_goes_on(tmp_path):
    settings = Settings(data_dir=tmp_path, max_upload_bytes=20_000, max_upload_rows=50)
    installation = Installation(settings, open_engine(settings.store_url))
    many_rows = summary(*(summary_row("Xã Mường La") for _ in range(80)))
    bundle = zipped(("nang.csv", b"x" * 30_000), ("nhieu dong.csv", many_rows))

    board = taken_in(
        installation, [("lo.zip", bundle), ("to.csv", b"y" * 30_000), ("a.csv", one("Xã Mường La"))]
    )

    refused = {line.filename: line.outcome.refused for line in board.lines if line.outcome}
    assert refused == {
        "nang.csv": "too_large",
        "nhieu dong.csv": "too_many_rows",
        "to.csv": "too_large",
        "a.csv": "",
    }
    installation.engine.dispose()


def test_a_zip_that_would_grow_too_large_is_not_unpacked(installation):
    bomb = zipped(*((f"{i}.csv", bytes(40 * 2**20)) for i in range(9)))

    with pytest.raises(UnreadableFile) as refused:
        start_batch(installation, [("bom.zip", bomb)], who=staff("An"))

    assert refused.value.code == "too_large_together"


def test_a_question_that_several_files_ask_is_answered_once(installation):
    board = taken_in(
        installation,
        [
            ("a.csv", one("Xã Chiềng Chung", period="07/2026")),
            ("b.csv", one("Xã Chiềng Chung", period="08/2026")),
            ("c.csv", one("Xã Mường La")),
        ],
    )
    (asked,) = board.questions
    assert [line.filename for line in asked.files] == ["a.csv", "b.csv"]

    answer_all(installation, board.batch, {asked.kind: "03646"}, who=staff("An"))
    waiting = seen(installation, board.batch.code)
    assert len(waiting.due) == 2
    board = checked(installation, board.batch.code)

    assert board.counts == {Standing.CLEAN: 3}
    assert [line.outcome.communes for line in board.lines[:2]] == [("03646",), ("03646",)]


def test_an_answer_for_one_file_stands_above_the_one_for_all(installation):
    files = [(f"{month}.csv", one("Xã Chiềng Chung", period=f"0{month}/2026")) for month in (7, 8)]
    board = taken_in(installation, files)
    (asked,) = board.questions
    first = board.lines[0].file_id

    answer_all(installation, board.batch, {asked.kind: "03646"}, who=staff("An"))
    answer_one(
        installation, board.batch, first, answers={asked.problem.question: "04117"}, who=staff("An")
    )
    board = checked(installation, board.batch.code)

    assert [line.outcome.communes for line in board.lines] == [("04117",), ("03646",)]


def test_what_was_answered_is_remembered_for_the_next_batch(installation):
    board = taken_in(installation, [("7.csv", one("Xã Chiềng Chung", period="07/2026"))])
    answer_all(installation, board.batch, {board.questions[0].kind: "03646"}, who=staff("An"))
    publish_all(installation, checked(installation, board.batch.code))

    board = taken_in(installation, [("8.csv", one("Xã Chiềng Chung", period="08/2026"))])

    assert board.questions == []
    assert board.lines[0].outcome.communes == ("03646",)


def test_every_published_file_is_an_upload_that_can_be_withdrawn_alone(installation):
    board = taken_in(installation, [("a.csv", one("Xã Mường La")), ("b.csv", one("Xã Lóng Sập"))])

    first, second = publish_all(installation, board)
    withdraw(installation, first, who=staff("An"), reason="nhầm tệp của xã")

    assert set(now(installation)["upload_id"]) == {second}
    assert seen(installation, board.batch.code).counts == {Standing.PUBLISHED: 2}


def test_publishing_twice_publishes_once(installation):
    board = taken_in(installation, [("a.csv", one("Xã Mường La"))])

    assert publish_all(installation, board) == publish_all(installation, board)
    assert len(history(installation, who=staff())) == 1


def test_a_file_overtaken_meanwhile_is_told_and_not_published_and_the_rest_is(installation):
    board = taken_in(installation, [("a.csv", one("Xã Mường La")), ("b.csv", one("Xã Lóng Sập"))])
    put(installation, one("Xã Mường La", ambassadors=60), name="khac.csv", who="Bình")

    result = publish_all(installation, board)

    assert result[0] == 0
    assert result[1] > 0
    late = seen(installation, board.batch.code).lines[0]
    assert late.outcome.moved_by["who"] == "Bình"
    assert late.outcome.moved_by["file"] == "khac.csv"
    assert late.standing is not Standing.PUBLISHED


def test_two_files_for_one_commune_and_period_wait_for_a_choice(installation):
    board = taken_in(
        installation,
        [("cu.csv", one("Xã Mường La")), ("moi.csv", one("Xã Mường La", ambassadors=60))],
    )
    assert board.counts == {Standing.CLASH: 2}
    assert publish_all(installation, board) == []

    old, new = (line.file_id for line in board.lines)
    set_aside(installation, board.batch, [old], who=staff("An"))
    board = checked(installation, board.batch.code)
    assert [line.standing for line in board.lines] == [Standing.ASIDE, Standing.CLEAN]
    publish_all(installation, board)

    assert ("ambassadors", 60) in {(key, value) for *_, key, value in facts(installation)}
    take_in_again(installation, board.batch, old, who=staff("An"))
    assert checked(installation, board.batch.code).line(old).standing is not Standing.ASIDE
    assert new


def test_files_that_clash_in_one_commune_are_settled_commune_by_commune(installation):
    first = summary(summary_row("Xã Mường La"), summary_row("Xã Lóng Sập"))
    second = summary(summary_row("Xã Mường La", ambassadors=60), summary_row("Xã Chiềng An"))
    board = taken_in(installation, [("mot.csv", first), ("hai.csv", second)])
    assert board.counts == {Standing.CLASH: 2}
    (group,) = clashes_among(board.lines)
    (scope,) = contested(group)

    chosen = {scope: board.lines[1].file_id}
    choose_by_commune(installation, board.batch, group, chosen=chosen, who=staff("An"))
    board = checked(installation, board.batch.code)

    assert [line.standing for line in board.lines] == [Standing.INFERRED, Standing.CLEAN]
    assert [len(line.outcome.communes) for line in board.lines] == [1, 2]
    publish_all(installation, board, *UNWARNED)
    told = {
        (code, value) for _, code, *_, key, value in facts(installation) if key == "ambassadors"
    }
    assert len(told) == 3
    assert 60 in {value for _, value in told}
    assert seen(installation, board.batch.code).counts == {Standing.PUBLISHED: 2}


def test_a_file_with_nothing_left_of_its_own_is_set_aside(installation):
    more = summary(summary_row("Xã Mường La", ambassadors=60), summary_row("Xã Lóng Sập"))
    board = taken_in(installation, [("mot.csv", one("Xã Mường La")), ("hai.csv", more)])
    (group,) = clashes_among(board.lines)
    (scope,) = contested(group)

    chosen = {scope: board.lines[1].file_id}
    choose_by_commune(installation, board.batch, group, chosen=chosen, who=staff("An"))

    board = checked(installation, board.batch.code)
    assert [line.standing for line in board.lines] == [Standing.ASIDE, Standing.CLEAN]


def test_a_file_in_which_something_was_understood_is_not_called_clean(installation):
    board = taken_in(
        installation,
        [("a.csv", one("Xã Mường La", ambassadors="52 đ/c")), ("b.csv", one("Xã Lóng Sập"))],
    )

    assert [line.standing for line in board.lines] == [Standing.INFERRED, Standing.CLEAN]
    assert [line.outcome.inferred for line in board.lines] == [1, 0]
    assert len(publish_all(installation, board, *UNWARNED)) == 2


def test_the_same_bytes_are_told_as_such(installation):
    content = one("Xã Mường La")
    upload = put(installation, one("Xã Lóng Sập"))

    board = taken_in(
        installation,
        [("a.csv", content), ("ban sao.csv", content), ("roi.csv", one("Xã Lóng Sập"))],
    )

    assert [line.standing for line in board.lines] == [
        Standing.CLEAN,
        Standing.SAME,
        Standing.SAME,
    ]
    assert board.lines[1].twin == board.lines[0].file_id
    assert board.lines[2].outcome.same_as == upload


def test_files_with_warnings_are_published_apart(installation):
    put(installation, one("Xã Mường La", period="07/2026", guided=500))
    board = taken_in(installation, [("a.csv", one("Xã Mường La")), ("b.csv", one("Xã Lóng Sập"))])
    assert [line.standing for line in board.lines] == [Standing.WARN, Standing.CLEAN]

    publish_all(installation, board)
    assert len(history(installation, who=staff())) == 2
    publish_all(installation, board, Standing.WARN)

    assert len(history(installation, who=staff())) == 3


def test_a_file_for_a_closed_period_waits_for_a_reason(installation):
    put(installation, one("Xã Lóng Sập"))
    close_period(installation, AUGUST, who=staff("Bình"))
    board = taken_in(installation, [("a.csv", one("Xã Mường La"))])
    (line,) = board.lines
    assert line.standing is Standing.WARN
    assert line.outcome.closed == ("2026-08",)

    assert publish_all(installation, board, Standing.WARN) == [0]
    again = checked(installation, board.batch.code)
    published = publish_file(
        installation,
        line.file_id,
        seal=again.lines[0].outcome.seal,
        who=staff("An"),
        reason="xã gửi muộn",
    )

    assert published > 0


def test_faulty_files_go_back_in_one_zip_with_a_message_each(installation):
    board = taken_in(
        installation,
        [
            ("a.csv", one("Xã Mường La", guided="nhiều")),
            ("A.csv", one("Xã Lóng Sập", guided="-3")),
            ("anh.csv", b"\x89PNG\r\n"),
            ("sach.csv", one("Xã Mường Bú")),
        ],
    )

    with zipfile.ZipFile(
        io.BytesIO(returned_zip(installation, board, who=staff()).content)
    ) as archive:
        names = archive.namelist()

    assert names == ["a_can-sua.xlsx", "A_can-sua (2).xlsx", "loi-nhan.txt"]
    told = messages(installation, to_return(board), who=staff())
    assert [m.to for m in told] == ["Xã Mường La", "Xã Lóng Sập", ""]
    assert "không phải tệp bảng tính" in told[2].text


def test_a_batch_is_found_again_by_its_person_until_it_is_put_away(installation):
    board = taken_in(installation, [("a.csv", one("Xã Mường La"))], who="Lò  Thị An")

    assert [b.code for b, *_ in unfinished(installation, who=staff("lò thị an"))] == [
        board.batch.code
    ]
    put_away(installation, board.batch, who=staff("An"))

    assert unfinished(installation, who=staff("Lò Thị An")) == []
    assert seen(installation, board.batch.code).lines
    assert board_of(installation, "khong co", who=staff()) is None


def test_another_process_checks_and_publishes(installation):
    board = seen(
        installation,
        start_batch(installation, [("a.csv", one("Xã Mường La"))], who=staff("An")).code,
    )
    runs = Runs(at_once=2)

    run = runs.check(installation, board)
    assert run
    assert run.over.wait(120)
    board = seen(installation, board.batch.code)
    assert board.counts == {Standing.CLEAN: 1}
    run = runs.publish(installation, board, (Standing.CLEAN,), who=staff("An"))
    assert run
    assert run.over.wait(120)

    assert seen(installation, board.batch.code).counts == {Standing.PUBLISHED: 1}
    assert runs.check(installation, seen(installation, board.batch.code)) is None


def test_a_process_that_ends_over_a_file_is_noticed(installation):
    worker = Worker(installation.settings)

    assert not worker.do(Task(file_id=999_999))
    worker.close()


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = installation_with_villages(tmp_path_factory.mktemp("installation"))
    yield installation
    installation.engine.dispose()


def test_a_month_of_messy_files_stands_on_the_board_as_each_would_alone(knowing: Installation):
    made = a_month_of_offices(1, communes=20, villages=VILLAGES)
    board = taken_in(knowing, [(m.name, m.content) for m in made])
    verdicts = {m.name: see(knowing, m.content, name=m.name).verdict for m in made}

    assert [m.name for m in made if faults(m.expected, see(knowing, m.content))] == []
    assert {line.filename: line.outcome.verdict for line in board.lines} == verdicts
    assert not {Standing.CLASH, Standing.WAITING, Standing.SAME} & board.counts.keys()
