// A commune's last periods as a line of a finger's width.

import { drawn } from "../../../assets/shared/elements.js";

const WIDTH = 84, HEIGHT = 22, EDGE = 2;
const isKnown = (value) => value !== null && value !== undefined;

// One scale of change for all communes, so that lines can be held against each other.
export function scaleOf(series) {
  const ends = series.map((values) => values.filter(isKnown))
    .filter((known) => known.length).map((known) => [Math.min(...known), Math.max(...known)]);
  const span = Math.max(1, ...ends.map(([low, high]) => high - low));
  return (values) => {
    const known = values.filter(isKnown);
    const middle = (Math.min(...known) + Math.max(...known)) / 2;
    return (value) => HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 2 * EDGE);
  };
}

// A line through the periods; broken where nothing was reported, a dot where nothing is beside it.
export function lineOf(values, height) {
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  const there = (i) => isKnown(values[i]), x = (i) => EDGE + i * step;
  const at = (i) => `${x(i).toFixed(1)} ${height(values[i]).toFixed(1)}`;
  const path = values.map((_, i) => (!there(i) ? "" : `${there(i - 1) ? "L" : "M"}${at(i)}`)).join("");
  const alone = values.map((_, i) => i).filter((i) => there(i) && !there(i - 1) && !there(i + 1));
  return { path, dots: alone.map((i) => [x(i), height(values[i])]) };
}

export function sparkline(values, height) {
  const { path, dots } = lineOf(values, height);
  return drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "spark", "aria-hidden": "true" },
    drawn("path", { d: path }),
    ...dots.map(([cx, cy]) => drawn("circle", { cx, cy, r: 2 })));
}
