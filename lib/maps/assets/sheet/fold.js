// A part of the sheet that opens at a press; what it shows is fetched then, and only then.

import { node } from "../../../assets/shared/elements.js";

// load: what is to be had of a sheet; draw: shows it; both run while the fold is open only.
export function makeFold(section, name, { load, draw }) {
  const element = node("details", `fold ${name}`), title = node("summary"), note = node("p", "quiet");
  element.append(title, note);
  section.append(element);
  element.addEventListener("toggle", () => { if (element.open) open(); });
  let shown = null, held = null, asked = null;

  async function open() {
    const { sheet } = shown;
    if (held && held.sheet === sheet) {
      draw(shown, held.told);
      return;
    }
    if (asked === sheet) return;
    asked = sheet;
    note.textContent = sheet.words.series_wait;
    try {
      const told = await load(sheet);
      if (shown.sheet !== sheet) return;
      held = { sheet, told };
      if (element.open) draw(shown, told);
    } catch (problem) {
      note.textContent = sheet.words.series_failed;
      console.warn("periods not loaded", problem);
    } finally {
      if (asked === sheet) asked = null;
    }
  }

  // What the map shows now. Of two periods there is nothing to open.
  function show(next, words) {
    shown = next;
    element.hidden = Boolean(next.now.pair);
    title.textContent = words;
    if (element.open && !element.hidden) open();
  }

  return { element, note, show };
}
