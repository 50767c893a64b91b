// The sentence on the province, and what can be done with this view: copy its link, take its files.

import { copy } from "../../../assets/shared/clipboard.js";
import { button, node } from "../../../assets/shared/elements.js";
import { sentenceOf } from "../reading/province.js";
import { makeTakeAway } from "./take-away.js";

const TOLD_MS = 2500;

export function makeHeadline(filesRoot, linkOf) {
  const element = node("div", "line"), sentence = node("p", "sentence");
  sentence.setAttribute("aria-live", "polite");
  let sheet = null;
  const copying = button("chip copy", async () => {
    const done = await copy(linkOf(), copying);
    copying.textContent = done ? sheet.words.copied : sheet.words.copy_by_hand;
    setTimeout(() => { copying.textContent = sheet.words.copy; }, TOLD_MS);
  });
  const take = makeTakeAway(filesRoot, { filesOf: () => sheet.options.files, linkOf });
  element.append(sentence, copying, take.element);

  function draw(next, { now }) {
    if (sheet !== next) {
      sheet = next;
      copying.textContent = sheet.words.copy;
      take.name(sheet.words.download);
    }
    const { before, value, after, basis } = sentenceOf(sheet, now);
    sentence.replaceChildren(before, ...(value ? [node("b", "", value)] : []), after,
      ...(basis ? [node("span", "quiet", basis)] : []));
  }

  return { element, draw };
}
