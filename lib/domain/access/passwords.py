"""Which passwords an account may have: long, and nothing that is guessed early."""

from __future__ import annotations

from collections.abc import Iterable

from zxcvbn import zxcvbn  # type: ignore[import-untyped]

SHORTEST, LONGEST = 12, 200
_LOOKED_AT = 72
"""Signs that are weighed: the time for it grows with their square."""
_GUESSES_LOG10 = 9
_OURS = (
    "binhdanhocvuso", "binh dan hoc vu so", "bdhvs", "hocvuso", "sonla", "son la", "tinhdoan",
    "matkhau", "mat khau", "vietnam", "viet nam", "daisuso", "giadinhso", "dai su so",
)  # fmt: skip


def weakness(password: str, about: Iterable[str] = ()) -> str | None:
    """Why this password is not good enough, as a code of ``error``; ``None`` where it is.

    ``about``: what a guesser knows of the person, such as the login name.
    """
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    known = [word for text in about for word in (text, *text.split())]
    guessed = zxcvbn(password[:_LOOKED_AT], user_inputs=[*known, *_OURS])
    return "password_common" if guessed["guesses_log10"] < _GUESSES_LOG10 else None
