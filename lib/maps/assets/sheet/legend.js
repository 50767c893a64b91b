// The legend: how the figures are parted, and which communes are looked at.

import { button, node } from "../../../assets/shared/elements.js";
import { toggled } from "../reading/choices.js";
import { filteredOf, legendRows, ruleOf, signsOf } from "../reading/legend.js";
import { makeSegments } from "./segments.js";

export function makeLegend(change, choices) {
  const element = node("section", "legend"), classes = node("div", "classes");
  const filtered = node("div", "filtered"), signs = node("ul", "signs"), rule = node("p", "quiet");
  const modes = makeSegments("mode", (mode) => change({ mode, classes: new Set() }));
  filtered.setAttribute("role", "status");
  element.append(modes.element, classes, filtered, signs, rule);

  function classRow({ key, label, colour, look, count }) {
    const made = button("class", () => change({ classes: toggled(choices.classes, key) }));
    const swatch = node("i", `dot look-${look}`);
    swatch.style.backgroundColor = colour;
    made.setAttribute("aria-pressed", String(choices.classes.has(key)));
    made.dataset.class = key;
    made.append(swatch, node("span", "", label), node("span", "count", count));
    return made;
  }

  function drawFiltered(sheet, rows) {
    const said = filteredOf(sheet, rows, choices);
    filtered.hidden = !said;
    filtered.replaceChildren();
    if (!said) return;
    const clear = button("clear", () => change({ classes: new Set(), flags: new Set() }), sheet.words.clear);
    filtered.append(node("span", "", said), clear);
  }

  function signLine([sign, word]) {
    const line = node("li");
    line.append(node("b", "sign", sign), node("span", "", word));
    return line;
  }

  function draw(sheet, view) {
    const { words, options } = sheet, { now, parting, rows } = view;
    element.setAttribute("aria-label", words.legend);
    classes.title = words.choose;
    classes.replaceChildren(...legendRows(sheet, view, choices.flags).map(classRow));
    classes.classList.toggle("some", choices.classes.size > 0);
    drawFiltered(sheet, rows);
    signs.replaceChildren(...signsOf(sheet, now, rows).map(signLine));
    rule.textContent = ruleOf(sheet, now, parting);
    modes.fill(words.classes, options.modes.filter(([mode]) => now.classings.has(mode)), parting.mode);
  }

  return { element, draw };
}
