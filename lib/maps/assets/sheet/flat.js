// Outlines small enough to be drawn flat: degrees of longitude shrink with the latitude.

export const WIDTH = 300;

export function outlinesOf({ features, outline }) {
  const points = features.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
  const xs = points.filter((_, i) => i % 2 === 0), ys = points.filter((_, i) => i % 2);
  const west = Math.min(...xs), north = Math.max(...ys), south = Math.min(...ys);
  const shrink = Math.cos((north + south) / 2 * Math.PI / 180);
  const scale = WIDTH / ((Math.max(...xs) - west) * shrink);
  const at = ([x, y]) =>
    `${((x - west) * shrink * scale).toFixed(1)} ${((north - y) * scale).toFixed(1)}`;
  const path = (rings) => rings.map((ring) => `M${ring.map(at).join("L")}`).join("");
  const closed = (rings) => `${path(rings).replaceAll("M", "ZM").slice(1)}Z`;
  return {
    height: Math.ceil((north - south) * scale),
    outline: path(outline.coordinates),
    units: new Map(features.map(({ id, properties, geometry }) => [
      String(properties.code ?? id),
      closed(geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()),
    ])),
  };
}
