// The files of this very view, as plain links.

import { node } from "../../../assets/shared/elements.js";

export function makeTakeAway(root, { filesOf, linkOf }) {
  const element = node("details", "take"), title = node("summary", "chip"), list = node("div", "menu");
  element.append(title, list);

  function offer() {
    const { search } = new URL(linkOf());
    list.replaceChildren(...filesOf().map(([kind, , word]) => {
      const link = node("a", "", word);
      link.href = `${root}${kind}${search}`;
      link.download = "";
      return link;
    }));
  }

  // It closes as every menu does: by Esc, by a choice, by a press elsewhere.
  const close = () => { element.open = false; };
  element.addEventListener("toggle", () => { if (element.open) offer(); });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    close();
    title.focus();
  });
  list.addEventListener("click", close);
  document.addEventListener("pointerdown", (event) => { if (!element.contains(event.target)) close(); });
  return { element, name: (word) => { title.textContent = word; } };
}
