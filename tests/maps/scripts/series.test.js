import assert from "node:assert/strict";
import test from "node:test";

import { lookOf } from "../../../lib/maps/assets/reading/looks.js";
import { outlinesOf, WIDTH } from "../../../lib/maps/assets/sheet/flat.js";
import { countsOf } from "../../../lib/maps/assets/sheet/series.js";
import { lineOf, scaleOf } from "../../../lib/maps/assets/sheet/sparkline.js";

const square = (west, south, side) => [[
  [west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south],
]];

test("every commune is counted once: in its class, or among those without a figure", () => {
  const looks = [..."001-xwa"].map(lookOf);

  assert.deepEqual(countsOf(looks, { colours: ["#1", "#2"] }), [2, 1, 4]);
});

test("one scale holds for all lines: the steepest fills its height", () => {
  const heightOf = scaleOf([[0, 100], [40, 50], [null, null]]);
  const steep = heightOf([0, 100]), flat = heightOf([40, 50]);

  assert.deepEqual([steep(0), steep(100)], [20, 2]);
  assert.ok(Math.abs(flat(40) - flat(50) - 1.8) < 1e-9);
});

test("a line is broken where nothing was reported, a period alone is a dot", () => {
  const { path, dots } = lineOf([1, 2, null, 3, null, 4], () => 10);

  assert.equal(path, "M2.0 10.0L18.0 10.0M50.0 10.0M82.0 10.0");
  assert.deepEqual(dots, [[50, 10], [82, 10]]);
});

test("small maps keep their shape: a degree of longitude shrinks with the latitude", () => {
  const features = [
    { id: "1", properties: {}, geometry: { type: "Polygon", coordinates: square(100, 59, 2) } },
    { id: "2", properties: { code: "02" }, geometry: { type: "MultiPolygon", coordinates: [square(102, 59, 2), square(100, 59, 1)] } },
  ];

  const { height, outline, units } = outlinesOf({ features, outline: { coordinates: square(100, 59, 2) } });

  assert.equal(height, WIDTH); // 4 degrees wide and 2 high, at 60 degrees
  assert.deepEqual([...units.keys()], ["1", "02"]);
  assert.equal(units.get("1"), "M0.0 300.0L150.0 300.0L150.0 0.0L0.0 0.0L0.0 300.0Z");
  assert.equal(units.get("02").split("M").length, 3);
  assert.ok(outline.startsWith("M0.0 300.0L"));
});
