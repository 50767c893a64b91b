"""Plans against CP-SAT on twelve small questions, proven anew in an interpreter of its own."""

from __future__ import annotations

import json
from typing import Any

from tests.bench.peers import environment, left_out
from tests.bench.report import Bar, Report
from tests.planning.asking import asked
from tests.planning.second_opinion import HERE, RECORDED, SEEDS, optima
from tests.support.planning import corner


def run(*, short: bool = False) -> dict[str, Any]:
    """Differences in value and in guarantees missed; and to what the tests compare with."""
    questions = [corner(seed) for seed in (SEEDS[:2] if short else SEEDS)]
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))[: len(questions)]
    pins = HERE / "requirements.txt"
    proven = recorded if left_out(short, pins) else optima(questions, environment(pins))
    ours = [asked(question, gap=0.0) for question in questions]
    pairs = list(zip(ours, proven, strict=True))
    return Report(
        bars=[
            Bar(
                what="largest difference in value to CP-SAT on small seeds",
                measured=max(abs(a["objective"] - p["value"]) for a, p in pairs),
                bar=1e-3,
            ),
            Bar(
                what="seeds with other guarantees missed, unproven, or not as recorded",
                measured=sum(
                    not p["proven"] or a["unmet_count"] != p["unmet"] or p != r
                    for (a, p), r in zip(pairs, recorded, strict=True)
                ),
                bar=0,
            ),
        ],
        figures={"ours": [a["objective"] for a in ours], "cpsat": proven},
    ).as_dict()
