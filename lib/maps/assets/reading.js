// What the sheet's payload says: numbers as people read them, classes as intervals, sentences.
(() => {
  "use strict";

  // Fills the {names} of a sentence; a value may be an element. {count:one=commune|other=communes} is the
  // count and the form that goes with it in the language of the page.
  function parts(sentence, values) {
    const found = sentence.split(/\{(\w+)(?::([^{}]+))?\}/);
    return found.flatMap((part, i) => {
      if (i % 3 === 0) return [part];
      if (i % 3 === 2) return [];
      const value = values[part] ?? "", forms = found[i + 1];
      return [forms ? `${value} ${formOf(forms, value)}` : value];
    });
  }

  function formOf(forms, number) {
    const known = Object.fromEntries(forms.split("|").map((form) => form.split("=")));
    const category = new Intl.PluralRules(document.documentElement.lang).select(Number(number));
    return known[category] ?? known.other;
  }

  const fill = (sentence, values) => parts(sentence, values).join("");

  // Numbers travel as whole ones, times ten to the power of their decimals.
  function sayNumber(scaled, digits, { decimal, group }) {
    const text = String(Math.abs(scaled)).padStart(digits + 1, "0");
    const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, group);
    return (scaled < 0 ? "−" : "") + whole + (digits ? decimal + text.slice(-digits) : "");
  }

  const sayChange = (scaled, digits, words) =>
    (scaled > 0 ? "+" : "") + sayNumber(scaled, digits, words);

  const numbers = (row) => row.split(",").map((text) => (text === "" ? null : Number(text)));

  function readLayer([code, group, name, unit, formula, digits, rising, kind, values, changes,
    [value, reported, change, both], classings, pair, nothing, lacking = "", beside = -1], palette, { asides, beside: shared }) {
    return {
      pair: pair && { then: numbers(pair[0]), now: numbers(pair[1]), unit: pair[2], told: pair.slice(3) },
      code, group, name, unit, formula, digits, rising, kind, value, reported, change, both,
      nothing, lacking, aside: (i) => asides[(shared[beside] || {})[i]] || "", values: numbers(values), changes: numbers(changes),
      classings: new Map(classings.map(([mode, breaks, colours, cells, words, rule]) =>
        [mode, { mode, breaks, colours: colours.map((i) => palette[i]), cells, words, rule }])),
    };
  }

  // Once a period: lists become objects, rows become numbers.
  function readSheet(sent) {
    const marks = sent.marks.split(",");
    return {
      ...sent,
      units: sent.codes.split(",").map((code, i) =>
        ({ code, name: sent.names[i], flags: marks[i] })),
      layers: new Map(sent.layers.map((layer) => {
        const read = readLayer(layer, sent.palette, sent);
        return [read.code, read];
      })),
    };
  }

  // The half-open interval of a class in words, after its own word where it has one.
  function sayClass(layer, classing, index, words) {
    const word = classing.words[index] ? words[classing.words[index]] : "";
    if (word && ["yes_no", "passage"].includes(layer.kind)) return word;
    if (word && classing.words.length === 2) return word; // communes with at least one
    const low = classing.breaks[index - 1], high = classing.breaks[index], { unit } = layer;
    const shape = low === undefined
      ? (high === undefined ? words.all : words.below)
      : (high === undefined ? words.from : words.between);
    const interval = fill(shape, { low, high, unit });
    return word ? fill(words.with_word, { word, interval }) : interval;
  }

  // The sheet came with nothing in its place. Of two periods: sent for the earlier alone, for the later alone, for both but in part.
  const OTHERS = { k: "blank", t: "not-now", n: "not-then", p: "part" };
  const IN_WORDS = { none: "no_report", blank: "blank", "not-now": "not_now", "not-then": "not_then", part: "part" };

  // A commune's look: "class", "old", "none", "lacking", "withheld", "not-applicable" or one of two
  // periods, and its class.
  function lookOf(cell) {
    if (cell >= "0" && cell <= "9") return { look: "class", index: Number(cell) };
    if (cell === "x") return { look: "not-applicable", index: -1 };
    if (cell === "m") return { look: "lacking", index: -1 };
    if (cell === "w") return { look: "withheld", index: -1 };
    if (OTHERS[cell]) return { look: OTHERS[cell], index: -1 };
    if (cell >= "a" && cell <= "j") return { look: "old", index: cell.charCodeAt(0) - 97 };
    return { look: "none", index: -1 };
  }

  // What is read out: the figure, and what must be said beside it.
  function sayValue(layer, i, { look }, words) {
    if (look === "withheld") return words.withheld;
    if (look === "lacking") return layer.lacking;
    const text = IN_WORDS[look] ? words[IN_WORDS[look]] : sayFigure(layer, i, look, words);
    const aside = layer.aside(i);
    return aside ? `${text} (${aside})` : text;
  }

  function sayFigure(layer, i, look, words) {
    const value = layer.values[i];
    if (look === "not-applicable" || value === null) return layer.nothing || words.not_applicable;
    if (layer.kind === "yes_no") return value >= 1 ? words.yes : words.no;
    if (layer.kind === "passage") return words[`class_${["lost", "same", "gained"][value + 1]}`];
    if (layer.kind === "change") return `${sayChange(value, layer.digits, words)} ${layer.unit}`;
    return `${sayNumber(value, layer.digits, words)} ${layer.unit}`;
  }

  // One of the two figures behind a change.
  function sayOne(layer, which, i, words) {
    const value = layer.pair[which][i];
    if (value === null) return "–";
    if (layer.kind === "passage") return value >= 1 ? words.yes : words.no;
    return sayNumber(value, layer.digits, words);
  }

  const isZero = (layer, i, look) =>
    look === "class" && ["number", "share"].includes(layer.kind) && layer.values[i] === 0;
  const isAbove = (layer, i, look) =>
    look === "class" && layer.kind === "share" && layer.values[i] > 100 * 10 ** layer.digits;

  // 1 for the best; the same for equal values; null where nothing is known now, and everywhere where
  // communes are not ranked: a larger commune has more of all that is counted.
  function ranks(layer, looks) {
    if (!layer.rising) return looks.map(() => null);
    const way = layer.rising < 0 ? 1 : -1;
    // What must be explained is a part of the villages: it has no rank.
    const known = layer.values.map((v, i) => (looks[i].look === "class" && !layer.aside(i) ? v : null));
    const order = known.filter((v) => v !== null).sort((a, b) => way * (a - b));
    const first = new Map();
    order.forEach((v, i) => { if (!first.has(v)) first.set(v, i + 1); });
    return known.map((v) => (v === null ? null : first.get(v)));
  }

  window.mapReading =
    { parts, fill, sayNumber, sayChange, readSheet, sayClass, lookOf, sayValue, sayOne, isZero, isAbove, ranks };
})();
