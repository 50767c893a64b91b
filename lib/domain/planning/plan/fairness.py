"""How evenly a plan spreads its teams over the communes that have something to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lib.domain.planning.plan.plan import Plan


def gini(values: Sequence[float]) -> float | None:
    """0 when everybody has the same, towards 1 when one has all; ``None`` for nothing to share."""
    total, count = sum(values), len(values)
    if not count or total <= 0:
        return None
    ranked = sum(place * value for place, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (count * total) - (count + 1) / count


def unevenness(plan: Plan) -> float | None:
    """The Gini coefficient of stays over communes that have need."""
    stays = Counter(s.commune for s in plan.stays)
    return gini([stays[c.code] for c in plan.instance.communes if c.need])
