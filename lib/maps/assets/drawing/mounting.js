// Outlines as they lie on the map, before any value is known.

import { drawn } from "../../../assets/shared/elements.js";
import { anchorOf } from "./anchors.js";
import { MANY, makeCrowd } from "./crowd.js";
import { patterns } from "./patterns.js";

const LINE = { interactive: false, fill: false, noClip: true };

// Puts outlines on the map. The places, by code: the shape, its element, and its anchor.
export function mounted(map, name, { features, outline }) {
  const group = L.layerGroup().addTo(map);
  const crowd = features.length > MANY ? makeCrowd() : null;
  const places = features.map((feature, index) => placeOf(feature, index, { group, crowd }));
  L.geoJSON(outline, {
    ...LINE, className: "outline", ...(crowd && { ...crowd.options, ...crowd.outline }),
  }).addTo(group);
  const [marks, choice, focus] = [0, 1, 2].map(() => L.layerGroup().addTo(group));
  const units = new Map(places.map((place) => [place.code, place]));
  return { name, group, units, marks, choice, focus, crowd, key: "", defs: defsOf(places[0]) };
}

function placeOf(feature, index, { group, crowd }) {
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
    get anchor() { return (this.spot ??= L.latLng(anchorOf(feature.geometry))); },
  };
  place.path.id = `unit-${index}`;
  place.path.setAttribute("role", "button");
  place.path.dataset.code = place.code;
  return place;
}

// The patterns of this picture. The drawing stays when other outlines come: those before give way.
function defsOf(first) {
  const picture = first && first.path.ownerSVGElement;
  if (!picture) return undefined;
  const old = picture.querySelector("defs");
  if (old) old.remove();
  const defs = drawn("defs", {}, ...patterns());
  picture.append(defs);
  return defs;
}

// A line along a commune's own outline, for each of the looks.
export function traced(place, group, classNames) {
  return classNames.map((className) =>
    L.geoJSON(place.feature, { ...LINE, className, smoothFactor: 0.4 }).getLayers()[0].addTo(group));
}

// How wide a commune is on the screen.
export function widthOn(map, { polygon }) {
  const bounds = polygon.getBounds();
  return map.latLngToLayerPoint(bounds.getNorthEast()).x
    - map.latLngToLayerPoint(bounds.getSouthWest()).x;
}
