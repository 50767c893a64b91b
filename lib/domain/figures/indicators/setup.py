"""The settings that declarations of indicators speak of, and declarations as they make them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lib.domain.figures.indicators.base import Indicator, Told, Wording
from lib.text import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What an installation has decided."""

    priority_from_grade: int = 2
    """From which grade of a flag on a commune has priority."""

    ambassadors_per_village: int = 1
    """From how many digital ambassadors on a village counts as having them."""

    digital_household_criterion: str = ""
    """When a household is a "Gia đình số", in the words of who decided it; "" while nobody has."""

    digital_household_source: str = ""
    """The document that says so."""


def as_set_up(indicator: Indicator, setup: Setup) -> Indicator:
    """The declaration with the settings in its words; shown once what it waits for is entered."""
    name, gloss, formula = (
        _filled(wording, setup) for wording in (indicator.name, indicator.gloss, indicator.formula)
    )
    told = replace(indicator, name=name, gloss=gloss, formula=formula)
    entered = str(getattr(setup, indicator.hidden_until)) if indicator.hidden_until else ""
    if not entered:
        return told
    source = setup.digital_household_source
    return replace(
        told, gloss=_with_criterion(gloss, entered), basis=source or indicator.basis,
        hidden_until="",
    )  # fmt: skip


def _filled(wording: Wording, setup: Setup) -> Wording:
    least = setup.ambassadors_per_village
    some = _SEVERAL if least > 1 else _ANY
    return {
        language: wording[language]
        .replace("{some_ambassadors}", some[language])
        .replace("{priority_from_grade}", str(setup.priority_from_grade))
        .replace("{ambassadors_per_village}", str(least))
        for language in LANGUAGES
    }


def _with_criterion(gloss: Wording, criterion: str) -> Wording:
    return {
        language: f"{gloss[language]} {_CRITERION[language]}: {criterion}" for language in LANGUAGES
    }


_ANY = Told("any_ambassador", {"vi": "Đại sứ số", "en": "a digital ambassador"})
_SEVERAL = Told(
    "several_ambassadors",
    {
        "vi": "≥ {ambassadors_per_village} Đại sứ số",
        "en": "≥ {ambassadors_per_village} digital ambassadors",
    },
)
_CRITERION = Told("criterion", {"vi": "Tiêu chí", "en": "Criterion"})
