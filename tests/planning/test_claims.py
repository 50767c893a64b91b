"""What a plan says of itself is so: held against one plain model of the whole question.

`python -m tests.bench plan_claims` asks 2,000 such questions.
"""

from __future__ import annotations

import pytest

from tests.planning.second_opinion.claims import false_claims, small


@pytest.mark.parametrize("seed", range(40))
def test_no_proof_no_bound_and_no_at_most_is_false(seed):
    assert false_claims(small(seed), **({"gap": 0.0} if seed % 2 else {})) == []
