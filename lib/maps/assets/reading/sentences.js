// Sentences with places for values.

import { counted, formOf } from "../../../assets/shared/plurals.js";

// Fills the {names} of a sentence once. {count:one=commune|other=communes} is the count and the form
// that goes with it in the language.
export function filled(sentence, language, values) {
  return sentence.replace(/\{(\w+)(?::([^{}]+))?\}/g, (_, name, forms) => {
    const value = values[name] ?? "";
    return forms ? counted(value, forms, language) : value;
  });
}

// The sentence of the sheet under a key.
export const fill = (words, key, values) => filled(words[key], words.language, values);

// The layer's unit in the form that goes with a number: of "people" for 1 "person".
export function unitOf(layer, number, words) {
  const forms = words[`unit_${layer.unit}`];
  return forms ? formOf(number, forms, words.language) : layer.unit;
}
