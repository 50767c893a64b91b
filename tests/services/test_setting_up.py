"""Settings changed by administrators: at once, on record, undoable, never beyond their limits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.cli.freezes import at_moment
from lib.domain.audit.chain import Deed
from lib.domain.errors import AppError, NotAllowed
from lib.domain.figures.indicators import CATALOGUE
from lib.services.audit.recording import prune, read_trail, record_alone, verify
from lib.services.audit.words import changes_of as trail_changes
from lib.services.audit.words import subject_of
from lib.services.health.opening import installation_with
from lib.services.history.freezes import freeze_figures
from lib.services.installation import version_of_data
from lib.services.settings.changing import (
    change_setting,
    limits_of,
    return_setting,
    server_settings,
    setting_history,
    settings_standing,
)
from lib.services.settings.words import range_said, value_said
from lib.services.wording.settings import setting_name
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.text import LANGUAGES, words
from tests.support.installations import NOON, put
from tests.support.people import administrator, staff
from tests.support.sheets import summary, summary_row

AN = administrator("An")
WHY = "theo họp giao ban"


def change(installation, key, value, **more):
    return change_setting(installation, key, value, who=AN, reason=WHY, **more)


def standing(installation, key):
    return next(s for s in settings_standing(installation, who=AN) if s.key == key)


def refused(act) -> str:
    with pytest.raises(NotAllowed) as why:
        act()
    return why.value.code


def test_a_change_holds_at_once_also_for_another_process(any_installation):
    other = installation_with(any_installation.settings, any_installation.engine)

    change(any_installation, "unusual_rise", 1.5)

    assert any_installation.in_force.unusual_rise == 1.5
    assert other.in_force.unusual_rise == 1.5
    assert any_installation.settings.unusual_rise == 3.0


def test_each_value_tells_where_it_comes_from(installation, monkeypatch):
    monkeypatch.setenv("BDHVS_UNUSUAL_LEAST", "50")
    with_environment = replace(
        installation, settings=Settings(data_dir=installation.settings.data_dir)
    )

    change(with_environment, "unusual_fall", 0.5)

    product, server, page = (
        standing(with_environment, key) for key in ("unusual_rise", "unusual_least", "unusual_fall")
    )
    assert (product.by_server, product.change, product.value) == (False, None, 3.0)
    assert (server.by_server, server.change, server.value) == (True, None, 50)
    assert (page.change.who, page.value, page.default) == ("An", 0.5, 0.3)


def test_a_setting_goes_back_to_an_earlier_value_and_to_the_default(any_installation):
    first = change(any_installation, "trail_months", 36)
    change(any_installation, "trail_months", 48)

    return_setting(any_installation, "trail_months", first.id, who=AN, reason=WHY)
    after_first = any_installation.in_force.trail_months
    return_setting(any_installation, "trail_months", None, who=AN, reason=WHY)

    assert after_first == 36
    assert any_installation.in_force.trail_months == 24
    told = [c.value for c in setting_history(any_installation, "trail_months", who=AN)]
    assert told == [None, 36, 48, 36]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trail_months", 11),
        ("trail_months", "mười hai"),
        ("unusual_rise", 0),
        ("unusual_fall", 1.01),
        ("unusual_rise", float("nan")),
        ("unusual_rise", float("inf")),
        ("priority_from_grade", 4),
        ("language", "fr"),
        ("digital_household_criterion", "x" * 501),
    ],
)
def test_nothing_goes_beyond_its_limits(installation, key, value):
    assert refused(lambda: change(installation, key, value)) == "setting_beyond"
    assert setting_history(installation, key, who=AN) == []


@pytest.mark.parametrize("key", ["hosts", "data_dir", "calendar.monthly.communes", "x"])
def test_what_belongs_to_the_server_is_not_changed_here(installation, key):
    assert refused(lambda: change(installation, key, "1")) == "setting_unknown"


def test_a_change_needs_a_reason_and_has_to_change_something(installation):
    change(installation, "trail_months", 36)

    without = refused(lambda: change_setting(installation, "trail_months", 40, who=AN, reason=" "))
    assert without == "why_needed"
    assert refused(lambda: change(installation, "trail_months", 36)) == "setting_same"


def test_whoever_comes_second_is_told_and_overwrites_nothing(installation):
    change(installation, "trail_months", 36)

    assert refused(lambda: change(installation, "trail_months", 40, seen=0)) == "setting_overtaken"
    assert installation.in_force.trail_months == 36


def test_the_trail_keeps_before_after_and_why_in_words(installation):
    change(installation, "unusual_rise", 1.5)

    entry = read_trail(installation, Wanted(deed="setting_changed"), who=AN)[0][0]
    assert json.loads(entry.before) == {"value": 3.0}
    assert json.loads(entry.after) == {"value": 1.5, "reason": WHY}
    assert subject_of(entry, words()) == "Tăng bất thường từ"
    assert any("3.0 → 1.5" in line for line in trail_changes(entry, words()))


def test_the_trail_is_kept_for_as_long_as_administrators_say(any_installation):
    record_alone(any_installation, AN, Deed.EXPORTED)
    record_alone(any_installation, AN, Deed.EXPORTED)
    later = replace(any_installation, clock=lambda: NOON + timedelta(days=600))

    within = prune(later, who=AN)
    change(later, "trail_months", 12)
    gone = prune(later, who=AN)

    assert within is None
    assert gone is not None
    assert verify(later, who=AN).fault is None


def test_the_criterion_brings_its_indicator_to_light_and_takes_it_away_again(installation):
    assert "GD04" in CATALOGUE
    assert "GD04" not in installation.indicators
    version = version_of_data(installation)

    change(installation, "digital_household_criterion", "cài được VNeID")
    shown = installation.indicators
    return_setting(installation, "digital_household_criterion", None, who=AN, reason=WHY)

    assert "cài được VNeID" in shown["GD04"].gloss["vi"]
    assert "GD04" not in installation.indicators
    assert version_of_data(installation) != version


def test_what_is_no_matter_of_figures_leaves_what_is_kept_of_them(installation):
    version = version_of_data(installation)

    change(installation, "trail_months", 36)

    assert version_of_data(installation) == version


def test_a_frozen_moment_keeps_the_settings_of_then(installation):
    put(installation, summary(summary_row("Phường Tô Hiệu")))
    made = freeze_figures(installation, "Giao ban", who=AN)

    change(installation, "priority_from_grade", 3)
    change(installation, "trail_months", 36)

    then = at_moment(installation, code=made.code)
    assert (then.in_force.priority_from_grade, installation.in_force.priority_from_grade) == (2, 3)
    assert then.in_force.trail_months == 36


def test_a_clock_put_back_leaves_a_frozen_moment_alone(installation):
    put(installation, summary(summary_row("Phường Tô Hiệu")))
    made = freeze_figures(installation, "Giao ban", who=AN)
    behind = replace(installation, clock=lambda: NOON - timedelta(days=2))

    change(behind, "priority_from_grade", 3)

    assert at_moment(installation, code=made.code).in_force.priority_from_grade == 2


def test_paths_and_addresses_stay_untold(installation):
    told = server_settings(installation, who=AN)

    assert told["data_dir"] is None
    assert told["database_url"] is None
    assert set(told) | set(Settings.adjustable()) == set(Settings.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", Settings.adjustable())
def test_every_setting_has_words_a_default_within_its_limits_and_a_range(language, key):
    say = words(language)

    assert setting_name(key, say) != key
    assert say.has(f"setting.{key}.help")
    assert value_said(key, Settings.model_fields[key].default, say)
    assert range_said(key, limits_of(key), say)


@pytest.mark.parametrize("key", Settings.adjustable())
def test_a_default_is_itself_allowed(installation, key):
    value = Settings.model_fields[key].default

    assert change(installation, key, value).value == value


def test_every_setting_of_the_server_has_a_name():
    own = Settings.model_fields.keys() - Settings.adjustable().keys()

    assert all(words(x).has(f"server_setting.{name}") for name in own for x in LANGUAGES)


def test_only_whoever_sets_up_sees_or_changes_them(installation):
    with pytest.raises(AppError, match="denied"):
        change_setting(installation, "trail_months", 36, who=staff(), reason=WHY)
