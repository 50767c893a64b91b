import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";

import { fills, shapeOf } from "../../../lib/maps/assets/drawing/crowd.js";
import { LOOK_WORDS } from "../../../lib/maps/assets/reading/looks.js";

const PEN = ["fillRect", "beginPath", "moveTo", "lineTo", "stroke", "translate", "scale", "arc", "fill"];
let made;

beforeEach(() => {
  made = 0;
  const pen = Object.fromEntries(PEN.map((name) => [name, () => {}]));
  globalThis.document = { createElement: () => ({ getContext: () => ({ ...pen, createPattern: () => `pattern ${++made}` }) }) };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => " #777777 " });
  globalThis.Path2D = class {
    drawn = [];
    moveTo(x, y) { this.drawn.push(`M${x} ${y}`); }
    lineTo(x, y) { this.drawn.push(`L${x} ${y}`); }
    closePath() { this.drawn.push("Z"); }
  };
});

afterEach(() => {
  for (const name of ["document", "getComputedStyle", "Path2D"]) delete globalThis[name];
});

test("a class is filled with its colour, every other look with a pattern made once", () => {
  const fillOf = fills();

  assert.equal(fillOf({ look: "class", colour: "#102030" }), "#102030");
  const looks = LOOK_WORDS.map(([look]) => ({ look, colour: "#a00000" }));
  const first = looks.map(fillOf);
  assert.equal(new Set(first).size, looks.length);
  assert.deepEqual(looks.map(fillOf), first);
  assert.equal(made, looks.length);
});

test("old figures of different classes have patterns of their own", () => {
  const fillOf = fills();

  assert.notEqual(fillOf({ look: "old", colour: "#a00000" }), fillOf({ look: "old", colour: "#00a000" }));
});

test("an outline is walked along again only when its points are others", () => {
  const layer = { _parts: [[{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }]] };

  const shape = shapeOf(layer);

  assert.deepEqual(shape.drawn, ["M0 0", "L2 0", "L2 2", "Z"]);
  assert.equal(shapeOf(layer), shape);
  layer._parts = [[{ x: 1, y: 1 }]];
  assert.notEqual(shapeOf(layer), shape);
});
