// The map sheet: what is looked at, and everything that shows it: tools, sentence, map, legend, table.
//
// Python sends a period once. Every choice is made here and costs no message; the server hears only
// of the commune that was chosen and, while its card is open, of the indicator. The choices are kept in the page's address and in this tab.
(() => {
  "use strict";

  const { node } = window.mapTools;
  const read = window.mapReading;
  const KEPT = "map-sheet";
  const BLANK_LOOKS = [
    ["old", "old"], ["none", "no_report"], ["blank", "blank"], ["not-now", "not_now"], ["not-then", "not_then"], ["part", "part"],
    ["lacking", "lacking"], ["withheld", "withheld"], ["not-applicable", "not_applicable"],
  ];

  let sheet = null, wanted = "", map, table, ledger, series, heightOf;
  const state = {
    indicator: null, mode: null, view: "boundary", flags: new Set(), classes: new Set(), commune: null,
  };
  const parts = {}; // the elements, by what they show

  // ---------------------------------------------------------------- the frame of it

  function button(className, act) {
    const made = node("button", className);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // A row of choices of which one holds.
  function segments(name, act) {
    const field = node("fieldset", `segments ${name}`), legend = node("legend");
    field.append(legend);
    return { field, legend, name, act, key: "" };
  }

  function fillSegments(group, title, choices, chosen) {
    const key = JSON.stringify([title, choices]);
    if (group.key !== key) {
      group.key = key;
      group.legend.textContent = title;
      group.field.replaceChildren(group.legend, ...choices.map(([value, , word]) => {
        const label = node("label"), input = node("input");
        input.type = "radio";
        input.name = group.name;
        input.value = value;
        input.addEventListener("change", () => group.act(value));
        label.append(input, node("span", "", word));
        return label;
      }));
    }
    for (const input of group.field.querySelectorAll("input")) input.checked = input.value === chosen;
    group.field.hidden = choices.length < 2;
  }

  // The files of this very view, as plain links.
  function takeAway(root) {
    const box = node("details", "take"), title = node("summary", "chip"), list = node("div", "menu");
    box.append(title, list);
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      const { search } = new URL(linkOfView());
      list.replaceChildren(...sheet.options.files.map(([kind, , word]) => {
        const link = node("a", "", word);
        link.href = `${root}${kind}${search}`;
        link.download = "";
        return link;
      }));
    });
    // It closes as every menu does: by Esc, by a choice, by a press elsewhere.
    const close = () => { box.open = false; };
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      close();
      title.focus();
    });
    list.addEventListener("click", close);
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) close(); });
    return { box, title };
  }

  function build(freshMap, roots) {
    const main = node("main", "sheet");
    const bar = node("div", "bar"), pickLabel = node("label", "pick");
    parts.pickWord = node("span");
    parts.pick = node("select");
    parts.pick.addEventListener("change", () => change({ indicator: parts.pick.value }));
    pickLabel.append(parts.pickWord, parts.pick);
    parts.views = segments("view", (view) => change({ view }));
    parts.flags = node("div", "chips");
    parts.flags.setAttribute("role", "group");
    bar.append(pickLabel, parts.flags, parts.views.field);

    parts.sentence = node("p", "sentence");
    parts.sentence.setAttribute("aria-live", "polite");
    parts.copy = button("chip copy", copyLink);
    const line = node("div", "line");
    const take = takeAway(roots.files);
    parts.take = take.title;
    line.append(parts.sentence, parts.copy, take.box);
    const stage = node("section", "stage");
    parts.note = node("p", "quiet");
    const picture = node("div", "picture");
    picture.append(stage, parts.note);

    const legend = node("section", "legend");
    parts.modes = segments("mode", (mode) => change({ mode, classes: new Set() }));
    parts.classes = node("div", "classes");
    parts.signs = node("ul", "signs");
    parts.rule = node("p", "quiet");
    parts.filtered = node("div", "filtered");
    parts.filtered.setAttribute("role", "status");
    legend.append(parts.modes.field, parts.classes, parts.filtered, parts.signs, parts.rule);
    parts.legend = legend;

    const ranks = node("section", "table");
    parts.chosen = node("p", "chosen");
    parts.chosen.setAttribute("aria-live", "polite");
    ranks.append(parts.chosen);
    const side = node("aside", "side");
    side.append(legend, ranks);
    const body = node("div", "body");
    body.append(picture, side);
    main.append(bar, line, body);
    document.body.prepend(main);

    map = window.provinceMap.make(freshMap, roots.outlines, stage, pick);
    // "then" is seen only beside a second period
    table = window.provinceTable.make(ranks, pick, { columns: ["rank", "commune", "then", "value", "delta"] });
    const periods = window.mapTools.periodsFrom(roots.series);
    ledger = window.provinceLedger.make(main, pick, periods);
    series = window.provinceSeries.make(main, map.geometryOf, periods, goTo);
    grow(main);
  }

  // The frame is as high as the sheet, so that nothing scrolls inside it. The component would set
  // the height it was called with after each run: it gets ours instead.
  function grow(main) {
    const { Streamlit } = window;
    const tell = Streamlit.setFrameHeight.bind(Streamlit);
    heightOf = () => Math.ceil(main.getBoundingClientRect().height);
    Streamlit.setFrameHeight = () => tell(heightOf());
    new ResizeObserver(() => tell(heightOf())).observe(main);
    tell(heightOf());
  }

  // ---------------------------------------------------------------- the choices

  const layer = () => sheet.layers.get(state.indicator);
  const classing = () => layer().classings.get(state.mode) || layer().classings.values().next().value;

  let telling;
  function change(next) {
    clearTimeout(timer); // the address that a look was planned for is older than this choice
    const other = next.indicator && next.indicator !== state.indicator;
    if (other) state.classes = new Set();
    Object.assign(state, next);
    render();
    clearTimeout(telling);
    if (other) telling = setTimeout(tell, 400); // once, however fast somebody goes through them
  }

  function toggle(set, value) {
    const next = new Set(set);
    if (!next.delete(value)) next.add(value);
    return next;
  }

  function pick(code) {
    if (!sheet.units.some((unit) => unit.code === code)) return;
    state.commune = code;
    choose();
    keep();
    tell();
  }

  // What the server shows of the commune is of the indicator that the map shows.
  function tell() {
    const { commune: code, indicator } = state;
    // The moment tells a new click from the old value that Streamlit repeats at every run.
    if (code) window.Streamlit.setComponentValue({ code, indicator, n: Date.now() });
  }

  function goTo(period) {
    window.Streamlit.setComponentValue({ period, indicator: state.indicator, n: Date.now() });
  }

  // ---------------------------------------------------------------- kept in the address

  const keyOf = (options, value) => (options.find(([ours]) => ours === value) || [])[1];
  const ofKey = (options, key) => (options.find(([, theirs]) => theirs === key) || [])[0];

  function asAddress() {
    const { address, options, period, against, first } = sheet;
    const flags = options.flags.filter(([flag]) => state.flags.has(flag)).map(([, key]) => key);
    return {
      [address.indicator]: state.indicator === first ? null : state.indicator,
      [address.period]: period,
      [address.against]: against || null,
      [address.mode]: state.mode && keyOf(options.modes, state.mode),
      [address.view]: state.view === "boundary" ? null : keyOf(options.views, state.view),
      [address.flags]: flags.join(",") || null,
      [address.classes]: [...state.classes].join(",") || null,
      [address.commune]: state.commune,
    };
  }

  function keep() {
    const { location, history } = window.parent;
    const search = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(asAddress())) {
      if (value) search.set(key, value);
      else search.delete(key);
    }
    const next = `${location.pathname}?${search}${location.hash}`;
    if (next !== location.pathname + location.search + location.hash) {
      history.replaceState(history.state, "", next);
    }
    // The page's own way to the light page knows only what the server heard of.
    const { search: shown } = new URL(linkOfView());
    for (const link of window.parent.document.querySelectorAll("a.bd-light")) link.search = shown;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(asAddress()));
    } catch { /* a browser that keeps nothing still shows everything */ }
  }

  // The link of this very view says everything, also what goes without saying on this screen.
  function linkOfView() {
    const { address, options } = sheet, url = new URL(window.parent.location.href);
    const told = {
      ...asAddress(), [address.indicator]: state.indicator,
      [address.view]: keyOf(options.views, state.view),
      [address.mode]: keyOf(options.modes, classing().mode),
    };
    for (const [key, value] of Object.entries(told)) {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    }
    return url.href;
  }

  async function copyLink() {
    const done = await window.mapTools.copy(linkOfView(), parts.copy);
    parts.copy.textContent = done ? sheet.words.copied : sheet.words.copy_by_hand;
    setTimeout(() => { parts.copy.textContent = sheet.words.copy; }, 2500);
  }

  function adopt(params) {
    const { address, options, layers, units } = sheet;
    const given = params[address.indicator];
    state.indicator = layers.has(given) ? given : sheet.first;
    state.mode = ofKey(options.modes, params[address.mode]) || null;
    state.view = ofKey(options.views, params[address.view]) || "boundary";
    state.flags = new Set((params[address.flags] || "").split(",")
      .map((key) => ofKey(options.flags, key)).filter(Boolean));
    state.classes = new Set((params[address.classes] || "").split(",").filter(Boolean));
    const commune = params[address.commune];
    state.commune = units.some(({ code }) => code === commune) ? commune : null;
  }

  const inAddress = () => Object.fromEntries(new URLSearchParams(window.parent.location.search));

  function start() {
    const given = inAddress(), ours = Object.values(sheet.address);
    let kept = {};
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT)) || {};
    } catch { /* as above */ }
    // A link that says what to show is followed to the letter; without one, all is as it was.
    const { period, against, commune } = sheet.address;
    const named = ours.some((key) => key in given && ![period, against, commune].includes(key));
    adopt(named ? given : { ...kept, ...given });
    if (Object.keys(kept).length) tell(); // in a tab that was used, the server may know of another
    follow();
  }

  // A link on the page may lead to another view of this same map.
  let timer;
  function follow() {
    const { navigation } = window.parent;
    if (!navigation) return;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const given = inAddress(), own = asAddress();
        const other = (key) => key in given && given[key] !== (own[key] || "");
        if (![sheet.address.indicator, sheet.address.commune].some(other)) return;
        adopt({ ...own, [sheet.address.classes]: null, ...given });
        render();
        tell();
      }, 250);
    };
    navigation.addEventListener("currententrychange", look);
    window.addEventListener("pagehide", () =>
      navigation.removeEventListener("currententrychange", look));
  }

  // ---------------------------------------------------------------- what is shown

  // The colours first, so that they answer the press; words and table follow behind that frame.
  let behind = 0;
  function render() {
    const rows = look();
    drawMap(rows);
    const mine = ++behind;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (mine === behind) renderRest(rows);
    }));
  }

  function renderRest(rows) {
    const now = layer(), parting = classing(), { words } = sheet;
    const ranks = read.ranks(now, rows);
    for (const row of rows) {
      row.rank = ranks[row.i];
      row.shown = read.sayValue(now, row.i, row, words);
    }
    map.read();
    drawNote();
    drawTables(now, rows);
    drawLegend(now, parting, rows);
    drawTools(now, parting);
    drawSentence(now);
    series.show(sheet, now, parting);
    choose();
    keep();
    document.documentElement.dataset.shown = now.code;
  }

  // How each commune looks now: its class, its colour, and whether the filters leave it out.
  function look() {
    const parting = classing(), flags = [...state.flags];
    return sheet.units.map((unit, i) => {
      const cell = read.lookOf(parting.cells[i]);
      const key = cell.look === "class" ? String(cell.index) : cell.look;
      const inFlags = flags.every((flag) => unit.flags.includes(flag));
      const out = !inFlags || (state.classes.size > 0 && !state.classes.has(key));
      return { unit, i, look: cell.look, colour: parting.colours[cell.index] || "", key, inFlags, out };
    });
  }

  function drawMap(rows) {
    const { words, options } = sheet;
    const now = layer(), shape = sheet.shapes[state.view];
    map.show({
      geometry: shape.geometry, bounds: shape.bounds, tiles: state.view === "tiles",
      drawn: options.flags.map(([flag]) => flag)
        .filter((flag) => !state.flags.size || state.flags.has(flag)),
      words, edition: sheet.edition,
      title: read.fill(words.map, { name: now.name }),
      units: new Map(rows.map((row) => [row.unit.code, {
        look: row.look, colour: row.colour, faded: row.out, flags: row.unit.flags,
        sign: read.isAbove(now, row.i, row.look) ? "!" : read.isZero(now, row.i, row.look) ? "0" : "",
        lines: () => linesOf(now, row),
      }])),
      placed: (missing, strangers) => { Object.assign(sheet, { missing, strangers }); drawNote(); },
    });
  }

  // What is read out of a commune.
  function linesOf(now, row) {
    const { words, options } = sheet;
    return [
      row.unit.name,
      read.sayValue(now, row.i, row, words),
      now.pair ? read.fill(words.pair, {
        then: read.sayOne(now, "then", row.i, words), now: read.sayOne(now, "now", row.i, words),
        unit: now.pair.unit,
      }) : "",
      read.isAbove(now, row.i, row.look) ? words.above_hundred : "",
      row.rank ? read.fill(words.rank_of, { rank: row.rank, total: now.ranked }) : "",
      ...options.flags.map(([flag, , word]) => (row.unit.flags.includes(flag) ? word : "")),
    ].filter(Boolean);
  }

  function drawNote() {
    const { words, missing = [], strangers = [] } = sheet;
    const names = sheet.units.filter(({ code }) => missing.includes(code)).map(({ name }) => name);
    parts.note.textContent = [
      sheet.shapes[state.view].note,
      names.length ? read.fill(words.no_shape, { names: names.join(", ") }) : "",
      strangers.length ? read.fill(words.no_commune, { names: strangers.join(", ") }) : "",
    ].filter(Boolean).join(". ");
  }

  // What the table says of a commune's figure: it alone, or two periods and their difference.
  function figuresOf(now, row) {
    const { words } = sheet, { i } = row;
    if (now.pair) {
      const known = now.values[i] !== null;
      return {
        then: { text: read.sayOne(now, "then", i, words), key: now.pair.then[i] },
        value: {
          text: row.look === "withheld" ? words.withheld : read.sayOne(now, "now", i, words),
          key: now.pair.now[i],
        },
        delta: {
          text: !known ? (row.look === "withheld" ? "" : row.shown) : now.kind === "passage" ? read.sayValue(now, i, row, words)
            : read.sayChange(now.values[i], now.digits, words),
          key: now.values[i],
        },
      };
    }
    const counted = now.kind !== "yes_no", moved = now.changes[i];
    const known = row.look === "class" && now.values[i] !== null; // a place may be shown that has no figure
    return {
      then: { text: "", key: null },
      value: {
        text: known && counted && !now.aside(i)
          ? read.sayNumber(now.values[i], now.digits, words) : row.shown,
        key: known ? now.values[i] : null,
      },
      delta: {
        text: counted && moved !== null ? read.sayChange(moved, now.digits, words) : "", key: moved,
      },
    };
  }

  // Unranked, the larger figure stands above: an order, no judgement.
  function rankOf(now, row) {
    if (now.rising) return { text: row.rank ?? "", key: row.rank };
    const value = now.values[row.i];
    return { text: "", key: row.look === "class" && value !== null ? -value : null };
  }

  function drawTables(now, rows) {
    const lines = rows.map((row) => ({
      code: row.unit.code, name: row.unit.name, colour: row.colour, look: row.look, out: row.out,
      cells: { rank: rankOf(now, row), ...figuresOf(now, row) },
      marks: [...row.unit.flags].map((flag) => ({ b: "▣", r: "▲", s: "◇" })[flag]).join(""),
    }));
    table.show(lines, sheet.words, now.kind);
    ledger.show(sheet, now, lines);
  }

  function drawLegend(now, parting, rows) {
    const { words } = sheet;
    const entries = parting.colours.map((colour, i) =>
      [String(i), read.sayClass(now, parting, i, words), colour, "class"]);
    for (const [look, word] of BLANK_LOOKS) {
      if ((look === "none" && now.kind !== "place") || rows.some((row) => row.key === look)) {
        const own = { "not-applicable": now.nothing, lacking: now.lacking }[look] || "";
        const label = own || words[word];
        entries.push([look, label[0].toUpperCase() + label.slice(1), "", look]);
      }
    }
    parts.classes.replaceChildren(...entries.map(([key, label, colour, look]) => {
      const made = button("class", () => change({ classes: toggle(state.classes, key) }));
      const swatch = node("i", `dot look-${look}`);
      swatch.style.backgroundColor = colour;
      const all = rows.filter((row) => row.key === key);
      const part = all.filter((row) => row.inFlags).length;
      made.setAttribute("aria-pressed", String(state.classes.has(key)));
      made.dataset.class = key;
      const count = state.flags.size ? words.count_of : words.count;
      made.append(swatch, node("span", "", label),
        node("span", "count", read.fill(count, { part, count: all.length })));
      return made;
    }));
    parts.classes.classList.toggle("some", state.classes.size > 0);
    const seen = rows.filter((row) => !row.out).length;
    parts.filtered.hidden = !state.classes.size && !state.flags.size;
    parts.filtered.replaceChildren();
    if (!parts.filtered.hidden) {
      const clear = button("clear", () => change({ classes: new Set(), flags: new Set() }));
      clear.textContent = words.clear;
      parts.filtered.append(
        node("span", "", read.fill(words.filtered, { count: seen, total: rows.length })), clear);
    }
    const signs = [];
    if (rows.some((row) => read.isZero(now, row.i, row.look))) signs.push(["0", words.zero]);
    if (rows.some((row) => read.isAbove(now, row.i, row.look))) signs.push(["!", words.above_hundred]);
    parts.signs.replaceChildren(...signs.map(([sign, word]) => {
      const line = node("li");
      line.append(node("b", "sign", sign), node("span", "", word));
      return line;
    }));
    parts.rule.textContent = [
      `${now.formula}.`, parting.rule, parting.breaks.length ? words.half_open : "", words.flag_rule,
    ].filter(Boolean).join(" ");
  }

  function drawTools(now, parting) {
    const { words, options, groups, layers } = sheet;
    if (parts.edition !== sheet.edition) {
      parts.edition = sheet.edition;
      parts.pickWord.textContent = words.indicator;
      parts.copy.textContent = words.copy;
      parts.take.textContent = words.download;
      const sections = groups.map((name) => Object.assign(node("optgroup"), { label: name }));
      for (const { code, group, name } of layers.values()) {
        const option = node("option", "", name);
        option.value = code;
        sections[group].append(option);
      }
      parts.pick.replaceChildren(...sections);
      parts.legend.setAttribute("aria-label", words.legend);
      parts.classes.title = words.choose;
      parts.flags.setAttribute("aria-label", words.flags);
      parts.flags.replaceChildren(node("span", "word", words.flags), ...options.flags.map(([flag, , word]) => {
        const chip = button("chip", () => change({ flags: toggle(state.flags, flag) }));
        chip.dataset.flag = flag;
        const sign = flag === "b" ? node("i", "border-sign") : window.provinceMap.glyph(flag);
        chip.append(sign, node("span", "", word));
        return chip;
      }));
    }
    parts.pick.value = now.code;
    for (const chip of parts.flags.querySelectorAll("button")) {
      chip.setAttribute("aria-pressed", String(state.flags.has(chip.dataset.flag)));
    }
    fillSegments(parts.views, words.view, options.views, state.view);
    fillSegments(parts.modes, words.classes,
      options.modes.filter(([mode]) => now.classings.has(mode)), parting.mode);
  }

  function drawSentence(now) {
    const { words } = sheet;
    if (now.pair) {
      const [before, stressed, after, basis] = now.pair.told;
      parts.sentence.replaceChildren(
        before, node("b", "", stressed), after, node("span", "quiet", basis));
      return;
    }
    if (!now.value) {
      const why = now.reported; // said without a value: there was nothing to judge by
      parts.sentence.textContent = read.fill(why ? words.unjudged : words.nothing, { name: now.name, why });
      return;
    }
    const said = read.parts(words.sentence,
      { name: now.name, value: node("b", "", now.value), reported: now.reported });
    const told = now.both ? words.change_over : words.change;
    const moved = now.change ? ` ${read.fill(told, { change: now.change, count: now.both })}` : "";
    parts.sentence.replaceChildren(...said, moved);
  }

  // The chosen commune: on the map, in the table, and in a line that answers at once.
  function choose() {
    map.choose(state.commune);
    table.choose(state.commune);
    ledger.choose(state.commune);
    const i = sheet.units.findIndex(({ code }) => code === state.commune);
    parts.chosen.hidden = i < 0;
    if (i < 0) return;
    const now = layer(), looks = [...classing().cells].map(read.lookOf);
    const [name, value, ...more] = linesOf(now, {
      ...looks[i], i, unit: sheet.units[i], rank: read.ranks(now, looks)[i],
    });
    parts.chosen.replaceChildren(node("b", "", name), node("span", "", value),
      ...more.map((line) => node("span", "quiet", line)));
  }

  // ---------------------------------------------------------------- the two entrances

  function init(freshMap, outlines, series, files) {
    build(freshMap, { outlines, series, files });
  }

  // The period is a file that the browser keeps. Where the server has it no longer, as after a
  // restart, any word from us makes it run the page again and put the file back.
  async function load(address) {
    wanted = address;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${answer.status}`);
      const sent = await answer.json();
      if (wanted === address) paint(sent);
    } catch (problem) {
      console.warn("figures not loaded", problem);
      setTimeout(() => {
        if (wanted !== address) return;
        window.Streamlit.setComponentValue({ again: Date.now() });
        setTimeout(() => { if (wanted === address) load(address); }, 1000);
      }, 1000);
    }
  }

  function paint(sent) {
    const fresh = sheet === null;
    sheet = read.readSheet(sent);
    sheet.edition = Date.now();
    for (const now of sheet.layers.values()) {
      const { cells } = now.classings.values().next().value;
      now.ranked = [...cells].filter((cell, i) => cell >= "0" && cell <= "9" && !now.aside(i)).length;
    }
    clearTimeout(timer);
    if (fresh) start();
    else if (!sheet.layers.has(state.indicator)) state.indicator = sheet.first;
    document.documentElement.lang = sent.words.language;
    render();
  }

  window.provinceSheet = { init, load, paint };
})();
