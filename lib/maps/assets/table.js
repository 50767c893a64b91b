// The table of the sheet: one row a commune, sortable, its choice shared with the map.
(() => {
  "use strict";

  const { node } = window.mapTools;
  const { fill } = window.mapReading;
  const SHORT = 10;
  const MANY = 300; // more rows than this are drawn only where they are seen
  const ROW = 33, AROUND = 15; // the height of such a row, as the style sheet sets it; rows out of sight
  const ALPHABET = new Intl.Collator("vi");

  // columns: their names; "commune" is the head of the row. short: rows on a phone until all are asked for.
  function makeTable(section, pick, { columns, short = SHORT }) {
    const table = node("table", "ranks"), head = node("tr"), body = node("tbody");
    const top = node("thead");
    top.append(head);
    table.append(top, body);
    const scroll = node("div", "scroll");
    scroll.append(table);
    const more = node("button", "more");
    more.type = "button";
    section.append(scroll, more);
    let rows = new Map(), lines = [], words = null, sort = { by: "rank", way: 1 }, all = false;
    let order = "", chosen = null, stop = null, crowded = false, queue = [], waiting = 0;
    const phone = window.matchMedia("(max-width: 760px)"); // where only the first rows are shown
    const above = node("tr", "room"), below = node("tr", "room");
    for (const room of [above, below]) room.setAttribute("aria-hidden", "true");
    scroll.addEventListener("scroll", () => {
      if (!crowded) return;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(drawWindow);
    }, { passive: true });

    const heads = columns.map((column) => {
      const cell = node("th", column), button = node("button");
      cell.scope = "col";
      button.type = "button";
      button.addEventListener("click", () => {
        sort = { by: column, way: sort.by === column ? -sort.way : 1 };
        arrange();
      });
      cell.append(button);
      head.append(cell);
      return { column, cell, button };
    });
    more.addEventListener("click", () => { all = !all; arrange(); });

    function makeRow(code, name) {
      const row = node("tr"), button = node("button", "", name);
      button.type = "button";
      button.tabIndex = -1;
      row.dataset.row = code;
      row.addEventListener("click", () => pick(code));
      const commune = node("th", "commune"), line = node("div", "name");
      const dot = node("i", "dot"), marks = node("span", "marks");
      commune.scope = "row";
      line.append(dot, button, marks);
      commune.append(line);
      const cells = new Map(columns.map((column) =>
        [column, column === "commune" ? commune : node("td", column)]));
      row.append(...cells.values());
      return { row, button, cells, dot, marks, told: "" };
    }

    // One stop for the Tab key, as on the map: the arrow keys walk from row to row.
    function stopAt(code) {
      if (rows.has(stop)) rows.get(stop).button.tabIndex = -1;
      stop = code ?? null;
      if (rows.has(stop)) rows.get(stop).button.tabIndex = 0;
    }

    const reached = () => (crowded ? queue.map(({ code }) => code)
      : [...body.rows].filter((row) => row.getClientRects().length).map((row) => row.dataset.row));

    body.addEventListener("keydown", (event) => {
      const way = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const codes = reached(), place = codes.indexOf(event.target.closest("tr").dataset.row) + way;
      const at = Math.max(0, Math.min(codes.length - 1, place));
      if (crowded) {
        const top = at * ROW, far = scroll.scrollTop + scroll.clientHeight - 2 * ROW;
        if (top < scroll.scrollTop || top > far) scroll.scrollTop = Math.max(0, top - 40);
        drawWindow();
      }
      stopAt(codes[at]);
      rows.get(codes[at]).button.focus();
    });

    function cellsOf({ code, name }) {
      if (!rows.has(code)) {
        rows.set(code, makeRow(code, name));
        mark(rows.get(code), code === chosen);
        if (code === stop) stopAt(code);
      }
      return rows.get(code);
    }

    function write(line) {
      const parts = cellsOf(line);
      const told = JSON.stringify([line.cells, line.colour, line.look, line.marks]);
      if (parts.told !== told) {
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
      return parts.row;
    }

    // lines: {code, name, cells, colour, look, out, marks}; of cells, by column: the text, the key to
    // sort by (null: not known) and, where the text is not what is seen, what draws it
    // of: what kind of figure; where no commune has one, its words take the room of the change too
    function show(next, nextWords, of, titles = nextWords) {
      table.classList.toggle("places", of === "place");
      if (words !== nextWords) {
        words = nextWords;
        rows = new Map();
        order = "";
        body.replaceChildren();
        table.classList.toggle("compared", Boolean(words.then));
        table.setAttribute("aria-label", words.table);
      }
      for (const { column, button } of heads) {
        if (button.textContent !== titles[column]) button.textContent = titles[column] || "";
      }
      lines = next;
      crowded = lines.length > MANY;
      scroll.classList.toggle("crowded", crowded);
      if (!crowded) lines.forEach(write);
      arrange();
    }

    function compare(a, b) {
      if (sort.by === "commune") return sort.way * ALPHABET.compare(a.name, b.name);
      const [x, y] = [a.cells[sort.by].key, b.cells[sort.by].key];
      // What is not known stands last, whichever way one sorts.
      if (x === null || y === null) return (x === null) - (y === null);
      return sort.way * (x - y);
    }

    function arrange() {
      const sorted = [...lines].sort(compare);
      const seen = sorted.filter((line) => !line.out);
      if (crowded) queueUp(seen);
      else placeAll(sorted, seen);
      for (const { column, cell } of heads) {
        const way = sort.way > 0 ? "ascending" : "descending";
        cell.setAttribute("aria-sort", column === sort.by ? way : "none");
      }
      const codes = (crowded || !phone.matches || all ? seen : seen.slice(0, short)).map(({ code }) => code);
      stopAt(codes.includes(stop) ? stop : codes.includes(chosen) ? chosen : codes[0]);
    }

    // A province: every row stands in the page, so that the browser's own search finds it.
    function placeAll(sorted, seen) {
      const extra = new Set(all ? [] : seen.slice(short).map((line) => line.code));
      const next = sorted.map((line) => line.code).join();
      if (order !== next) {
        order = next;
        body.append(...sorted.map((line) => cellsOf(line).row));
      }
      for (const line of sorted) {
        const { row } = cellsOf(line);
        row.hidden = line.out;
        row.classList.toggle("extra", extra.has(line.code));
      }
      more.hidden = seen.length <= short;
      more.textContent = all ? words.fewer_rows : fill(words.all_rows, { total: seen.length });
    }

    // A country: only the rows in sight and some around them; the others are room above and below.
    function queueUp(seen) {
      queue = seen;
      more.hidden = true;
      table.setAttribute("aria-rowcount", queue.length + 1);
      drawWindow();
    }

    function drawWindow() {
      const first = Math.max(0, Math.floor(scroll.scrollTop / ROW) - AROUND);
      const last = Math.min(queue.length, first + Math.ceil(scroll.clientHeight / ROW) + 2 * AROUND);
      above.style.height = `${first * ROW}px`;
      below.style.height = `${(queue.length - last) * ROW}px`;
      const wanted = queue.slice(first, last).map(write), kept = new Set([above, below, ...wanted]);
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

    function mark({ row, button }, is) {
      row.classList.toggle("chosen", is);
      if (is) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }

    function choose(code) {
      if (rows.has(chosen)) mark(rows.get(chosen), false);
      chosen = code;
      if (rows.has(code)) mark(rows.get(code), true);
      const place = crowded ? queue.findIndex((line) => line.code === code) : -1;
      if (crowded ? place < 0 : !rows.has(code)) return;
      const now = crowded ? null : rows.get(code).row;
      if (crowded || !(now.hidden || (phone.matches && now.classList.contains("extra")))) stopAt(code);
      // Only inside the table's own frame: the page stays where the person is.
      const top = crowded ? place * ROW : rows.get(code).row.offsetTop - table.tHead.offsetHeight;
      if (scroll.scrollHeight > scroll.clientHeight
          && (top < scroll.scrollTop || top > scroll.scrollTop + scroll.clientHeight - 60)) {
        scroll.scrollTop = Math.max(0, top - 40);
      }
    }

    return { show, choose };
  }

  window.provinceTable = { make: makeTable };
})();
