// The tools above the map: which indicator, which communes, which kind of map.

import { glyph } from "../drawing/badges.js";
import { button, node } from "../../../assets/shared/elements.js";
import { toggled } from "../reading/choices.js";
import { makeSegments } from "./segments.js";

export function makeBar(change, choices) {
  const element = node("div", "bar"), label = node("label", "pick"), word = node("span");
  const pick = node("select"), flags = node("div", "chips");
  const views = makeSegments("view", (view) => change({ view }));
  pick.addEventListener("change", () => change({ indicator: pick.value }));
  label.append(word, pick);
  flags.setAttribute("role", "group");
  element.append(label, flags, views.element);
  let written = null;

  function write({ words, options, groups, layers }) {
    word.textContent = words.indicator;
    const sections = groups.map((name) => Object.assign(node("optgroup"), { label: name }));
    for (const { code, group, name } of layers.values()) {
      const option = node("option", "", name);
      option.value = code;
      sections[group].append(option);
    }
    pick.replaceChildren(...sections);
    flags.setAttribute("aria-label", words.flags);
    flags.replaceChildren(node("span", "word", words.flags), ...options.flags.map(chip));
  }

  function chip([flag, , word]) {
    const made = button("chip", () => change({ flags: toggled(choices.flags, flag) }));
    made.dataset.flag = flag;
    made.append(flag === "b" ? node("i", "border-sign") : glyph(flag), node("span", "", word));
    return made;
  }

  function draw(sheet, { now }) {
    if (written !== sheet) write(sheet);
    written = sheet;
    pick.value = now.code;
    for (const made of flags.querySelectorAll("button")) {
      made.setAttribute("aria-pressed", String(choices.flags.has(made.dataset.flag)));
    }
    views.fill(sheet.words.view, sheet.options.views, choices.view);
  }

  return { element, draw };
}
