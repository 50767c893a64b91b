// Sentences with places for values.

import { filled, formOf } from "../../../assets/shared/plurals.js";

// The sentence of the sheet under a key.
export const fill = (words, key, values) => filled(words[key], words.language, values);

// The layer's unit in the form that goes with a number: of "people" for 1 "person".
export function unitOf(layer, number, words) {
  const forms = words[`unit_${layer.unit}`];
  return forms ? formOf(number, forms, words.language) : layer.unit;
}
