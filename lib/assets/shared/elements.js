// Elements of a page: text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

export function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function button(className, act, text) {
  const made = node("button", className, text);
  made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}
