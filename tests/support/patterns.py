"""Every pattern of the product's code, with how it is used, and what would make it slow.

Found by walking the code, so that a new pattern is tried as well: ``re.compile`` and its like, and
what is given to pandas' ``.str``. A hostile text is made from the pattern itself: what leads up to
a repetition, the repeated part again and again, an end that fails.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, product
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from lib.settings import HOME

_BUILDERS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}  # fmt: skip # noqa: E501
_OF_PANDAS = {"contains", "match", "fullmatch", "extract", "extractall", "replace", "findall", "split", "count"}  # fmt: skip # noqa: E501
_ALL_OVER = {"search", "split", "findall", "finditer", "sub", "subn", "contains", "extract", "extractall", "replace", "count"}  # fmt: skip # noqa: E501
"""Ways that try a pattern at every place of a text."""


@dataclass
class Found:
    """A pattern, where it stands and the ways in which it is asked."""

    text: str | bytes
    flags: int
    place: str
    name: str = ""
    ways: set[str] = field(default_factory=set)

    @property
    def anywhere(self) -> bool:
        """Whether it is tried at every place of a text; so also where nobody knows how."""
        return bool(self.ways & _ALL_OVER) or not self.ways


def sources() -> list[Path]:
    """All code of the product."""
    return sorted([*(HOME / "lib").rglob("*.py"), *(HOME / "pages").glob("*.py"), HOME / "app.py"])


@dataclass
class Walk:
    """What a walk over the code finds."""

    patterns: list[Found] = field(default_factory=list)
    made_at_run_time: list[str] = field(default_factory=list)
    """Places whose pattern depends on what comes from elsewhere."""


def walked(files: Sequence[Path]) -> Walk:
    """Every pattern of these files."""
    walk, uses = Walk(), _uses(files)
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _names_for(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (way := _way(node)):
                _add(walk, path, node, way, names, uses)
    return walk


def _way(call: ast.Call) -> str:
    """How a call uses a pattern; "" where it uses none."""
    of = call.func
    if not isinstance(of, ast.Attribute) or not call.args:
        return ""
    if isinstance(of.value, ast.Name) and of.value.id in ("re", "regex"):
        return of.attr if of.attr in _BUILDERS else ""
    by_pandas = isinstance(of.value, ast.Attribute) and of.value.attr == "str"
    return of.attr if by_pandas and of.attr in _OF_PANDAS else ""


def _add(
    walk: Walk,
    path: Path,
    call: ast.Call,
    way: str,
    names: dict[ast.AST, str],
    uses: dict[str, set[str]],
) -> None:
    place = f"{path.relative_to(HOME)}:{call.lineno}"
    space = _space(path)
    if any(k.arg == "regex" and not _value(k.value, {}) for k in call.keywords):
        return  # taken as it stands: no pattern
    try:
        text = _value(_Escaped().visit(call.args[0]), space)
        flags = _flags(call, way, space)
    except Exception:  # whatever it is: it cannot be known beforehand
        walk.made_at_run_time.append(f"{place} {ast.unparse(call.args[0])}")
        return
    if isinstance(text, re.Pattern):
        return  # handed on by its name: found where it is made
    name = names.get(call, "")
    ways = set(uses.get(name, ())) if way == "compile" else {way}
    walk.patterns.append(Found(text, flags, place, name, ways))


class _Escaped(ast.NodeTransformer):
    """An escaped text may be any; here it is a name."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        escape = isinstance(node.func, ast.Attribute) and node.func.attr == "escape"
        return ast.Constant("xã mường la") if escape else node


def _value(node: ast.AST, space: dict[str, Any]) -> Any:
    expression = ast.fix_missing_locations(ast.Expression(node))  # type: ignore[arg-type]
    return eval(compile(expression, "<pattern>", "eval"), dict(space))


def _flags(call: ast.Call, way: str, space: dict[str, Any]) -> int:
    given = [k.value for k in call.keywords if k.arg == "flags"]
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(way, 2)
    given += call.args[place : place + 1] if way in _BUILDERS else []
    return int(_value(given[0], space)) if given else 0


@cache
def _space(path: Path) -> dict[str, Any]:
    """What the names of a file's first level stand for."""
    dotted = ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
    if path.parent == HOME or dotted.startswith("pages.") or "migrations" in dotted:
        return {"re": re}
    return vars(importlib.import_module(dotted))


def _names_for(tree: ast.AST) -> dict[ast.AST, str]:
    """The name under which each compiled pattern is kept."""
    kept: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    kept[node.value] = target.id
    return kept


def _uses(files: Sequence[Path]) -> dict[str, set[str]]:
    """By the name of a pattern the methods asked of it anywhere."""
    uses: dict[str, set[str]] = {}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and node.attr in _BUILDERS:
                uses.setdefault(node.value.id, set()).add(node.attr)
    return uses


# --- what a pattern is made of ---------------------------------------------------------------

_MOST_WAYS = 6
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def nested(text: str | bytes, flags: int = 0) -> bool:
    """Whether a repetition that may give back what it took stands within another.

    ``(a+)+`` doubles the time with each sign. A repetition within may stay where every round
    begins with something that it cannot itself swallow: ``(?:,\\d{3})+``, ``(?:-[^-]+)*``.
    """
    return any(
        _elastic(body) and not _led(body) for body in _repeated_bodies(parser.parse(text, flags))
    )


def _repeated_bodies(tree: Any) -> Iterator[Any]:
    for op, av in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = av
            if most > 1 and op is not sre.POSSESSIVE_REPEAT:
                yield body
            yield from _repeated_bodies(body)
        else:
            for inner in _inner(op, av):
                yield from _repeated_bodies(inner)


def _inner(op: Any, av: Any) -> list[Any]:
    if op is sre.SUBPATTERN:
        return [av[-1]]
    if op is sre.BRANCH:
        return list(av[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [av[1]]
    return [av] if op is sre.ATOMIC_GROUP else []


def _elastic(tree: Any) -> bool:
    """Whether something in it may take more or less of the same text."""
    for op, av in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and av[0] != av[1]:
            return True
        keeps = op in (sre.POSSESSIVE_REPEAT, sre.ATOMIC_GROUP, sre.ASSERT, sre.ASSERT_NOT)
        if not keeps and any(_elastic(inner) for inner in _inner(op, av)):
            return True
    return False


def _led(tree: Any) -> bool:
    """Whether every round begins with a sign that nothing repeated in it can match."""
    ways = _alternatives(tree)
    firsts = set[str]()
    for way in ways:
        if not way or way[0][0] not in (sre.LITERAL, sre.IN):
            return False
        firsts |= _signs(way[0])
    return all(not firsts & _swallowed(way) for way in ways)


def _alternatives(tree: Any) -> list[list[Any]]:
    items = list(tree)
    if len(items) == 1 and items[0][0] is sre.SUBPATTERN:
        return _alternatives(items[0][1][-1])
    if len(items) == 1 and items[0][0] is sre.BRANCH:
        return [way for one in items[0][1][1] for way in _alternatives(one)]
    return [items]


def _swallowed(tree: Any) -> set[str]:
    signs = set[str]()
    for op, av in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and av[0] != av[1]:
            signs |= _all_signs(av[2])
        else:
            for inner in _inner(op, av):
                signs |= _swallowed(inner)
    return signs


def _all_signs(tree: Any) -> set[str]:
    signs = set[str]()
    for op, av in tree:
        signs |= _signs((op, av))
        bodies = [av[2]] if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) else []
        for inner in bodies or _inner(op, av):
            signs |= _all_signs(inner)
    return signs


_EVERY = [chr(i) for i in range(1, 0x250)] + list("–—…\u2079ạảẫ")


def _signs(item: Any) -> set[str]:
    """The signs that one place may hold, among those that people and attackers write."""
    op, av = item
    if op is sre.LITERAL:
        return {chr(av)}
    if op is sre.NOT_LITERAL:
        return {c for c in _EVERY if c != chr(av)}
    if op is sre.ANY:
        return set(_EVERY)
    if op is not sre.IN:
        return set()
    chosen = {c for c in _EVERY for one in av if _is_in(c, one)}
    chosen |= {chr(v) for o, v in av if o is sre.LITERAL}
    return set(_EVERY) - chosen if av[0][0] is sre.NEGATE else chosen


def _is_in(sign: str, item: Any) -> bool:
    op, av = item
    if op is sre.LITERAL:
        return sign == chr(av)
    if op is sre.RANGE:
        return av[0] <= ord(sign) <= av[1]
    if op is sre.CATEGORY:
        return re.fullmatch(_CATEGORIES[av], sign) is not None
    return False


def samples(tree: Any, *, most: int = _MOST_WAYS) -> list[str]:
    """Some texts that it matches."""
    made = [""]
    for op, av in tree:
        made = list(dict.fromkeys(a + b for a, b in product(made, _of_item(op, av))))
        made = made[:: max(1, len(made) // most)][:most]
    return made


def _of_item(op: Any, av: Any) -> list[str]:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, _, body = av
        once = samples(body)
        made = [s * max(1, least) for s in once]
        return [*made, *([""] if least == 0 else [s * (least + 1) for s in once[:1]])]
    if op is sre.BRANCH:
        return [s for one in av[1] for s in samples(one)[:2]]
    if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
        return samples(_inner(op, av)[0])
    if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
        return _shown(op, av)
    return [""]


def _shown(op: Any, av: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(av)]
    signs = _signs((op, av))
    liked = [c for c in " 1a.,-/\"'()<>=\\*0?¹" if c in signs]
    return (liked or sorted(signs))[:4]


def hostile(found: Found) -> list[tuple[str, str, str]]:
    """What leads up, what repeats, how it ends: texts under which this pattern may stumble."""
    tree = parser.parse(found.text, found.flags)
    made = set[tuple[str, str, str]]()
    for head, body in _steps(tree, [""]):
        for lead, pump in product(head[:2], body):
            if pump:
                made.update((lead, pump, end) for end in _ENDS)
    for pump in _PUMPS:
        made.update(("", pump, end) for end in _ENDS)
    return sorted(made)


_ENDS = ("", "\x00", " x1")
_PUMPS = (
    " ", "\t \n", "1", "a", "a ", "1 ", ".", ",", "-", "(", ")", "*", "=", '"', "'", "<", ">",
    "<a ", "\\", "0", "(1)", "1.", ".111", ",111", "\u0323\u0301", "ạ", "/", "i", "iv ",
    "\r\n", "ngày ", "tháng ", "năm ", "2026", "1/1/", "quý ", ":", "_", "\x00",
)  # fmt: skip


def _steps(tree: Any, lead: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """For every part, alone and with those after it: what comes before, and the part itself."""
    parts = _in_words(tree)
    before = lead
    for at, part in enumerate(parts):
        for until in range(at + 1, min(len(parts), at + 4) + 1):
            yield before, samples(list(chain(*parts[at:until])), most=3)
        op, av = part[0]
        bodies = [av[2]] if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) else []
        for inner in bodies or _inner(op, av):
            yield from _steps(inner, before)
        before = [a + b for a, b in product(before[:2], samples(part)[:2])]


def _in_words(tree: Any) -> list[list[Any]]:
    """The parts of a sequence; letters that follow one another are one part."""
    parts: list[list[Any]] = []
    for item in tree:
        if parts and item[0] is sre.LITERAL and parts[-1][-1][0] is sre.LITERAL:
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


# --- how long it takes -----------------------------------------------------------------------

SIZE = 24_000
_QUICK_S = 0.01
_PARTS = 8


def asked(found: Found) -> Callable[[str], object]:
    """The pattern as the code asks it, over the whole of a text."""
    pattern = re.compile(found.text, found.flags)
    wrapped = (lambda s: s.encode("utf-8", "ignore")) if isinstance(found.text, bytes) else str
    if found.anywhere:
        return lambda text: pattern.findall(wrapped(text))  # type: ignore[arg-type]
    ways = [getattr(pattern, way) for way in sorted(found.ways)]
    return lambda text: [way(wrapped(text)) for way in ways]  # type: ignore[arg-type]


def text_of(parts: tuple[str, str, str], size: int) -> str:
    """The hostile text of about this length."""
    lead, pump, end = parts
    return lead + pump * max(1, size // len(pump)) + end


def grows_faster(ask: Callable[[str], object], make: Callable[[int], str], size: int) -> bool:
    """Whether the time grows faster than the text: told by what eight times as much takes.

    Time of this process alone, the least of several: other work on the machine does not count.
    """
    if _took(ask, make(size // 4)) < _QUICK_S / 20:
        return False  # with four times as much, and its square, it would still be quick
    long = make(size)
    much = _took(ask, long)
    if much < _QUICK_S and _took(ask, long) < _QUICK_S:
        return False
    short = make(size // _PARTS)
    little = min(_took(ask, short) for _ in range(3))
    if not _grew(little, much):
        return False  # measuring again could only find it quicker
    little = min(little, *(_took(ask, short) for _ in range(3)))
    return _grew(little, min(much, *(_took(ask, long) for _ in range(2))))


def _grew(little: float, much: float) -> bool:
    return much > _QUICK_S and much > little * _PARTS * 2.5


def _took(ask: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    ask(text)
    return time.process_time() - begin


def slow(found: Found, *, patience_s: int = 5) -> str:
    """Under which hostile text the time grows faster than the text; "" where under none."""
    ask = asked(found)
    signal.signal(signal.SIGALRM, _ring)
    for parts in hostile(found):
        signal.alarm(patience_s)  # heard even within a search
        try:
            if grows_faster(ask, lambda size, parts=parts: text_of(parts, size), SIZE):
                return repr(parts)
        except _TooLongError:
            return f"{parts!r}, without end"
        finally:
            signal.alarm(0)
    return ""


class _TooLongError(Exception):
    """It has not come to an end."""


def _ring(*_: object) -> None:
    raise _TooLongError


def main() -> None:
    """Tries every pattern under a folder; one line for each that fails."""
    for found in walked(sources()).patterns:
        if re.match(sys.argv[1], found.place):
            within = nested(found.text, found.flags)
            said = "repetition within repetition" if within else slow(found)
            print(f"{found.place} {found.name} {said}" if said else ".", flush=True)


if __name__ == "__main__":
    main()
