// The payload of a period: lists become objects, rows become numbers.

import { lookOf } from "./looks.js";
import { readRow } from "./numbers.js";

function readClassing([mode, breaks, colours, cells, words, rule], palette) {
  return { mode, breaks, colours: colours.map((i) => palette[i]), cells, words, rule };
}

function readPair([then, now, unit, ...told]) {
  return { then: readRow(then), now: readRow(now), unit, told };
}

// The communes that a rank is told of: those with a whole figure of this period.
function rankedBy({ cells }, aside) {
  return [...cells].filter((sign, i) => lookOf(sign).look === "class" && !aside(i)).length;
}

function readLayer([code, group, name, unit, formula, digits, rising, kind, values, changes,
  [value, reported, change, both], classings, pair, nothing, lacking = "", beside = -1], sent) {
  const texts = sent.beside[beside] || {};
  const aside = (i) => sent.asides[texts[i]] || "";
  const parted = classings.map((classing) => readClassing(classing, sent.palette));
  return {
    code, group, name, unit, formula, digits, rising, kind, value, reported, change, both,
    nothing, lacking, aside, values: readRow(values), changes: readRow(changes),
    pair: pair && readPair(pair), ranked: rankedBy(parted[0], aside),
    classings: new Map(parted.map((classing) => [classing.mode, classing])),
  };
}

export function readSheet(sent) {
  const marks = sent.marks.split(",");
  const layers = sent.layers.map((layer) => readLayer(layer, sent));
  return {
    ...sent,
    units: sent.codes.split(",").map((code, i) => ({ code, name: sent.names[i], flags: marks[i] })),
    layers: new Map(layers.map((layer) => [layer.code, layer])),
  };
}
