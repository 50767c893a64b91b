// The communes as a small map: shows the same choice, and takes what is put down on it.

import { drawn, node } from "../../../../assets/shared/elements.js";

const WIDE = 400;

export function makeMap(parent, root) {
  const frame = node("figure", "map"), picture = drawn("svg"), legend = node("figcaption");
  const shapes = new Map();
  let known = "", board = null;
  picture.setAttribute("role", "img");
  frame.append(picture, legend);
  parent.append(frame);

  async function build(given) {
    board = given;
    legend.replaceChildren(...given.classes.map(({ said }, place) => {
      const made = node("span", "", said);
      made.prepend(node("i", `swatch shade-${place}`));
      return made;
    }));
    picture.setAttribute("aria-label", given.words.map);
    if (known === given.outlines) return;
    known = given.outlines;
    try {
      const answer = await fetch(`${root}${encodeURIComponent(given.outlines)}.json`);
      if (!answer.ok) throw new Error(`${answer.status}`);
      draw(await answer.json());
    } catch (problem) {
      console.warn("outlines not loaded", problem);
      known = "";
      legend.textContent = given.words.no_map;
    }
    paint(last);
  }

  function draw(topology) {
    const [west, south, east, north] = topology.bbox;
    const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180), scale = WIDE / ((east - west) * squeeze);
    const at = ([lon, lat]) => `${((lon - west) * squeeze * scale).toFixed(1)},${((north - lat) * scale).toFixed(1)}`;
    picture.setAttribute("viewBox", `-2 -2 ${WIDE + 4} ${((north - south) * scale + 4).toFixed(0)}`);
    picture.replaceChildren();
    shapes.clear();
    for (const { id, geometry } of topojson.feature(topology, topology.objects.communes).features) {
      const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const d = parts.flat().map((ring) => `M${ring.map(at).join("L")}Z`).join("");
      const shape = drawn("path", { d, "fill-rule": "evenodd" }), title = drawn("title");
      shape.append(title);
      shape.dataset.commune = id;
      shapes.set(String(id), { shape, title });
      picture.append(shape);
    }
  }

  let last = { chosen: {} };
  function paint(look) {
    last = look;
    const { chosen, held, glanceOf, target } = look;
    for (const { code, name, told, shade } of board.communes) {
      const { shape, title } = shapes.get(code) ?? {};
      if (!shape) continue;
      const glance = held && held.thing !== "commune" ? glanceOf({ thing: "commune", code }) : null;
      shape.setAttribute("class", shade === null ? "shade-unknown" : `shade-${shade}`);
      shape.dataset.tone = glance?.tone ?? "";
      title.textContent = `${name} · ${glance ? glance.short : told}`;
      shape.classList.toggle("chosen", code === chosen.place);
      shape.classList.toggle("target", target?.thing === "commune" && target.code === code);
      if (code === chosen.place || shape.classList.contains("target")) picture.append(shape);
    }
  }

  const under = (element) => (element?.dataset?.commune
    ? { thing: "commune", code: element.dataset.commune, start: null } : null);
  return { frame, build, paint, under };
}
