// The light page, offered to those whom a slow line keeps waiting.

import { isSlow, saves } from "./slow-line.js";

const SLOW_AFTER = 4000; // ms without a sign of the live page
const LOOK_MS = 250;
const DISMISSED = "slow-line-dismissed";

function lineIsSlow() {
  const named = document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=modulepreload]");
  return isSlow({
    needed: [...named].map(({ src, href }) => src || href), waited: performance.now(),
    came: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")],
  });
}

function wasDismissed() {
  try {
    return sessionStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}

// region: where it is said. Readers hear a text that comes into a region they know: so the region
// itself is always there.
export function makeOffer(region) {
  const said = region.firstElementChild;
  const show = () => { said.hidden = wasDismissed(); };
  const waiting = setInterval(() => {
    if (performance.now() > SLOW_AFTER && lineIsSlow()) show();
  }, LOOK_MS);

  function withdraw() {
    clearInterval(waiting);
    said.hidden = true;
  }

  region.querySelector("button").addEventListener("click", () => {
    withdraw();
    try {
      sessionStorage.setItem(DISMISSED, "1");
    } catch { /* then it is offered again */ }
  });
  if (saves(navigator.connection)) show();
  return { withdraw };
}
