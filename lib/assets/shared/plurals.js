// Sentences with places for values, and numbers with the noun that goes with them.

// forms: "one=commune|other=communes", by the plural categories of the language
export function counted(number, forms, language) {
  return `${number} ${formOf(number, forms, language)}`;
}

// The form alone; a number may be one as written, "+1" or "−1".
export function formOf(number, forms, language) {
  const known = Object.fromEntries(forms.split("|").map((form) => form.split("=")));
  const bare = String(number).replace(/^[+−]/, "");
  return known[new Intl.PluralRules(language).select(Number(bare))] ?? known.other;
}

// Fills the {names} of a sentence once. {count:one=commune|other=communes} is the count and the form
// that goes with it in the language.
export function filled(sentence, language, values) {
  return sentence.replace(/\{(\w+)(?::([^{}]+))?\}/g, (_, name, forms) => {
    const value = values[name] ?? "";
    return forms ? counted(value, forms, language) : value;
  });
}
