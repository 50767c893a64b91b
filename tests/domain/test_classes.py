"""Classes: every value in exactly one, half-open, in colours that can be told apart."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.figures.analysis.classes import NEUTRAL, RAMP, Mode, class_index, class_modes
from lib.domain.figures.indicators import Better, Form, Indicator, Measured
from lib.domain.figures.targets import Target
from lib.domain.quantities import Thing, stock

INK, WHITE = "#14181c", "#ffffff"
WORDS = {"vi": "x", "en": "x"}
HUNDRED = Target(100, None, "x")
SOME = st.lists(
    st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False).map(lambda v: round(v, 1))),
    max_size=80,
)


def measured(values, *, better=Better.HIGHER, form=Form.COUNT):
    thing = stock("households", Thing.HOUSEHOLDS)
    indicator = Indicator(
        code="XX01",
        name=WORDS,
        gloss=WORDS,
        formula=WORDS,
        unit=WORDS,
        basis="x",
        form=form,
        better=better,
        numerator=thing,
        denominator=thing if form is Form.RATE else None,
    )
    table = pd.DataFrame({"value": pd.array(values, dtype="Float64")})
    return Measured(
        indicator=indicator,
        communes=table,
        numerator=None,
        denominator=None,
        value=None,
        reporting=len(values),
    )


@given(SOME, st.sampled_from(Better))
def test_every_value_falls_into_exactly_one_class_of_every_mode(values, better):
    modes = class_modes(measured(values, better=better), HUNDRED)

    for classes in modes.values():
        assert 1 <= len(classes) <= 5
        for value in [v for v in values if v is not None]:
            assert [c.holds(value) for c in classes].count(True) == 1


@given(SOME)
def test_equal_steps_are_equal_and_round(values):
    classes = class_modes(measured(values), None)[Mode.STEPS]

    edges = [c.high for c in classes[:-1]]
    steps = [b - a for a, b in itertools.pairwise(edges)]
    assert all(step == pytest.approx(steps[0]) for step in steps)
    for step in steps[:1]:
        digits = f"{step:.2e}".split("e")[0]
        assert digits in {"1.00", "2.00", "2.50", "5.00"}


def test_an_edge_belongs_to_the_class_above_it():
    classes = class_modes(measured([10, 60], form=Form.RATE), HUNDRED)[Mode.TARGET]

    places = [class_index(classes, v) for v in (49.9, 50, 79.9, 80, 99.9, 100, 104.2)]

    assert places == [0, 1, 1, 2, 2, 3, 3]
    assert [c.word for c in classes] == ["far_behind", "behind", "near", "reached"]


def test_no_report_is_in_no_class():
    classes = class_modes(measured([1, 2, 3]), None)[Mode.QUANTILES]

    assert class_index(classes, None) is None
    assert class_index(classes, float("nan")) is None


def test_quantiles_hold_about_as_many_communes_each():
    values = list(range(100, 175))
    classes = class_modes(measured(values), None)[Mode.QUANTILES]

    counts = [sum(c.holds(v) for v in values) for c in classes]

    assert len(counts) == 5
    assert max(counts) - min(counts) <= 10


def test_one_value_everywhere_is_one_class():
    modes = class_modes(measured([100.0] * 75), None)

    assert [len(classes) for classes in modes.values()] == [1, 1]


def test_deep_colours_are_good_whichever_way_is_progress():
    values = list(range(100))

    higher = class_modes(measured(values), None)[Mode.QUANTILES]
    lower = class_modes(measured(values, better=Better.LOWER), None)[Mode.QUANTILES]
    neither = class_modes(measured(values, better=Better.NEITHER), None)[Mode.QUANTILES]

    assert higher[-1].colour == lower[0].colour == RAMP[-1]
    assert {c.colour for c in neither} <= set(NEUTRAL)


def test_a_target_parts_only_where_higher_is_better():
    assert Mode.TARGET not in class_modes(measured([1, 2], better=Better.LOWER), HUNDRED)
    assert Mode.TARGET not in class_modes(measured([1, 2]), None)


@pytest.mark.parametrize("ramp", [RAMP, NEUTRAL])
def test_colours_differ_in_lightness_and_carry_readable_text(ramp):
    lights = [_luminance(c) for c in ramp]

    assert lights == sorted(lights, reverse=True)
    assert all(a / b > 1.3 for a, b in itertools.pairwise(lights))
    for colour in ramp:
        assert max(_contrast(colour, INK), _contrast(colour, WHITE)) >= 4.5


def _contrast(a, b):
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_target_of_a_sum_is_the_provinces_and_no_communes():
    assert replace(measured([1, 2]), target=HUNDRED).commune_target is None
    assert replace(measured([1, 2], form=Form.RATE), target=HUNDRED).commune_target is HUNDRED
