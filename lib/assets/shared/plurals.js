// Numbers with the noun that goes with them.

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
