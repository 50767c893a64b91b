// Words that Streamlit writes itself, said in ours: it has no setting for them.
//
// Only where a rule points, and only what it names: a file or a person called "Close" stays so.
(() => {
  "use strict";

  const RULES = WORDS_OF_THE_PAGE; // [place, attribute or "" for text, pattern, {language: words}]
  const rules = RULES.map(([place, attribute, pattern, said]) =>
    ({ place, attribute, said, pattern: new RegExp(`^${pattern}$`, "s") }));
  const done = new WeakMap(); // what stands there by us → what Streamlit had written

  const language = () =>
    document.querySelector("[data-language]")?.dataset.language || document.documentElement.lang;

  const texts = (element) => [...element.childNodes].filter(({ nodeType }) => nodeType === 3);

  function spots(element, { attribute, pattern }) {
    if (!attribute) return texts(element);
    if (!element.hasAttribute(attribute) && pattern.test("")) element.setAttribute(attribute, "");
    return element.hasAttribute(attribute) ? [element.getAttributeNode(attribute)] : [];
  }

  // "3", and in {what:one=choice|other=choices} the form that goes with it.
  function counted(what, forms, now) {
    if (!forms) return what;
    const known = Object.fromEntries(forms.split("|").map((form) => form.split("=")));
    return `${what} ${known[new Intl.PluralRules(now).select(Number(what))] ?? known.other}`;
  }

  function say(spot, { pattern, said }, now) {
    const ours = done.get(spot), before = spot.nodeValue;
    const theirs = ours && ours.said === before ? ours.theirs : before;
    const found = pattern.exec(theirs.trim());
    if (!found || !said[now]) return;
    const next = said[now].replace(/\{what(?::([^{}]+))?\}/, (_, forms) => counted(found[1] || "", forms, now));
    done.set(spot, { said: next, theirs });
    if (next !== before) spot.nodeValue = next;
  }

  function sayAll() {
    const now = language();
    for (const rule of rules) {
      for (const element of document.querySelectorAll(rule.place)) {
        for (const spot of spots(element, rule)) say(spot, rule, now);
      }
    }
  }

  new MutationObserver(sayAll).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributeFilter: ["aria-label", "placeholder", "title", "data-language"],
  });
  sayAll();
})();
