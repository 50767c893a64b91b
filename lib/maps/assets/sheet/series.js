// The last periods as small maps: the classes and colours of the big one, a press leads to a period.

import { missing } from "../drawing/patterns.js";
import { button, drawn, node } from "../../../assets/shared/elements.js";
import { sayClass } from "../reading/legend.js";
import { lookOf } from "../reading/looks.js";
import { fill } from "../reading/sentences.js";
import { makeFold } from "./fold.js";
import { outlinesOf, WIDTH } from "./flat.js";

export function makeSeries(section, geometryOf, { periods, go }) {
  const fold = makeFold(section, "series", { load, draw });
  const body = node("div", "periods"), scroll = node("div", "scroll"), table = node("table", "ranks");
  scroll.tabIndex = 0; // on a phone it is wider than its frame: keys can move it too
  scroll.setAttribute("role", "group");
  scroll.append(table);
  fold.element.append(body, scroll);
  let built = null, cards = [];

  async function load(sheet) {
    body.replaceChildren();
    table.replaceChildren();
    const [told, geometry] =
      await Promise.all([periods(sheet), geometryOf(sheet.shapes.boundary.geometry)]);
    return { told, drawing: outlinesOf(geometry) };
  }

  function build(sheet, { told, drawing }) {
    built = sheet;
    cards = told.periods.map((period) => cardOf(sheet, period, { drawing, go }));
    body.replaceChildren(...cards.map(({ card }) => card));
    const first = body.querySelector("svg");
    if (first) first.prepend(drawn("defs", {}, missing("series-none")));
  }

  function draw(shown, held) {
    const { sheet, now, parting } = shown, { words } = sheet;
    if (built !== sheet) build(sheet, held);
    const [told, modes] = held.told.layers[now.code];
    const rows = cards.map((card, at) => {
      const looks = [...modes[parting.mode][at]].map(lookOf);
      fillCard(card, looks, { told: told[at], parting, words });
      return { name: card.name, told: told[at], looks };
    });
    fold.note.textContent = words.series_note;
    for (const named of [table, scroll]) named.setAttribute("aria-label", words.series);
    table.replaceChildren(...tableOf(rows, now, parting, words));
  }

  function show(sheet, { now, parting }) {
    fold.show({ sheet, now, parting }, sheet.words.series);
  }

  return { show };
}

function cardOf(sheet, [period, name], { drawing, go }) {
  const card = button("period", () => go(period)), value = node("b"), reported = node("span", "quiet");
  if (period === sheet.period) card.setAttribute("aria-current", "true");
  const paths = sheet.units.map(({ code }) =>
    drawn("path", { d: drawing.units.get(code) || "", class: "small" }));
  card.append(
    node("span", "when", name),
    drawn("svg", { viewBox: `-2 -2 ${WIDTH + 4} ${drawing.height + 4}`, "aria-hidden": "true" },
      ...paths, drawn("path", { d: drawing.outline, class: "small-outline" })),
    value, reported);
  return { card, paths, value, reported, name };
}

function fillCard({ paths, value, reported }, looks, { told, parting, words }) {
  paths.forEach((path, i) => path.setAttribute("fill",
    looks[i].look === "class" ? parting.colours[looks[i].index] : "url(#series-none)"));
  value.textContent = told[0];
  reported.textContent = fill(words, "series_reported", { count: told[1] });
}

// The same in rows: what the province stood at, and how many communes each class held.
function tableOf(rows, now, parting, words) {
  const heads = [words.series_period, words.series_province, words.series_who,
    ...parting.colours.map((_, i) => sayClass(now, parting, i, words)), words.series_missing];
  const head = node("tr"), top = node("thead"), lines = node("tbody");
  head.append(...heads.map((text) => Object.assign(node("th", "", text), { scope: "col" })));
  top.append(head);
  lines.append(...rows.map(({ name, told, looks }) => {
    const line = node("tr"), title = Object.assign(node("th", "", name), { scope: "row" });
    line.append(title, ...[...told, ...countsOf(looks, parting)].map((text) => node("td", "", text)));
    return line;
  }));
  return [top, lines];
}

// How many communes each class holds; last, how many have no figure of the period.
export function countsOf(looks, { colours }) {
  const known = looks.filter(({ look }) => look === "class");
  return [
    ...colours.map((_, i) => known.filter(({ index }) => index === i).length),
    looks.length - known.length,
  ];
}
