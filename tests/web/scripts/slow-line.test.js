import assert from "node:assert/strict";
import test from "node:test";

import { isSlow, saves } from "../../../lib/web/assets/slow-line.js";

const file = (name, size, took) => ({ name, decodedBodySize: size, transferSize: size, responseEnd: took, responseStart: 0 });
const asked = { needed: ["a.js", "b.css"], waited: 5000 };

test("once all files are here the line keeps nobody waiting", () => {
  const came = [file("a.js", 9000, 60_000), file("b.css", 10, 1)];

  assert.equal(isSlow({ ...asked, came }), false);
});

test("while files are outstanding, those that came fast speak for the line", () => {
  assert.equal(isSlow({ ...asked, came: [file("a.js", 100_000, 100)] }), false);
  assert.equal(isSlow({ ...asked, came: [file("a.js", 100_000, 10_000)] }), true);
});

test("a small file says nothing, it may come in one breath on any line", () => {
  assert.equal(isSlow({ ...asked, came: [file("a.js", 1000, 0.1)] }), true);
});

test("a file that was lost, or a long wait, is a slow line however fast others came", () => {
  const fast = file("a.js", 100_000, 100);

  assert.equal(isSlow({ ...asked, came: [fast, file("b.css", 0, 1)] }), true);
  assert.equal(isSlow({ ...asked, came: [fast], waited: 8001 }), true);
});

test("a browser that saves, or knows its line to be slow, is believed at once", () => {
  const lines = [undefined, { effectiveType: "4g" }, { effectiveType: "3g" }, { saveData: true }, { effectiveType: "slow-2g" }];

  assert.deepEqual(lines.map(saves), [false, false, true, true, true]);
});
