import assert from "node:assert/strict";
import test from "node:test";

import { gapOf, receivedOn, sayTarget, trendOf } from "../../../lib/maps/assets/reading/ledger-cells.js";
import { inSight, MANY, ROW, scrollTo, stepped } from "../../../lib/maps/assets/sheet/scrolling.js";
import { directionOf, pressed, sorted } from "../../../lib/maps/assets/sheet/sorting.js";

const WORDS = { decimal: ",", group: ".", class_reached: "Đạt" };
const line = (name, key) => ({ name, cells: { value: { key } } });
const names = (lines) => lines.map(({ name }) => name);

test("what is not known stands last, whichever way one sorts", () => {
  const lines = [line("a", null), line("b", 2), line("c", 10), line("d", null)];

  assert.deepEqual(names(sorted(lines, { by: "value", way: 1 })), ["b", "c", "a", "d"]);
  assert.deepEqual(names(sorted(lines, { by: "value", way: -1 })), ["c", "b", "a", "d"]);
  assert.deepEqual(names(lines), ["a", "b", "c", "d"]);
});

test("names follow each other as Vietnamese are used to", () => {
  const lines = ["Xã Đá", "Xã Ân", "Xã Dao", "Xã Anh", "Xã Ăn"].map((name) => line(name, 0));

  assert.deepEqual(names(sorted(lines, { by: "commune", way: 1 })), ["Xã Anh", "Xã Ăn", "Xã Ân", "Xã Dao", "Xã Đá"]);
});

test("a second press on a head turns the order round, another head starts anew", () => {
  const once = pressed({ by: "rank", way: 1 }, "value"), twice = pressed(once, "value");

  assert.deepEqual([once, twice], [{ by: "value", way: 1 }, { by: "value", way: -1 }]);
  assert.deepEqual(["value", "rank"].map((column) => directionOf(twice, column)), ["descending", "none"]);
  assert.deepEqual(pressed(twice, "rank"), { by: "rank", way: 1 });
});

test("keys walk along the rows and stop at both ends", () => {
  const walked = [["ArrowDown", 0], ["ArrowDown", 4], ["ArrowUp", 0], ["End", 1], ["Home", 3]];

  assert.deepEqual(walked.map(([key, place]) => stepped(key, place, 5)), [1, 4, 0, 4, 0]);
});

test("of a crowd the rows in sight are drawn, and some around them", () => {
  const total = 10 * MANY, frame = { scrollTop: 1000 * ROW, clientHeight: 10 * ROW };

  const { first, last } = inSight(total, frame);

  assert.ok(first < 1000 && first > 900);
  assert.ok(last > 1010 && last < 1100);
  assert.deepEqual(inSight(5, { scrollTop: 0, clientHeight: 900 }), { first: 0, last: 5 });
});

test("the frame scrolls only to a row that is not seen", () => {
  const frame = { scrollTop: 10 * ROW, clientHeight: 10 * ROW };

  assert.equal(scrollTo(14, frame), null);
  assert.equal(scrollTo(2, frame), 2 * ROW - 40);
  assert.equal(scrollTo(0, frame), 0);
  assert.equal(scrollTo(40, frame), 40 * ROW - 40);
  assert.equal(scrollTo(19, frame), 19 * ROW - 40); // only its edge is seen
});

test("a gap is told whichever way is better, and none where the target is reached", () => {
  const higher = { rising: 1, digits: 1 }, lower = { rising: -1, digits: 1 };

  assert.deepEqual(gapOf(655, 800, higher, WORDS), { text: "14,5", key: 145 });
  assert.deepEqual(gapOf(800, 800, higher, WORDS), { text: "Đạt", key: 0 });
  assert.deepEqual(gapOf(655, 500, lower, WORDS), { text: "15,5", key: 155 });
  assert.deepEqual(gapOf(null, 500, higher, WORDS), { text: "", key: null });
  assert.deepEqual(gapOf(655, null, higher, WORDS), { text: "", key: null });
});

test("a whole target has no decimals", () => {
  assert.deepEqual([sayTarget(1000, 1, WORDS), sayTarget(1005, 1, WORDS)], ["100", "100,5"]);
});

test("a trend goes from the first to the last known period and tells each", () => {
  const told = trendOf([null, 100, null, 250], { digits: 1 }, WORDS, ["5/2031", "6/2031", "7/2031", "8/2031"]);

  assert.deepEqual(told, { text: "+15,0 (6/2031: 10,0; 8/2031: 25,0)", key: 150 });
  assert.deepEqual(trendOf([null], { digits: 1 }, WORDS, ["5/2031"]), { text: "", key: null });
});

test("days are sorted as they follow each other", () => {
  assert.deepEqual(receivedOn("02/11/2031"), { text: "02/11/2031", key: 20311102 });
  assert.ok(receivedOn("30/09/2031").key < receivedOn("01/10/2031").key);
  assert.deepEqual(receivedOn(""), { text: "", key: null });
});
