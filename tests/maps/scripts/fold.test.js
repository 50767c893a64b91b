import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { makeFold } from "../../../lib/maps/assets/sheet/fold.js";

const sheet = (name) => ({ name, words: { series_wait: "chờ", series_failed: "hỏng" } });
const turn = () => new Promise((done) => { setTimeout(done); });
let element, asked, drawn;

beforeEach(() => {
  [asked, drawn] = [[], []];
  globalThis.document = {
    createElement: () => ({ append() {}, addEventListener(_, act) { this.toggle = act; } }),
  };
});

function folded() {
  const load = (of) => new Promise((keep, fail) => { asked.push({ of, keep, fail }); });
  const fold = makeFold({ append(made) { element = made; } }, "series", {
    load, draw: (shown, told) => drawn.push([shown.sheet.name, told]),
  });
  return { ...fold, press: (open) => { element.open = open; element.toggle(); } };
}

test("nothing is fetched until somebody opens it, and once a sheet", async () => {
  const fold = folded(), first = sheet("8");
  fold.show({ sheet: first, now: {} }, "Sáu kỳ");
  assert.deepEqual(asked, []);

  fold.press(true);
  fold.press(false);
  fold.press(true);
  asked[0].keep("told");
  await turn();
  fold.show({ sheet: first, now: {} }, "Sáu kỳ");

  assert.equal(asked.length, 1);
  assert.deepEqual(drawn, [["8", "told"], ["8", "told"]]);
});

test("what came for a sheet that is no longer shown is not drawn", async () => {
  const fold = folded();
  fold.show({ sheet: sheet("7"), now: {} }, "Sáu kỳ");
  fold.press(true);
  fold.show({ sheet: sheet("8"), now: {} }, "Sáu kỳ");

  asked[1].keep("new");
  asked[0].keep("old");
  await turn();

  assert.deepEqual(drawn, [["8", "new"]]);
});

test("after a broken line it says so, and asks again when it is opened again", async (t) => {
  t.mock.method(console, "warn", () => {});
  const fold = folded();
  fold.show({ sheet: sheet("8"), now: {} }, "Sáu kỳ");
  fold.press(true);
  asked[0].fail(new Error("503"));
  await turn();
  assert.equal(fold.note.textContent, "hỏng");

  fold.press(false);
  fold.press(true);
  asked[1].keep("told");
  await turn();

  assert.deepEqual(drawn, [["8", "told"]]);
});

test("of two periods there is nothing to open", () => {
  const fold = folded();

  fold.show({ sheet: sheet("8"), now: { pair: {} } }, "Sáu kỳ");

  assert.equal(element.hidden, true);
});
