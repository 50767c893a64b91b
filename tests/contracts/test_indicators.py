"""The catalogue against the facts of the programme: one line an indicator, so that none drifts."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.figures.indicators import CATALOGUE, Better, Form
from lib.domain.periods import Cadence
from lib.files.reference import targets
from lib.text import LANGUAGES

# Code: what the province's figure is counted in, how often it is told, which way is progress, and
# the target that comes with the product ("" where it is a setting or there is none).
FACTS = """
KH01  %              yearly     higher   100
KH02  %              yearly     higher   100
DS01  %              monthly    higher   100
DS02  người          monthly    higher
DS03  người/100_hộ   monthly    higher
DS04  %              quarterly  higher
MC01  %              monthly    higher   100
MC02  lượt           monthly    higher
GD01  %              monthly    higher   100
GD02  %              monthly    neither
GD03  %              monthly    higher   100
GD04  %              monthly    higher
GD05  hộ             monthly    lower    0
HD01  buổi           monthly    higher
HD02  lượt           monthly    higher
HD03  %              monthly    higher
YT01  người          monthly    higher
YT02  người          monthly    higher
YT03  người          monthly    higher
YT04  người          monthly    higher
AT01  %              monthly    higher
KHH01 %              monthly    higher
KHH02 %              monthly    higher
KHH03 %              monthly    higher
AI01  %              quarterly  higher   100
NH01  lượt           quarterly  higher
TN01  %              weekly     higher   100
TN02  ngày_công      weekly     higher
TN03  %              weekly     higher
TN04  điểm_%         weekly     higher   0
TN05  người          weekly     higher
TN06  %              weekly     higher
TN07  người          monthly    higher
BC01  %              monthly    higher   100
BC02  %              monthly    higher   95
"""
LINES = {line.split()[0]: line.split()[1:] for line in FACTS.strip().splitlines()}


def test_the_catalogue_is_exactly_that_of_the_programme_in_its_order():
    assert list(CATALOGUE) == list(LINES)


@pytest.mark.parametrize("code", LINES)
def test_an_indicator_is_what_the_programme_says(code):
    indicator = CATALOGUE[code]
    unit, cadence, better, *target = LINES[code]
    shipped = targets().get(code)

    assert ("%" if indicator.is_percent else indicator.unit["vi"]) == unit.replace("_", " ")
    assert indicator.cadence is Cadence(cadence)
    assert indicator.better is Better(better)
    assert ([] if shipped is None else [f"{shipped.value:g}"]) == target


@pytest.mark.parametrize("code", LINES)
def test_an_indicator_declares_everything_the_guide_tells(code):
    indicator = CATALOGUE[code]

    assert indicator.basis
    for wording in (indicator.name, indicator.gloss, indicator.formula, indicator.unit):
        assert set(wording) == set(LANGUAGES)
        assert all(text.strip() for text in wording.values())


def test_a_target_says_where_it_is_from_and_since_when():
    for code, target in targets().items():
        assert target.basis, code
        assert target.valid_from > date.min, code


def test_national_targets_that_nobody_verified_are_no_constants():
    assert not {"HD03", "KHH03"} & set(targets())


def test_only_a_figure_of_vulnerable_people_withholds_small_numbers():
    assert {c for c, i in CATALOGUE.items() if i.sensitive} == {"YT01", "YT02", "YT03", "YT04"}


def test_the_province_alone_has_a_gap():
    assert [c for c, i in CATALOGUE.items() if i.form is Form.GAP] == ["TN04"]
