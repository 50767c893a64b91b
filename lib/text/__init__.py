"""Every sentence people read, by language; numbers and dates as they write them."""

from lib.text.catalogue import LANGUAGES, Words, filled, words
from lib.text.formats import (
    ZERO_WIDTH,
    fold,
    kept_for_short,
    normalized,
    say_change,
    say_date,
    say_moment,
    say_month,
    say_number,
    tone_apart,
    without_accents,
)

__all__ = [
    "LANGUAGES",
    "ZERO_WIDTH",
    "Words",
    "filled",
    "fold",
    "kept_for_short",
    "normalized",
    "say_change",
    "say_date",
    "say_moment",
    "say_month",
    "say_number",
    "tone_apart",
    "without_accents",
    "words",
]
