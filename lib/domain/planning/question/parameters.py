"""The settings of a plan as a form offers them, read from their one declaration in ``Rules``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lib.domain.planning.question.instance import Rules

Value = int | float | None
_APART = frozenset({"diminishing", "stay_weeks", "start_every_weeks"})
"""A list of steps with a table of its own, and what is asked in days."""
_IN_DAYS = {"stay_days": "stay_weeks", "start_every_days": "start_every_weeks"}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of the rules."""

    path: tuple[str, ...]
    """``("weights", "border")``."""
    kind: Literal["integer", "number"]
    low: float | None
    high: float | None
    above_low: bool
    """Whether ``low`` itself is refused."""
    optional: bool
    default: Value

    @property
    def key(self) -> str:
        """Its name in the catalogues, under ``planner_rule``."""
        return "_".join(self.path)

    def of(self, rules: Rules) -> Value:
        """What is set."""
        found: Any = rules
        for name in self.path:
            found = getattr(found, name)
        if found is None and self.path[-1] in _IN_DAYS:
            weeks = getattr(rules, _IN_DAYS[self.path[-1]])
            found = None if weeks is None else 7 * weeks
        return None if found is None else (int(found) if self.kind == "integer" else float(found))


def parameters(group: str = "") -> tuple[Parameter, ...]:
    """Every number of the rules in the order of its declaration; those of one group where named."""
    schema = Rules.model_json_schema()
    found = tuple(_walk(schema["properties"], schema["$defs"], ()))
    return tuple(p for p in found if not group or p.path[0] == group)


def with_values(rules: Rules, values: Mapping[tuple[str, ...], Value]) -> Rules:
    """The rules with these numbers. Raises ``ValidationError`` for one out of its bounds."""
    told = rules.model_dump(mode="json")
    for path, value in values.items():
        *above, last = path
        place = told
        for name in above:
            place = place[name]
        place[last] = value
    return Rules.model_validate_json(json.dumps(told))


def _walk(
    properties: Mapping[str, Any], shared: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[Parameter]:
    for name, said in properties.items():
        path = (*above, name)
        if name in _APART:
            continue
        if "$ref" in said:
            yield from _walk(shared[said["$ref"].rsplit("/", 1)[-1]]["properties"], shared, path)
            continue
        told = next((k for k in said.get("anyOf", ()) if k["type"] != "null"), said)
        yield Parameter(
            path=path,
            kind=told["type"],
            low=told.get("minimum", told.get("exclusiveMinimum")),
            high=told.get("maximum"),
            above_low="exclusiveMinimum" in told,
            optional="anyOf" in said,
            default=said.get("default"),
        )
