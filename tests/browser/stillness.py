"""Waiting until a page has nothing more to show, for no longer than that."""

from __future__ import annotations

from playwright.sync_api import Page

_STILL = """() => new Promise((done) => {
  const QUIET = 300, PATIENCE = 20000, begin = performance.now();
  let changed = begin;
  const watch = new MutationObserver(() => { changed = performance.now(); });
  watch.observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  const moves = () => document.getAnimations().some((one) => one.playState === "running"
    && Number.isFinite(one.effect.getComputedTiming().endTime));
  const look = setInterval(() => {
    const now = performance.now();
    if ((now - changed < QUIET || moves()) && now - begin < PATIENCE) return;
    clearInterval(look);
    watch.disconnect();
    done();
  }, 50);
})"""


def still(page: Page) -> None:
    """Returns when nothing has changed for a moment, in the page and in its frames."""
    for frame in page.frames:
        frame.evaluate(_STILL)
