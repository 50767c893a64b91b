// What the table says of a commune: by column a text, and the key to sort by, null where not known.

import { sayOne, sayValue } from "./figures.js";
import { sayChange, sayNumber } from "./numbers.js";

export function cellsOf(now, row, words) {
  return { rank: rankOf(now, row), ...(now.pair ? ofTwo(now, row, words) : ofOne(now, row, words)) };
}

// Unranked, the larger figure stands above: an order, no judgement.
function rankOf(now, row) {
  if (now.rising) return { text: row.rank ?? "", key: row.rank };
  const value = now.values[row.i];
  return { text: "", key: row.look === "class" && value !== null ? -value : null };
}

// Two periods and their difference.
function ofTwo(now, row, words) {
  const { i } = row, withheld = row.look === "withheld";
  return {
    then: { text: sayOne(now, "then", i, words), key: now.pair.then[i] },
    value: { text: withheld ? words.withheld : sayOne(now, "now", i, words), key: now.pair.now[i] },
    delta: { text: differenceOf(now, row, words), key: now.values[i] },
  };
}

function differenceOf(now, row, words) {
  const value = now.values[row.i];
  if (value === null) return row.look === "withheld" ? "" : row.shown;
  if (now.kind === "passage") return sayValue(now, row.i, row, words);
  return sayChange(value, now.digits, words);
}

function ofOne(now, row, words) {
  const { i } = row, counted = now.kind !== "yes_no", moved = now.changes[i];
  const known = row.look === "class" && now.values[i] !== null; // a place may be shown that has no figure
  const plain = known && counted && !now.aside(i);
  return {
    then: { text: "", key: null },
    value: {
      text: plain ? sayNumber(now.values[i], now.digits, words) : row.shown,
      key: known ? now.values[i] : null,
    },
    delta: { text: counted && moved !== null ? sayChange(moved, now.digits, words) : "", key: moved },
  };
}
