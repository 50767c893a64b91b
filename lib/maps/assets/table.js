// The table of the sheet: one row a commune, sortable, its choice shared with the map.
(() => {
  "use strict";

  const { node } = window.mapTools;
  const { fill } = window.mapReading;
  const SHORT = 10;
  const COLUMNS = ["rank", "commune", "then", "value", "delta"]; // "then" only beside a second period

  function makeTable(section, pick) {
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
    let order = "", chosen = null, stop = null;
    const phone = window.matchMedia("(max-width: 760px)"); // where only the first rows are shown

    const heads = COLUMNS.map((column) => {
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

    function build(units) {
      rows = new Map(units.map(({ code, name }) => {
        const row = node("tr"), button = node("button", "", name);
        button.type = "button";
        button.tabIndex = -1;
        row.dataset.row = code;
        row.addEventListener("click", () => pick(code));
        const rank = node("td", "rank"), value = node("td", "value"), delta = node("td", "delta");
        const then = node("td", "then");
        const commune = node("th", "commune"), line = node("div", "name");
        const dot = node("i", "dot"), marks = node("span", "marks");
        commune.scope = "row";
        line.append(dot, button, marks);
        commune.append(line);
        row.append(rank, commune, then, value, delta);
        return [code, { row, button, rank, then, value, delta, dot, marks, told: "" }];
      }));
      body.replaceChildren(...[...rows.values()].map(({ row }) => row));
      order = "";
      stop = null;
    }

    // One stop for the Tab key, as on the map: the arrow keys walk from row to row.
    function stopAt(code) {
      if (stop !== null) rows.get(stop).button.tabIndex = -1;
      stop = code ?? null;
      if (stop !== null) rows.get(stop).button.tabIndex = 0;
    }

    body.addEventListener("keydown", (event) => {
      const way = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const seen = [...body.rows].filter((row) => row.getClientRects().length);
      const place = seen.indexOf(event.target.closest("tr")) + way;
      const next = seen[Math.max(0, Math.min(seen.length - 1, place))].dataset.row;
      stopAt(next);
      rows.get(next).button.focus();
    });

    // lines: {code, name, rank, then, earlier, shown, number, change, changed, colour, look, out, marks}
    function show(next, nextWords) {
      if (words !== nextWords) {
        words = nextWords;
        build(next);
        for (const { column, button } of heads) button.textContent = words[column] || "";
        table.classList.toggle("compared", Boolean(words.then));
        table.setAttribute("aria-label", words.table);
      }
      lines = next;
      for (const line of lines) {
        const cells = rows.get(line.code);
        const told = `${line.rank}|${line.then}|${line.shown}|${line.change}|${line.colour}|${line.look}|${line.marks}`;
        if (cells.told === told) continue;
        cells.told = told;
        cells.rank.textContent = line.rank ?? "";
        cells.then.textContent = line.then ?? "";
        cells.value.textContent = line.shown;
        cells.delta.textContent = line.change;
        cells.dot.className = `dot look-${line.look}`;
        cells.dot.style.backgroundColor = line.colour;
        cells.marks.textContent = line.marks;
      }
      arrange();
    }

    const key = {
      rank: (line) => line.rank, commune: null, then: (line) => line.earlier ?? null, value: (line) => line.number,
      delta: (line) => line.changed,
    };

    function compare(a, b) {
      if (sort.by === "commune") return sort.way * a.name.localeCompare(b.name, "vi");
      const [x, y] = [key[sort.by](a), key[sort.by](b)];
      // What is not known stands last, whichever way one sorts.
      if (x === null || y === null) return (x === null) - (y === null);
      return sort.way * (x - y);
    }

    function arrange() {
      const sorted = [...lines].sort(compare);
      const seen = sorted.filter((line) => !line.out);
      const shown = all ? seen : seen.slice(0, SHORT);
      const extra = new Set(seen.filter((line) => !shown.includes(line)).map((line) => line.code));
      const next = sorted.map((line) => line.code).join();
      if (order !== next) {
        order = next;
        body.append(...sorted.map((line) => rows.get(line.code).row));
      }
      for (const line of sorted) {
        const { row } = rows.get(line.code);
        row.hidden = line.out;
        row.classList.toggle("extra", extra.has(line.code));
      }
      for (const { column, cell } of heads) {
        const way = sort.way > 0 ? "ascending" : "descending";
        cell.setAttribute("aria-sort", column === sort.by ? way : "none");
      }
      const reached = (phone.matches ? shown : seen).map((line) => line.code);
      stopAt(reached.includes(stop) && stop !== null ? stop : reached.includes(chosen) ? chosen : reached[0]);
      more.hidden = seen.length <= SHORT;
      more.textContent = all ? words.fewer_rows : fill(words.all_rows, { total: seen.length });
    }

    function choose(code) {
      const before = rows.get(chosen), now = rows.get(code);
      if (before) {
        before.row.classList.remove("chosen");
        before.button.removeAttribute("aria-current");
      }
      chosen = code;
      if (!now) return;
      now.row.classList.add("chosen");
      if (!now.row.hidden && !(phone.matches && now.row.classList.contains("extra"))) stopAt(code);
      now.button.setAttribute("aria-current", "true");
      // Only inside the table's own frame: the page stays where the person is.
      const top = now.row.offsetTop - table.tHead.offsetHeight;
      if (scroll.scrollHeight > scroll.clientHeight
          && (top < scroll.scrollTop || top > scroll.scrollTop + scroll.clientHeight - 60)) {
        scroll.scrollTop = Math.max(0, top - 40);
      }
    }

    return { show, choose };
  }

  window.provinceTable = { make: makeTable };
})();
