"""What a list shows of people: enough to find somebody again, too little to call them."""

from __future__ import annotations

import re

import phonenumbers

from lib.text import fold, without_accents

_HIDDEN = "•"
_DIGITS_SHOWN = 3


def masked_name(name: str) -> str:
    """Initials: "Lò Văn Ân" is "L. V. Â."."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def masked_phone(phone: str) -> str:
    """The last three digits; "" stays ""."""
    return f"{_HIDDEN * 4} {_HIDDEN * 3} {phone[-_DIGITS_SHOWN:]}" if phone else ""


def national(phone: str) -> str:
    """A telephone number as people of the country write it: "0912 345 678"."""
    if not phone:
        return ""
    found = phonenumbers.parse(phone, None)
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.NATIONAL)


def sought(name: str, phone: str, wanted: str) -> bool:
    """Whether this is whom somebody seeks: by the whole number, or by whole words of the name.

    Parts of a number are no way in: trying them one by one would tell it without a trace.
    """
    digits = re.sub(r"\D", "", wanted)
    if digits and not re.search(r"[^\W\d_]", wanted):
        return len(digits) >= 9 and re.sub(r"\D", "", phone)[-9:] == digits[-9:]
    words = without_accents(fold(wanted)).split()
    return bool(words) and set(words) <= set(without_accents(fold(name)).split())
