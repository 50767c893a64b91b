import assert from "node:assert/strict";
import test from "node:test";

import { anchorOf } from "../../../lib/maps/assets/drawing/anchors.js";
import { inSight } from "../../../lib/maps/assets/drawing/badges.js";
import { isDark } from "../../../lib/maps/assets/drawing/colours.js";
import { NEAR } from "../../../lib/maps/assets/drawing/crowd.js";
import { namesThatFit } from "../../../lib/maps/assets/drawing/labels.js";
import { nearest, WAYS } from "../../../lib/maps/assets/drawing/walking.js";

const place = (code, x, y, more = {}) => ({ code, at: { x, y }, textWidth: 40, glyphs: 0, ...more });
const spaced = (places, width = 60) => places.map((one) => ({ place: one, at: one.at, width: one.width ?? width }));
const codes = (named) => [...named].map(({ code }) => code);

test("white letters stand on dark colours only", () => {
  assert.deepEqual(["#01665e", "#8c510a", "#f5f5f5", "#7fcdbb", "", "red"].map(isDark), [true, true, false, false, false, false]);
});

test("a mark stands inside its commune, also in a bent one, in the widest of its parts", () => {
  const bent = [[[0, 0], [10, 0], [10, 2], [2, 2], [2, 10], [0, 10], [0, 0]]];
  const island = [[[50, 50], [51, 50], [51, 51], [50, 51], [50, 50]]];

  const { lat, lng } = anchorOf({ type: "MultiPolygon", coordinates: [island, bent] });

  assert.ok((lat > 0 && lat < 2 && lng > 0 && lng < 10) || (lng > 0 && lng < 2 && lat > 0 && lat < 10));
  const middle = anchorOf({ type: "Polygon", coordinates: [[[0, 0], [8, 0], [8, 8], [0, 8], [0, 0]]] });
  assert.ok(Math.abs(middle.lat - 4) < 0.1 && Math.abs(middle.lng - 4) < 0.1);
});

test("a mark is nearly as deep inside as can be", () => {
  const { lat, lng } = anchorOf({ type: "Polygon", coordinates: [[[0, 0], [10, 0], [0, 10], [0, 0]]] });

  const incentre = 10 * (1 - Math.SQRT1_2);
  assert.ok(Math.hypot(lat - incentre, lng - incentre) < 0.05, `${lat} ${lng}`);
});

test("names that would touch give way to those of wider communes", () => {
  const wide = place("wide", 0, 0, { width: 90 }), near = place("near", 30, 5, { width: 60 }), far = place("far", 200, 0);

  assert.deepEqual(codes(namesThatFit(spaced([near, wide, far]), null)), ["wide", "far"]);
});

test("the chosen commune is named first, even where its name is wider than it is", () => {
  const wide = place("wide", 0, 0, { width: 90 }), small = place("small", 30, 5, { width: 10 });

  assert.deepEqual(codes(namesThatFit(spaced([wide, small]), "small")), ["small"]);
  assert.deepEqual(codes(namesThatFit(spaced([wide, small]), null)), ["wide"]);
});

test("a name hides no neighbour's sign, but may stand with its own", () => {
  const plain = place("plain", 0, 0), marked = place("marked", 25, 10, { glyphs: 2 });

  assert.deepEqual(codes(namesThatFit(spaced([plain, marked]), null)), ["marked"]);
});

test("an arrow leads to the nearest that lies more that way than across", () => {
  const here = place("here", 0, 0);
  const places = [here, place("east", 50, 10), place("far-east", 90, 0), place("aslant", 20, -30), place("south", 5, 40)];
  const to = (key) => nearest(places, here, WAYS[key], ({ at }) => at)?.code;

  assert.deepEqual(Object.keys(WAYS).map(to), ["aslant", "south", undefined, "east"]);
});

const crowdOf = (count) => ({
  crowd: {}, defs: null,
  units: new Map(Array.from({ length: count }, (_, i) => [i, { polygon: { getBounds: () => i }, badge: "old" }])),
});

test("of a crowd those in sight are named while they are few, and nobody when they are many", () => {
  const map = (seen) => ({ getBounds: () => ({ intersects: (i) => i < seen }) });

  assert.equal(inSight(map(NEAR), crowdOf(700)).length, NEAR);
  const many = crowdOf(700);
  assert.deepEqual(inSight(map(NEAR + 1), many), []);
  assert.equal(many.units.get(0).badge, null);
});

test("of a province all are marked, wherever the map looks", () => {
  const shown = { ...crowdOf(75), crowd: null };

  assert.equal(inSight({}, shown).length, 75);
});
