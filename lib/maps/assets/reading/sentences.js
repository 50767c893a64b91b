// Sentences with places for values.

// Fills the {names} of a sentence; a value may be an element. {count:commune|communes} takes the noun
// that fits.
export function parts(sentence, values) {
  const found = sentence.split(/\{(\w+)(?::([^{}|]+)\|([^{}|]+))?\}/);
  return found.flatMap((part, i) => {
    if (i % 4 === 0) return [part];
    if (i % 4 !== 1) return [];
    const value = values[part] ?? "", one = found[i + 1];
    return [one ? `${value} ${String(value) === "1" ? one : found[i + 2]}` : value];
  });
}

export const fill = (sentence, values) => parts(sentence, values).join("");
