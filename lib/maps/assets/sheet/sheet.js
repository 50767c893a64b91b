// The map sheet: what is looked at, and everything that shows it: tools, sentence, map, legend, table.
//
// Python sends a period once. Every choice is made here and costs no message; the server hears only
// of the commune that was chosen and, while its card is open, of the indicator. The choices are kept
// in the page's address and in this tab.

import { makeMap } from "../drawing/map.js";
import { node } from "../../../assets/shared/elements.js";
import { cellsOf } from "../reading/cells.js";
import { classingOf, fromAddress, layerOf, nothingChosen, opening } from "../reading/choices.js";
import { signOf } from "../reading/figures.js";
import { readSheet } from "../reading/payload.js";
import { noteOf } from "../reading/province.js";
import { linesOf, putInWords, rowsOf } from "../reading/rows.js";
import { fill } from "../reading/sentences.js";
import { inAddress, keep, keptInTab, linkOf, makeFollower } from "./address.js";
import { makeBar } from "./bar.js";
import { makeHeadline } from "./headline.js";
import { growWith } from "./height.js";
import { makeLedger } from "./ledger.js";
import { makeLegend } from "./legend.js";
import { makeSeries } from "./series.js";
import { figuresInto, goTo, periodsFrom, tellCommune } from "./server.js";
import { makeTable } from "./table.js";

const MARKS = { b: "▣", r: "▲", s: "◇" };
const TELL_MS = 400; // once, however fast somebody goes through the indicators

// sheet: the period; view: the layer, its classes and the communes as they are looked at now;
// outlines: the names of those on the map, by code
let sheet = null, view = null, outlines = null, parts, telling;
const choices = nothingChosen(), follower = makeFollower();

// ---------------------------------------------------------------- the frame of it

function within(element, ...children) {
  element.append(...children);
  return element;
}

function build(map, roots) {
  const bar = makeBar(change, choices), legend = makeLegend(change, choices);
  const headline = makeHeadline(roots.files, () => linkOf(sheet, choices));
  const stage = node("section", "stage"), note = node("p", "quiet"), chosen = node("p", "chosen");
  chosen.setAttribute("aria-live", "polite");
  const ranks = within(node("section", "table"), chosen);
  const main = within(node("main", "sheet"), bar.element, headline.element,
    within(node("div", "body"), within(node("div", "picture"), stage, note),
      within(node("aside", "side"), legend.element, ranks)));
  document.body.prepend(main);

  const drawing = makeMap(map, roots.geometries, stage, pick), periods = periodsFrom(roots.series);
  // "then" is seen only beside a second period
  const table = makeTable(ranks, pick, { columns: ["rank", "commune", "then", "value", "delta"] });
  const ledger = makeLedger(main, pick, periods);
  const series = makeSeries(main, drawing.geometryOf, { periods, go: (period) => goTo(period, choices) });
  parts = { bar, headline, legend, map: drawing, table, ledger, series, note, chosen };
  growWith(main);
}

// ---------------------------------------------------------------- the choices

function change(next) {
  follower.forget(); // the address that a look was planned for is older than this choice
  const other = next.indicator && next.indicator !== choices.indicator;
  if (other) choices.classes = new Set();
  Object.assign(choices, next);
  render();
  clearTimeout(telling);
  if (other) telling = setTimeout(() => tellCommune(choices), TELL_MS);
}

function pick(code) {
  if (!sheet.units.some((unit) => unit.code === code)) return;
  choices.commune = code;
  choose();
  keep(sheet, choices);
  tellCommune(choices);
}

function start() {
  const kept = keptInTab();
  Object.assign(choices, fromAddress(sheet, opening(sheet, inAddress(), kept)));
  // In a tab that was used, the server may know of another.
  if (Object.keys(kept).length) tellCommune(choices);
  follower.follow(() => ({ sheet, choices }), (params) => {
    Object.assign(choices, fromAddress(sheet, params));
    render();
    tellCommune(choices);
  });
}

// ---------------------------------------------------------------- what is shown

// The colours first, so that they answer the press; words and table follow behind that frame.
function render() {
  const now = layerOf(sheet, choices), parting = classingOf(sheet, choices);
  const mine = { now, parting, rows: rowsOf(sheet, parting, choices) };
  view = mine;
  parts.map.show(sceneOf(mine));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (mine === view) renderRest();
  }));
}

function renderRest() {
  const { bar, headline, legend, map, table, ledger, series } = parts, { now, rows } = view;
  putInWords(sheet, now, rows);
  map.read();
  drawNote();
  const lines = rows.map(lineOf);
  table.show(lines, sheet.words, now.kind);
  ledger.show(sheet, view, lines);
  legend.draw(sheet, view);
  bar.draw(sheet, view);
  headline.draw(sheet, view);
  series.show(sheet, view);
  choose();
  keep(sheet, choices);
  document.documentElement.dataset.shown = now.code;
}

function sceneOf({ now, rows }) {
  const { words, options, edition } = sheet, shape = sheet.shapes[choices.view];
  const flags = options.flags.map(([flag]) => flag);
  return {
    geometry: shape.geometry, bounds: shape.bounds, tiles: choices.view === "tiles", words, edition,
    drawn: flags.filter((flag) => !choices.flags.size || choices.flags.has(flag)),
    title: fill(words, "map", { name: now.name }),
    units: new Map(rows.map((row) => [row.unit.code, {
      look: row.look, colour: row.colour, faded: row.out, flags: row.unit.flags,
      sign: signOf(now, row.i, row.look), lines: () => linesOf(sheet, now, row),
    }])),
    placed: (drawn) => {
      outlines = drawn;
      drawNote();
    },
  };
}

function lineOf(row) {
  const { unit, colour, look, out } = row;
  return {
    code: unit.code, name: unit.name, colour, look, out, cells: cellsOf(view.now, row, sheet.words),
    marks: [...unit.flags].map((flag) => MARKS[flag]).join(""),
  };
}

function drawNote() {
  parts.note.textContent = noteOf(sheet, choices.view, outlines);
}

// The chosen commune: on the map, in the table, and in a line that answers at once.
function choose() {
  for (const part of [parts.map, parts.table, parts.ledger]) part.choose(choices.commune);
  const row = view.rows.find(({ unit }) => unit.code === choices.commune);
  parts.chosen.hidden = !row;
  if (!row) return;
  const [name, value, ...more] = linesOf(sheet, view.now, row);
  parts.chosen.replaceChildren(node("b", "", name), node("span", "", value),
    ...more.map((line) => node("span", "quiet", line)));
}

// ---------------------------------------------------------------- the entrances

export function init(map, geometries, series, files) {
  build(map, { geometries, series, files });
}

export function paint(sent) {
  const fresh = sheet === null;
  sheet = Object.assign(readSheet(sent), { edition: Date.now() });
  follower.forget();
  if (fresh) start();
  else if (!sheet.layers.has(choices.indicator)) choices.indicator = sheet.first;
  document.documentElement.lang = sent.words.language;
  render();
}

export const load = figuresInto(paint);
