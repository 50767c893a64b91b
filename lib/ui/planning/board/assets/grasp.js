// What is in the hand: where it came from, what each place costs, and why it may not lie there.

import { filled } from "../../../../assets/shared/plurals.js";

const fill = (board, key, values) => filled(board.words[key], board.language, values);
const nameOf = (board, code) => board.communes.find((c) => c.code === code)?.name ?? code;
const keyOf = ({ thing, code }) => `${thing}:${code}`;

// What is held, in words.
export function heldSaid(board, held) {
  const stay = stayOf(board, held);
  const values = stay
    ? { team: stay.team, commune: nameOf(board, stay.commune), when: stay.when }
    : { team: held.code, commune: nameOf(board, held.code) };
  return fill(board, `held_${held.thing}`, values);
}

export const stayOf = (board, { thing, code }) => (thing === "stay" ? board.stays[Number(code)] : null);

const pricesFor = (prices, held) => (prices && held && prices.of === keyOf(held) ? prices.rows : null);

// Where it lies already: putting it down there changes nothing.
export function isOwnPlace(board, held, target) {
  const stay = stayOf(board, held);
  if (!stay || !target) return false;
  if (target.thing === "stay") return target.code === held.code;
  const own = target.thing === "commune" ? stay.commune : stay.team;
  return target.code === own && board.starts[target.start].day === stay.day;
}

// The start at which something held can lie in a row: its own, or the nearest that is free.
export function startFor(board, held, prices, { thing, code }) {
  const row = pricesFor(prices, held)?.[thing]?.[code], stay = stayOf(board, held);
  const own = stay ? Math.max(0, board.starts.findIndex(({ day }) => day === stay.day)) : 0;
  const free = (row?.barred ?? []).map((bar, start) => (bar ? Infinity : Math.abs(start - own)));
  const best = Math.min(...free);
  return Number.isFinite(best) ? free.indexOf(best) : own;
}

// Whether it may be put down, at what price, or why not: {free, tone, short, said, place}.
export function judged(board, held, prices, target) {
  if (!target) return null;
  const place = placeSaid(board, held, target);
  if (isOwnPlace(board, held, target)) return { free: false, tone: "same", short: "", place, said: board.words.same };
  const rows = pricesFor(prices, held);
  if (!rows) return { free: false, tone: "waiting", short: "…", place, said: board.words.pricing };
  const row = rows[target.thing]?.[target.code];
  if (!row) return { free: false, tone: "barred", short: "", place, said: board.words.nowhere };
  const bar = row.barred[target.thing === "stay" || target.thing === "home" ? 0 : target.start];
  if (bar) return { free: false, tone: "barred", short: "✕", place, said: barSaid(board, held, target, { bar, row }) };
  const { tone, short, said } = row.at?.[target.start] ?? row;
  return { free: true, tone, short, place, said };
}

// A whole row at a glance: its price where any start is free.
export function glance(held, prices, { thing, code }) {
  const row = pricesFor(prices, held)?.[thing]?.[code];
  if (!row) return null;
  return row.barred.every(Boolean) ? { tone: "barred", short: "✕" } : { tone: row.tone, short: row.short };
}

function placeSaid(board, held, target) {
  if (target.thing === "home") return board.words.target_home;
  if (target.thing === "stay") {
    const other = board.stays[Number(target.code)];
    const values = { team: other.team, commune: nameOf(board, other.commune), when: other.when };
    return fill(board, "target_stay", values);
  }
  const { team, commune, start } = meant(board, held, target);
  return fill(board, "target", { team, commune: nameOf(board, commune), when: board.starts[start].said });
}

function meant(board, held, { thing, code, start }) {
  const stay = stayOf(board, held);
  return thing === "team"
    ? { team: code, commune: stay ? stay.commune : held.code, start }
    : { team: stay ? stay.team : held.code, commune: code, start };
}

function barSaid(board, held, target, { bar, row }) {
  const about = row.about ?? meant(board, held, target);
  const team = board.teams.find(({ code }) => code === about.team);
  const commune = board.communes.find(({ code }) => code === about.commune);
  const limit = { cap: commune?.cap, beds: commune?.beds, stays: team?.stays }[bar];
  return fill(board, `barred_${bar}`, {
    team: about.team, commune: nameOf(board, about.commune), when: board.starts[about.start].said,
    window: team?.window, limit,
  });
}
