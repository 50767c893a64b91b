// What is said of the commune under the pointer or the keyboard.

import { node } from "../../../assets/shared/elements.js";

export function makeTooltip(map) {
  const box = node("div", "map-tooltip");
  box.hidden = true;
  // The same words stand in the commune's own label, so nobody hears them twice.
  box.setAttribute("aria-hidden", "true");
  map.getContainer().append(box);
  let about = null;

  function tell(place, [name, value, ...more], point = map.latLngToContainerPoint(place.anchor)) {
    about = place;
    box.replaceChildren(node("strong", "", name), node("span", "", value),
      ...more.map((line) => node("em", "", line)));
    box.hidden = false;
    const left = Math.min(Math.max(4, point.x + 14), map.getSize().x - box.offsetWidth - 4);
    const above = point.y - box.offsetHeight - 12;
    box.style.transform =
      `translate(${Math.round(left)}px, ${Math.round(above > 4 ? above : point.y + 18)}px)`;
  }

  function hush() {
    box.hidden = true;
    about = null;
  }

  return { tell, hush, about: () => about };
}
