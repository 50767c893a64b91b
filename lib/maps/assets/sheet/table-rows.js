// The rows of a table as elements, written again only where they say something else.

import { button, node } from "../../../assets/shared/elements.js";

function makeRow({ code, name }, columns, pick) {
  const row = node("tr"), named = button("", undefined, name);
  named.tabIndex = -1;
  row.dataset.row = code;
  row.addEventListener("click", () => pick(code));
  const commune = node("th", "commune"), line = node("div", "name");
  const dot = node("i", "dot"), marks = node("span", "marks");
  commune.scope = "row";
  line.append(dot, named, marks);
  commune.append(line);
  const cells = new Map(columns.map((column) =>
    [column, column === "commune" ? commune : node("td", column)]));
  row.append(...cells.values());
  return { row, button: named, cells, dot, marks, told: "" };
}

function write(parts, line) {
  const told = JSON.stringify([line.cells, line.colour, line.look, line.marks]);
  if (parts.told === told) return;
  parts.told = told;
  for (const [column, { text, drawn }] of Object.entries(line.cells)) {
    const cell = parts.cells.get(column);
    if (!cell) continue;
    if (drawn) cell.replaceChildren(drawn(), node("span", "unseen", text));
    else cell.textContent = text;
  }
  parts.dot.className = `dot look-${line.look}`;
  parts.dot.style.backgroundColor = line.colour;
  parts.marks.textContent = line.marks;
}

function mark({ row, button: named }, is) {
  row.classList.toggle("chosen", is);
  if (is) named.setAttribute("aria-current", "true");
  else named.removeAttribute("aria-current");
}

export function makeRows(columns, pick) {
  let rows = new Map(), chosen = null, stop = null;
  const get = (code) => rows.get(code);

  // One stop for the Tab key, as on the map: the arrow keys walk from row to row.
  function stopAt(code) {
    if (rows.has(stop)) get(stop).button.tabIndex = -1;
    stop = code ?? null;
    if (rows.has(stop)) get(stop).button.tabIndex = 0;
  }

  function of(line) {
    const { code } = line;
    if (!rows.has(code)) {
      rows.set(code, makeRow(line, columns, pick));
      mark(get(code), code === chosen);
      if (code === stop) stopAt(code);
    }
    return get(code);
  }

  function written(line) {
    const parts = of(line);
    write(parts, line);
    return parts.row;
  }

  function choose(code) {
    if (rows.has(chosen)) mark(get(chosen), false);
    chosen = code;
    if (rows.has(code)) mark(get(code), true);
  }

  // Of the rows that can be reached, one keeps the stop: the one that has it, else the chosen one.
  function stopAmong(codes) {
    stopAt([stop, chosen].find((code) => codes.includes(code)) ?? codes[0]);
  }

  return { get, of, written, choose, stopAt, stopAmong, clear: () => { rows = new Map(); } };
}
