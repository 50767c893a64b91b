"""From the text of an instance file to an instance, or to every reason why not."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lib.domain.planning.question.canonical import in_order
from lib.domain.planning.question.checks import faults_of
from lib.domain.planning.question.faults import Fault, FaultCode, Refused, first_of
from lib.domain.planning.question.instance import FORMAT, Instance

_KINDS = {
    "missing": FaultCode.FIELD_MISSING,
    "extra_forbidden": FaultCode.FIELD_UNKNOWN,
    "finite_number": FaultCode.NOT_A_NUMBER,
    "float_type": FaultCode.NOT_A_NUMBER,
    "int_type": FaultCode.NOT_WHOLE,
    "int_from_float": FaultCode.NOT_WHOLE,
    "string_type": FaultCode.NOT_TEXT,
    "string_too_short": FaultCode.NOT_TEXT,
    "tuple_type": FaultCode.NOT_A_LIST,
    "greater_than_equal": FaultCode.TOO_SMALL,
    "greater_than": FaultCode.TOO_SMALL,
    "less_than_equal": FaultCode.TOO_LARGE,
    "less_than": FaultCode.TOO_LARGE,
    "string_pattern_mismatch": FaultCode.WRONG_FORMAT,
}
MOST_BYTES = 20 * 2**20
"""A question of the whole country with all its travel times takes a tenth of it."""
MOST_LISTED = {"communes": 5_000, "teams": 2_000}
"""The country has 3.321 communes; a summer of a province some hundreds of teams."""
_MOST_OF_OTHERS = 100_000
_DEEPEST = 20
"""Three times what any field of ours needs; far below what makes a reader lose its footing."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")
_LIMITS = ("ge", "gt", "le", "lt")
_SHOWN = 60


def read_instance(text: str | bytes) -> Instance:
    """The instance a JSON text states, its lists in canonical order.

    Raises ``Refused`` with every fault that stands in the way.
    """
    if len(text) > MOST_BYTES:
        raise too_large(len(text))
    data = _stated(text)
    if not isinstance(data, dict):
        raise Refused((Fault(FaultCode.NOT_AN_OBJECT),))
    if too_long := tuple(_too_long(data)):
        raise Refused(too_long)
    if strange := _strange(data):
        raise Refused((strange,))
    try:
        instance = Instance.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise Refused(first_of(_faults(error, data))) from error
    return accepted(instance)


def _stated(text: str | bytes) -> Any:
    """What the JSON says; bytes may be UTF-8, with or without its mark, or UTF-16 or 32."""
    try:
        return json.loads(text, object_pairs_hook=_each_key_once)
    except RecursionError as error:
        raise Refused((Fault(FaultCode.TOO_DEEP, "JSON", {"most": _DEEPEST}),)) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Refused((Fault(FaultCode.NOT_JSON, values={"line": line}),)) from error


def _strange(data: dict[str, Any]) -> Fault | None:
    """What no question of ours has, and what no message could tell: depth, halves of letters."""
    todo: list[tuple[object, str, int]] = [(data, "", 0)]
    while todo:
        here, name, depth = todo.pop()
        if depth > _DEEPEST:
            return Fault(FaultCode.TOO_DEEP, name, {"most": _DEEPEST})
        if isinstance(here, str) and _HALF_LETTER.search(here):
            return Fault(FaultCode.BROKEN_LETTERS, name)
        if isinstance(here, dict):
            todo += [(k, name, depth) for k in here if _HALF_LETTER.search(k)]
            todo += [(v, name or k[:_SHOWN], depth + 1) for k, v in here.items()]
        elif isinstance(here, list):
            todo += [(v, name, depth + 1) for v in here]
    return None


def too_large(size: int) -> Refused:
    """What is said of a file of so many bytes, which nobody has looked into."""
    values: dict[str, object] = {"size": -(-size // 2**20), "most": MOST_BYTES // 2**20}
    return Refused((Fault(FaultCode.FILE_TOO_LARGE, values=values),))


def _too_long(data: dict[str, Any]) -> Iterator[Fault]:
    """Lists that no question of ours comes near; their entries are not looked at."""
    for name, rows in data.items():
        most = MOST_LISTED.get(name, _MOST_OF_OTHERS)
        if isinstance(rows, list | dict) and len(rows) > most:
            values: dict[str, object] = {"given": len(rows), "limit": most}
            yield Fault(FaultCode.LIST_TOO_LONG, name[:_SHOWN], values)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; JSON itself would silently keep the last of two equal keys."""
    times = Counter(key for key, _ in pairs)
    twice = [Fault(FaultCode.CODE_TWICE, k, {"given": k, "times": n}) for k, n in times.items()]
    if len(times) < len(pairs):
        raise Refused(first_of(f for f in twice if f.values["times"] != 1))
    return dict(pairs)


def accepted(instance: Instance) -> Instance:
    """The instance in canonical order. Raises ``Refused`` when its parts contradict each other."""
    ordered = in_order(instance)
    refusing = first_of(f for f in faults_of(ordered) if f.refuses)
    if refusing:
        raise Refused(refusing)
    return ordered


def _faults(error: ValidationError, data: dict[str, Any]) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        where = _place(detail["loc"], data)
        code = _KINDS.get(detail["type"], FaultCode.WRONG_VALUE)
        if code is FaultCode.FIELD_UNKNOWN and "weights" in detail["loc"][:-1]:
            code = FaultCode.WEIGHT_UNKNOWN
        if code is FaultCode.FIELD_UNKNOWN and "flags" in detail["loc"][:-1]:
            code = FaultCode.FLAG_UNKNOWN
        yield Fault(code, where, {"given": _given(detail), "limit": _limit(detail)})


def _limit(detail: ErrorDetails) -> object:
    context = detail.get("ctx", {})
    limit = next((context[k] for k in _LIMITS if k in context), FORMAT)
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _given(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return ""
    text = json.dumps(detail["input"], ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _place(loc: tuple[int | str, ...], data: object) -> str:
    """``("teams", 2, "size")`` as ``teams[3] (TN-03).size``."""
    path = ""
    here: object = data
    for step in loc:
        if isinstance(step, int) and isinstance(here, list) and step < len(here):
            here = here[step]
            path += f"[{step + 1}]"
            code = here.get("code") or here.get("team") if isinstance(here, dict) else None
            path += f" ({code})" if isinstance(code, str) else ""
        else:
            here = here.get(step) if isinstance(here, dict) else None
            path += f".{step}" if path else str(step)
    return path
