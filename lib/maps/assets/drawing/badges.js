// Flags and names on the map; they never hide the fill that carries the value.

import { drawn, node } from "../../../assets/shared/elements.js";
import { isDark } from "./colours.js";
import { NEAR } from "./crowd.js";
import { traced } from "./mounting.js";

const GLYPHS = { r: "M6 1.2 11 10.4H1Z", s: "M6 .8 11.2 6 6 11.2 .8 6Z" };

export const glyph = (flag) =>
  drawn("svg", { viewBox: "0 0 12 12", class: `glyph glyph-${flag}`, "aria-hidden": "true" },
    drawn("path", { d: GLYPHS[flag] }));

export function mark(map, shown, scene) {
  shown.marks.clearLayers();
  for (const place of inSight(map, shown)) {
    const unit = scene.units.get(place.code);
    const flags = [...(unit ? unit.flags : "")].filter((flag) => scene.drawn.includes(flag));
    place.bands = flags.includes("b") ? inset(place, shown) : [];
    place.faded = undefined;
    const badge = badgeOf(place, flags.filter((flag) => flag in GLYPHS));
    const spot = scene.tiles ? place.polygon.getBounds().getCenter() : place.anchor;
    L.marker(spot, {
      interactive: false, keyboard: false,
      icon: L.divIcon({ html: badge, className: "badge-spot", iconSize: [0, 0] }),
    }).addTo(shown.marks);
  }
}

function badgeOf(place, glyphs) {
  const badge = node("div", "badge"), row = node("span", "glyphs");
  place.tag = node("span", "place-name", place.name);
  place.signed = node("span", "sign", place.sign || "");
  row.append(...glyphs.map(glyph), place.signed);
  badge.append(place.tag, row);
  badge.classList.toggle("on-dark", place.dark);
  place.badge = badge;
  place.glyphs = glyphs.length;
  return badge;
}

// All of them; of a crowd those in sight when they are few, and nothing when they are many.
export function inSight(map, shown) {
  const places = [...shown.units.values()];
  if (!shown.crowd) return places;
  for (const place of places) Object.assign(place, { badge: null, tag: null, bands: [], glyphs: 0 });
  if (shown.defs) shown.defs.remove();
  shown.defs = null;
  const frame = map.getBounds();
  const near = places.filter(({ polygon }) => frame.intersects(polygon.getBounds()));
  return near.length > NEAR ? [] : near;
}

// Strokes clipped to the commune itself, so two neighbours' borders never run into each other.
function inset(place, shown) {
  return traced(place, shown.marks, ["border-band", "border-line"]).map((band) => {
    const path = band.getElement();
    if (shown.crowd || !place.clipped) clipOf(place, path, shown);
    path.setAttribute("clip-path", `url(#inside-${place.index})`);
    return path;
  });
}

// Only for communes with a band: the browser copies a used outline anew with each change of it.
function clipOf(place, path, shown) {
  if (!shown.defs) {
    shown.defs = drawn("defs");
    path.ownerSVGElement.append(shown.defs);
  }
  shown.defs.append(drawn("clipPath", { id: `inside-${place.index}` }, shown.crowd
    ? drawn("path", { d: path.getAttribute("d"), "clip-rule": "evenodd" })
    : drawn("use", { href: `#unit-${place.index}` })));
  place.clipped = true;
}

// The sign of a value, and letters that can be read on its colour.
export function signBadge(place, unit) {
  const dark = isDark(unit ? unit.colour : ""), sign = unit ? unit.sign : "";
  if (place.dark !== dark) {
    place.dark = dark;
    place.badge.classList.toggle("on-dark", dark);
  }
  if (place.sign !== sign) place.signed.textContent = place.sign = sign;
}
