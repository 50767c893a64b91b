// Mouse and finger: a press that moves takes up, a finger first rests for a moment.

const MOVED_PX = 5, REST_MS = 350;

// hand: {takes, take, over, drop, leave, holding}
export function followPointer(hand) {
  let press = null, dragging = false, resting;

  function down(event) {
    const thing = event.target.closest?.("[data-thing]");
    if (event.button || !thing || hand.holding() || !hand.takes(thing.dataset)) return;
    press = { thing, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
    if (press.touch) resting = setTimeout(begin, REST_MS);
  }

  function begin() {
    if (!press) return;
    dragging = true;
    hand.take(press.thing, press.x);
  }

  function move(event) {
    if (!press) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > MOVED_PX;
    if (!dragging && far) {
      if (press.touch) return stop(); // a finger that moves at once scrolls
      begin();
    }
    if (dragging) hand.over(document.elementFromPoint(event.clientX, event.clientY), event);
    return undefined;
  }

  function up() {
    if (dragging) {
      hand.drop();
      // The click that follows a drag is none.
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
    }
    stop();
  }

  function swallow(event) {
    event.stopPropagation();
    event.preventDefault();
  }

  function stop() {
    clearTimeout(resting);
    [press, dragging] = [null, false];
  }

  document.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", () => {
    if (dragging) hand.leave();
    stop();
  });
  document.addEventListener("touchmove", (event) => {
    if (dragging) event.preventDefault();
  }, { passive: false });
  document.addEventListener("contextmenu", (event) => {
    if (dragging) event.preventDefault();
  });
}
