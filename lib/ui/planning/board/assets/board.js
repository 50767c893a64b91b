// The board of a plan: map, weeks and list of one choice, and hands that move what stands there.
//
// The server sends the plan, and for what was taken up the price of every place at once; while a
// hand moves nothing is asked. Putting down is an act of the server: a new version of the plan.

import { button, node } from "../../../../assets/shared/elements.js";
import { glance, heldSaid, isOwnPlace, judged, startFor, stayOf } from "./grasp.js";
import { makeGrid } from "./grid.js";
import { makeList } from "./list.js";
import { makeMap } from "./map.js";
import { makePanel } from "./panel.js";
import { followPointer } from "./pointer.js";
import { sameTarget, targetsIn } from "./rows.js";
import { growWith, listen, tell } from "./talk.js";

const VIEWS = ["teams", "communes", "list"];
const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

let board = null, prices = null, parts, built = "";
// held: what is in the hand; target: where it would go; saving: the moment of an act under way
const hand = { held: null, target: null, grip: 0, saving: 0 };
let view = sessionStorage.getItem("board-view") ?? VIEWS[0];

// ---------------------------------------------------------------- the frame of it

function build() {
  const main = node("main", "board"), switches = node("div", "switches");
  const left = node("div", "left"), right = node("div", "right");
  switches.setAttribute("role", "group");
  const choices = VIEWS.map((name) => {
    const made = button("switch", () => look(name));
    switches.append(made);
    return [name, made];
  });
  document.body.replaceChildren(main);
  main.append(left, right);
  const panel = makePanel(left, { take: takeChosen, put, home: () => aim({ thing: "home", code: "", start: 0 }), leave, aim, undo });
  const map = makeMap(left, "../ranh-gioi/");
  right.append(switches);
  parts = { panel, map, grid: makeGrid(right), list: makeList(right), choices, main };
  main.addEventListener("click", click);
  main.addEventListener("keydown", key);
  followPointer({ takes, take: drag, over, drop, leave, holding: () => Boolean(hand.held || hand.saving) });
  growWith(main);
}

function show(args) {
  if (!parts) build();
  [board, prices] = [args.board, args.prices];
  document.documentElement.lang = board.language;
  document.title = board.title;
  if (hand.saving && args.answered >= hand.saving) hand.saving = 0;
  const now = JSON.stringify([args.board.version, args.board.language, args.board.may]);
  if (now !== built) {
    built = now;
    [hand.held, hand.target, hand.saving] = [null, null, 0];
    rebuild();
  } else parts.map.build(board);
  paint();
}

function rebuild() {
  if (!VIEWS.includes(view)) [view] = VIEWS;
  for (const [name, made] of parts.choices) {
    made.textContent = board.words[name];
    made.setAttribute("aria-pressed", String(name === view));
  }
  parts.grid.pane.hidden = view === "list";
  parts.list.pane.hidden = view !== "list";
  const [shown, other] = view === "list" ? [parts.list, parts.grid] : [parts.grid, parts.list];
  other.pane.replaceChildren();
  shown.build(board, view);
  parts.map.build(board);
}

function look(name) {
  view = name;
  sessionStorage.setItem("board-view", name);
  rebuild();
  paint();
}

function paint() {
  const { held, target } = hand;
  const verdict = judged(board, held, prices, target);
  const look = {
    chosen: board.chosen, held, target, verdict, glanceOf: (row) => glance(held, prices, row),
  };
  if (view === "list") parts.list.paint(board, look);
  else parts.grid.paint(look);
  parts.map.paint(look);
  parts.panel.draw({
    board, held, target, judged: verdict, heldSaid: held ? heldSaid(board, held) : "",
    chosen: chosenThing(), saving: hand.saving, undoable: board.undoable,
  });
  parts.main.classList.toggle("ready", Boolean(verdict?.free) && !hand.saving);
  parts.main.dataset.state = hand.saving ? "saving" : held ? (verdict?.tone ?? "held") : "still";
}

// ---------------------------------------------------------------- the hand

// A team takes a place while it has stays left, a commune whenever; a stay always.
function takes({ thing, code }) {
  if (!board.may) return false;
  return thing !== "team" || board.teams.find((t) => t.code === code)?.left > 0;
}

function take(thing) {
  if (hand.saving || !takes(thing)) return;
  hand.held = { thing: thing.thing, code: thing.code };
  hand.target = null;
  // A team is put down in communes, a commune among teams: there they are seen.
  tell({ act: "take", ...hand.held, version: board.version });
  paint();
}

function takeByKey(thing) {
  take(thing);
  if (!hand.held) return;
  const other = { team: "communes", commune: "teams" }[thing.thing];
  if (other && other !== view) look(other);
  const own = ownTarget();
  if (own) aim(own);
}

function takeChosen() {
  const thing = chosenThing();
  if (thing) takeByKey(thing);
}

// What is chosen, as something to take up: the only stay of it, or else the team or commune.
function chosenThing() {
  const { team, commune } = board.chosen;
  const mine = board.stays.map((stay, place) => [stay, String(place)])
    .filter(([stay]) => stay.team === team || stay.commune === commune);
  if (mine.length) return { thing: "stay", code: mine[0][1] };
  if (commune) return { thing: "commune", code: commune };
  return team && takes({ thing: "team", code: team }) ? { thing: "team", code: team } : null;
}

function ownTarget() {
  const stay = stayOf(board, hand.held);
  if (!stay || view === "list") return null;
  const start = Math.max(0, board.starts.findIndex(({ day }) => day === stay.day));
  return view === "teams" ? { thing: "team", code: stay.team, start } : { thing: "commune", code: stay.commune, start };
}

function aim(target) {
  if (!hand.held || hand.saving) return;
  const whole = target?.thing && target.start === null
    ? { ...target, start: startFor(board, hand.held, prices, target) } : target;
  hand.target = whole?.thing ? whole : null;
  paint();
  if (hand.target && hand.target.thing !== "home" && view !== "list") parts.grid.show(hand.target);
}

function put() {
  const { held, target } = hand;
  if (!held || !judged(board, held, prices, target)?.free) return;
  hand.saving = tell({ act: "put", held, onto: target, version: board.version });
  paint();
}

function leave() {
  const { held } = hand;
  [hand.held, hand.target] = [null, null];
  paint();
  if (held && view !== "list") parts.grid.focus(held);
}

function undo() {
  hand.saving = tell({ act: "undo", version: board.version });
  paint();
}

function choose({ thing, code }) {
  if (!hand.held) tell({ act: "choose", thing, code, version: board.version });
}

// ---------------------------------------------------------------- mouse and finger

function drag(element, x) {
  const stay = element.classList.contains("bar") && element.closest(".track");
  const days = stay ? ((x - element.getBoundingClientRect().left) / stay.getBoundingClientRect().width) * board.days : 0;
  hand.grip = Math.max(0, days);
  take(element.dataset);
}

function over(element, event) {
  parts.grid.scrollAt(event.clientY);
  const target = parts.map.under(element) ?? (view === "list" ? null : parts.grid.under(element, event.clientX, hand.grip));
  const mine = target?.thing === "stay" && target.code === hand.held?.code && hand.held.thing === "stay";
  const meant = mine ? ownTarget() : target?.thing === hand.held?.thing && target?.thing !== "stay" ? null : target;
  const whole = meant && meant.start === null ? { ...meant, start: startFor(board, hand.held, prices, meant) } : meant;
  if (whole && hand.target && sameTarget(whole, hand.target)) return;
  hand.target = whole;
  paint();
}

// Let go over a place: where the price is not known yet, or a rule stands against it, it stays in
// the hand and the panel says why; let go over nothing, or where it came from, it goes back.
function drop() {
  const verdict = judged(board, hand.held, prices, hand.target);
  if (!verdict || isOwnPlace(board, hand.held, hand.target)) leave();
  else if (verdict.free) put();
}

function click(event) {
  const { target } = event, thing = target.closest("[data-thing]");
  if (hand.saving) return;
  if (!hand.held) {
    const shape = parts.map.under(target);
    if (thing) choose(thing.dataset);
    else if (shape) choose(shape);
    return;
  }
  if (target.closest(".panel, .switches")) return;
  const meant = parts.map.under(target) ?? (view === "list" ? null : parts.grid.under(target, event.clientX, 0));
  if (meant && meant.thing !== hand.held.thing) aim(meant);
  else if (meant?.thing === "stay" && meant.code !== hand.held.code) aim(meant);
}

// ---------------------------------------------------------------- keys

function key(event) {
  const thing = event.target.closest?.("[data-thing]");
  if (event.key === "Escape" && hand.held && !hand.saving) return leave();
  if (!thing) return undefined;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (hand.held) put();
    else if (takes(thing.dataset)) takeByKey(thing.dataset);
    else choose(thing.dataset);
  } else if (view !== "list" && [...ARROWS, "Home", "End"].includes(event.key)) {
    event.preventDefault();
    if (hand.held) steer(event.key);
    else step(thing, event.key);
  }
  return undefined;
}

function step(thing, pressed) {
  const next = parts.grid.walk(thing, pressed);
  if (next) parts.grid.focus(next.dataset);
}

// Arrows with something in the hand: up and down from row to row, left and right through its places.
function steer(pressed) {
  const rows = parts.grid.rows(), { target, held } = hand;
  const here = target?.thing === "stay" ? parts.grid.rowWith(target.code) : parts.grid.rowAt(target);
  if (here < 0) return aim(firstPlace(rows[0], held));
  if (pressed === "ArrowLeft" || pressed === "ArrowRight") {
    const places = targetsIn(rows[here], board, held);
    const at = places.findIndex((place) => sameTarget(place, target));
    return aim(places[Math.min(places.length - 1, Math.max(0, at + (pressed === "ArrowRight" ? 1 : -1)))]);
  }
  const jump = { ArrowUp: -1, ArrowDown: 1, Home: -rows.length, End: rows.length }[pressed];
  const row = rows[Math.min(rows.length - 1, Math.max(0, here + jump))];
  const start = target.thing === "stay" ? null : target.start;
  return aim(row.thing === held.thing ? firstPlace(row, held) : { thing: row.thing, code: row.code, start });
}

const firstPlace = (row, held) => (row.thing === held.thing ? targetsIn(row, board, held)[0]
  : { thing: row.thing, code: row.code, start: null });

export function start() {
  listen(show);
}
