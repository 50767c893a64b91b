"""The administration page: settings, calendar, and what else only administrators change."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lib.domain.periods import Period, set_cut_offs
from lib.domain.problems import Code
from lib.files.reference import calendar
from lib.services.health.opening import open_installation
from lib.services.intake.remembered_answers import all_lessons
from lib.settings import Settings
from lib.text import words
from tests.support.installations import found, put, see
from tests.support.people import administrator
from tests.support.sheets import summary, summary_row

SAY = words()
ODD = summary(summary_row("Xã Lóng Sâp"))


def html_of(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


def press(page: AppTest, label: str) -> None:
    next(b for b in page.button if b.label == label).click().run()


def field(found, key):
    return next(f for f in found if (f.key or "").startswith(key))


def test_settings_are_told_with_where_they_come_from(at, any_store):
    page = at(any_store, "admin", muc="settings")

    text = html_of(page)
    assert not page.exception
    assert SAY("setting.unusual_rise.name") in text
    assert SAY("settings.from_product") in text
    assert "BDHVS_HOSTS" in text
    assert str(any_store) not in text


def test_a_setting_is_changed_and_taken_back_on_the_page(at, tmp_path):
    store = tmp_path / "empty"
    page = at(store, "admin", muc="settings", thiet_lap="unusual_rise")

    field(page.number_input, "setting-value-unusual_rise").set_value(150)
    press(page, SAY("settings.save"))
    without_reason = [e.value for e in page.error]
    field(page.text_input, "setting-reason-unusual_rise").set_value("theo họp giao ban")
    press(page, SAY("settings.save"))
    changed = open_installation(Settings(data_dir=store)).in_force.unusual_rise
    field(page.text_input, "setting-back-reason-unusual_rise").set_value("thử xong")
    press(page, SAY("settings.back_do"))

    assert without_reason == [SAY("error.why_needed", least=5)]
    assert changed == 1.5
    assert open_installation(Settings(data_dir=store)).in_force.unusual_rise == 3.0
    assert SAY("settings.history", name=SAY("setting.unusual_rise.name")) in html_of(page)
    assert not page.exception


def test_text_of_a_person_stays_text(at, tmp_path):
    page = at(tmp_path / "empty", "admin", muc="settings", thiet_lap="digital_household_criterion")
    key = "digital_household_criterion"

    field(page.text_area, f"setting-value-{key}").set_value("<img src=x onerror=alert(1)>")
    field(page.text_input, f"setting-reason-{key}").set_value("<script>alert(1)</script>")
    press(page, SAY("settings.save"))

    text = html_of(page)
    assert "&lt;img src=x" in text
    assert "<img src=x" not in text
    assert "<script>" not in text


def test_a_due_day_is_changed_for_periods_to_come(at, tmp_path):
    store, key = tmp_path / "empty", "calendar.monthly.communes"
    page = at(store, "admin", muc="calendar", han=key)

    field(page.number_input, f"due-day-{key}").set_value(21)
    offered = field(page.selectbox, f"due-first-{key}")
    offered.select_index(3)
    field(page.text_input, f"due-basis-{key}").set_value("Công văn 12/SKHCN-CĐS")
    field(page.text_input, f"due-reason-{key}").set_value("theo họp giao ban")
    press(page, SAY("settings.save"))

    assert not page.exception
    assert not page.error
    assert "Công văn 12/SKHCN-CĐS" in html_of(page)
    rules = [r for r in open_installation(Settings(data_dir=store)).calendar.rules if r.day == 21]
    assert len(rules) == 1


def test_the_cut_off_is_changed_for_periods_that_have_not_begun(at, tmp_path):
    store, key = tmp_path / "empty", "calendar.monthly.cut_off"
    page = at(store, "admin", muc="calendar", han=key)

    offered = field(page.selectbox, f"due-first-{key}")
    shifts = [box for box in page.selectbox if box.key.startswith(f"due-shift-{key}")]
    field(page.number_input, f"due-day-{key}").set_value(24)
    field(page.text_input, f"due-basis-{key}").set_value("Công văn 12/SKHCN-CĐS")
    field(page.text_input, f"due-reason-{key}").set_value("theo họp giao ban")
    press(page, SAY("settings.save"))
    installation = open_installation(Settings(data_dir=store))
    running = Period.of(installation.today)
    ends = [running.end.day, running.next.end.day]
    set_cut_offs(calendar().cut_offs)

    assert not page.exception
    assert not page.error
    assert shifts == []
    assert len(offered.options) == 13
    assert ends == [14, 24]


def test_what_people_taught_is_found_and_taken_back(at, tmp_path):
    store = tmp_path / "empty"
    at(store, "admin", muc="names")
    installation = open_installation(Settings(data_dir=store))
    question = found(see(installation, ODD), Code.UNKNOWN_COMMUNE)[0].question
    put(installation, ODD, {question: "04045"}, who="An <b>")
    page = at(store, "admin", muc="names")

    field(page.text_input, "names-search").set_value("long sap").run()
    listed = html_of(page)
    press(page, SAY("names.take_back_do"))

    assert "An &lt;b&gt;" in listed
    assert "/200 đơn vị" in listed
    assert not page.exception
    assert all_lessons(installation, who=administrator()) == []


def test_targets_and_flags_stand_with_their_basis_and_the_way_to_change_them(at, any_store):
    page = at(any_store, "admin", muc="legal")

    text = html_of(page)
    assert not page.exception
    assert SAY("legal.targets") in text
    assert "KH01" in text
    assert SAY("legal.shipped") in text
    assert any(link.label == SAY("legal.upload") for link in page.get("page_link"))


def test_the_boundaries_in_force_are_told(at, tmp_path):
    page = at(tmp_path / "empty", "admin", muc="outlines")

    assert not page.exception
    assert "Ranh giới minh họa" in html_of(page)
    assert SAY("outlines.withdraw") not in str(page.button)
