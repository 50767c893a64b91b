"""From the text of an instance file to an instance, or to every reason why not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lib.domain.planning.checks import faults_of
from lib.domain.planning.faults import Fault, FaultCode, Refused
from lib.domain.planning.instance import FORMAT, Instance, in_order

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
_LIMITS = ("ge", "gt", "le", "lt")
_SHOWN = 60


def read_instance(text: str | bytes) -> Instance:
    """The instance a JSON text states, its lists in canonical order.

    Raises ``Refused`` with every fault that stands in the way.
    """
    try:
        data = json.loads(text, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused((Fault(FaultCode.NOT_JSON, values={"line": line}),)) from error
    if not isinstance(data, dict):
        raise Refused((Fault(FaultCode.NOT_AN_OBJECT),))
    try:
        instance = Instance.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise Refused(tuple(_faults(error, data))) from error
    return accepted(instance)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; JSON itself would silently keep the last of two equal keys."""
    times = Counter(key for key, _ in pairs)
    twice = [Fault(FaultCode.CODE_TWICE, k, {"given": k, "times": n}) for k, n in times.items()]
    if len(times) < len(pairs):
        raise Refused(tuple(f for f in twice if f.values["times"] != 1))
    return dict(pairs)


def accepted(instance: Instance) -> Instance:
    """The instance in canonical order. Raises ``Refused`` when its parts contradict each other."""
    ordered = in_order(instance)
    refusing = tuple(f for f in faults_of(ordered) if f.refuses)
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
    return next((context[k] for k in _LIMITS if k in context), FORMAT)


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
