// The arrow keys on the map: from commune to commune.

export const WAYS = {
  ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
};

// The nearest of the places that lies more in this direction than across it; null for none.
export function nearest(places, from, [dx, dy], pointOf) {
  const here = pointOf(from);
  let best = null;
  for (const place of places) {
    const at = pointOf(place), x = at.x - here.x, y = at.y - here.y;
    const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 0 || across > along * 1.2) continue;
    const cost = along + across;
    if (!best || cost < best.cost) best = { place, cost };
  }
  return best && best.place;
}
