// Zooming: the buttons beside the map, and the wheel.

import { button, node } from "../../../assets/shared/elements.js";

const HINT_MS = 1200;

// The buttons stand beside the map: no corner of the province is empty at every width.
export function makeControls(map, stage, fit) {
  const bar = node("div", "map-buttons"), hint = node("div", "map-hint");
  const container = map.getContainer();
  let words = null, awake = false, fading;
  hint.hidden = true;
  container.append(hint);
  stage.append(container, bar);

  // The wheel belongs to the page until Ctrl is held or the map was clicked.
  function wheel(event) {
    if (event.ctrlKey || event.metaKey || awake) {
      map.scrollWheelZoom.enable();
      return;
    }
    map.scrollWheelZoom.disable();
    hint.hidden = false;
    clearTimeout(fading);
    fading = setTimeout(() => { hint.hidden = true; }, HINT_MS);
  }

  function control(text, title, act) {
    const made = button("", act, text);
    made.title = title;
    made.setAttribute("aria-label", title);
    return made;
  }

  function name(next) {
    if (words === next) return;
    words = next;
    bar.replaceChildren(
      control("+", words.zoom_in, () => map.zoomIn()),
      control("−", words.zoom_out, () => map.zoomOut()),
      control("⤢", words.reset, fit),
    );
    hint.textContent = words.zoom_hint;
  }

  container.addEventListener("wheel", wheel, { capture: true, passive: true });
  container.addEventListener("pointerdown", () => { awake = true; });
  document.documentElement.addEventListener("mouseleave", () => { awake = false; });
  return { name };
}
