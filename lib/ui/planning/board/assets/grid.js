// The weeks: a row for each team or commune, a bar for each stay, one stop of the Tab key for all.

import { button, node } from "../../../../assets/shared/elements.js";
import { rowsOf, startAt } from "./rows.js";

const LANE_PX = 24;
const EDGE_PX = 36, STEP_PX = 12; // dragging near an edge scrolls

export function makeGrid(parent) {
  const pane = node("div", "pane"), ghost = node("div", "ghost");
  pane.setAttribute("role", "group");
  parent.append(pane);
  let board = null, rows = [], lines = new Map(), bars = new Map(), at = null;

  function build(given, view) {
    const top = pane.scrollTop;
    [board, rows, lines, bars] = [given, rowsOf(given, view), new Map(), new Map()];
    pane.setAttribute("aria-label", given.words.view);
    pane.replaceChildren(head(), ...rows.map(line));
    pane.scrollTop = top;
    stopAt(at && find(at) ? at : things()[0]?.dataset);
  }

  const share = (days) => `${(100 * days) / board.days}%`;

  function head() {
    const weeks = node("div", "weeks");
    for (const { week, day } of board.weeks) {
      const cell = node("span", "week", String(week));
      cell.append(node("small", "", day));
      cell.style.width = share(7);
      weeks.append(cell);
    }
    const made = node("div", "head");
    made.append(node("span", "corner", board.words.week), weeks);
    return made;
  }

  function line(row) {
    const made = node("div", `row${row.free ? " free" : ""}`), track = node("div", "track");
    const name = thing("name", row);
    name.append(node("b", "", row.title), node("small", "", row.small), node("i", "price"));
    track.style.minHeight = `${row.lanes * LANE_PX + 8}px`;
    track.style.backgroundSize = `${share(7)} 100%`;
    for (const bar of row.bars) track.append(drawnBar(bar));
    made.append(name, track);
    made.dataset.row = `${row.thing}:${row.code}`;
    lines.set(made.dataset.row, { row, made, track, name });
    return made;
  }

  function drawnBar(bar) {
    const made = thing("bar", { thing: "stay", code: bar.code });
    const values = { team: bar.team, commune: nameOf(bar.commune), when: bar.when };
    const said = board.words[bar.locked ? "bar_locked" : "bar"];
    made.setAttribute("aria-label", said.replace(/\{(\w+)\}/g, (_, name) => values[name]));
    made.append(node("span", "", bar.label));
    if (bar.locked) made.append(node("i", "lock", "●"));
    made.style.left = share(bar.day - 1);
    made.style.width = share(bar.days);
    made.style.top = `${4 + bar.lane * LANE_PX}px`;
    bars.set(bar.code, made);
    return made;
  }

  const nameOf = (code) => board.communes.find((c) => c.code === code)?.name ?? code;

  function thing(className, { thing: kind, code }) {
    const made = button(className);
    Object.assign(made.dataset, { thing: kind, code });
    made.tabIndex = -1;
    return made;
  }

  const things = () => [...pane.querySelectorAll("button[data-thing]")];
  const find = ({ thing: kind, code }) => things().find((t) => t.dataset.thing === kind && t.dataset.code === code);

  function stopAt(place) {
    const next = place && find(place);
    if (!next) return;
    for (const other of things()) other.tabIndex = -1;
    next.tabIndex = 0;
    at = { thing: next.dataset.thing, code: next.dataset.code };
  }

  // Arrows with empty hands: up and down by rows, left and right within one.
  function walk(from, key) {
    const line = from.closest(".row"), inLine = [...line.querySelectorAll("button[data-thing]")];
    const all = [...pane.querySelectorAll(".row")], place = inLine.indexOf(from);
    const sideways = { ArrowLeft: place - 1, ArrowRight: place + 1 }[key];
    if (sideways !== undefined) return inLine[sideways];
    const jump = { ArrowUp: -1, ArrowDown: 1, Home: -all.length, End: all.length }[key];
    if (!jump) return undefined;
    const next = Math.min(all.length - 1, Math.max(0, all.indexOf(line) + jump));
    const there = [...all[next].querySelectorAll("button[data-thing]")];
    return there[Math.min(place, there.length - 1)];
  }

  function focus(place) {
    stopAt(place);
    const next = place && find(place);
    next?.focus({ preventScroll: true });
    if (next) show(next.closest(".row"));
  }

  function show(line) {
    const frame = pane.getBoundingClientRect(), box = line.getBoundingClientRect(), first = 44;
    if (box.top < frame.top + first) pane.scrollTop -= frame.top + first - box.top;
    if (box.bottom > frame.bottom) pane.scrollTop += box.bottom - frame.bottom;
  }

  // What lies under a point; grip: days between the pointer and the beginning of what it holds.
  function under(element, x, grip) {
    const bar = element?.closest?.(".bar");
    if (bar) return { thing: "stay", code: bar.dataset.code, start: 0 };
    const line = element?.closest?.(".row");
    if (!line) return null;
    const { row, track } = lines.get(line.dataset.row), box = track.getBoundingClientRect();
    if (x < box.left) return { thing: row.thing, code: row.code, start: null };
    const day = 1 + ((x - box.left) / box.width) * board.days - grip;
    return { thing: row.thing, code: row.code, start: startAt(board.starts, day) };
  }

  function scrollAt(y) {
    const box = pane.getBoundingClientRect();
    if (y < box.top + EDGE_PX) pane.scrollTop -= STEP_PX;
    if (y > box.bottom - EDGE_PX) pane.scrollTop += STEP_PX;
  }

  // look: {chosen, held, glanceOf, target, verdict}
  function paint({ chosen, held, glanceOf, target, verdict }) {
    for (const [code, bar] of bars) {
      const stay = board.stays[Number(code)];
      bar.classList.toggle("chosen", stay.team === chosen.team || stay.commune === chosen.commune);
      bar.classList.toggle("held", held?.thing === "stay" && held.code === code);
      bar.classList.toggle("target", target?.thing === "stay" && target.code === code);
    }
    for (const { row, made, name } of lines.values()) {
      const told = held && held.thing !== row.thing ? glanceOf(row) : null;
      made.dataset.tone = told?.tone ?? "";
      name.querySelector(".price").textContent = told?.short ?? "";
      name.classList.toggle("chosen", row.code === (row.thing === "team" ? chosen.team : chosen.commune));
      name.classList.toggle("held", held?.thing === row.thing && held.code === row.code);
    }
    ghost.remove();
    const line = target && lines.get(`${target.thing}:${target.code}`);
    if (line) {
      ghost.dataset.tone = verdict.tone;
      ghost.textContent = verdict.short;
      ghost.style.left = share(board.starts[target.start].day - 1);
      ghost.style.width = share(board.length);
      line.track.append(ghost);
    }
  }

  const rowAt = (place) => rows.findIndex((row) => row.thing === place?.thing && row.code === place.code);
  const lineOf = (place) => lines.get(`${place.thing}:${place.code}`)?.made ?? bars.get(place.code)?.closest(".row");
  return {
    pane, build, paint, under, scrollAt, focus, walk, stopAt, rowAt,
    rows: () => rows,
    show: (place) => { const line = lineOf(place); if (line) show(line); },
    rowWith: (code) => rows.findIndex((row) => row.bars.some((bar) => bar.code === code)),
  };
}
