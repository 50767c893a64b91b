// The whole table: every commune with its gap to the target, its last six periods and its last report.

import { node } from "../../../assets/shared/elements.js";
import { gapOf, receivedOn, sayTarget, trendOf } from "../reading/ledger-cells.js";
import { readRow } from "../reading/numbers.js";
import { fill } from "../reading/sentences.js";
import { makeFold } from "./fold.js";
import { scaleOf, sparkline } from "./sparkline.js";
import { makeTable } from "./table.js";

const COLUMNS = ["rank", "commune", "value", "delta", "gap", "trend", "received"];

export function makeLedger(section, pick, periods) {
  const fold = makeFold(section, "ledger", { load: periods, draw }), frame = node("div", "table");
  fold.element.append(frame);
  const table = makeTable(frame, pick, { columns: COLUMNS, short: Infinity });

  function draw({ sheet, now, lines }, told) {
    const { words } = sheet, [, , rows, target] = told.layers[now.code];
    const names = told.periods.map(([, name]) => name);
    fold.note.textContent = fill(words, "ledger_note", { first: names[0], last: names.at(-1) });
    table.show(withMore({ lines, now, words }, { rows, target, names, received: told.received }),
      words, now.kind, { ...words, ...headsOf(words, now, target) });
  }

  function show(sheet, { now }, lines) {
    fold.show({ sheet, now, lines }, fill(sheet.words, "ledger", { total: lines.length }));
  }

  return { show, choose: table.choose };
}

// The lines of the short table with what this one says more.
function withMore({ lines, now, words }, { rows, target, names, received }) {
  const periods = rows.map(readRow), series = lines.map((_, i) => periods.map((values) => values[i]));
  const heightOf = scaleOf(series);
  return lines.map((line, i) => ({
    ...line,
    cells: {
      ...line.cells,
      gap: gapOf(line.cells.value.key, target, now, words),
      trend: {
        ...trendOf(series[i], now, words, names), drawn: () => sparkline(series[i], heightOf(series[i])),
      },
      received: receivedOn(received[i]),
    },
  }));
}

function headsOf(words, now, target) {
  const gap = target === null ? words.ledger_gap
    : fill(words, "ledger_gap_to", { target: `${sayTarget(target, now.digits, words)} ${now.unit}` });
  return { gap, trend: words.ledger_trend, received: words.ledger_received };
}
