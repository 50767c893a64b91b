// The last periods as small maps: the classes and colours of the big one, a press leads to a period.
//
// Its figures are fetched when somebody opens it, once a period; after that it follows the indicator
// and the classes without a message.
(() => {
  "use strict";

  const { node, drawn } = window.mapTools;
  const { fill, lookOf } = window.mapReading;
  const WIDTH = 300;

  // Small enough to be drawn flat: degrees of longitude shrink with the latitude.
  function outlinesOf({ features, outline }) {
    const points = features.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
    const xs = points.filter((_, i) => i % 2 === 0), ys = points.filter((_, i) => i % 2);
    const west = Math.min(...xs), north = Math.max(...ys), south = Math.min(...ys);
    const shrink = Math.cos((north + south) / 2 * Math.PI / 180);
    const scale = WIDTH / ((Math.max(...xs) - west) * shrink);
    const at = ([x, y]) =>
      `${((x - west) * shrink * scale).toFixed(1)} ${((north - y) * scale).toFixed(1)}`;
    const path = (rings) => rings.map((ring) => `M${ring.map(at).join("L")}`).join("");
    const closed = (rings) => `${path(rings).replaceAll("M", "ZM").slice(1)}Z`;
    return {
      height: Math.ceil((north - south) * scale),
      outline: path(outline.coordinates),
      units: new Map(features.map(({ id, properties, geometry }) => [
        String(properties.code ?? id),
        closed(geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()),
      ])),
    };
  }

  function makeSeries(section, geometryOf, root, go) {
    const box = node("details", "series"), title = node("summary"), body = node("div", "periods");
    const note = node("p", "quiet"), scroll = node("div", "scroll"), table = node("table", "ranks");
    scroll.tabIndex = 0; // on a phone it is wider than its frame: keys can move it too
    scroll.setAttribute("role", "group");
    scroll.append(table);
    box.append(title, note, body, scroll);
    section.append(box);
    let asked = "", figures = null, shown = null, drawing = null, cards = [];
    box.addEventListener("toggle", () => { if (box.open) open(); });

    async function open() {
      const { sheet } = shown, key = `${sheet.period}|${sheet.words.language}|${sheet.edition}`;
      if (asked === key) return paint();
      asked = key;
      body.replaceChildren();
      table.replaceChildren();
      note.textContent = sheet.words.series_wait;
      try {
        const query = new URLSearchParams({ "ngon-ngu": sheet.words.language });
        if (sheet.freeze) query.set("chot", sheet.freeze);
        if (sheet.moment) query.set("luc", sheet.moment);
        const answer = await fetch(`${root}${encodeURIComponent(sheet.period)}.json?${query}`);
        if (!answer.ok) throw new Error(`${answer.status}`);
        const [told, geometry] =
          await Promise.all([answer.json(), geometryOf(sheet.shapes.boundary.geometry)]);
        if (asked !== key) return undefined;
        [figures, drawing] = [told, outlinesOf(geometry)];
        build();
      } catch (problem) {
        asked = "";
        note.textContent = sheet.words.series_failed;
        console.warn("periods not loaded", problem);
      }
      return undefined;
    }

    function build() {
      const { sheet } = shown;
      cards = figures.periods.map(([period, name]) => {
        const card = node("button", "period"), value = node("b"), reported = node("span", "quiet");
        card.type = "button";
        card.addEventListener("click", () => go(period));
        if (period === sheet.period) card.setAttribute("aria-current", "true");
        const paths = sheet.units.map(({ code }) =>
          drawn("path", { d: drawing.units.get(code) || "", class: "small" }));
        card.append(
          node("span", "when", name),
          drawn("svg", { viewBox: `-2 -2 ${WIDTH + 4} ${drawing.height + 4}`, "aria-hidden": "true" },
            ...paths, drawn("path", { d: drawing.outline, class: "small-outline" })),
          value, reported);
        return { card, paths, value, reported, name };
      });
      body.replaceChildren(...cards.map(({ card }) => card));
      paint();
    }

    function paint() {
      if (!box.open || !figures) return;
      const { sheet, now, parting } = shown, { words } = sheet;
      const [told, modes] = figures.layers[now.code];
      const rows = cards.map(({ paths, value, reported }, at) => {
        const looks = [...modes[parting.mode][at]].map(lookOf);
        paths.forEach((path, i) => path.setAttribute("fill",
          looks[i].look === "class" ? parting.colours[looks[i].index] : "url(#series-none)"));
        value.textContent = told[at][0];
        reported.textContent = fill(words.series_reported, { count: told[at][1] });
        return looks;
      });
      note.textContent = words.series_note;
      if (!body.querySelector("#series-none")) {
        body.querySelector("svg").prepend(drawn("defs", {}, drawn("pattern",
          { id: "series-none", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
          drawn("rect", { width: 7, height: 7, class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line" }))));
      }
      tell(rows, told);
    }

    // The same in rows: what the province stood at, and how many communes each class held.
    function tell(rows, told) {
      const { sheet, now, parting } = shown, { words } = sheet;
      const heads = [words.series_period, words.series_province, words.series_who,
        ...parting.colours.map((_, i) => window.mapReading.sayClass(now, parting, i, words)),
        words.series_missing];
      const head = node("tr"), top = node("thead"), lines = node("tbody");
      head.append(...heads.map((text) => Object.assign(node("th", "", text), { scope: "col" })));
      top.append(head);
      lines.append(...rows.map((looks, at) => {
        const line = node("tr"), name = node("th", "", cards[at].name);
        name.scope = "row";
        const counts = parting.colours.map((_, i) => looks.filter(({ index }) => index === i).length);
        const rest = looks.filter(({ look }) => look !== "class").length;
        line.append(name, ...[...told[at], ...counts, rest].map((text) => node("td", "", text)));
        return line;
      }));
      for (const named of [table, scroll]) named.setAttribute("aria-label", words.series);
      table.replaceChildren(top, lines);
    }

    // What the big map shows now.
    function show(sheet, now, parting) {
      shown = { sheet, now, parting };
      box.hidden = Boolean(now.pair);
      title.textContent = sheet.words.series;
      if (box.open && !box.hidden) open();
    }

    return { show };
  }

  window.provinceSeries = { make: makeSeries };
})();
