// The first screen gives way: it lets everything through as soon as there is a page to use, and
// goes when that page shows what the screen showed, or anything else it has to say.
(() => {
  "use strict";

  const SLOW_AFTER = 4000; // ms without a live page
  const PATIENCE = 12000; // ms with a page whose map does not come
  const DISMISSED = "slow-line-dismissed";
  let first, slow, started, stayed;

  const all = (selector) => document.querySelector(selector);

  function lineIsSlow() {
    const { connection } = navigator;
    return Boolean(connection
      && (connection.saveData || /^(slow-2g|2g|3g)$/.test(connection.effectiveType)));
  }

  function dismissed() {
    try {
      return sessionStorage.getItem(DISMISSED) !== null;
    } catch {
      return false;
    }
  }

  function offer() {
    if (slow && !dismissed()) slow.hidden = false;
  }

  function dismiss() {
    slow.hidden = true;
    try {
      sessionStorage.setItem(DISMISSED, "1");
    } catch { /* then it is offered again */ }
  }

  // The map is there when it has painted its shapes and told which indicator it shows.
  function mapShows() {
    const frame = all("[data-testid='stMain'] iframe");
    let inside;
    try {
      inside = frame && frame.contentDocument;
    } catch { /* not ours: nothing to wait for */ }
    return Boolean(inside && inside.documentElement.dataset.shown
      && inside.querySelector("path.unit[fill]"));
  }

  function live() {
    const app = all("[data-testid='stApp']");
    const still = app && app.dataset.testScriptState === "notRunning";
    const heading = all("#root .bd-title"), told = all("#root [data-testid='stAlert']");
    if (first.dataset.page !== "map") return Boolean(heading && still);
    const waiting = all("[data-testid='stMain'] iframe") && performance.now() - started < PATIENCE;
    return mapShows() || Boolean(told) || Boolean(still && heading && !waiting);
  }

  // Beneath us a page has come: touches, keys and readers are its own from now on.
  function stepBehind(page) {
    started = performance.now();
    first.classList.add("behind");
    first.inert = true;
    page.scrollTop = first.scrollTop;
    page.addEventListener("scroll", () => { first.scrollTop = page.scrollTop; });
  }

  function leave() {
    const page = all("[data-testid='stMain']");
    if (page && first.scrollTop) page.scrollTop = first.scrollTop;
    first.remove();
    clearTimeout(stayed);
    if (performance.now() < SLOW_AFTER && !lineIsSlow()) slow.hidden = true;
    performance.mark("live");
  }

  function watch() {
    const page = all("[data-testid='stMain']");
    if (page && started === undefined) stepBehind(page);
    if (page && live()) leave();
    else requestAnimationFrame(watch);
  }

  function begin() {
    first = all("#first");
    slow = all("#first-slow");
    if (!first || !slow) return;
    slow.querySelector("button").addEventListener("click", dismiss);
    if (lineIsSlow()) offer();
    stayed = setTimeout(offer, Math.max(0, SLOW_AFTER - performance.now()));
    watch();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
