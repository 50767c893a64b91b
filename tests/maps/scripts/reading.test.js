import assert from "node:assert/strict";
import test from "node:test";

import { cellsOf } from "../../../lib/maps/assets/reading/cells.js";
import { ranks, signOf } from "../../../lib/maps/assets/reading/figures.js";
import { legendRows, signsOf } from "../../../lib/maps/assets/reading/legend.js";
import { keyOf, lookOf } from "../../../lib/maps/assets/reading/looks.js";
import { readRow, sayChange, sayNumber } from "../../../lib/maps/assets/reading/numbers.js";
import { sentenceOf } from "../../../lib/maps/assets/reading/province.js";
import { linesOf } from "../../../lib/maps/assets/reading/rows.js";
import { fill, unitOf } from "../../../lib/maps/assets/reading/sentences.js";
import { filled } from "../../../lib/assets/shared/plurals.js";
import { golden, viewAt } from "./given.js";

const VIETNAMESE = { decimal: ",", group: "." };

test("a place that is empty on the line is no nought", () => {
  assert.deepEqual(readRow(",0,-5"), [null, 0, -5]);
});

test("numbers are written as Vietnamese write them", () => {
  const written = [[1234567, 0], [1234567, 2], [5, 1], [-5, 2], [0, 0], [1000, 0], [99999, 1]]
    .map(([scaled, digits]) => sayNumber(scaled, digits, VIETNAMESE));

  assert.deepEqual(written, ["1.234.567", "12.345,67", "0,5", "−0,05", "0", "1.000", "9.999,9"]);
});

test("a change carries its sign, and no change has none", () => {
  assert.deepEqual([5, -5, 0].map((n) => sayChange(n, 1, VIETNAMESE)), ["+0,5", "−0,5", "0,0"]);
});

test("a sentence is filled once: what a name brings along stays as it is", () => {
  assert.equal(filled("{name}: {value}", "vi", { name: "{value} $&", value: 3 }), "{value} $&: 3");
  assert.equal(filled("{a} và {b}.", "vi", { a: 1 }), "1 và .");
});

test("a unit goes with its number, as written; one that is no thing stays as it is", () => {
  const words = { language: "en", unit_people: "one=person|other=people" };
  const said = ["1", "2", "+1", "−1", "1,250"].map((number) => unitOf({ unit: "people" }, number, words));

  assert.deepEqual(said, ["person", "people", "person", "person", "people"]);
  assert.equal(unitOf({ unit: "%" }, "1", words), "%");
});

test("a noun fits its number, by the rules of the language", () => {
  const say = (language, count) => fill({ language, count: "{count:one=commune|other=communes}" }, "count", { count });

  assert.deepEqual([0, 1, 2].map((count) => say("en", count)), ["0 communes", "1 commune", "2 communes"]);
  assert.equal(say("vi", 1), "1 communes");
});

test("every sign on the line has a look of its own, an old figure keeps its class", () => {
  const looks = [..."09a-xwmktnp?"].map(lookOf);

  assert.deepEqual(looks.map(({ look }) => look), ["class", "class", "old", "none", "not-applicable",
    "withheld", "lacking", "blank", "not-now", "not-then", "part", "none"]);
  assert.deepEqual(looks.slice(0, 4).map(({ index }) => index), [0, 9, 0, -1]);
  assert.deepEqual(looks.slice(0, 4).map(keyOf), ["0", "9", "old", "none"]);
});

test("lists become names, and what stands beside a figure finds its commune", () => {
  const sheet = golden(), layer = sheet.layers.get("A1");

  assert.deepEqual(sheet.units[1], { code: "90002", name: "Phường Hai & <Ba>", flags: "br" });
  assert.deepEqual(layer.values, [501, 0, 1203, null, null, 702, null, null]);
  assert.deepEqual([0, 1, 5].map(layer.aside), ["mới 3/4 thôn", "", "số tháng 7"]);
  assert.deepEqual([...layer.classings.keys()], ["target", "steps"]);
  assert.deepEqual(layer.classings.get("steps").colours, ["#101010", "#202020"]);
  assert.equal(layer.ranked, 2); // of three with a class one rests on a part of its villages
});

test("ranks go by what is better, share a place, and skip what is no whole figure of now", () => {
  const sheet = golden(), ranked = (code) => {
    const { now, rows } = viewAt(sheet, { "chi-tieu": code });
    return ranks(now, rows);
  };

  assert.deepEqual(ranked("A1"), [null, 2, 1, null, null, null, null, null]);
  assert.deepEqual(ranked("B2"), [1, 3, 4, null, null, 2, null, null]);
  assert.deepEqual(ranked("A2"), Array(8).fill(null));
  const same = { rising: 1, values: [5, 7, 7, 3], aside: () => "" };
  assert.deepEqual(ranks(same, same.values.map(() => ({ look: "class" }))), [3, 1, 1, 4]);
});

test("a nought and a share above a hundred are marked, old figures are not", () => {
  const { now, rows } = viewAt(golden(), {});

  assert.deepEqual(rows.map(({ i, look }) => signOf(now, i, look)), ["", "0", "!", "", "", "", "", ""]);
  assert.equal(signOf(now, 2, "old"), "");
});

test("signs are explained where they occur only", () => {
  const sheet = { words: { zero: "bằng 0", above_hundred: "trên 100 %" } }, whole = golden();
  const first = viewAt(whole, {}), third = viewAt(whole, { "chi-tieu": "B2" });

  assert.deepEqual(signsOf(sheet, first.now, first.rows), [["0", "bằng 0"], ["!", "trên 100 %"]]);
  assert.deepEqual(signsOf(sheet, third.now, third.rows), []);
});

test("a commune is read out with its figure, its pair, its rank and its flags", () => {
  const sheet = golden();
  Object.assign(sheet.words, { above_hundred: "có thể sai", rank_of: "hạng {rank}/{total}", pair: "từ {then} đến {now} {unit}" });
  const one = viewAt(sheet, {}), two = viewAt(sheet, { "chi-tieu": "C1" });

  assert.deepEqual(linesOf(sheet, one.now, one.rows[2]), ["Xã Ví_Dụ", "120,3 %", "có thể sai", "hạng 1/2", "Vùng xa", "Khó"]);
  assert.deepEqual(linesOf(sheet, two.now, two.rows[1]).slice(0, 3), ["Phường Hai & <Ba>", "+13,5 điểm % (mới 2/4 thôn)", "từ 30,0 đến 43,5 %"]);
});

test("filters fade the others, count both in the legend, and leave the sentence alone", () => {
  const sheet = golden(), all = viewAt(sheet, {}), border = viewAt(sheet, { co: "bien-gioi", nhom: "1,old" });
  const counts = ({ choices, ...view }) => legendRows(sheet, view, choices.flags).map(({ key, count }) => [key, count]);

  assert.deepEqual(border.rows.filter(({ out }) => !out).map(({ unit }) => unit.code), ["90001", "90006"]);
  assert.deepEqual(counts(all).slice(0, 3), [["0", "1 xã"], ["1", "1 xã"], ["2", "1 xã"]]);
  assert.deepEqual(counts(border).slice(0, 3), [["0", "1/1 xã"], ["1", "1/1 xã"], ["2", "0/1 xã"]]);
  assert.deepEqual(sentenceOf(sheet, border.now), sentenceOf(sheet, all.now));
});

test("of two periods the sentence was written by the server, with what it rests on", () => {
  const sheet = golden();

  assert.deepEqual(sentenceOf(sheet, sheet.layers.get("C1")), {
    before: "Từ kỳ 7 đến kỳ 8: ", value: "tăng 2,7 điểm %", after: " (3 xã).", basis: "Theo báo cáo của từng kỳ.",
  });
});

test("the table sorts by figures, and says in words what is none", () => {
  const sheet = golden(), { now, rows } = viewAt(sheet, {});
  const cells = rows.map((row) => cellsOf(now, row, sheet.words));

  assert.deepEqual(cells[2].value, { text: "120,3", key: 1203 });
  assert.deepEqual(cells[0].value, { text: "50,1 % (mới 3/4 thôn)", key: 501 });
  assert.deepEqual(cells[5].value, { text: "70,2 % (số tháng 7)", key: null });
  assert.deepEqual([cells[2].delta, cells[1].delta], [{ text: "+0,5", key: 5 }, { text: "", key: null }]);
  assert.deepEqual([cells[2].rank, cells[3].rank], [{ text: 1, key: 1 }, { text: "", key: null }]);
});

test("unranked, the larger figure stands above without a rank", () => {
  const sheet = golden(), { now, rows } = viewAt(sheet, { "chi-tieu": "A2" });

  assert.deepEqual(cellsOf(now, rows[0], sheet.words).rank, { text: "", key: -1234567 });
  assert.deepEqual(cellsOf(now, rows[4], sheet.words).rank, { text: "", key: null });
});

test("of two periods the table tells both, and why there is no difference", () => {
  const sheet = golden(), { now, rows } = viewAt(sheet, { "chi-tieu": "C1" });
  const cells = rows.map((row) => cellsOf(now, row, sheet.words));
  const texts = ({ then, value, delta }) => [then.text, value.text, delta.text];

  assert.deepEqual(texts(cells[0]), ["65,5", "62,8", "−2,7"]);
  assert.deepEqual(texts(cells[3]), ["4,0", "–", "chưa gửi kỳ sau"]);
  assert.deepEqual(texts(cells[6]), ["0,3", "số nhỏ", ""]);
  assert.deepEqual([cells[0].delta.key, cells[3].delta.key], [-27, null]);
});
