// The golden sheet as the browser reads it, and what a test looks at.

import { readFileSync } from "node:fs";

import { classingOf, fromAddress, layerOf } from "../../../lib/maps/assets/reading/choices.js";
import { readSheet } from "../../../lib/maps/assets/reading/payload.js";
import { putInWords, rowsOf } from "../../../lib/maps/assets/reading/rows.js";

export const golden = () => readSheet(JSON.parse(readFileSync(new URL("../golden.json", import.meta.url), "utf8")));

// What the sheet shows at an address.
export function viewAt(sheet, query) {
  const choices = fromAddress(sheet, query), now = layerOf(sheet, choices);
  const parting = classingOf(sheet, choices), rows = rowsOf(sheet, parting, choices);
  putInWords(sheet, now, rows);
  return { choices, now, parting, rows };
}
