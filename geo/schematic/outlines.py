"""From labelled cells to smooth polygons that share their edges."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Label = NDArray[np.int64]


def polygons(held: Label, count: int, *, smooth_cells: float) -> list[shapely.Polygon]:
    """One polygon for each of the ``count`` communes, in cells; no gaps, no overlaps."""
    arcs = [_smoothed(a, smooth_cells) for a in _arcs(held)]
    faces = shapely.get_parts(shapely.polygonize(arcs))
    owner = _owners(faces, held)
    _one_part_each(faces, owner, count)
    whole = [shapely.coverage_union_all(faces[owner == k]) for k in range(count)]
    return _without_holes(whole)


def _arcs(held: Label) -> NDArray[np.object_]:
    """Lines between differing cells, cut where three meet."""
    wide = np.pad(held, 1, constant_values=held.max())
    r, c = np.nonzero(wide[:, 1:] != wide[:, :-1])
    upright = np.stack([np.c_[c, r - 1], np.c_[c, r]], axis=1)
    r, c = np.nonzero(wide[1:, :] != wide[:-1, :])
    level = np.stack([np.c_[c - 1, r], np.c_[c, r]], axis=1)
    edges = shapely.linestrings(np.concatenate([upright, level]).astype(float))
    return shapely.get_parts(shapely.line_merge(shapely.multilinestrings(edges)))


def _smoothed(arc: shapely.LineString, width: float) -> shapely.LineString:
    """The staircase as a soft line; ends stay where they are."""
    points = shapely.get_coordinates(shapely.segmentize(arc, 0.5))
    closed = bool((points[0] == points[-1]).all())
    reach = min(int(4 * width), len(points) - 1)
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-(steps**2) / (2 * width**2))
    weights /= weights.sum()
    if closed:
        wide = np.r_[points[:-1][-reach:], points[:-1], points[:-1][:reach]]
    else:
        # Mirrored through its ends, so that the average there is the end itself.
        before = 2 * points[0] - points[1 : reach + 1][::-1]
        after = 2 * points[-1] - points[-reach - 1 : -1][::-1]
        wide = np.r_[before, points, after]
    soft = np.column_stack([np.convolve(wide[:, k], weights, "valid") for k in (0, 1)])
    if closed:
        soft = np.r_[soft, soft[:1]]
    else:
        soft[0], soft[-1] = points[0], points[-1]
    return shapely.LineString(soft)


def _owners(faces: NDArray[np.object_], held: Label) -> Label:
    """The label most frequent among the cells whose centre lies in each face."""
    rows, columns = np.indices(held.shape)
    centres = shapely.points(columns.ravel() + 0.5, rows.ravel() + 0.5)
    face, cell = shapely.STRtree(centres).query(faces, predicate="contains")
    votes = np.zeros((len(faces), held.max() + 1))
    np.add.at(votes, (face, held.ravel()[cell]), 1)
    votes[:, -1] += 0.5  # a face without a cell is nobody's
    return votes.argmax(axis=1)


def _one_part_each(faces: NDArray[np.object_], owner: Label, count: int) -> None:
    """Gives every part but the largest of each commune to the neighbour around it."""
    for k in range(count):
        mine = np.flatnonzero(owner == k)
        largest = mine[np.argmax(shapely.area(faces[mine]))]
        for part in mine[mine != largest]:
            shared = shapely.length(shapely.intersection(faces[part].boundary, faces))
            shared[owner == k] = 0
            owner[part] = owner[np.argmax(shared)]


def _without_holes(whole: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Fills what nobody of ours holds inside the province."""
    for hole in shapely.get_parts(shapely.polygonize(list(_inner_rings(whole)))):
        shared = shapely.length(shapely.intersection(hole.boundary, whole))
        k = int(np.argmax(shared))
        whole[k] = shapely.coverage_union_all([whole[k], hole])
    return whole


def _inner_rings(whole: list[shapely.Polygon]):
    for part in shapely.get_parts(shapely.coverage_union_all(whole)):
        yield from part.interiors


def simplified(whole: list[shapely.Polygon], tolerance: float) -> list[shapely.Polygon]:
    """Fewer points, edges still shared."""
    return list(shapely.coverage_simplify(whole, tolerance))
