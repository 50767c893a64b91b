// The first screen gives way: it lets everything through as soon as there is a page to use, and
// goes when that page shows what the screen showed, or anything else it has to say.
(() => {
  "use strict";

  // Where the server is, so that Streamlit need not try addresses one after another before it
  // connects; and that no page of another origin may talk to it.
  const root = new URL("..", document.currentScript.src);
  window.__streamlit = {
    BACKEND_BASE_URL: root.href,
    MAIN_PAGE_BASE_URL: root.href,
    HOST_CONFIG: {
      allowedOrigins: [root.origin], useExternalAuthToken: false, enableCustomParentMessages: false,
    },
  };

  const SLOW_AFTER = 4000; // ms without a sign of the live page
  const WHATEVER_AFTER = 2 * SLOW_AFTER; // ms with files outstanding, however fast others came
  const BRISK = 250; // bytes in a ms: who gets files at this pace has no slow line
  const TELLING = 20000; // bytes: less than this may come in one breath on any line
  const PATIENCE = 12000; // ms with a page whose map does not come
  const SETTLED = 700; // ms without a run: between two runs of a page there are fewer
  const DISMISSED = "slow-line-dismissed";
  let first, slow, watching, started, waiting, ended;

  const all = (selector) => document.querySelector(selector);

  function saving() {
    const { connection } = navigator;
    return Boolean(connection
      && (connection.saveData || /^(slow-2g|2g|3g)$/.test(connection.effectiveType)));
  }

  // Whether the line keeps us waiting. Once all files are here, only the server or this machine can.
  function lineIsSlow() {
    const came = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const found = new Map(came.map((file) => [file.name, file]));
    const named = document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=modulepreload]");
    const files = [...named].map(({ src, href }) => found.get(src || href));
    if (files.every((file) => file?.decodedBodySize)) return false;
    const lost = files.some((file) => file && !file.decodedBodySize);
    const brisk = came.some((file) => file.transferSize > TELLING
      && file.transferSize > BRISK * (file.responseEnd - file.responseStart));
    return lost || !brisk || performance.now() > WHATEVER_AFTER;
  }

  function dismissed() {
    try {
      return sessionStorage.getItem(DISMISSED) !== null;
    } catch {
      return false;
    }
  }

  // Readers hear a text that comes into a region they know: so the region itself is always there.
  function offer() {
    slow.firstElementChild.hidden = dismissed();
  }

  function withdraw() {
    clearInterval(waiting);
    slow.firstElementChild.hidden = true;
  }

  function dismiss() {
    withdraw();
    try {
      sessionStorage.setItem(DISMISSED, "1");
    } catch { /* then it is offered again */ }
  }

  function wait() {
    if (performance.now() > SLOW_AFTER && lineIsSlow()) offer();
  }

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
    withdraw();
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
    slow.querySelector("button").addEventListener("click", dismiss);
    // The offer has a strip of its own: what lies on the screen ends above it.
    new ResizeObserver(() => { first.style.bottom = `${slow.offsetHeight}px`; }).observe(slow);
    if (saving()) offer();
    waiting = setInterval(wait, 250);
    // Not by animation frames: a window that nobody sees has none, and must be ready when seen.
    watching = setInterval(watch, 40);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
