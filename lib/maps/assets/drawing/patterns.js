// What no single colour can say: hatches of an SVG map, for communes without a figure of this period.

import { drawn } from "../../../assets/shared/elements.js";

const pattern = (id, ...children) => drawn("pattern",
  { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  ...children);

const ground = (attributes) => drawn("rect", { width: 7, height: 7, ...attributes });
const hatched = () => ground({ class: "hatch-ground" });
const plain = () => ground({ class: "plain-ground" });
const line = (ends, className) => drawn("line", { x1: 0, y1: 0, x2: 0, y2: 0, ...ends, class: className });
const down = (x, className) => line({ x1: x, x2: x, y2: 7 }, className);
const across = (className) => line({ x2: 7 }, className);

// The hatch of a missing report.
export const missing = (id) => pattern(id, hatched(), down(0, "hatch-line"));

export function patterns() {
  return [
    missing("look-none"),
    pattern("look-lacking", hatched(), down(0, "hatch-line thin"), across("hatch-line thin")),
    pattern("look-blank", hatched(), down(0, "hatch-line thin")),
    pattern("look-not-now", hatched(), across("hatch-line")),
    pattern("look-not-then", hatched(),
      drawn("path", { d: "M0 0h3.5v3.5H0zM3.5 3.5H7V7H3.5z", class: "hatch-dot" })),
    pattern("look-part", hatched(), down(0, "hatch-line thin"), down(3, "hatch-line thin")),
    pattern("look-not-applicable", plain()),
    pattern("look-withheld", plain(),
      drawn("circle", { cx: 3.5, cy: 3.5, r: 1.3, class: "hatch-dot" })),
  ];
}

// An old figure keeps the tint of its class under the hatch of a missing report.
function aged(colour, defs) {
  const id = `look-old-${colour.slice(1)}`;
  if (!defs.querySelector(`#${id}`)) {
    defs.append(pattern(id, ground({ fill: colour, "fill-opacity": 0.75 }),
      down(2.4, "hatch-gleam"), down(0, "hatch-line")));
  }
  return `url(#${id})`;
}

// The fill of a commune: its colour, or the pattern of its look, which lies in defs.
export function fillOf({ look, colour }, defs) {
  if (look === "class") return colour;
  return look === "old" ? aged(colour, defs) : `url(#look-${look})`;
}
