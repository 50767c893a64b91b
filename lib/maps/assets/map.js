// The map of the sheet: draws a scene (fills, marks, labels) and tells which commune was chosen.
//
// - Text reaches the page through textContent and setAttribute only: names come from uploads.
// - No words here: all of them travel with the sheet.
// - The geometry is fetched once per name and kept.
(() => {
  "use strict";

  const { node, drawn, isDark, anchorOf } = window.mapTools;
  const { MANY, NEAR } = window.mapCrowd;
  const GLYPHS = { r: "M6 1.2 11 10.4H1Z", s: "M6 .8 11.2 6 6 11.2 .8 6Z" };
  const TEXT = document.createElement("canvas").getContext("2d");

  const glyph = (flag) =>
    drawn("svg", { viewBox: "0 0 12 12", class: `glyph glyph-${flag}`, "aria-hidden": "true" },
      drawn("path", { d: GLYPHS[flag] }));

  function makeMap(map, root, stage, pick) {
    let scene, shown, box, hint, bar, worded, chosen = null;
    let fitting = false, moved = false, awake = false;
    const geometries = new Map(); // name → promise of {features, outline}

    // -------------------------------------------------------------- geometry

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
      const crowd = features.length > MANY ? window.mapCrowd.make() : null;
      const units = new Map();
      features.forEach((feature, index) => {
        const polygon = L.geoJSON(feature, {
          className: "unit", weight: 1, fillOpacity: 1, noClip: true, smoothFactor: 0.4,
          ...(crowd && crowd.options),
        }).getLayers()[0];
        polygon.addTo(group);
        const place = {
          code: String(feature.properties.code ?? feature.id), feature, polygon, index,
          name: String(feature.properties.name),
          // On a canvas there is no element: one that is nowhere takes what is said of it.
          path: crowd ? drawn("path") : polygon.getElement(), bands: [],
          get anchor() { return (this.spot ??= anchorOf(feature.geometry)); },
        };
        place.path.id = `unit-${index}`;
        place.path.setAttribute("role", "button");
        place.path.dataset.code = place.code;
        units.set(place.code, place);
        listen(place);
      });
      L.geoJSON(outline, {
        ...line, className: "outline", noClip: true, ...(crowd && { ...crowd.options, ...crowd.outline }),
      }).addTo(group);
      const marks = L.layerGroup().addTo(group);
      const choice = L.layerGroup().addTo(group), focus = L.layerGroup().addTo(group);
      shown = { name, group, units, marks, choice, focus, line, crowd, key: "" };
      const [first] = units.values();
      shown.svg = first && first.path.ownerSVGElement;
      if (!shown.svg) return;
      const old = shown.svg.querySelector("defs");
      if (old) old.remove();
      shown.defs = drawn("defs", {}, ...looks());
      shown.svg.append(shown.defs);
    }

    // ------------------------------------------------- what no single colour can say

    const pattern = (id, ...children) => drawn("pattern",
      { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      ...children);
    const ground = (attributes) => drawn("rect", { width: 7, height: 7, ...attributes });

    function looks() {
      return [
        pattern("look-none", ground({ class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line" })),
        pattern("look-lacking", ground({ class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line thin" }),
          drawn("line", { x1: 0, y1: 0, x2: 7, y2: 0, class: "hatch-line thin" })),
        pattern("look-blank", ground({ class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line thin" })),
        pattern("look-not-now", ground({ class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 7, y2: 0, class: "hatch-line" })),
        pattern("look-not-then", ground({ class: "hatch-ground" }),
          drawn("path", { d: "M0 0h3.5v3.5H0zM3.5 3.5H7V7H3.5z", class: "hatch-dot" })),
        pattern("look-part", ground({ class: "hatch-ground" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line thin" }),
          drawn("line", { x1: 3, y1: 0, x2: 3, y2: 7, class: "hatch-line thin" })),
        pattern("look-not-applicable", ground({ class: "plain-ground" })),
        pattern("look-withheld", ground({ class: "plain-ground" }),
          drawn("circle", { cx: 3.5, cy: 3.5, r: 1.3, class: "hatch-dot" })),
      ];
    }

    // An old figure keeps the tint of its class under the hatch of a missing report.
    function aged(colour) {
      const id = `look-old-${colour.slice(1)}`;
      if (!shown.defs.querySelector(`#${id}`)) {
        shown.defs.append(pattern(id, ground({ fill: colour, "fill-opacity": 0.75 }),
          drawn("line", { x1: 2.4, y1: 0, x2: 2.4, y2: 7, class: "hatch-gleam" }),
          drawn("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatch-line" })));
      }
      return `url(#${id})`;
    }

    const fillOf = ({ look, colour }) =>
      (look === "class" ? colour : look === "old" ? aged(colour) : `url(#look-${look})`);

    // -------------------------------------------------------------- values

    function dress() {
      const key = `${scene.drawn}|${scene.tiles}|${scene.edition}`;
      if (shown.key !== key) mark(shown.key = key);
      for (const place of shown.units.values()) {
        const unit = scene.units.get(place.code);
        (shown.crowd ? fillOnCanvas : fillPath)(place, unit || { look: "not-applicable" });
        const faded = Boolean(unit && unit.faded);
        if (place.faded === faded) continue;
        place.faded = faded;
        for (const mark of [place.path, place.badge, ...place.bands]) {
          if (mark) mark.classList.toggle("faded", faded);
        }
      }
      map.getContainer().dataset.paints = Number(map.getContainer().dataset.paints || 0) + 1;
    }

    function fillPath(place, unit) {
      const paint = fillOf(unit);
      if (place.fill === paint) return;
      // As setStyle, without writing the seven attributes that stay.
      place.polygon.options.fillColor = place.fill = paint;
      place.path.setAttribute("fill", paint);
    }

    function fillOnCanvas(place, unit) {
      const fillColor = shown.crowd.fillOf(unit), fillOpacity = unit.faded ? 0.13 : 1;
      if (place.fill === fillColor && place.fillOpacity === fillOpacity) return;
      Object.assign(place, { fill: fillColor, fillOpacity });
      place.polygon.setStyle({ fillColor, fillOpacity }); // all of them are drawn in one frame
    }

    // What is read: signs and labels. After the colours, which people wait for.
    function readable() {
      if (!shown || shown.name !== scene.geometry) return;
      for (const place of shown.units.values()) {
        if (!place.badge) continue;
        const unit = scene.units.get(place.code);
        const dark = isDark(unit ? unit.colour : "");
        if (place.dark !== dark) place.badge.classList.toggle("on-dark", place.dark = dark);
        const sign = unit ? unit.sign : "";
        if (place.sign !== sign) place.signed.textContent = place.sign = sign;
        const label = unit ? unit.lines().join(": ") : place.name;
        if (place.label !== label) place.path.setAttribute("aria-label", place.label = label);
      }
      map.getContainer().setAttribute("aria-label", scene.title);
      if (box.place) tell(box.place);
    }

    // Flags and names; they never hide the fill that carries the value.
    function mark() {
      shown.marks.clearLayers();
      for (const place of inSight()) {
        const unit = scene.units.get(place.code);
        const flags = [...(unit ? unit.flags : "")].filter((flag) => scene.drawn.includes(flag));
        place.bands = flags.includes("b") ? inset(place, ["border-band", "border-line"]) : [];
        const badge = node("div", "badge");
        place.tag = node("span", "place-name", place.name);
        place.signed = node("span", "sign", place.sign || "");
        const row = node("span", "glyphs");
        row.append(...flags.filter((flag) => flag in GLYPHS).map(glyph), place.signed);
        badge.append(place.tag, row);
        badge.classList.toggle("on-dark", place.dark);
        place.badge = badge;
        place.glyphs = flags.filter((flag) => flag in GLYPHS).length;
        place.faded = undefined;
        const spot = scene.tiles ? place.polygon.getBounds().getCenter() : place.anchor;
        L.marker(spot, {
          interactive: false, keyboard: false,
          icon: L.divIcon({ html: badge, className: "badge-spot", iconSize: [0, 0] }),
        }).addTo(shown.marks);
      }
      measure();
    }

    // All of them; of a crowd those in sight when they are few, and nothing when they are many.
    function inSight() {
      const places = [...shown.units.values()];
      if (!shown.crowd) return places;
      for (const place of places) Object.assign(place, { badge: null, tag: null, bands: [], glyphs: 0 });
      if (shown.defs) shown.defs.remove();
      shown.defs = null;
      const frame = map.getBounds();
      const near = places.filter(({ polygon }) => frame.intersects(polygon.getBounds()));
      return near.length > NEAR ? [] : near;
    }

    // Strokes clipped to the commune itself, so two neighbours' borders never run into each other.
    function inset(place, classNames) {
      return classNames.map((className) => {
        const band = L.geoJSON(place.feature, {
          ...shown.line, className, noClip: true, smoothFactor: 0.4,
        }).getLayers()[0].addTo(shown.marks);
        const path = band.getElement();
        if (shown.crowd || !place.clipped) clipOf(place, path);
        path.setAttribute("clip-path", `url(#inside-${place.index})`);
        return path;
      });
    }

    // Only for communes with a band: the browser copies a used outline anew with each change of it.
    function clipOf(place, path) {
      if (!shown.defs) path.ownerSVGElement.append(shown.defs = drawn("defs"));
      shown.defs.append(drawn("clipPath", { id: `inside-${place.index}` }, shown.crowd
        ? drawn("path", { d: path.getAttribute("d"), "clip-rule": "evenodd" })
        : drawn("use", { href: `#unit-${place.index}` })));
      place.clipped = true;
    }

    // Borders and glyphs grow with the map; tile names are as wide as a tile on screen.
    function measure() {
      if (!shown) return;
      let scale = 0.75 + (map.getZoom() - 8) * 0.3;
      const style = map.getContainer().style;
      map.getContainer().classList.toggle("tiles", scene.tiles);
      const [first] = shown.units.values();
      if (first && scene.tiles) {
        const bounds = first.polygon.getBounds();
        const width = map.latLngToLayerPoint(bounds.getNorthEast()).x
          - map.latLngToLayerPoint(bounds.getSouthWest()).x;
        style.setProperty("--tile", `${width}px`);
        style.setProperty("--tile-text", `${Math.max(6, Math.min(14, width / 4.6))}px`);
        scale = width / 44;
      }
      style.setProperty("--scale", Math.max(0.5, Math.min(1.3, scale)));
      label();
    }

    // Names where they fit into their commune and touch no other name; the widest communes first.
    function label() {
      const places = [...shown.units.values()].filter(({ tag }) => tag);
      if (scene.tiles) {
        for (const place of places) if (place.tag) place.tag.hidden = false;
        return;
      }
      TEXT.font = "600 11px 'Be Vietnam Pro', system-ui, sans-serif";
      const taken = [];
      const spaced = places.map((place) => {
        const bounds = place.polygon.getBounds();
        const width = map.latLngToLayerPoint(bounds.getNorthEast()).x
          - map.latLngToLayerPoint(bounds.getSouthWest()).x;
        place.textWidth ??= TEXT.measureText(place.name).width + 6;
        return { place, width, at: map.latLngToLayerPoint(place.anchor) };
      });
      for (const { place, at } of spaced) {
        if (place.glyphs) taken.push({ place, x: at.x, y: at.y, w: 8 * place.glyphs, h: 8 });
      }
      const first = ({ place }) => (place.code === chosen ? 0 : 1);
      spaced.sort((a, b) => first(a) - first(b) || b.width - a.width);
      for (const { place, width, at } of spaced) {
        if (!place.tag) continue;
        const spot = { place, x: at.x, y: at.y, w: place.textWidth / 2, h: place.glyphs ? 15 : 8 };
        const free = taken.every((other) => other.place === place
          || Math.abs(other.x - spot.x) > other.w + spot.w
          || Math.abs(other.y - spot.y) > other.h + spot.h);
        place.tag.hidden = !(free && (place.textWidth < width * 0.85 || place.code === chosen));
        if (!place.tag.hidden) taken.push(spot);
      }
    }

    // -------------------------------------------------------------- choosing

    function choose(code) {
      if (shown && code === chosen && shown.chosen === code) return;
      chosen = code;
      if (!shown) return;
      shown.chosen = code;
      shown.choice.clearLayers();
      const stop = shown.units.get(code) || shown.stop || shown.units.values().next().value;
      for (const place of shown.units.values()) {
        place.path.setAttribute("aria-pressed", String(place.code === code));
        // One stop for the Tab key; the arrow keys walk from commune to commune.
        place.path.setAttribute("tabindex", place === stop ? "0" : "-1");
      }
      shown.stop = stop;
      const place = shown.units.get(code);
      if (place) {
        for (const className of ["choice-halo", "choice-line"]) {
          L.geoJSON(place.feature, { ...shown.line, className, noClip: true, smoothFactor: 0.4 })
            .addTo(shown.choice);
        }
      }
      label();
    }

    // Where the keyboard is, over the neighbours' lines and the choice.
    function ring(place) {
      shown.focus.clearLayers();
      if (!place || !place.path.matches(":focus-visible")) return;
      for (const className of ["focus-halo", "focus-line"]) {
        L.geoJSON(place.feature, { ...shown.line, className, noClip: true, smoothFactor: 0.4 })
          .addTo(shown.focus);
      }
    }

    function listen(place) {
      const { polygon, path } = place;
      polygon.on("click", () => pick(place.code));
      polygon.on("mouseover mousemove", (event) => tell(place, event.containerPoint));
      polygon.on("mouseout", hush);
      path.addEventListener("focus", () => {
        if (!map.getBounds().contains(place.anchor)) map.panTo(place.anchor);
        tell(place);
        ring(place);
      });
      path.addEventListener("blur", () => { hush(); ring(null); });
      path.addEventListener("keydown", (event) => {
        const way = {
          ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
        }[event.key];
        if (event.key === "Enter" || event.key === " ") pick(place.code);
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

    // -------------------------------------------------------------- what is read

    function tell(place, point) {
      const unit = scene.units.get(place.code);
      if (!unit) return;
      const [name, value, ...more] = unit.lines();
      box.place = place;
      box.replaceChildren(node("strong", "", name), node("span", "", value),
        ...more.map((line) => node("em", "", line)));
      box.hidden = false;
      const spot = point || map.latLngToContainerPoint(place.anchor);
      const size = map.getSize();
      const left = Math.min(Math.max(4, spot.x + 14), size.x - box.offsetWidth - 4);
      const above = spot.y - box.offsetHeight - 12;
      box.style.transform =
        `translate(${Math.round(left)}px, ${Math.round(above > 4 ? above : spot.y + 18)}px)`;
    }

    function hush() {
      box.hidden = true;
      box.place = null;
    }

    // -------------------------------------------------------------- moving about

    function fit() {
      // The frame has no height yet when it starts; the observer comes back when it has one.
      const size = map.getSize();
      if (!scene || size.x < 60 || size.y < 60) return;
      const [west, south, east, north] = scene.bounds;
      fitting = true;
      map.fitBounds([[south, west], [north, east]], { padding: [6, 6], animate: false });
      fitting = moved = false;
      settle();
    }

    // With the whole province in view there is nothing to drag to: a finger then scrolls the page.
    function settle() {
      const [west, south, east, north] = scene.bounds;
      const whole = map.getBounds().contains([[south, west], [north, east]]);
      if (whole && L.Browser.mobile) map.dragging.disable();
      else map.dragging.enable();
      if (!shown || !shown.crowd) return measure();
      shown.key = ""; // others are in sight now
      dress();
      return readable();
    }

    // The buttons stand beside the map: no corner of the province is empty at every width.
    function controls() {
      if (worded === scene.words) return;
      worded = scene.words;
      const button = (text, title, act) => {
        const made = node("button", "", text);
        made.type = "button";
        made.title = title;
        made.setAttribute("aria-label", title);
        made.addEventListener("click", act);
        return made;
      };
      bar.replaceChildren(
        button("+", scene.words.zoom_in, () => map.zoomIn()),
        button("−", scene.words.zoom_out, () => map.zoomOut()),
        button("⤢", scene.words.reset, fit),
      );
      hint.textContent = scene.words.zoom_hint;
    }

    // The wheel belongs to the page until Ctrl is held or the map was clicked.
    function wheel(event) {
      if (event.ctrlKey || event.metaKey || awake) return map.scrollWheelZoom.enable();
      map.scrollWheelZoom.disable();
      hint.hidden = false;
      clearTimeout(hint.timer);
      hint.timer = setTimeout(() => { hint.hidden = true; }, 1200);
    }

    // -------------------------------------------------------------- the two entrances

    function start() {
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
      stage.append(container, bar);
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

    async function show(next) {
      const otherPlace = !scene || scene.geometry !== next.geometry;
      scene = next;
      controls();
      if (shown && shown.name === scene.geometry) return dress();
      try {
        const geometry = await geometryOf(next.geometry);
        if (scene.geometry !== next.geometry) return undefined; // overtaken by a later scene
        if (!shown || shown.name !== scene.geometry) mount(scene.geometry, geometry);
        dress();
        readable();
        choose(chosen);
        if (otherPlace) fit();
        scene.placed(
          [...scene.units.keys()].filter((code) => !shown.units.has(code)),
          [...shown.units.values()].filter(({ code }) => !scene.units.has(code)).map(({ name }) => name),
        );
      } catch (problem) {
        // A line that breaks for a moment should not leave an empty map behind.
        geometries.delete(next.geometry);
        setTimeout(() => { if (scene === next) show(next); }, 3000);
        console.warn("boundaries not loaded", problem);
      }
      return undefined;
    }

    start();
    return { show, read: readable, choose, geometryOf };
  }

  window.provinceMap = { make: makeMap, glyph };
})();
