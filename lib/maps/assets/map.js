// The province map. Python sends a scene (values, colours, words) and this draws it.
//
// - Text reaches the page through textContent and setAttribute only: names come from uploads.
// - No words here: all of them travel with the scene.
// - The geometry is fetched once per name and kept; a scene carries values only.
(() => {
  "use strict";

  const { node, drawn, isDark, anchorOf } = window.mapTools;
  const HATCH = "url(#no-report)";
  const GLYPHS = { r: "M6 1.2 11 10.4H1Z", s: "M6 .8 11.2 6 6 11.2 .8 6Z" };

  let map, root, scene, shown, unitOf, box, hint, bar, worded;
  let fitting = false, moved = false, awake = false;
  const geometries = new Map(); // name → promise of {features, outline}

  // ---------------------------------------------------------------- reading a scene

  const glyph = (flag) =>
    drawn("svg", { viewBox: "0 0 12 12", class: `glyph glyph-${flag}`, "aria-hidden": "true" },
      drawn("path", { d: GLYPHS[flag] }));

  // A missing report is -1: hatched, never coloured.
  const fillOf = (unit) => (unit && scene.colours[unit.cls]) || HATCH;
  const flagsOf = (unit) => [...(unit ? unit.flags : "")].filter((flag) => flag in scene.flags);

  // ---------------------------------------------------------------- geometry

  function geometryOf(name) {
    if (!geometries.has(name)) {
      geometries.set(name, fetch(`${root}${encodeURIComponent(name)}.json`)
        .then((answer) => {
          if (!answer.ok) throw new Error(`${answer.status}`);
          return answer.json();
        })
        .then((topology) => {
          const communes = topology.objects.communes;
          return {
            features: topojson.feature(topology, communes).features,
            outline: topojson.mesh(topology, communes, (a, b) => a === b),
          };
        }));
    }
    return geometries.get(name);
  }

  // Takes the old geometry off the map and puts another on; values follow in dress().
  function mount(name, { features, outline }) {
    if (shown) shown.group.remove();
    const group = L.layerGroup().addTo(map);
    const line = { interactive: false, fill: false };
    const units = new Map();
    features.forEach((feature, index) => {
      const polygon = L.geoJSON(feature, {
        className: "unit", weight: 1, fillOpacity: 1, noClip: true, smoothFactor: 0.4,
      }).getLayers()[0];
      polygon.addTo(group);
      const unit = {
        code: String(feature.properties.code ?? feature.id), feature, polygon, index,
        name: String(feature.properties.name), path: polygon.getElement(), anchor: anchorOf(feature.geometry),
      };
      unit.path.id = `unit-${index}`;
      units.set(unit.code, unit);
      listen(unit);
    });
    L.geoJSON(outline, { ...line, className: "outline", noClip: true }).addTo(group);
    const marks = L.layerGroup().addTo(group);
    const choice = L.layerGroup().addTo(group);
    shown = { name, group, units, marks, choice, line, key: "" };
    const [first] = units.values();
    shown.svg = first && first.path.ownerSVGElement;
    if (shown.svg) shown.svg.append(patterns(units));
  }

  // The hatch, and for each commune a clip that follows its outline at every zoom.
  function patterns(units) {
    const hatch = drawn("pattern",
      { id: "no-report", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      drawn("rect", { width: 6, height: 6, class: "hatch-ground" }),
      drawn("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "hatch-line" }));
    const clips = [...units.values()].map(({ index }) =>
      drawn("clipPath", { id: `inside-${index}` }, drawn("use", { href: `#unit-${index}` })));
    const old = shown.svg.querySelector("defs");
    if (old) old.remove();
    return drawn("defs", {}, hatch, ...clips);
  }

  // ---------------------------------------------------------------- values

  function dress() {
    unitOf = new Map(scene.units.map(([code, name, cls, value, flags]) =>
      [code, { code, name, cls, value, flags }]));
    for (const place of shown.units.values()) {
      const unit = unitOf.get(place.code);
      const fill = fillOf(unit);
      if (place.fill !== fill) place.polygon.setStyle({ fillColor: place.fill = fill });
      place.path.setAttribute("role", "button");
      place.path.setAttribute("aria-label", unit ? lines(unit).join(": ") : place.code);
      place.path.dataset.code = place.code;
    }
    const key = JSON.stringify([scene.flags, scene.view, scene.units.map((u) => [u[0], u[4], u[1]])]);
    if (shown.key !== key) mark(shown.key = key);
    for (const place of shown.units.values()) {
      if (place.badge) place.badge.classList.toggle("on-dark", isDark(place.fill));
    }
    choose(scene.selected);
    map.getContainer().setAttribute("aria-label", scene.title);
    if (box.place) tell(box.place);
    map.getContainer().dataset.paints = Number(map.getContainer().dataset.paints || 0) + 1;
  }

  const lines = (unit) => [unit.name, unit.value, ...flagsOf(unit).map((flag) => scene.flags[flag])];

  // Flags and tile names; they never hide the fill that carries the value.
  function mark() {
    shown.marks.clearLayers();
    for (const place of shown.units.values()) {
      const unit = unitOf.get(place.code);
      const flags = flagsOf(unit);
      if (flags.includes("b")) inset(place, ["border-band", "border-line"]);
      const badge = node("div", "badge");
      if (unit && scene.view === "tiles") badge.append(node("span", "tile-name", place.name));
      place.badge = badge;
      const glyphs = flags.filter((flag) => flag in GLYPHS);
      if (glyphs.length) {
        const row = node("span", "glyphs");
        row.append(...glyphs.map(glyph));
        badge.append(row);
      }
      if (!badge.hasChildNodes()) continue;
      const spot = scene.view === "tiles" ? place.polygon.getBounds().getCenter() : place.anchor;
      L.marker(spot, {
        interactive: false, keyboard: false,
        icon: L.divIcon({ html: badge, className: "badge-spot", iconSize: [0, 0] }),
      }).addTo(shown.marks);
    }
    measure();
  }

  // Strokes clipped to the commune itself, so two neighbours' borders never run into each other.
  function inset(place, classNames) {
    for (const className of classNames) {
      const band = L.geoJSON(place.feature, {
        ...shown.line, className, noClip: true, smoothFactor: 0.4,
      }).getLayers()[0].addTo(shown.marks);
      band.getElement().setAttribute("clip-path", `url(#inside-${place.index})`);
    }
  }

  // Borders and glyphs grow with the map; tile names are as wide as a tile on screen.
  function measure() {
    let scale = 0.75 + (map.getZoom() - 8) * 0.3;
    const style = map.getContainer().style;
    const [first] = shown ? shown.units.values() : [];
    if (first && scene.view === "tiles") {
      const bounds = first.polygon.getBounds();
      const width = map.latLngToLayerPoint(bounds.getNorthEast()).x
        - map.latLngToLayerPoint(bounds.getSouthWest()).x;
      style.setProperty("--tile", `${width}px`);
      style.setProperty("--tile-text", `${Math.max(6, Math.min(14, width / 4.6))}px`);
      scale = width / 44;
    }
    style.setProperty("--scale", Math.max(0.5, Math.min(1.3, scale)));
  }

  // ---------------------------------------------------------------- choosing

  function choose(code) {
    shown.choice.clearLayers();
    const stop = shown.units.get(code) || shown.stop || shown.units.values().next().value;
    for (const place of shown.units.values()) {
      place.path.setAttribute("aria-pressed", String(place.code === code));
      // One stop for the Tab key; the arrow keys walk from commune to commune.
      place.path.setAttribute("tabindex", place === stop ? "0" : "-1");
    }
    shown.stop = stop;
    const place = shown.units.get(code);
    if (!place) return;
    for (const className of ["choice-halo", "choice-line"]) {
      L.geoJSON(place.feature, { ...shown.line, className, noClip: true, smoothFactor: 0.4 })
        .addTo(shown.choice);
    }
  }

  function report(place) {
    if (!unitOf.has(place.code)) return;
    choose(place.code);
    // The moment tells a new click from the old value that Streamlit repeats at every run.
    window.Streamlit.setComponentValue({ code: place.code, n: Date.now() });
  }

  function listen(place) {
    const { polygon, path } = place;
    polygon.on("click", () => report(place));
    polygon.on("mouseover mousemove", (event) => tell(place, event.containerPoint));
    polygon.on("mouseout", hush);
    path.addEventListener("focus", () => {
      if (!map.getBounds().contains(place.anchor)) map.panTo(place.anchor);
      tell(place);
    });
    path.addEventListener("blur", hush);
    path.addEventListener("keydown", (event) => {
      const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (event.key === "Enter" || event.key === " ") report(place);
      else if (event.key === "Escape") hush();
      else if (way) step(place, way);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  // To the nearest commune that lies more in this direction than across it.
  function step(from, [dx, dy]) {
    const here = map.latLngToLayerPoint(from.anchor);
    let best = null;
    for (const place of shown.units.values()) {
      const off = map.latLngToLayerPoint(place.anchor).subtract(here);
      const along = off.x * dx + off.y * dy, across = Math.abs(off.x * dy) + Math.abs(off.y * dx);
      if (along <= 0 || across > along * 1.2) continue;
      const cost = along + across;
      if (!best || cost < best.cost) best = { place, cost };
    }
    if (!best) return;
    from.path.setAttribute("tabindex", "-1");
    best.place.path.setAttribute("tabindex", "0");
    shown.stop = best.place;
    best.place.path.focus();
  }

  // ---------------------------------------------------------------- what is read

  function tell(place, point) {
    const unit = unitOf.get(place.code);
    if (!unit) return;
    const [name, value, ...flags] = lines(unit);
    box.place = place;
    box.replaceChildren(node("strong", "", name), node("span", "", value), ...flags.map((f) => node("em", "", f)));
    box.hidden = false;
    const spot = point || map.latLngToContainerPoint(place.anchor);
    const size = map.getSize();
    const left = Math.min(Math.max(4, spot.x + 14), size.x - box.offsetWidth - 4);
    const above = spot.y - box.offsetHeight - 12;
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 4 ? above : spot.y + 18)}px)`;
  }

  function hush() {
    box.hidden = true;
    box.place = null;
  }

  // ---------------------------------------------------------------- moving about

  function fit() {
    // The frame has no height yet when it starts; the observer comes back when it has one.
    const size = map.getSize();
    if (size.x < 60 || size.y < 60) return;
    const [west, south, east, north] = scene.bounds;
    fitting = true;
    map.fitBounds([[south, west], [north, east]], { padding: [10, 10], animate: false });
    fitting = moved = false;
    settle();
  }

  // With the whole province in view there is nothing to drag to: a finger then scrolls the page.
  function settle() {
    const [west, south, east, north] = scene.bounds;
    const whole = map.getBounds().contains([[south, west], [north, east]]);
    if (whole && L.Browser.mobile) map.dragging.disable();
    else map.dragging.enable();
    measure();
  }

  // The buttons stand beside the map: no corner of the province is empty at every width.
  function controls() {
    const words = scene.words;
    const key = JSON.stringify(words);
    if (worded === key) return;
    worded = key;
    const button = (text, title, act) => {
      const made = node("button", "", text);
      made.type = "button";
      made.title = title;
      made.setAttribute("aria-label", title);
      made.addEventListener("click", act);
      return made;
    };
    bar.replaceChildren(
      button("+", words.zoom_in, () => map.zoomIn()),
      button("−", words.zoom_out, () => map.zoomOut()),
      button("⤢", words.reset, fit),
    );
    hint.textContent = words.zoom_hint;
  }

  // The wheel belongs to the page until Ctrl is held or the map was clicked.
  function wheel(event) {
    const ours = event.ctrlKey || event.metaKey || awake;
    if (ours) map.scrollWheelZoom.enable();
    else {
      map.scrollWheelZoom.disable();
      hint.hidden = false;
      clearTimeout(hint.timer);
      hint.timer = setTimeout(() => { hint.hidden = true; }, 1200);
    }
  }

  // ---------------------------------------------------------------- the two entrances

  function init(freshMap, geometryRoot) {
    map = freshMap;
    root = geometryRoot;
    map.options.renderer = L.svg({ padding: 0.5 });
    const container = map.getContainer();
    container.setAttribute("role", "group");
    box = node("div", "map-tooltip");
    hint = node("div", "map-hint");
    box.hidden = hint.hidden = true;
    // The same words stand in the commune's own label, so nobody hears them twice.
    box.setAttribute("aria-hidden", "true");
    container.append(box, hint);
    bar = node("div", "map-buttons");
    document.getElementById("parent").append(bar);

    container.addEventListener("wheel", wheel, { capture: true, passive: true });
    container.addEventListener("pointerdown", () => { awake = true; });
    document.documentElement.addEventListener("mouseleave", () => { awake = false; });
    map.on("zoomstart dragstart", () => { if (!fitting) moved = true; });
    map.on("zoomend moveend", () => { if (scene) settle(); });
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false, pan: false });
      if (scene && !moved) fit();
    }).observe(container);
  }

  async function paint(next) {
    const otherPlace = !scene || scene.geometry !== next.geometry;
    scene = next;
    controls();
    if (shown && shown.name === scene.geometry) return dress();
    try {
      const geometry = await geometryOf(next.geometry);
      if (scene.geometry !== next.geometry) return; // overtaken by a later scene
      if (!shown || shown.name !== scene.geometry) mount(scene.geometry, geometry);
      dress();
      if (otherPlace) fit();
    } catch (problem) {
      // A line that breaks for a moment should not leave an empty map behind.
      geometries.delete(next.geometry);
      setTimeout(() => { if (scene === next) paint(next); }, 3000);
      console.warn("boundaries not loaded", problem);
    }
  }

  window.provinceMap = { init, paint };
})();
