import assert from "node:assert/strict";
import test from "node:test";

import { loginAt } from "../../../lib/web/assets/line.js";
import { ruleOf, say } from "../../../lib/web/assets/words.js";

const close = ruleOf(["button", "aria-label", "Close", { vi: "Đóng", en: "Close" }]);
const remove = ruleOf(["button", "aria-label", "Remove (.+)", { vi: "Bỏ {what}" }]);
const after = (rule, text, ...languages) => {
  const spot = { nodeValue: text };
  for (const language of languages) say(spot, rule, language);
  return spot.nodeValue;
};

test("words that a rule names are said in ours, with what stood in them", () => {
  assert.equal(after(close, "Close", "vi"), "Đóng");
  assert.equal(after(remove, "Remove số liệu $& .xlsx", "vi"), "Bỏ số liệu $& .xlsx");
});

test("a number takes the form of the noun that goes with it in the language", () => {
  const options = ruleOf(["*", "", "(\\d+) options?", { en: "{what:one=choice|other=choices}", vi: "{what:other=lựa chọn}" }]);

  assert.deepEqual(["1 option", "3 options"].map((text) => after(options, text, "en")), ["1 choice", "3 choices"]);
  assert.equal(after(options, "1 option", "vi"), "1 lựa chọn");
});

test("words that only begin like those of a rule stay", () => {
  assert.equal(after(close, "Close.xlsx", "vi"), "Close.xlsx");
});

test("another language is said from what Streamlit had written", () => {
  assert.equal(after(close, " Close ", "vi", "en", "vi"), "Đóng");
  assert.equal(after(remove, "Remove a", "vi", "en"), "Bỏ a"); // a language without words leaves it
});

test("what Streamlit writes anew in the same place is said anew", () => {
  const spot = { nodeValue: "Remove a" };
  say(spot, remove, "vi");
  spot.nodeValue = "Remove b";

  say(spot, remove, "vi");

  assert.equal(spot.nodeValue, "Bỏ b");
});

test("the login leads back to this page, also below a base path, without its fragment", () => {
  const home = new URL("https://so.test/bdhvs/");

  const address = new URL(loginAt(home, "https://so.test/bdhvs/ban-do?xa=90001#x"));

  assert.equal(address.pathname, "/bdhvs/dang-nhap");
  assert.equal(address.searchParams.get("toi"), "/ban-do?xa=90001");
});
