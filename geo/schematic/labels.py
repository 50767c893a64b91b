"""From shares to one commune for each cell, blurred and with the published areas kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def labels(shares: Numbers, areas_cells: Numbers, blur_cells: float, *, rounds: int = 40):
    """Number of the commune that holds each cell; the last number is "none of ours".

    ``shares`` has one grid for each commune and one for the rest; ``areas_cells`` the cells each
    commune should get.
    """
    chance = np.log(np.stack([blurred(s, blur_cells) for s in shares]) + 1e-6)
    price = np.zeros(len(shares))
    for _ in range(rounds):
        held = np.argmax(chance - price[:, None, None], axis=0)
        cells = np.bincount(held.ravel(), minlength=len(shares))[:-1] + 0.1
        price[:-1] += 0.3 * np.clip(np.log(cells / areas_cells), -1, 1)
    return held


def blurred(image: Numbers, width: float) -> Numbers:
    """The image under a Gaussian of standard deviation ``width`` cells."""
    if width <= 0:
        return image
    reach = np.arange(-int(4 * width) - 1, int(4 * width) + 2)
    weights = np.exp(-(reach**2) / (2 * width**2))
    weights /= weights.sum()
    for axis in (0, 1):
        image = sum(w * np.roll(image, r, axis) for w, r in zip(weights, reach, strict=True))
    return image
