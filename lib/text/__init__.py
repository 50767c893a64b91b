"""Every sentence people read, by language; numbers and dates as they write them."""

from lib.text.catalogue import Words, words
from lib.text.filling import filled, form_of, read_back, written_out
from lib.text.formats import (
    ZERO_WIDTH,
    fold,
    kept_for_short,
    normalized,
    say_change,
    say_date,
    say_moment,
    say_number,
    tone_apart,
    without_accents,
)
from lib.text.languages import LANGUAGES, name_of_language

__all__ = [
    "LANGUAGES",
    "ZERO_WIDTH",
    "Words",
    "filled",
    "fold",
    "form_of",
    "kept_for_short",
    "name_of_language",
    "normalized",
    "read_back",
    "say_change",
    "say_date",
    "say_moment",
    "say_number",
    "tone_apart",
    "without_accents",
    "words",
    "written_out",
]
