// The table of the sheet: one row a commune, sortable, its choice shared with the map.

import { button, node } from "../../../assets/shared/elements.js";
import { fill } from "../reading/sentences.js";
import { directionOf, pressed, sorted } from "./sorting.js";
import { makeRows } from "./table-rows.js";
import { inSight, MANY, ROW, scrollTo, stepped, STEPS } from "./scrolling.js";

const SHORT = 10;
const EDGE = 60; // pixels at the foot of the frame where a row is hardly seen

// columns: their names; "commune" is the head of the row. short: rows on a phone until all are asked for.
export function makeTable(section, pick, { columns, short = SHORT }) {
  const rows = makeRows(columns, pick), { table, body, heads } = skeleton(columns, (column) => {
    sort = pressed(sort, column);
    arrange();
  });
  const scroll = node("div", "scroll"), more = button("more", () => { all = !all; arrange(); });
  scroll.append(table);
  section.append(scroll, more);
  let lines = [], words = null, sort = { by: "rank", way: 1 }, all = false;
  let order = "", crowded = false, queue = [], waiting = 0;
  const phone = window.matchMedia("(max-width: 760px)"); // where only the first rows are shown
  const [above, below] = [0, 1].map(() => node("tr", "room"));
  for (const room of [above, below]) room.setAttribute("aria-hidden", "true");

  scroll.addEventListener("scroll", () => {
    if (!crowded) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(drawWindow);
  }, { passive: true });

  const reached = () => (crowded ? queue.map(({ code }) => code)
    : [...body.rows].filter((row) => row.getClientRects().length).map((row) => row.dataset.row));

  body.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    event.stopPropagation();
    const codes = reached(), place = codes.indexOf(event.target.closest("tr").dataset.row);
    const next = stepped(event.key, place, codes.length);
    if (crowded) {
      scroll.scrollTop = scrollTo(next, scroll) ?? scroll.scrollTop;
      drawWindow();
    }
    rows.stopAt(codes[next]);
    rows.get(codes[next]).button.focus();
  });

  // lines: {code, name, cells, colour, look, out, marks}; of cells, by column: the text, the key to
  // sort by (null: not known) and, where the text is not what is seen, what draws it
  // of: what kind of figure; where no commune has one, its words take the room of the change too
  function show(next, nextWords, of, titles = nextWords) {
    table.classList.toggle("places", of === "place");
    if (words !== nextWords) startAnew(nextWords);
    for (const { column, button: head } of heads) {
      if (head.textContent !== titles[column]) head.textContent = titles[column] || "";
    }
    lines = next;
    crowded = lines.length > MANY;
    scroll.classList.toggle("crowded", crowded);
    if (!crowded) lines.forEach(rows.written);
    arrange();
  }

  function startAnew(nextWords) {
    words = nextWords;
    rows.clear();
    order = "";
    body.replaceChildren();
    table.classList.toggle("compared", Boolean(words.then));
    table.setAttribute("aria-label", words.table);
  }

  function arrange() {
    const ordered = sorted(lines, sort), seen = ordered.filter((line) => !line.out);
    if (crowded) queueUp(seen);
    else placeAll(ordered, seen);
    for (const { column, cell } of heads) cell.setAttribute("aria-sort", directionOf(sort, column));
    const shown = crowded || !phone.matches || all ? seen : seen.slice(0, short);
    rows.stopAmong(shown.map(({ code }) => code));
  }

  // A province: every row stands in the page, so that the browser's own search finds it.
  function placeAll(ordered, seen) {
    const extra = new Set(all ? [] : seen.slice(short).map((line) => line.code));
    const next = ordered.map((line) => line.code).join();
    if (order !== next) {
      order = next;
      body.append(...ordered.map((line) => rows.of(line).row));
    }
    for (const line of ordered) {
      const { row } = rows.of(line);
      row.hidden = line.out;
      row.classList.toggle("extra", extra.has(line.code));
    }
    more.hidden = seen.length <= short;
    more.textContent = all ? words.fewer_rows : fill(words, "all_rows", { total: seen.length });
  }

  // A country: only the rows in sight and some around them; the others are room above and below.
  function queueUp(seen) {
    queue = seen;
    more.hidden = true;
    table.setAttribute("aria-rowcount", queue.length + 1);
    drawWindow();
  }

  function drawWindow() {
    const { first, last } = inSight(queue.length, scroll);
    above.style.height = `${first * ROW}px`;
    below.style.height = `${(queue.length - last) * ROW}px`;
    const wanted = queue.slice(first, last).map(rows.written), kept = new Set([above, below, ...wanted]);
    for (const row of [...body.children]) if (!kept.has(row)) row.remove();
    if (above.parentNode !== body) body.prepend(above);
    let next = above.nextSibling; // what stands in its place already is not touched: it may have the focus
    wanted.forEach((row, i) => {
      row.setAttribute("aria-rowindex", first + i + 2);
      if (row === next) next = next.nextSibling;
      else body.insertBefore(row, next);
    });
    body.append(below);
  }

  function choose(code) {
    rows.choose(code);
    if (crowded) {
      const place = queue.findIndex((line) => line.code === code);
      if (place >= 0) bring(code, place * ROW);
      return;
    }
    const parts = rows.get(code);
    if (!parts) return;
    const { row } = parts, unseen = row.hidden || (phone.matches && row.classList.contains("extra"));
    bring(unseen ? null : code, row.offsetTop - table.tHead.offsetHeight);
  }

  // Only inside the table's own frame: the page stays where the person is.
  function bring(code, top) {
    if (code !== null) rows.stopAt(code);
    if (scroll.scrollHeight <= scroll.clientHeight) return;
    const far = scroll.scrollTop + scroll.clientHeight - EDGE;
    if (top < scroll.scrollTop || top > far) scroll.scrollTop = Math.max(0, top - 40);
  }

  return { show, choose };
}

function skeleton(columns, press) {
  const table = node("table", "ranks"), top = node("thead"), line = node("tr"), body = node("tbody");
  const heads = columns.map((column) => {
    const cell = node("th", column), made = button("", () => press(column));
    cell.scope = "col";
    cell.append(made);
    line.append(cell);
    return { column, cell, button: made };
  });
  top.append(line);
  table.append(top, body);
  return { table, body, heads };
}
