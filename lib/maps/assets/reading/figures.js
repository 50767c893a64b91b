// A commune's figure in words, and its place among the others.

import { sayChange, sayNumber } from "./numbers.js";
import { unitOf } from "./sentences.js";

const IN_WORDS = {
  none: "no_report", blank: "blank", "not-now": "not_now", "not-then": "not_then", part: "part",
};

// What is read out: the figure, and what must be said beside it.
export function sayValue(layer, i, { look }, words) {
  if (look === "withheld") return words.withheld;
  if (look === "lacking") return layer.lacking;
  const text = IN_WORDS[look] ? words[IN_WORDS[look]] : sayFigure(layer, i, look, words);
  const aside = layer.aside(i);
  return aside ? `${text} (${aside})` : text;
}

function sayFigure(layer, i, look, words) {
  const value = layer.values[i];
  if (look === "not-applicable" || value === null) return layer.nothing || words.not_applicable;
  if (layer.kind === "yes_no") return value >= 1 ? words.yes : words.no;
  if (layer.kind === "passage") return words[`class_${["lost", "same", "gained"][value + 1]}`];
  const say = layer.kind === "change" ? sayChange : sayNumber;
  const number = say(value, layer.digits, words);
  return `${number} ${unitOf(layer, number, words)}`;
}

// One of the two figures behind a change.
export function sayOne(layer, which, i, words) {
  const value = layer.pair[which][i];
  if (value === null) return "–";
  if (layer.kind === "passage") return value >= 1 ? words.yes : words.no;
  return sayNumber(value, layer.digits, words);
}

export const isZero = (layer, i, look) =>
  look === "class" && ["number", "share"].includes(layer.kind) && layer.values[i] === 0;

export const isAbove = (layer, i, look) =>
  look === "class" && layer.kind === "share" && layer.values[i] > 100 * 10 ** layer.digits;

// The sign beside a name: a zero, or a share above a hundred, which is probably an error.
export function signOf(layer, i, look) {
  if (isAbove(layer, i, look)) return "!";
  return isZero(layer, i, look) ? "0" : "";
}

// 1 for the best; the same for equal values; null where nothing is known now, and everywhere where
// communes are not ranked: a larger commune has more of all that is counted.
export function ranks(layer, looks) {
  if (!layer.rising) return looks.map(() => null);
  const way = layer.rising < 0 ? 1 : -1;
  // What must be explained is a part of the villages: it has no rank.
  const known = layer.values.map((v, i) => (looks[i].look === "class" && !layer.aside(i) ? v : null));
  const order = known.filter((v) => v !== null).sort((a, b) => way * (a - b));
  const first = new Map();
  order.forEach((v, i) => { if (!first.has(v)) first.set(v, i + 1); });
  return known.map((v) => (v === null ? null : first.get(v)));
}
