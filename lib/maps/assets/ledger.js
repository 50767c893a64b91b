// The whole table: every commune with its gap to the target, its last six periods and its last report.
//
// What the map does not need is fetched when somebody opens it; then it follows the map's choices.
(() => {
  "use strict";

  const { node, drawn } = window.mapTools;
  const { fill, sayNumber, sayChange } = window.mapReading;
  const COLUMNS = ["rank", "commune", "value", "delta", "gap", "trend", "received"];
  const WIDTH = 84, HEIGHT = 22, EDGE = 2;

  // One scale of change for all communes, so that lines can be held against each other.
  function scaleOf(series) {
    const ends = series.map((values) => values.filter((value) => value !== null))
      .filter((known) => known.length).map((known) => [Math.min(...known), Math.max(...known)]);
    const span = Math.max(1, ...ends.map(([low, high]) => high - low));
    return (values) => {
      const known = values.filter((value) => value !== null);
      const middle = (Math.min(...known) + Math.max(...known)) / 2;
      return (value) => HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 2 * EDGE);
    };
  }

  // A line through the periods; broken where nothing was reported, a dot where nothing is beside it.
  function sparkline(values, height) {
    const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
    const at = (i) => `${(EDGE + i * step).toFixed(1)} ${height(values[i]).toFixed(1)}`;
    const there = (i) => values[i] !== null && values[i] !== undefined;
    const path = values.map((_, i) => (!there(i) ? "" : `${there(i - 1) ? "L" : "M"}${at(i)}`)).join("");
    const alone = values.map((_, i) => i).filter((i) => there(i) && !there(i - 1) && !there(i + 1));
    return drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "spark", "aria-hidden": "true" },
      drawn("path", { d: path }),
      ...alone.map((i) => drawn("circle", { cx: EDGE + i * step, cy: height(values[i]), r: 2 })));
  }

  function makeLedger(section, pick, periods) {
    const box = node("details", "fold ledger"), title = node("summary"), note = node("p", "quiet");
    const frame = node("div", "table");
    box.append(title, note, frame);
    section.append(box);
    const table = window.provinceTable.make(frame, pick, { columns: COLUMNS, short: Infinity });
    let shown = null, told = null, of = null;
    box.addEventListener("toggle", () => { if (box.open) open(); });

    async function open() {
      const { sheet } = shown;
      if (of === sheet) return paint();
      note.textContent = sheet.words.series_wait;
      try {
        const found = await periods(sheet);
        if (shown.sheet !== sheet) return undefined;
        [told, of] = [found, sheet];
        paint();
      } catch (problem) {
        note.textContent = sheet.words.series_failed;
        console.warn("periods not loaded", problem);
      }
      return undefined;
    }

    function paint() {
      if (!box.open || of !== shown.sheet) return;
      const { sheet, now, lines } = shown, { words } = sheet;
      const [, , rows, target] = told.layers[now.code];
      const periodsOf = rows.map((row) => row.split(",").map((text) => (text === "" ? null : Number(text))));
      const series = lines.map((_, i) => periodsOf.map((values) => values[i]));
      const heightOf = scaleOf(series);
      const names = told.periods.map(([, name]) => name);
      note.textContent = fill(words.ledger_note, { first: names[0], last: names.at(-1) });
      table.show(lines.map((line, i) => ({
        ...line,
        cells: {
          ...line.cells,
          gap: gapOf(line.cells.value.key, target, now, words),
          trend: trendOf(series[i], heightOf(series[i]), now, words, names),
          received: receivedOn(told.received[i]),
        },
      })), words, now.kind, { ...words, ...headsOf(words, now, target) });
    }

    function headsOf(words, now, target) {
      const goal = target === null ? words.ledger_gap
        : fill(words.ledger_gap_to, { target: `${sayTarget(target, now.digits, words)} ${now.unit}` });
      return { gap: goal, trend: words.ledger_trend, received: words.ledger_received };
    }

    // What the map shows now.
    function show(sheet, now, lines) {
      shown = { sheet, now, lines };
      box.hidden = Boolean(now.pair);
      title.textContent = fill(sheet.words.ledger, { total: lines.length });
      if (box.open && !box.hidden) open();
    }

    return { show, choose: table.choose };
  }

  // A whole target without decimals: it was set so.
  function sayTarget(scaled, digits, words) {
    const whole = scaled / 10 ** digits;
    return Number.isInteger(whole) ? sayNumber(whole, 0, words) : sayNumber(scaled, digits, words);
  }

  function gapOf(value, target, now, words) {
    if (value === null || target === null) return { text: "", key: null };
    const gap = now.rising < 0 ? value - target : target - value;
    return { text: gap <= 0 ? words.class_reached : sayNumber(gap, now.digits, words), key: Math.max(0, gap) };
  }

  function trendOf(values, height, now, words, names) {
    const known = values.map((value, i) => [value, names[i]]).filter(([value]) => value !== null);
    if (!known.length) return { text: "", key: null, drawn: () => sparkline(values, height) };
    const [first] = known[0], [last] = known.at(-1);
    const said = known.map(([value, name]) => `${name}: ${sayNumber(value, now.digits, words)}`).join("; ");
    return {
      text: `${sayChange(last - first, now.digits, words)} (${said})`, key: last - first,
      drawn: () => sparkline(values, height),
    };
  }

  // Days are written as people write them and sorted as they follow each other.
  function receivedOn(day) {
    return { text: day, key: day ? Number(day.split("/").reverse().join("")) : null };
  }

  window.provinceLedger = { make: makeLedger };
})();
