// The legend in words: classes as intervals, how many communes each holds, signs and rules.

import { isAbove, isZero } from "./figures.js";
import { LOOK_WORDS } from "./looks.js";
import { fill, unitOf } from "./sentences.js";

// The half-open interval of a class in words, after its own word where it has one.
export function sayClass(layer, classing, index, words) {
  const word = classing.words[index] ? words[classing.words[index]] : "";
  if (word && ["yes_no", "passage"].includes(layer.kind)) return word;
  if (word && classing.words.length === 2) return word; // communes with at least one
  const low = classing.breaks[index - 1], high = classing.breaks[index];
  const interval = fill(words, shapeOf(low, high), { low, high, unit: unitOf(layer, high ?? low, words) });
  return word ? fill(words, "with_word", { word, interval }) : interval;
}

function shapeOf(low, high) {
  if (low === undefined) return high === undefined ? "all" : "below";
  return high === undefined ? "from" : "between";
}

// The classes, then the looks without a class that occur. Who has not reported is told even where
// it is nobody.
export function legendRows(sheet, { now, parting, rows }, flags) {
  const { words } = sheet;
  const classes = parting.colours.map((colour, i) =>
    ({ key: String(i), label: sayClass(now, parting, i, words), colour, look: "class" }));
  const blanks = LOOK_WORDS
    .filter(([look]) => (look === "none" && now.kind !== "place") || rows.some(({ key }) => key === look))
    .map(([look, word]) => ({ key: look, label: blankLabel(now, look, words[word]), colour: "", look }));
  const count = flags.size ? "count_of" : "count";
  return [...classes, ...blanks].map((row) => {
    const all = rows.filter(({ key }) => key === row.key);
    const part = all.filter(({ inFlags }) => inFlags).length;
    return { ...row, count: fill(words, count, { part, count: all.length }) };
  });
}

function blankLabel(now, look, usual) {
  const label = { "not-applicable": now.nothing, lacking: now.lacking }[look] || usual;
  return label[0].toUpperCase() + label.slice(1);
}

// How many communes the filters leave; "" where nothing is filtered.
export function filteredOf({ words }, rows, { flags, classes }) {
  if (!flags.size && !classes.size) return "";
  return fill(words, "filtered", { count: rows.filter(({ out }) => !out).length, total: rows.length });
}

// The signs beside names that occur, with what they mean.
export function signsOf({ words }, now, rows) {
  const occurs = (is) => rows.some(({ i, look }) => is(now, i, look));
  return [
    ...(occurs(isZero) ? [["0", words.zero]] : []),
    ...(occurs(isAbove) ? [["!", words.above_hundred]] : []),
  ];
}

// How a value finds its colour.
export function ruleOf({ words }, now, parting) {
  return [
    `${now.formula}.`, parting.rule, parting.breaks.length ? words.half_open : "", words.flag_rule,
  ].filter(Boolean).join(" ");
}
