"""Codes of teams, drives, villages and plans: one code, however an office wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import category, decimal, normalize

from lib.text import kept_for_short, normalized

_SOFT_HYPHEN = "\u00ad"
_DASHES = {*"\u2043\u2212\u02d7"}
"""Signs drawn like a hyphen beside those that Unicode calls dashes."""
_NEVER_SEEN = ("Cf", "Cc", "Mn")
"""Formats, controls, and the marks that only vary how the sign before them is drawn."""
_QUOTES = " '\u2018\u2019\u02bc\u00b4`\""
_LATIN = str.maketrans(
    "АВЕЅКМНОРСТУХІЈԚԜаеѕорсухіј" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" + "Ðð",
    "ABESKMHOPCTYXIJQWaesopcyxij" + "ABEZHIKMNOPTYXo" + "Đđ",
)
"""Letters of other alphabets that look just like ours: nobody sees which key was struck."""
_RUN_OF_DASHES = re.compile(r"(?<!-)--++")
_VILLAGE = re.compile(r"(\d{4,5})-(\d{1,4})")
"""A commune's code, whose leading zero a spreadsheet may have lost, and a running number."""
_BESIDE_A_NUMBER = re.compile(r"(?<=[^\W\d_])-(?=\d)")


@kept_for_short(50_000)
def plain_code(text: str) -> str:
    """A code as it was meant: our letters, figures and hyphens, nothing that cannot be seen.

    "DR26– 0001" gives "DR26-0001". Upper and lower case stay as written.
    """
    if text.isascii() and text.isalnum():
        return text
    known = normalize("NFKC", normalized("NFC", text)).translate(_LATIN)
    known = known if known.isascii() else "".join(map(_plain_sign, known))
    known = known.replace("~", "-")
    # A soft hyphen is the hyphen itself where there is no other, else a remnant of a line's end.
    known = known.replace(_SOFT_HYPHEN, "" if "-" in known else "-")
    seen = "".join(c for c in known if c.isspace() or category(c) not in _NEVER_SEEN)
    words = " ".join(seen.split()).replace(" -", "-").replace("- ", "-").replace(" /", "/")
    return _RUN_OF_DASHES.sub("-", words.replace("/ ", "/")).strip(_QUOTES).rstrip(".,;")


def _plain_sign(sign: str) -> str:
    """A dash of any length as a hyphen, a figure of any script as ours."""
    if category(sign) == "Pd" or sign in _DASHES:
        return "-"
    return str(decimal(sign)) if category(sign) == "Nd" else sign


@kept_for_short(50_000)
def same_code(text: str) -> str:
    """What two spellings of one code share: case, spaces and the hyphen before a number fall away.

    "tn 26-015" and "TN-26-015" give the same; "DR1-12" and "DR11-2" do not.
    """
    code = plain_code(text).casefold().replace("_", "-")
    code = code.replace(" ", "" if "-" in code else "-")
    return _BESIDE_A_NUMBER.sub("", _RUN_OF_DASHES.sub("-", code)).strip("-")


def one_spelling(codes: Iterable[str], known: Iterable[str] = ()) -> Mapping[str, str]:
    """For each code the one spelling under which it is kept: the known one, else the first."""
    kept: dict[str, str] = {}
    for code in sorted(set(known)):
        kept.setdefault(same_code(code), code)
    return {code: kept.setdefault(same_code(code), plain_code(code)) for code in codes if code}


def commune_code(text: str) -> str:
    """A commune's code with the leading zero that a spreadsheet may have lost; else ""."""
    figures = plain_code(text).replace(" ", "")
    return figures.zfill(5) if figures.isascii() and figures.isdigit() else ""


def village_code(text: str) -> str:
    """A village's code with the leading zero of its commune's; what is no such code stays plain."""
    code = plain_code(text)
    match = _VILLAGE.fullmatch(same_code(code))
    return f"{match[1]:0>5}-{match[2]}" if match else code


def commune_of(text: str) -> str:
    """The commune's code with which a village's code begins; "" for what is none."""
    match = _VILLAGE.fullmatch(village_code(text))
    return match[1] if match else ""


@kept_for_short(50_000)
def same_village(text: str) -> str:
    """What two spellings of one village's code share: "4045 – 7" and "04045-007" give the same."""
    code = village_code(text)
    match = _VILLAGE.fullmatch(code)
    return f"{match[1]}-{int(match[2])}" if match else same_code(code)


def is_village_code(text: str) -> bool:
    """Whether this is meant as a village's code and not as its name."""
    return bool(_VILLAGE.fullmatch(village_code(text))) or not any(c.isalpha() for c in text)
