// A row of choices of which one holds.

import { node } from "../../../assets/shared/elements.js";

export function makeSegments(name, act) {
  const element = node("fieldset", `segments ${name}`), legend = node("legend");
  element.append(legend);
  let filled = "";

  function option([value, , word]) {
    const label = node("label"), input = node("input");
    input.type = "radio";
    input.name = name;
    input.value = value;
    input.addEventListener("change", () => act(value));
    label.append(input, node("span", "", word));
    return label;
  }

  function fill(title, choices, chosen) {
    const key = JSON.stringify([title, choices]);
    if (filled !== key) {
      filled = key;
      legend.textContent = title;
      element.replaceChildren(legend, ...choices.map(option));
    }
    for (const input of element.querySelectorAll("input")) input.checked = input.value === chosen;
    element.hidden = choices.length < 2;
  }

  return { element, fill };
}
