"""Repeatable chance: one independent stream for every subject."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


def stream(seed: int, subject: str) -> np.random.Generator:
    """The stream of one subject: changing how another draws leaves this one as it was."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def shares_of(total: int, weights: Floats, *, least: int = 0) -> Ints:
    """``total`` in whole parts near the weights, each at least ``least``; sums exactly."""
    free = total - least * len(weights)
    exact = weights / weights.sum() * free
    parts = np.floor(exact).astype(np.int64)
    most_cut = np.argsort(parts - exact, kind="stable")[: free - int(parts.sum())]
    parts[most_cut] += 1
    whole: Ints = parts + least
    return whole


def pick(rng: np.random.Generator, chances: Floats) -> Ints:
    """One column index for each row of ``chances``, whose rows sum to 1."""
    reached = np.cumsum(chances, axis=1)
    drawn = rng.random(len(chances))[:, None]
    found: Ints = np.minimum((drawn > reached).sum(axis=1), chances.shape[1] - 1)
    return found


def between(near: tuple[float, ...], far: tuple[float, ...], place: Floats) -> Floats:
    """Rows that move from ``near`` (place 0) to ``far`` (place 1)."""
    mixed: Floats = np.outer(1 - place, near) + np.outer(place, far)
    return mixed
