// Many communes at once: drawn on a canvas, with the looks of the map.
//
// A picture of thousands of elements is slow to recolour and to drag. On a canvas no commune is an
// element of the page: whoever uses keys or a reader finds them all in the table.
(() => {
  "use strict";

  const MANY = 600; // more communes than this share one canvas
  const NEAR = 150; // as many in sight are marked and named
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

  function dots(pen) {
    pen.fillStyle = colourOf("--hatch-dot");
    pen.arc(STRIPE / 2, STRIPE / 2, 1.6, 0, 7);
    pen.fill();
  }

  function makeCrowd() {
    const patterns = new Map(), ground = colourOf("--hatch-ground");
    const kinds = {
      "none": () => tile(ground, 1, stripes),
      "not-applicable": () => tile(ground, 1, () => {}),
      "withheld": () => tile(ground, 1, dots),
    };

    // The fill of a commune: its colour, or the pattern of its look.
    function fillOf({ look, colour }) {
      if (look === "class") return colour;
      const key = look === "old" ? colour : look;
      if (!patterns.has(key)) {
        patterns.set(key, look === "old" ? tile(colour, 0.75, stripes) : kinds[look]());
      }
      return patterns.get(key);
    }

    return {
      options: {
        renderer: L.canvas({ padding: 0.2 }), color: colourOf("--background-color"),
        weight: 0.3, smoothFactor: 1, fillOpacity: 1,
      },
      outline: { color: colourOf("--text-color"), opacity: 0.55, weight: 1.2 },
      fillOf,
    };
  }

  window.mapCrowd = { MANY, NEAR, make: makeCrowd };
})();
