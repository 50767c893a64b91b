// Words that Streamlit writes itself, said in ours: it has no setting for them.
//
// Only where a rule points, and only what it names: a file or a person called "Close" stays so.

import { counted } from "../../assets/shared/plurals.js";
import { language } from "./page.js";

const TEXT = 3; // the type of a node
const done = new WeakMap(); // what stands there by us → what Streamlit had written

const texts = (element) => [...element.childNodes].filter(({ nodeType }) => nodeType === TEXT);

function spots(element, { attribute, pattern }) {
  if (!attribute) return texts(element);
  if (!element.hasAttribute(attribute) && pattern.test("")) element.setAttribute(attribute, "");
  return element.hasAttribute(attribute) ? [element.getAttributeNode(attribute)] : [];
}

// "3", and in {what:one=choice|other=choices} the form that goes with it.
const wordsOf = (what, forms, now) => (forms ? counted(what, forms, now) : what);

// Puts our words where theirs stand: a spot is a text or an attribute.
export function say(spot, { pattern, said }, now) {
  const ours = done.get(spot), before = spot.nodeValue;
  const theirs = ours && ours.said === before ? ours.theirs : before;
  const found = pattern.exec(theirs.trim());
  if (!found || !said[now]) return;
  const next = said[now].replace(/\{what(?::([^{}]+))?\}/, (_, forms) => wordsOf(found[1] || "", forms, now));
  done.set(spot, { said: next, theirs });
  if (next !== before) spot.nodeValue = next;
}

export const ruleOf = ([place, attribute, pattern, said]) =>
  ({ place, attribute, said, pattern: new RegExp(`^${pattern}$`, "s") });

// told: [place, attribute or "" for text, pattern, {language: words}]
export function cover(told) {
  const rules = told.map(ruleOf);
  const sayAll = () => {
    const now = language();
    for (const rule of rules) {
      for (const element of document.querySelectorAll(rule.place)) {
        for (const spot of spots(element, rule)) say(spot, rule, now);
      }
    }
  };
  new MutationObserver(sayAll).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributeFilter: ["aria-label", "placeholder", "title", "data-language"],
  });
  sayAll();
}
