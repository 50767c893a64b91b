// The map of the sheet: draws a scene (fills, marks, labels) and tells which commune was chosen.
//
// No words here: all of them travel with the sheet.

import { mark, signBadge } from "./badges.js";
import { makeControls } from "./controls.js";
import { geometriesFrom } from "./geometries.js";
import { label, measure } from "./labels.js";
import { mounted, traced } from "./mounting.js";
import { paint } from "./painting.js";
import { makeTooltip } from "./tooltip.js";
import { nearest, WAYS } from "./walking.js";

const AGAIN_MS = 3000;
const TOO_SMALL = 60; // pixels: the frame has no height yet when it starts

export function makeMap(map, root, stage, pick) {
  map.options.renderer = L.svg({ padding: 0.5 });
  const container = map.getContainer(), geometries = geometriesFrom(root);
  container.setAttribute("role", "group");
  const tooltip = makeTooltip(map), controls = makeControls(map, stage, fit);
  let scene, shown, chosen = null, fitting = false, moved = false;

  // ---------------------------------------------------------------- what is drawn

  function dress() {
    const key = `${scene.drawn}|${scene.tiles}|${scene.edition}`;
    if (shown.key !== key) {
      shown.key = key;
      mark(map, shown, scene);
      size();
    }
    paint(shown, scene.units);
    container.dataset.paints = Number(container.dataset.paints || 0) + 1;
  }

  function size() {
    if (!shown) return;
    measure(map, shown, scene);
    name();
  }

  const name = () => label(map, shown, { tiles: scene.tiles, chosen });

  // What is read: signs and labels. After the colours, which people wait for.
  function read() {
    if (!shown || shown.name !== scene.geometry) return;
    for (const place of shown.units.values()) {
      if (!place.badge) continue;
      const unit = scene.units.get(place.code), said = unit ? unit.lines().join(": ") : place.name;
      signBadge(place, unit);
      if (place.label === said) continue;
      place.label = said;
      place.path.setAttribute("aria-label", said);
    }
    container.setAttribute("aria-label", scene.title);
    if (tooltip.about()) tell(tooltip.about());
  }

  // ---------------------------------------------------------------- choosing

  function choose(code) {
    if (shown && code === chosen && shown.chosen === code) return;
    chosen = code;
    if (!shown) return;
    shown.chosen = code;
    shown.choice.clearLayers();
    const place = shown.units.get(code);
    const stop = place || shown.stop || shown.units.values().next().value;
    for (const each of shown.units.values()) {
      each.path.setAttribute("aria-pressed", String(each.code === code));
      // One stop for the Tab key; the arrow keys walk from commune to commune.
      each.path.setAttribute("tabindex", each === stop ? "0" : "-1");
    }
    shown.stop = stop;
    if (place) traced(place, shown.choice, ["choice-halo", "choice-line"]);
    name();
  }

  // Where the keyboard is, over the neighbours' lines and the choice.
  function ring(place) {
    shown.focus.clearLayers();
    if (place && place.path.matches(":focus-visible")) traced(place, shown.focus, ["focus-halo", "focus-line"]);
  }

  function listen(place) {
    const { polygon, path } = place;
    polygon.on("click", () => pick(place.code));
    polygon.on("mouseover mousemove", (event) => tell(place, event.containerPoint));
    polygon.on("mouseout", tooltip.hush);
    path.addEventListener("focus", () => {
      if (!map.getBounds().contains(place.anchor)) map.panTo(place.anchor);
      tell(place);
      ring(place);
    });
    path.addEventListener("blur", () => { tooltip.hush(); ring(null); });
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") pick(place.code);
      else if (event.key === "Escape") tooltip.hush();
      else if (WAYS[event.key]) step(place, WAYS[event.key]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  function step(from, way) {
    const next = nearest(shown.units.values(), from, way, ({ anchor }) => map.latLngToLayerPoint(anchor));
    if (!next) return;
    from.path.setAttribute("tabindex", "-1");
    next.path.setAttribute("tabindex", "0");
    shown.stop = next;
    next.path.focus();
  }

  function tell(place, point) {
    const unit = scene.units.get(place.code);
    if (unit) tooltip.tell(place, unit.lines(), point);
  }

  // ---------------------------------------------------------------- moving about

  function corners() {
    const [west, south, east, north] = scene.bounds;
    return [[south, west], [north, east]];
  }

  function fit() {
    const { x, y } = map.getSize();
    // The observer comes back when the frame has its height.
    if (!scene || x < TOO_SMALL || y < TOO_SMALL) return;
    fitting = true;
    map.fitBounds(corners(), { padding: [6, 6], animate: false });
    fitting = moved = false;
    settle();
  }

  // With the whole province in view there is nothing to drag to: a finger then scrolls the page.
  function settle() {
    if (L.Browser.mobile && map.getBounds().contains(corners())) map.dragging.disable();
    else map.dragging.enable();
    if (!shown || !shown.crowd) {
      size();
      return;
    }
    shown.key = ""; // others are in sight now
    dress();
    read();
  }

  function watch() {
    map.on("zoomstart dragstart", () => { if (!fitting) moved = true; });
    map.on("zoomend moveend", () => { if (scene) settle(); });
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false, pan: false });
      if (scene && !moved) fit();
    }).observe(container);
  }

  // ---------------------------------------------------------------- the scene

  // Takes the old outlines off the map and puts others on; values follow in dress().
  function mount(name, geometry) {
    if (shown) shown.group.remove();
    shown = mounted(map, name, geometry);
    for (const place of shown.units.values()) listen(place);
  }

  async function show(next) {
    const otherPlace = !scene || scene.geometry !== next.geometry;
    scene = next;
    controls.name(scene.words);
    if (shown && shown.name === scene.geometry) {
      dress();
      return;
    }
    try {
      const geometry = await geometries.of(next.geometry);
      if (scene.geometry === next.geometry) place(geometry, otherPlace); // else a later one overtook it
    } catch (problem) {
      // A line that breaks for a moment should not leave an empty map behind.
      geometries.forget(next.geometry);
      setTimeout(() => { if (scene === next) show(next); }, AGAIN_MS);
      console.warn("boundaries not loaded", problem);
    }
  }

  function place(geometry, otherPlace) {
    if (!shown || shown.name !== scene.geometry) mount(scene.geometry, geometry);
    dress();
    read();
    choose(chosen);
    if (otherPlace) fit();
    scene.placed(new Map([...shown.units.values()].map(({ code, name }) => [code, name])));
  }

  watch();
  return { show, read, choose, geometryOf: geometries.of };
}
