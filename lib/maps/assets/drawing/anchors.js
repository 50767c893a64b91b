// The point inside a shape where a mark belongs.

const ROUNDS = 3, STEPS = 10;

// The point deepest inside a polygon, by a grid that narrows three times: near enough for a glyph.
export function anchorOf(geometry) {
  const ring = widestRing(geometry);
  const xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y);
  let west = Math.min(...xs), east = Math.max(...xs);
  let south = Math.min(...ys), north = Math.max(...ys), best = null;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 1; i < STEPS; i++) for (let j = 1; j < STEPS; j++) {
      const x = west + (east - west) * i / STEPS, y = south + (north - south) * j / STEPS;
      const depth = depthOf(x, y, ring);
      if (!best || depth > best.depth) best = { x, y, depth };
    }
    const [w, h] = [(east - west) / STEPS, (north - south) / STEPS];
    [west, east, south, north] = [best.x - w, best.x + w, best.y - h, best.y + h];
  }
  return { lat: best.y, lng: best.x };
}

function widestRing({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.map(([ring]) => ring).sort((a, b) => areaOf(b) - areaOf(a))[0];
}

// Twice the area within a ring.
function areaOf(ring) {
  return Math.abs(ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + x * v - u * y;
  }, 0));
}

// Distance to the ring, squared; negative outside.
function depthOf(x, y, ring) {
  let inside = false, near = Infinity;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i], [bx, by] = ring[j];
    if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    near = Math.min(near, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2);
  }
  return inside ? near : -near;
}
