// The first of our scripts in a page: it runs before Streamlit's own.

import { giveWay } from "./first.js";
import { root } from "./page.js";
import { tellStreamlit } from "./streamlit.js";

export function start() {
  tellStreamlit(root());
  giveWay();
}
