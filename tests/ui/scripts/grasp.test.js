import assert from "node:assert/strict";
import test from "node:test";

import {
  glance, heldSaid, isOwnPlace, judged, startFor,
} from "../../../lib/ui/planning/board/assets/grasp.js";
import { rowsOf, startAt, targetsIn } from "../../../lib/ui/planning/board/assets/rows.js";

const board = {
  days: 28, length: 14, language: "vi",
  starts: [{ day: 1, said: "tuần 1–2" }, { day: 15, said: "tuần 3–4" }],
  teams: [
    { code: "A", base: "Tô Hiệu", size: "10", left: 0, stays: 1, window: "tuần 1–4" },
    { code: "B", base: "Tô Hiệu", size: "12", left: 1, stays: 2, window: "tuần 1–2" },
  ],
  communes: [
    { code: "1", name: "Sốp Cộp", told: "", count: 2, cap: 3, beds: 2 },
    { code: "2", name: "Mường Lèo", told: "", count: 0, cap: 3, beds: 1 },
  ],
  stays: [
    { team: "A", commune: "1", day: 1, days: 14, when: "tuần 1–2" },
    { team: "B", commune: "1", day: 8, days: 14, when: "tuần 2–3" },
  ],
  words: {
    held_stay: "{team} ở {commune}, {when}", held_commune: "{commune}", target: "{team} → {commune}, {when}",
    target_stay: "thay {team}", target_home: "ở nhà", same: "chỗ cũ", pricing: "đang tính",
    nowhere: "không được", barred_beds: "{commune} hết chỗ {when} ({limit})",
    barred_window: "{team} chỉ đi được {window}",
  },
};
const held = { thing: "stay", code: "0" };
const free = { said: "−12 hộ", short: "−12", tone: "worse", barred: ["beds", ""], about: null };
const prices = {
  of: "stay:0",
  rows: {
    commune: { 2: free, 1: { ...free, barred: ["", ""] } },
    team: { B: { ...free, barred: ["window", "window"] } },
    stay: { 1: { ...free, barred: ["window"], about: { team: "B", commune: "1", start: 0 } } },
    home: { "": { ...free, barred: [""] } },
  },
};
const at = (thing, code, start = 0) => judged(board, held, prices, { thing, code, start });

test("stays that meet lie in lanes of their own", () => {
  const [sopCop, muongLeo] = rowsOf(board, "communes");

  assert.deepEqual(sopCop.bars.map(({ lane }) => lane), [0, 1]);
  assert.deepEqual([sopCop.lanes, muongLeo.lanes, muongLeo.free], [2, 1, true]);
  assert.deepEqual(rowsOf(board, "teams").map(({ lanes, free: idle }) => [lanes, idle]), [[1, false], [1, true]]);
});

test("a bar dropped between two starts takes the nearer one", () => {
  assert.deepEqual([startAt(board.starts, 5), startAt(board.starts, 11), startAt(board.starts, 40)], [0, 1, 1]);
});

test("arrows go through the starts of a row and the stays in it, by their days", () => {
  const [sopCop] = rowsOf(board, "communes");

  const places = targetsIn(sopCop, board, held);

  assert.deepEqual(places.map(({ thing, code, start }) => [thing, code, start]),
    [["commune", "1", 0], ["stay", "1", 0], ["commune", "1", 1]]);
});

test("a place says its price, or why it is barred, with names and limits", () => {
  assert.deepEqual(at("commune", "2", 1),
    { free: true, tone: "worse", short: "−12", said: "−12 hộ", place: "A → Mường Lèo, tuần 3–4" });
  assert.equal(at("commune", "2", 0).said, "Mường Lèo hết chỗ tuần 1–2 (1)");
  assert.equal(at("team", "B").said, "B chỉ đi được tuần 1–2");
  assert.equal(at("stay", "1").said, "B chỉ đi được tuần 1–2");
  assert.equal(at("home", "").free, true);
});

test("nothing is put down where it was, or before its price is known", () => {
  const other = { ...prices, of: "stay:1" };

  assert.equal(isOwnPlace(board, held, { thing: "commune", code: "1", start: 0 }), true);
  assert.equal(at("commune", "1", 0).free, false);
  assert.equal(judged(board, held, other, { thing: "commune", code: "2", start: 1 }).tone, "waiting");
  assert.equal(judged(board, held, prices, null), null);
});

test("a row tells its price where any start is free, and takes the nearest of those", () => {
  assert.deepEqual(glance(held, prices, { thing: "commune", code: "2" }), { tone: "worse", short: "−12" });
  assert.deepEqual(glance(held, prices, { thing: "team", code: "B" }), { tone: "barred", short: "✕" });
  assert.equal(startFor(board, held, prices, { thing: "commune", code: "2" }), 1);
  assert.equal(startFor(board, held, null, { thing: "commune", code: "2" }), 0);
});

test("what is held is told", () => {
  assert.equal(heldSaid(board, held), "A ở Sốp Cộp, tuần 1–2");
  assert.equal(heldSaid(board, { thing: "commune", code: "2" }), "Mường Lèo");
});
