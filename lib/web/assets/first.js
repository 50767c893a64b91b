// The first screen gives way: it lets everything through as soon as there is a page to use, and
// goes when that page shows what the screen showed, or anything else it has to say.

import { makeOffer } from "./offer.js";

const PATIENCE = 12000; // ms with a page whose map does not come
const SETTLED = 700; // ms without a run: between two runs of a page there are fewer
const LOOK_MS = 40;
let first, slow, offer, watching, started, ended;

const all = (selector) => document.querySelector(selector);

// The map is there when it has painted its shapes and told which indicator it shows.
function mapShows() {
  const frame = all("[data-testid='stMain'] iframe");
  let inside;
  try {
    inside = frame && frame.contentDocument;
  } catch { /* not ours: nothing to wait for */ }
  return Boolean(inside?.documentElement?.dataset.shown
    && inside.querySelector("path.unit[fill]"));
}

// Whether the page's script has had nothing to do for a while.
function settled(pause) {
  const app = all("[data-testid='stApp']");
  const still = app && app.dataset.testScriptState === "notRunning";
  if (!still) ended = undefined;
  else ended ??= performance.now();
  return still && performance.now() - ended > pause;
}

function live() {
  const onMap = first.dataset.page === "map", waited = performance.now() - started;
  if (onMap && mapShows()) return true;
  if (waited > 3 * PATIENCE) return true;
  if (onMap && all("[data-testid='stMain'] iframe") && waited < PATIENCE) return false;
  // A page without our heading has something else to say, as that there is no such page.
  return settled(all("#root .bd-title") ? (onMap ? SETTLED : 100) : PATIENCE / 4);
}

// Beneath us a page has come: touches, keys and readers are its own from now on.
function stepBehind(page) {
  started = performance.now();
  offer.withdraw();
  first.classList.add("behind");
  first.inert = true;
  page.scrollTop = first.scrollTop;
  page.addEventListener("scroll", () => { first.scrollTop = page.scrollTop; });
}

function leave() {
  const page = all("[data-testid='stMain']");
  if (page && first.scrollTop) page.scrollTop = first.scrollTop;
  first.remove();
  slow.remove();
  performance.mark("live");
}

function watch() {
  const page = all("[data-testid='stMain']");
  if (page && started === undefined) stepBehind(page);
  if (!page || !live()) return;
  clearInterval(watching);
  leave();
}

function begin() {
  first = all("#first");
  slow = all("#first-slow");
  if (!first || !slow) return;
  offer = makeOffer(slow);
  // The offer has a strip of its own: what lies on the screen ends above it.
  new ResizeObserver(() => { first.style.bottom = `${slow.offsetHeight}px`; }).observe(slow);
  // Not by animation frames: a window that nobody sees has none, and must be ready when seen.
  watching = setInterval(watch, LOOK_MS);
}

export function giveWay() {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
