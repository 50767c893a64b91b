// How large what lies on the map is, and which names there is room for.

import { widthOn } from "./mounting.js";

const FONT = "600 11px 'Be Vietnam Pro', system-ui, sans-serif";
const between = (low, value, high) => Math.max(low, Math.min(high, value));
let pen;

// Borders and glyphs grow with the map; tile names are as wide as a tile on screen.
export function measure(map, shown, scene) {
  const { style, classList } = map.getContainer();
  classList.toggle("tiles", scene.tiles);
  const [first] = shown.units.values();
  let scale = 0.75 + (map.getZoom() - 8) * 0.3;
  if (first && scene.tiles) {
    const width = widthOn(map, first);
    style.setProperty("--tile", `${width}px`);
    style.setProperty("--tile-text", `${between(6, width / 4.6, 14)}px`);
    scale = width / 44;
  }
  style.setProperty("--scale", between(0.5, scale, 1.3));
}

export function label(map, shown, { tiles, chosen }) {
  const places = [...shown.units.values()].filter(({ tag }) => tag);
  const named = tiles ? new Set(places) : namesThatFit(places.map((place) => spaceOf(map, place)), chosen);
  for (const place of places) place.tag.hidden = !named.has(place);
}

function spaceOf(map, place) {
  place.textWidth ??= textWidth(place.name) + 6;
  return { place, width: widthOn(map, place), at: map.latLngToLayerPoint(place.anchor) };
}

function textWidth(name) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = FONT;
  return pen.measureText(name).width;
}

// Names that fit into their commune and touch no other name or glyph: the chosen commune first,
// then the widest. Of each place: how wide its outline is, and where its anchor stands.
export function namesThatFit(spaced, chosen) {
  const named = new Set(), taken = [];
  for (const { place, at } of spaced) {
    if (place.glyphs) taken.push({ place, x: at.x, y: at.y, w: 8 * place.glyphs, h: 8 });
  }
  const first = ({ place }) => (place.code === chosen ? 0 : 1);
  const order = [...spaced].sort((a, b) => first(a) - first(b) || b.width - a.width);
  for (const { place, width, at } of order) {
    const spot = { place, x: at.x, y: at.y, w: place.textWidth / 2, h: place.glyphs ? 15 : 8 };
    const fits = place.textWidth < width * 0.85 || place.code === chosen;
    if (!fits || taken.some((other) => other.place !== place && touch(other, spot))) continue;
    named.add(place);
    taken.push(spot);
  }
  return named;
}

const touch = (a, b) => Math.abs(a.x - b.x) <= a.w + b.w && Math.abs(a.y - b.y) <= a.h + b.h;
