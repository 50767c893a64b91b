import assert from "node:assert/strict";
import test from "node:test";

import {
  classingOf, fromAddress, leadsElsewhere, opening, toAddress, toggled, toLink, write,
} from "../../../lib/maps/assets/reading/choices.js";
import { golden } from "./given.js";

const sheet = golden();
const ADDRESS = { "chi-tieu": "A2", lop: "deu-xa", kieu: "o-vuong", co: "bien-gioi,kho", nhom: "0,none", xa: "90003" };
const said = (told) => Object.fromEntries(Object.entries(told).filter(([, value]) => value));

test("an address brings the same choices back", () => {
  const told = toAddress(sheet, fromAddress(sheet, ADDRESS));

  assert.deepEqual(said(told), { ...ADDRESS, ky: "2031-08", "so-voi": "2031-07" });
});

test("what an address names wrongly falls back", () => {
  const choices = fromAddress(sheet, { "chi-tieu": "'--", lop: "<b>", kieu: "3d", co: ",,x", nhom: ",", xa: "0" });

  assert.deepEqual(choices, { indicator: "A1", mode: null, view: "boundary", flags: new Set(), classes: new Set(), commune: null });
});

test("what goes without saying is not in the address, but in a link that others follow", () => {
  const choices = fromAddress(sheet, {});

  assert.deepEqual(said(toAddress(sheet, choices)), { ky: "2031-08", "so-voi": "2031-07" });
  assert.deepEqual(said(toLink(sheet, choices)), { ky: "2031-08", "so-voi": "2031-07", "chi-tieu": "A1", kieu: "ranh-gioi", lop: "chi-tieu" });
});

test("a way to part the figures that an indicator has not gives way to its first", () => {
  assert.equal(classingOf(sheet, fromAddress(sheet, { "chi-tieu": "A2", lop: "deu" })).mode, "quantiles");
});

test("parameters of others stay where ours are written", () => {
  const params = new URLSearchParams("chot=abc&co=kho&lop=deu");

  write(params, { co: null, lop: "deu-xa", xa: "90001" });

  assert.equal(`${params}`, "chot=abc&lop=deu-xa&xa=90001");
});

test("a link that says what to show is followed to the letter", () => {
  const kept = { "chi-tieu": "A2", co: "kho" };

  assert.deepEqual(opening(sheet, { kieu: "o-vuong" }, kept), { kieu: "o-vuong" });
  assert.deepEqual(opening(sheet, { ky: "2031-07", xa: "90001", x: "1" }, kept), { ...kept, ky: "2031-07", xa: "90001", x: "1" });
});

test("only another indicator or commune leads elsewhere", () => {
  const own = { "chi-tieu": null, xa: "90001" };

  assert.equal(leadsElsewhere(sheet, { "chi-tieu": "A2" }, own), true);
  assert.equal(leadsElsewhere(sheet, { xa: "90002" }, own), true);
  assert.equal(leadsElsewhere(sheet, { xa: "90001", kieu: "o-vuong" }, own), false);
});

test("a second press takes a choice back and leaves the first set alone", () => {
  const set = new Set(["b"]);

  assert.deepEqual([toggled(set, "b"), toggled(set, "r")], [new Set(), new Set(["b", "r"])]);
  assert.deepEqual(set, new Set(["b"]));
});
