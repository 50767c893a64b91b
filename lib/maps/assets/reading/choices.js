// What is looked at, and how the page's address says it.

export const nothingChosen = () => ({
  indicator: null, mode: null, view: "boundary", flags: new Set(), classes: new Set(), commune: null,
});

export const layerOf = ({ layers }, { indicator }) => layers.get(indicator);

export function classingOf(sheet, choices) {
  const { classings } = layerOf(sheet, choices);
  return classings.get(choices.mode) || classings.values().next().value;
}

const keyOf = (options, value) => (options.find(([ours]) => ours === value) || [])[1];
const ofKey = (options, key) => (options.find(([, theirs]) => theirs === key) || [])[0];

// What an address names wrongly falls back.
export function fromAddress({ address, options, layers, units, first }, params) {
  const given = params[address.indicator], commune = params[address.commune];
  const flags = (params[address.flags] || "").split(",").map((key) => ofKey(options.flags, key));
  return {
    indicator: layers.has(given) ? given : first,
    mode: ofKey(options.modes, params[address.mode]) || null,
    view: ofKey(options.views, params[address.view]) || "boundary",
    flags: new Set(flags.filter(Boolean)),
    classes: new Set((params[address.classes] || "").split(",").filter(Boolean)),
    commune: units.some(({ code }) => code === commune) ? commune : null,
  };
}

// What goes without saying on this screen is null.
export function toAddress({ address, options, period, against, first }, choices) {
  const { indicator, mode, view, commune } = choices;
  const flags = options.flags.filter(([flag]) => choices.flags.has(flag)).map(([, key]) => key);
  return {
    [address.indicator]: indicator === first ? null : indicator,
    [address.period]: period,
    [address.against]: against || null,
    [address.mode]: mode && keyOf(options.modes, mode),
    [address.view]: view === "boundary" ? null : keyOf(options.views, view),
    [address.flags]: flags.join(",") || null,
    [address.classes]: [...choices.classes].join(",") || null,
    [address.commune]: commune,
  };
}

// The same, with all that goes without saying: for a link that others follow.
export function toLink(sheet, choices) {
  const { address, options } = sheet;
  return {
    ...toAddress(sheet, choices), [address.indicator]: choices.indicator,
    [address.view]: keyOf(options.views, choices.view),
    [address.mode]: keyOf(options.modes, classingOf(sheet, choices).mode),
  };
}

// Puts the choices into the parameters of an address; those that are none of ours stay.
export function write(params, told) {
  for (const [key, value] of Object.entries(told)) {
    if (value) params.set(key, value);
    else params.delete(key);
  }
}

// What a page opens with. A link that says what to show is followed to the letter; without one,
// all is as it was in this tab.
export function opening({ address }, given, kept) {
  const { period, against, commune } = address;
  const said = (key) => key in given && ![period, against, commune].includes(key);
  return Object.values(address).some(said) ? given : { ...kept, ...given };
}

// Whether an address leads elsewhere than to what is shown.
export function leadsElsewhere({ address }, given, own) {
  return [address.indicator, address.commune]
    .some((key) => key in given && given[key] !== (own[key] || ""));
}

export function toggled(set, value) {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
