"""The upload page beside the plain way: forms, parts, problems by kind, what goes back."""

from __future__ import annotations

from tests.support.sheets import summary, summary_row

BAD = summary_row("Xã Lóng Sập", guided="rất nhiều")


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def test_forms_are_offered_before_a_file_is_dropped(at, full_store):
    page = at(full_store, "upload")

    labels = {b.proto.label for b in page.get("download_button")}
    assert "Tải biểu của xã này" in labels
    assert "Tải biểu của cả 75 xã (zip)" in labels


def test_a_commune_offers_its_own_form(at, full_store):
    page = at(full_store, "commune")

    assert "Tải biểu của xã này" in {b.proto.label for b in page.get("download_button")}


def test_the_clean_communes_are_published_when_a_person_chooses_so(at, tmp_path):
    page = at(tmp_path / "real", "upload")
    content = summary(summary_row("Xã Mường La"), BAD)
    page.file_uploader[0].set_value(("a.csv", content, "")).run()
    assert "Công bố" not in {b.label for b in page.button}

    page.radio[0].set_value("communes").run()

    assert "Xã Lóng Sập" in drawn(page)
    next(b for b in page.button if b.label == "Công bố").click().run()
    assert not page.exception
    assert page.success


def test_many_problems_come_a_page_at_a_time_and_by_kind(at, tmp_path):
    rows = [summary_row("Xã Lóng Sập", guided="x", ambassadors=-1) for _ in range(100)]
    page = at(tmp_path / "real", "upload")

    page.file_uploader[0].set_value(("a.csv", summary(*rows), "")).run()

    assert drawn(page).count("<li>") == 25
    kind = next(s for s in page.selectbox if str(s.key).startswith("problem-kind"))
    kind.set_value("negative").run()
    assert drawn(page).count("Số âm") == 1
    assert "Không phải số đếm" not in drawn(page)


def test_the_message_to_the_sender_can_be_copied(at, tmp_path):
    page = at(tmp_path / "real", "upload")

    page.file_uploader[0].set_value(("a.csv", summary(BAD), "")).run()

    assert any("Kính gửi UBND Xã Lóng Sập" in c.value for c in page.code)
    assert "Tải tệp đã đánh dấu lỗi" in {b.proto.label for b in page.get("download_button")}


def test_a_file_of_two_months_is_asked_which_and_published_as_answered(at, tmp_path):
    page = at(tmp_path / "real", "upload")
    content = summary(summary_row("Xã Mường La", period="Tháng 7 và tháng 8/2026"))

    page.file_uploader[0].set_value(("a.csv", content, "")).run()

    assert not page.error  # the rows whose period is open are shown all the same
    which = next(s for s in page.selectbox if str(s.key) == "question-period")
    assert which.options[:2] == ["Tháng 7/2026", "Tháng 8/2026"]
    which.set_value("2026-08")
    next(b for b in page.button if b.label == "Trả lời và kiểm tra lại").click().run()
    assert "Tháng 8/2026" in drawn(page)
    assert "Công bố" in {b.label for b in page.button}


def test_names_that_can_only_mean_one_place_are_shown_and_agreed_to_at_once(at, tmp_path):
    page = at(tmp_path / "real", "upload")
    content = summary(summary_row("Xã Long Sập"), summary_row("Muờng Bú", guided=431))

    page.file_uploader[0].set_value(("a.csv", content, "")).run()

    (shown,) = [d.value for d in page.dataframe if "Hiểu là" in d.value]
    assert shown["Hiểu là"].tolist() == ["Xã Lóng Sập", "Xã Mường Bú"]
    which = next(s for s in page.selectbox if str(s.key).startswith("question-names:"))
    assert which.options == ["Đúng như đề nghị", "Hỏi từng tên"]
    which.set_value("as_proposed")
    next(b for b in page.button if b.label == "Trả lời và kiểm tra lại").click().run()
    assert "2 tên được hiểu như đã đồng ý" in drawn(page)
    assert "Công bố" in {b.label for b in page.button}
