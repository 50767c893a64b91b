// Many communes at once: drawn on a canvas, with the looks of the map.
//
// A picture of thousands of elements is slow to recolour and to drag. On a canvas no commune is an
// element of the page: whoever uses keys or a reader finds them all in the table.

export const MANY = 600; // more communes than this share one canvas
export const NEAR = 150; // as many in sight are marked and named
const STRIPE = 10;

const colourOf = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function tile(ground, opacity, draw) {
  const made = document.createElement("canvas"), pen = made.getContext("2d");
  made.width = made.height = STRIPE;
  pen.globalAlpha = opacity;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, STRIPE, STRIPE);
  pen.globalAlpha = 1;
  draw(pen);
  return pen.createPattern(made, "repeat");
}

// Aslant from corner to corner, and the two corners that the neighbouring tiles' stripes cut.
function stripes(pen) {
  pen.strokeStyle = colourOf("--hatch-line");
  pen.lineWidth = 2.2;
  pen.beginPath();
  for (const shift of [-STRIPE, 0, STRIPE]) {
    pen.moveTo(shift - 1, STRIPE + 1);
    pen.lineTo(shift + STRIPE + 1, -1);
  }
  pen.stroke();
}

// Both ways: what was reported cannot be held against anything.
function crossed(pen) {
  pen.strokeStyle = colourOf("--hatch-line");
  pen.lineWidth = 1;
  pen.beginPath();
  for (const [from, to] of [[0, STRIPE], [STRIPE, 0]]) {
    pen.moveTo(0, from);
    pen.lineTo(STRIPE, to);
  }
  pen.stroke();
}

// The stripes the other way: sent for the earlier of two periods alone.
function back(pen) {
  pen.translate(STRIPE, 0);
  pen.scale(-1, 1);
  stripes(pen);
}

// Sent for the later of two periods alone.
function checks(pen) {
  pen.fillStyle = colourOf("--hatch-dot");
  pen.fillRect(0, 0, STRIPE / 2, STRIPE / 2);
  pen.fillRect(STRIPE / 2, STRIPE / 2, STRIPE / 2, STRIPE / 2);
}

function dots(pen) {
  pen.fillStyle = colourOf("--hatch-dot");
  pen.arc(STRIPE / 2, STRIPE / 2, 1.6, 0, 7);
  pen.fill();
}

const DRAWN = {
  "none": stripes, "lacking": crossed, "blank": dots, "not-now": back, "not-then": checks,
  "part": crossed, "not-applicable": () => {}, "withheld": dots,
};

// The fill of a commune: its colour, or the pattern of its look, made when first wanted.
export function fills() {
  const patterns = new Map(), ground = colourOf("--hatch-ground");
  return ({ look, colour }) => {
    if (look === "class") return colour;
    const key = look === "old" ? colour : look;
    if (!patterns.has(key)) {
      patterns.set(key, look === "old" ? tile(colour, 0.75, stripes) : tile(ground, 1, DRAWN[look]));
    }
    return patterns.get(key);
  };
}

// The outline of a polygon stays as long as its points do: recolouring draws it without walking
// along it again. The seams between all of them are one stroke instead of thousands.
export function shapeOf(layer) {
  if (layer.drawnFrom !== layer._parts) {
    layer.drawnFrom = layer._parts;
    layer.shape = new Path2D();
    for (const ring of layer._parts) {
      ring.forEach(({ x, y }, i) => (i ? layer.shape.lineTo(x, y) : layer.shape.moveTo(x, y)));
      layer.shape.closePath();
    }
  }
  return layer.shape;
}

function clip(pen, bounds) {
  const { x, y } = bounds.getSize();
  pen.beginPath();
  pen.rect(bounds.min.x, bounds.min.y, x, y);
  pen.clip();
}

// All that a canvas shows within bounds; the lines that are no polygon are left to Leaflet.
function drawAll(pen, layers) {
  const seams = new Path2D(), lines = [];
  let look = null;
  for (const layer of layers) {
    if (!layer.options.fill || !(layer instanceof L.Polygon)) {
      lines.push(layer);
      continue;
    }
    look = layer.options;
    pen.globalAlpha = look.fillOpacity;
    pen.fillStyle = look.fillColor || look.color;
    pen.fill(shapeOf(layer), "evenodd");
    seams.addPath(layer.shape);
  }
  if (look) {
    Object.assign(pen, { globalAlpha: 1, strokeStyle: look.color, lineWidth: look.weight, lineJoin: "round" });
    pen.stroke(seams);
  }
  return lines;
}

function* inOrder(first, bounds) {
  for (let order = first; order; order = order.next) {
    const { layer } = order;
    if (!bounds || (layer._pxBounds && layer._pxBounds.intersects(bounds))) yield layer;
  }
}

function canvas() {
  const CrowdCanvas = L.Canvas.extend({
    _draw() {
      const pen = this._ctx, bounds = this._redrawBounds;
      pen.save();
      if (bounds) clip(pen, bounds);
      const lines = drawAll(pen, inOrder(this._drawFirst, bounds));
      this._drawing = true;
      for (const layer of lines) layer._updatePath();
      this._drawing = false;
      pen.restore();
    },
  });
  return new CrowdCanvas({ padding: 0.2 });
}

export function makeCrowd() {
  return {
    options: {
      renderer: canvas(), color: colourOf("--background-color"),
      weight: 0.3, smoothFactor: 1, fillOpacity: 1,
    },
    outline: { color: colourOf("--text-color"), opacity: 0.55, weight: 1.2 },
    fillOf: fills(),
  };
}
