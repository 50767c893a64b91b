"""What an indicator declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.quantities import MixedQuantities, Quantity, must_match
from lib.text import words

Wording = Mapping[str, str]
"""One text in every language, by language code. A name belongs to the declaration it names."""


class Told(dict[str, str]):
    """A text as its declaration tells it; a language that the declaration does not speak has it in
    its folder of words, under ``indicator.<key>``."""

    def __init__(self, key: str, texts: Wording) -> None:
        super().__init__(texts)
        self._key = f"indicator.{key}"

    def __missing__(self, language: str) -> str:
        return words(language)(self._key)


class Form(StrEnum):
    """How commune figures become a provincial one."""

    RATE = "rate"
    """Σ numerator ÷ Σ denominator × 100 over the communes that reported both; in per cent."""
    PER_HUNDRED = "per_hundred"
    """Σ numerator ÷ Σ denominator × 100 of two different things, as people for 100 households."""
    COMMUNES = "communes"
    """Communes with at least one, ÷ all communes × 100; a commune itself is yes or no."""
    COUNT = "count"
    """Σ over the communes that reported."""
    GAP = "gap"
    """Share of Σ numerator that lies in the priority communes − share of Σ denominator that lies
    there, in percentage points, over the communes that reported both; of the province and of
    groups only: a commune by itself has no share."""


class Better(StrEnum):
    """Which way is progress."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure the programme is judged by."""

    code: str
    name: Wording
    gloss: Wording
    formula: Wording
    unit: Wording
    """Unit of a commune's value."""
    yes_no: bool = False
    """Whether a commune's own value is an answer: it has it, or it has it not."""
    form: Form
    better: Better = Better.HIGHER
    cadence: Cadence = Cadence.MONTHLY
    by_quarter: bool = False
    """Whether it is reported for quarters: a month shows the last quarter that has ended."""
    numerator: Quantity
    denominator: Quantity | None = None
    of_all: bool = False
    """Whether the denominator counts those who did not report, too: a measure of completeness."""
    of_the_report: bool = False
    """Whether it judges the period's reports themselves: an earlier one says nothing of this."""
    reporters: Reporters = Reporters.COMMUNES
    """Who reports it: where others do so for the communes, no commune has reported anything."""
    basis: str
    """The duty's source."""
    headline: bool = False
    """Whether it stands among the few figures that every overview shows."""
    sensitive: bool = False
    """Whether it counts vulnerable people: small commune figures are withheld."""
    hidden_until: str = ""
    """The setting that must be made before the figure has a meaning; "" for none."""
    by_due_day: bool = False
    """Whether it is judged by its target's due day: without one it has no meaning."""
    nothing: Wording = field(default_factory=dict)
    """What is said of a commune where the figure has no meaning; {} for the usual words."""

    def __post_init__(self) -> None:
        """Refuses a share of two different things, as lượt of người or a flow of a stock."""
        for part in ("name", "gloss", "formula", "unit", "nothing"):
            if texts := getattr(self, part):
                object.__setattr__(self, part, Told(f"{self.code}.{part}", texts))
        if self.form is Form.RATE:
            if self.denominator is None:
                raise MixedQuantities(self.code)
            must_match(self.numerator, self.denominator)
        if self.form is Form.GAP and self.denominator is None:
            raise MixedQuantities(self.code)

    @property
    def family(self) -> str:
        """What its code begins with: the letters of its topic."""
        return self.code.rstrip("0123456789")

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures used: they lead to the rows behind a figure."""
        return self.numerator.measures + (self.denominator.measures if self.denominator else ())

    @property
    def is_percent(self) -> bool:
        """Whether the provincial value is in per cent."""
        return self.form in (Form.RATE, Form.COMMUNES)

    @property
    def digits(self) -> int:
        """Decimals people read: one for shares and ratios, none for counts."""
        return 0 if self.form is Form.COUNT else 1


def as_read(value: float, indicator: Indicator) -> float:
    """A value of the indicator with the decimals that people read."""
    return float(round(Decimal(str(value)), indicator.digits))
