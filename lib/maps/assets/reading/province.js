// What is said of the whole province, and under its map.

import { filled } from "../../../assets/shared/plurals.js";
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
    const before = fill(words, reported ? "unjudged" : "nothing", { name, why: reported });
    return { before, value: "", after: "", basis: "" };
  }
  const [before, after] = words.sentence.split("{value}");
  const told = both ? "change_over" : "change";
  const moved = change ? ` ${fill(words, told, { change, count: both })}` : "";
  return {
    before: filled(before, words.language, { name }), value,
    after: filled(after, words.language, { reported }) + moved, basis: "",
  };
}

// What must be said under the map; drawn: the names of the outlines by code, null where none are
// known yet.
export function noteOf({ words, units, shapes }, view, drawn) {
  const { missing, strangers } = drawn ? unmatched(units, drawn) : { missing: [], strangers: [] };
  return [
    shapes[view].note,
    missing.length ? fill(words, "no_shape", { names: missing.join(", ") }) : "",
    strangers.length ? fill(words, "no_commune", { names: strangers.join(", ") }) : "",
  ].filter(Boolean).join(". ");
}

// Names of communes without an outline, and of outlines without a commune.
function unmatched(units, drawn) {
  const codes = new Set(units.map(({ code }) => code));
  return {
    missing: units.filter(({ code }) => !drawn.has(code)).map(({ name }) => name),
    strangers: [...drawn].filter(([code]) => !codes.has(code)).map(([, name]) => name),
  };
}
