// What the browser's reader says of a sheet: questions come by standard input, answers leave as JSON.

import { readFileSync } from "node:fs";

import { classingOf, fromAddress, layerOf } from "../../../lib/maps/assets/reading/choices.js";
import { filteredOf, legendRows, ruleOf, sayClass } from "../../../lib/maps/assets/reading/legend.js";
import { sayChange, sayNumber } from "../../../lib/maps/assets/reading/numbers.js";
import { lookOf } from "../../../lib/maps/assets/reading/looks.js";
import { readSheet } from "../../../lib/maps/assets/reading/payload.js";
import { noteOf, sentenceOf } from "../../../lib/maps/assets/reading/province.js";
import { putInWords, rowsOf } from "../../../lib/maps/assets/reading/rows.js";

function unitOf(row, parting) {
  const { unit, look, colour, shown, out } = row, { index } = lookOf(parting.cells[row.i]);
  return {
    code: unit.code, name: unit.name, flags: unit.flags, look, colour, shown, faded: out,
    cls: index < 0 ? null : index,
  };
}

function viewOf(sheet, query, drawn) {
  const choices = fromAddress(sheet, query), now = layerOf(sheet, choices);
  const parting = classingOf(sheet, choices), rows = rowsOf(sheet, parting, choices);
  putInWords(sheet, now, rows);
  const { before, value, after } = sentenceOf(sheet, now), { words } = sheet;
  return {
    chosen: {
      indicator: now.code, mode: parting.mode, view: choices.view, commune: choices.commune,
      flags: [...choices.flags].sort(), classes: [...choices.classes].sort(),
    },
    units: rows.map((row) => unitOf(row, parting)),
    legend: legendRows(sheet, { now, parting, rows }, choices.flags).map(({ key, look, colour, label, count }) =>
      ({ look, colour, label, communes: count, chosen: choices.classes.has(key) })),
    labels: parting.colours.map((_, i) => sayClass(now, parting, i, words)),
    sentence: [before, value, after],
    filtered: filteredOf(sheet, rows, choices),
    rule: ruleOf(sheet, now, parting),
    note: noteOf(sheet, choices.view, new Map(drawn)),
  };
}

const { payload, queries = [], drawn = [], numbers = [], words } = JSON.parse(readFileSync(0, "utf8"));
const answers = payload ? queries.map((query) => viewOf(readSheet(payload), query, drawn)) : [];
const written = numbers.map(([scaled, digits]) => [sayNumber(scaled, digits, words), sayChange(scaled, digits, words)]);
console.log(JSON.stringify({ answers, written }));
