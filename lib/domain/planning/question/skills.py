"""Languages and other skills: one spelling each, however an office wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from lib.text import fold, normalized

LANGUAGES: dict[str, tuple[str, ...]] = {
    "Dao": (),
    "Hoa": (),
    "Kháng": (),
    "Khơ Mú": ("Khơ-mú", "Khmú", "Khơmú"),
    "La Ha": ("La-ha",),
    "Lào": (),
    "Mông": ("H'Mông", "H’Mông", "Hmông", "H'mong", "Hmong"),
    "Mường": (),
    "Tày": (),
    "Thái": (),
    "Xinh Mun": ("Xinh-mun", "Sinh Mun", "Xinhmun"),
}
"""Languages spoken in the province, and how else they are written."""
_BEFORE = "tiếng "
_SPELLING = {
    fold(written): name for name, others in LANGUAGES.items() for written in (name, *others)
}


def spelled(skill: str) -> str:
    """A language as we spell it; any other skill as it was written, in one kind of letters.

    "tiếng  h'mông" gives "Mông"; "Lái xe" stays.
    """
    told = fold(skill)
    if not told:
        raise ValueError("a skill without a name")
    return _SPELLING.get(told.removeprefix(_BEFORE)) or " ".join(normalized("NFC", skill).split())


def same_skill(skill: str) -> str:
    """What two spellings of one skill share."""
    return fold(spelled(skill))


def each_once(skills: Iterable[str]) -> tuple[str, ...]:
    """Skills in order, of two spellings the first."""
    kept: dict[str, str] = {}
    for skill in sorted(set(skills)):
        kept.setdefault(same_skill(skill), spelled(skill))
    return tuple(sorted(kept.values()))


Skill = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(spelled)]
