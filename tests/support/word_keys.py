"""Which keys of the catalogues the code asks for, as far as reading it can tell."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lib.settings import HOME

_IN_TEMPLATES = re.compile(r"""\bsay\(\s*["']([\w.-]+)["'](\s*~)?""")
_HOLE = "\0"
_FAMILY = re.compile(r"^[A-Z]{2,3}(?=\d\d$)")
"""Of the code of an indicator, what its topic is called by."""


@dataclass
class Asked:
    """Keys written out; patterns of keys with holes; and every word that could fill a hole."""

    plain: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    """Keys and patterns handed to a catalogue itself, rather than to something on the way."""
    recorded: set[str] = field(default_factory=set)
    """What entries of the audit trail carry: the keys written out where something is recorded."""

    def asks_for(self, key: str) -> bool:
        """Whether some place may ask for ``key``."""
        return key in self.plain or any(self._fits(pattern, key) for pattern in self.patterns)

    def _fits(self, pattern: str, key: str) -> bool:
        found = _as_regex(pattern).fullmatch(key)
        return found is not None and all(self._known(part) for part in found.groups())

    def _known(self, part: str) -> bool:
        """A name of the code, two of them joined as ``weights_border``, or a key made elsewhere."""
        pairs = ((part[:i], part[i + 1 :]) for i, sign in enumerate(part) if sign == "_")
        return (
            part in self.plain
            or part in self.words
            or any(one in self.words and other in self.words for one, other in pairs)
            or any(may_be(p, part) for p in self.patterns if "." in p and not p.startswith(_HOLE))
        )


@cache
def _as_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(r"([\w.-]+)".join(map(re.escape, pattern.split(_HOLE))))


@cache
def keys_asked_for() -> Asked:
    """Reads every module, page and template of the product."""
    asked = Asked()
    modules = [HOME / "app.py", *(HOME / "lib").rglob("*.py"), *(HOME / "pages").glob("*.py")]
    for path in modules:
        _read_module(path, asked)
    for path in (HOME / "lib").rglob("*.html"):
        for key, joined in _IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            (asked.patterns if joined else asked.plain).add(key + _HOLE * bool(joined))
            asked.said.add(key + _HOLE * bool(joined))
    return asked


def _read_module(path: Path, asked: Asked) -> None:
    asked.words.add(path.stem)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(value=str(text)):
                asked.plain.add(text)
                asked.words.update(re.split(r"[.:]", text))
                asked.words.update(_FAMILY.findall(text))
            case ast.JoinedStr():
                if re.search(r"\w", pattern := _pattern(node)):
                    asked.patterns.add(pattern)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                asked.words.update((name, name.lower()))
            case ast.keyword(arg=str(name)):
                asked.words.add(name)
            case ast.Call(func=func, args=[first, *_]) if _is_catalogue(func):
                asked.said.update(_literals(first))
            case ast.FunctionDef():
                asked.recorded |= _carried(node)


def _is_catalogue(func: ast.expr) -> bool:
    """``say(…)``, ``page.say(…)``, ``self._say(…)``, ``words(…)(…)``."""
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_") == "say"
        case ast.Call(func=ast.Name(id="words")):
            return True
    return False


def _literals(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr():
            return [_pattern(node)]
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) + _literals(orelse)
    return []


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values
    )


def may_be(pattern: str, key: str) -> bool:
    """Whether a key or pattern asked for could be ``key``."""
    return _as_regex(pattern).fullmatch(key) is not None


def _carried(function: ast.FunctionDef) -> set[str]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _records(node)]
    told = [k.value for call in calls for k in call.keywords if k.arg in ("after", "before")]
    named = {node.id for one in told for node in ast.walk(one) if isinstance(node, ast.Name)}
    told += [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(to, ast.Name) and to.id in named for to in node.targets)
    ]
    dicts = [node for one in told for node in ast.walk(one) if isinstance(node, ast.Dict)]
    keys = [key for one in dicts for key in one.keys]
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def _records(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("record", "record_alone", "record_or_count", "note_or_count")
