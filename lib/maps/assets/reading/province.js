// What is said of the whole province, and under its map.

import { fill } from "./sentences.js";

// The sentence: before the value, the value ("" where there is none), after it, and its basis.
export function sentenceOf({ words }, now) {
  const { name, value, reported, change, both } = now;
  if (now.pair) {
    const [before, stressed, after, basis] = now.pair.told;
    return { before, value: stressed, after, basis };
  }
  if (!value) {
    // Said without a value: there was nothing to judge by.
    const before = fill(reported ? words.unjudged : words.nothing, { name, why: reported });
    return { before, value: "", after: "", basis: "" };
  }
  const [before, after] = words.sentence.split("{value}");
  const told = both ? words.change_over : words.change;
  const moved = change ? ` ${fill(told, { change, count: both })}` : "";
  return { before: fill(before, { name }), value, after: fill(after, { reported }) + moved, basis: "" };
}

// What must be said under the map. missing: codes without an outline; strangers: names of outlines
// without a commune.
export function noteOf({ words, units, shapes }, view, { missing = [], strangers = [] }) {
  const names = units.filter(({ code }) => missing.includes(code)).map(({ name }) => name);
  return [
    shapes[view].note,
    names.length ? fill(words.no_shape, { names: names.join(", ") }) : "",
    strangers.length ? fill(words.no_commune, { names: strangers.join(", ") }) : "",
  ].filter(Boolean).join(". ");
}
