// The communes as they are looked at now.

import { isAbove, ranks, sayOne, sayValue } from "./figures.js";
import { keyOf, lookOf } from "./looks.js";
import { fill } from "./sentences.js";

// How each commune looks: its class, its colour, and whether the filters leave it out.
export function rowsOf(sheet, parting, { flags, classes }) {
  return sheet.units.map((unit, i) => {
    const cell = lookOf(parting.cells[i]), key = keyOf(cell);
    const inFlags = [...flags].every((flag) => unit.flags.includes(flag));
    const out = !inFlags || (classes.size > 0 && !classes.has(key));
    return { unit, i, look: cell.look, colour: parting.colours[cell.index] || "", key, inFlags, out };
  });
}

// Adds to each commune its rank and its figure in words. Colours are waited for, these are not.
export function putInWords(sheet, now, rows) {
  const found = ranks(now, rows);
  for (const row of rows) {
    row.rank = found[row.i];
    row.shown = sayValue(now, row.i, row, sheet.words);
  }
}

// What is read out of a commune.
export function linesOf(sheet, now, row) {
  const { words, options } = sheet;
  return [
    row.unit.name,
    sayValue(now, row.i, row, words),
    now.pair ? fill(words, "pair", {
      then: sayOne(now, "then", row.i, words), now: sayOne(now, "now", row.i, words),
      unit: now.pair.unit,
    }) : "",
    isAbove(now, row.i, row.look) ? words.above_hundred : "",
    row.rank ? fill(words, "rank_of", { rank: row.rank, total: now.ranked }) : "",
    ...options.flags.map(([flag, , word]) => (row.unit.flags.includes(flag) ? word : "")),
  ].filter(Boolean);
}
