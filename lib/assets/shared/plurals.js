// Numbers with the noun that goes with them.

// forms: "one=commune|other=communes", by the plural categories of the language
export function counted(number, forms, language) {
  const known = Object.fromEntries(forms.split("|").map((form) => form.split("=")));
  const category = new Intl.PluralRules(language).select(Number(number));
  return `${number} ${known[category] ?? known.other}`;
}
