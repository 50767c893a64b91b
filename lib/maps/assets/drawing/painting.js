// Values on the map: each commune's fill, and whether a filter leaves it out.

import { fillOf } from "./patterns.js";

export function paint(shown, units) {
  for (const place of shown.units.values()) {
    const unit = units.get(place.code);
    const write = shown.crowd ? fillOnCanvas : fillPath;
    write(place, unit || { look: "not-applicable" }, shown);
    fade(place, Boolean(unit && unit.faded));
  }
}

function fillPath(place, unit, { defs }) {
  const paint = fillOf(unit, defs);
  if (place.fill === paint) return;
  // As setStyle, without writing the seven attributes that stay.
  place.polygon.options.fillColor = place.fill = paint;
  place.path.setAttribute("fill", paint);
}

function fillOnCanvas(place, unit, { crowd }) {
  const fillColor = crowd.fillOf(unit), fillOpacity = unit.faded ? 0.13 : 1;
  if (place.fill === fillColor && place.fillOpacity === fillOpacity) return;
  Object.assign(place, { fill: fillColor, fillOpacity });
  place.polygon.setStyle({ fillColor, fillOpacity }); // all of them are drawn in one frame
}

function fade(place, faded) {
  if (place.faded === faded) return;
  place.faded = faded;
  for (const mark of [place.path, place.badge, ...place.bands]) {
    if (mark) mark.classList.toggle("faded", faded);
  }
}
