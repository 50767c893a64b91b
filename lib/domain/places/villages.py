"""The register of villages: how a village's name in a report leads to its code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from lib.domain.codes import same_village
from lib.domain.places.alike import Names
from lib.domain.places.names import plain_name
from lib.text import fold, tone_apart, without_accents

_KINDS_WITHOUT_ACCENTS = {
    "to dan pho": "tổ dân phố",
    "tieu khu": "tiểu khu",
    "tdp": "tổ dân phố",
    "ban": "bản",
    "thon": "thôn",
    "xom": "xóm",
    "tk": "tiểu khu",
    "khu": "khu",
}
_KINDS = ("tổ dân phố", "tiểu khu", "tdp", "bản", "thôn", "xóm", "tk", "khu")
_SHORT = {"tdp": "tổ dân phố", "tk": "tiểu khu"}


def _kind_without_accents(plain: str) -> str:
    """The kind of village with which a folded name begins, as it is written there."""
    letters = without_accents(plain)
    kinds = (kind for kind in _KINDS_WITHOUT_ACCENTS if letters.startswith(kind + " "))
    return plain[: len(next(kinds, ""))]


def _same_kind(one: str, other: str) -> bool:
    """Whether two written kinds are one; a name without its kind may be of any."""
    kinds = [_KINDS_WITHOUT_ACCENTS[without_accents(kind)] for kind in (one, other) if kind]
    return len({*kinds}) < 2


@dataclass(frozen=True)
class Village:
    """A village of the register. ``code`` is the commune's code and a running number."""

    commune_code: str
    code: str
    name: str


def bare_village(text: str) -> str:
    """A village's name folded and without its kind: "Bản Pha Đón" gives "pha đón"."""
    return _kind_and_name(text)[1]


def _kind_and_name(text: str) -> tuple[str, str]:
    """ "Bản Pha Đón" gives "bản" and "pha đón"; no kind gives ""."""
    name = plain_name(text)
    for kind in _KINDS:
        if name.startswith(kind + " "):
            return _SHORT.get(kind, kind), name[len(kind) :].strip()
    return "", name


def _may_be(written: str, name: str) -> bool:
    """ "Pha Đón" may be Bản Pha Đón; "Tiểu khu 5" is not Bản 5."""
    kinds = {_kind_and_name(written)[0], _kind_and_name(name)[0]} - {""}
    return len(kinds) < 2


class VillageRegister:
    """All villages known, by commune."""

    def __init__(self, villages: Iterable[Village] = (), given: Iterable[str] = ()) -> None:
        """``given`` are the codes ever given, also to villages that are no more."""
        self.villages = tuple(villages)
        self._given = tuple(given)
        self._folded_names: dict[str, Mapping[str, Village]] = {}
        self._names: dict[str, Names] = {}

    @cached_property
    def _by_commune(self) -> Mapping[str, list[Village]]:
        grouped: dict[str, list[Village]] = defaultdict(list)
        for village in self.villages:
            grouped[village.commune_code].append(village)
        return grouped

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[Village]]:
        grouped: dict[tuple[str, str], list[Village]] = defaultdict(list)
        for village in self.villages:
            for name in {plain_name(village.name), bare_village(village.name)}:
                grouped[village.commune_code, name].append(village)
        return grouped

    @cached_property
    def by_code(self) -> Mapping[str, Village]:
        """Villages by code."""
        return {v.code: v for v in self.villages}

    @cached_property
    def _by_spelling(self) -> Mapping[str, Village]:
        return {same_village(v.code): v for v in self.villages}

    def coded(self, text: str) -> Village | None:
        """The village with this code, also where the code is written a little differently."""
        return self.by_code.get(text) or self._by_spelling.get(same_village(text))

    def meant(self, commune_code: str, text: str) -> list[Village]:
        """The villages of the commune that a code, or a name in its place, may mean."""
        coded = self.coded(text)
        if coded and coded.commune_code == commune_code:
            return [coded]
        return self.named(commune_code, text) or self.without_accents(commune_code, text)

    def __contains__(self, commune_code: str) -> bool:
        """Whether any village of the commune is known."""
        return commune_code in self._by_commune

    def of(self, commune_code: str) -> list[Village]:
        """The villages of one commune."""
        return self._by_commune.get(commune_code, [])

    def named(self, commune_code: str, text: str) -> list[Village]:
        """The villages of the commune that this name may mean; none, one or several.

        The full name decides; without its kind it counts only when the full name is unknown
        and no other kind is meant.
        """
        plain = plain_name(text)
        full = self._by_name.get((commune_code, plain), [])
        exact = [v for v in full if plain_name(v.name) == plain]
        alike = self._by_name.get((commune_code, bare_village(text)), ())
        meant = exact or [v for v in alike if _may_be(text, v.name)]
        if meant or text.isascii():
            return meant
        return self._by_tone.get((commune_code, tone_apart(plain)), [])

    def without_accents(self, commune_code: str, text: str) -> list[Village]:
        """The villages of the commune that a name written without any accent may mean."""
        plain = plain_name(text)
        if not plain.isascii():
            return []
        kind, name = "", plain
        for written, known in _KINDS_WITHOUT_ACCENTS.items():
            if plain.startswith(written + " "):
                kind, name = known, plain[len(written) :].strip()
                break
        alike = self._by_letters.get((commune_code, name), ())
        return [v for v in alike if not kind or _kind_and_name(v.name)[0] in ("", kind)]

    def near(self, commune_code: str, text: str) -> Village | None:
        """The village that an unknown name can only be, miswritten as it is; only ever proposed."""
        if commune_code not in self._names:
            names = (bare_village(v.name) for v in self.of(commune_code))
            self._names[commune_code] = Names(names)
        plain = plain_name(text)
        kind = _kind_without_accents(plain)
        name = self._names[commune_code].meant(plain[len(kind) :].strip() or plain)
        meant = [
            v for v in self._by_name.get((commune_code, name), ()) if bare_village(v.name) == name
        ]
        known = _kind_without_accents(plain_name(meant[0].name)) if len(meant) == 1 else ""
        return meant[0] if len(meant) == 1 and _same_kind(kind, known) else None

    @cached_property
    def _by_tone(self) -> Mapping[tuple[str, str], list[Village]]:
        grouped: dict[tuple[str, str], list[Village]] = defaultdict(list)
        for village in self.villages:
            for name in {plain_name(village.name), bare_village(village.name)}:
                grouped[village.commune_code, tone_apart(name)].append(village)
        return grouped

    @cached_property
    def _by_letters(self) -> Mapping[tuple[str, str], list[Village]]:
        grouped: dict[tuple[str, str], list[Village]] = defaultdict(list)
        for village in self.villages:
            bare = without_accents(bare_village(village.name))
            grouped[village.commune_code, bare].append(village)
        return grouped

    def like(self, commune_code: str, text: str) -> list[Village]:
        """Villages of the commune whose names look like ``text``; only ever offered."""
        names = self._by_folded_name(commune_code)
        hits = process.extract(
            fold(text), list(names), scorer=fuzz.WRatio, limit=3, score_cutoff=70
        )
        return [names[name] for name, _, _ in hits]

    def _by_folded_name(self, commune_code: str) -> Mapping[str, Village]:
        if commune_code not in self._folded_names:
            named = {fold(v.name): v for v in self.of(commune_code)}
            self._folded_names[commune_code] = named
        return self._folded_names[commune_code]

    def next_number(self, commune_code: str) -> int:
        """The first running number never given in the commune: reports are kept by it."""
        codes = (*self._given, *(v.code for v in self.of(commune_code)))
        split = (code.rpartition("-") for code in codes)
        used = (number for commune, _, number in split if commune == commune_code)
        return max((int(n) for n in used if n.isdecimal()), default=0) + 1
