"""Whoever works for one commune writes and sees that commune, also past every page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.history.uploads import history, original, scopes
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import Published, publish
from lib.services.reporting.progress import progress_of
from lib.text import words
from tests.support.installations import NOON, put, see
from tests.support.people import officer
from tests.support.sheets import summary, summary_row

OWN, OTHER = "03646", "04045"


@pytest.fixture
def names(installation):
    return {code: installation.gazetteer.communes[code].full_name for code in (OWN, OTHER)}


def brought(installation, content, who):
    return preview(installation, receive("a.csv", content, installation.settings), who=who)


def test_an_officer_hands_in_their_own_commune(installation, names):
    ready = brought(installation, summary(summary_row(names[OWN])), officer(OWN))

    assert isinstance(publish(installation, ready, who=officer(OWN)), Published)


def test_a_file_with_rows_of_another_commune_is_refused_and_shows_nothing(installation, names):
    both = summary(*map(summary_row, names.values()))

    with pytest.raises(NotAllowed, match="other_commune") as caught:
        brought(installation, both, officer(OWN))

    assert names[OTHER] in str(caught.value.values["communes"])


def test_the_refusal_names_rows_as_excel_shows_them_and_says_that_there_are_more_communes(
    installation,
):
    every = [c.full_name for c in installation.gazetteer.communes.values() if c.code != OWN][:5]

    with pytest.raises(NotAllowed, match="other_communes") as caught:
        brought(installation, summary(*map(summary_row, every)), officer(OWN))

    told = words("vi")("error.other_communes", **caught.value.values)
    assert "và 2 xã khác" in told
    first = see(installation, summary(summary_row(every[0]))).rows.index[0]
    assert f"dòng {first}, {first + 1}, {first + 2}, {first + 3}, {first + 4}." in told


@pytest.mark.parametrize(
    ("name", "asked"), [("Phường Tô Hiêuu", "unknown_commune"), ("", "no_commune")]
)
def test_a_name_that_nobody_knows_is_a_question_to_an_officer_as_to_anybody(
    installation, name, asked
):
    ready = brought(installation, summary(summary_row(name)), officer(OWN))

    assert [(p.row, p.column) for p in ready.problems if p.code == asked] == [(2, "B")]


def test_a_name_that_nobody_knows_beside_another_commune_is_refused_for_that_row_alone(
    installation, names
):
    both = summary(summary_row("Phường Tô Hiêuu"), summary_row(names[OTHER]))

    with pytest.raises(NotAllowed) as caught:
        brought(installation, both, officer(OWN))

    values = caught.value.values
    assert (values["communes"], "," in str(values["rows"])) == (names[OTHER], False)


def test_a_preview_that_somebody_else_made_is_no_way_to_write_for_another_commune(
    installation, names
):
    ready = see(installation, summary(summary_row(names[OTHER])))

    with pytest.raises(NotAllowed, match="other_commune"):
        publish(installation, ready, who=officer(OWN))


def test_history_originals_and_progress_are_those_of_ones_own_commune(installation, names):
    mine = put(installation, summary(summary_row(names[OWN])))
    theirs = put(installation, summary(summary_row(names[OTHER])))
    both = put(installation, summary(*map(summary_row, names.values())))
    who = officer(OWN)

    assert [u.id for u in history(installation, who=who)] == [both, mine]
    assert original(installation, mine, who=who)
    for other in (theirs, both):
        with pytest.raises(NotAllowed, match="denied"):
            original(installation, other, who=who)
    assert {code for _, code in scopes(installation, both, who=who)} == {OWN}
    then = replace(installation, clock=lambda: NOON)
    shown = progress_of(then, Period(2026, 8), who=who)
    assert {code for found in shown.communes.values() for code in found} == {OWN}
    assert {code for code, _ in shown.cells} == {OWN}
