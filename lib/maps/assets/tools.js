// What the map draws with: elements, colours, and the point inside a shape where a mark belongs.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function node(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function drawn(tag, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // Whether white text reads better than black on a colour given as #rrggbb.
  function isDark(colour) {
    const parts = /^#(..)(..)(..)$/.exec(colour);
    if (!parts) return false;
    const [r, g, b] = parts.slice(1).map((part) => (parseInt(part, 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18;
  }

  // The point deepest inside a polygon, by a grid that narrows three times: near enough for a glyph.
  function anchorOf(geometry) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const size = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length];
      return sum + x * v - u * y;
    }, 0));
    const ring = polygons.map((rings) => rings[0]).sort((a, b) => size(b) - size(a))[0];
    const xs = ring.map((p) => p[0]), ys = ring.map((p) => p[1]);
    let west = Math.min(...xs), east = Math.max(...xs);
    let south = Math.min(...ys), north = Math.max(...ys), best = null;
    for (let round = 0; round < 3; round++) {
      for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) {
        const x = west + (east - west) * i / 10, y = south + (north - south) * j / 10;
        const depth = depthOf(x, y, ring);
        if (!best || depth > best.depth) best = { x, y, depth };
      }
      const [w, h] = [(east - west) / 10, (north - south) / 10];
      [west, east, south, north] = [best.x - w, best.x + w, best.y - h, best.y + h];
    }
    return L.latLng(best.y, best.x);
  }

  // Distance to the ring, negative outside.
  function depthOf(x, y, ring) {
    let inside = false, near = Infinity;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i], [bx, by] = ring[j];
      if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      near = Math.min(near, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2);
    }
    return inside ? near : -near;
  }

  // Whether the text lies on the clipboard now. On a plain http address browsers give no clipboard:
  // there the old command does it, and where that fails too the text stays behind, marked to copy.
  async function copy(text, beside) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* the old way */ }
    const field = node("textarea", "link");
    field.value = text;
    field.readOnly = true;
    beside.after(field);
    field.select();
    const done = document.execCommand("copy");
    if (done) field.remove();
    else field.addEventListener("blur", () => field.remove());
    return done;
  }

  // Figures of the last periods, asked for once a sheet, whoever wants them first.
  function periodsFrom(root) {
    let held = null, coming = null;
    return (sheet) => {
      if (held === sheet) return coming;
      const query = new URLSearchParams({ "ngon-ngu": sheet.words.language });
      if (sheet.freeze) query.set("chot", sheet.freeze);
      if (sheet.moment) query.set("luc", sheet.moment);
      held = sheet;
      coming = fetch(`${root}${encodeURIComponent(sheet.period)}.json?${query}`).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
      });
      coming.catch(() => { if (held === sheet) held = null; }); // the next one asks again
      return coming;
    };
  }

  window.mapTools = { periodsFrom, node, drawn, isDark, anchorOf, copy };
})();
