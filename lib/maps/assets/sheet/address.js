// The page's address and this tab, which hold what is looked at.

import { leadsElsewhere, toAddress, toLink, write } from "../reading/choices.js";

const KEPT = "map-sheet";
const LOOK_MS = 250;

export const inAddress = () => Object.fromEntries(new URLSearchParams(window.parent.location.search));

export function keptInTab() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || {};
  } catch { // a browser that keeps nothing still shows everything
    return {};
  }
}

export function keep(sheet, choices) {
  const { location, history } = window.parent, told = toAddress(sheet, choices);
  const search = new URLSearchParams(location.search);
  write(search, told);
  const next = `${location.pathname}?${search}${location.hash}`;
  if (next !== location.pathname + location.search + location.hash) {
    history.replaceState(history.state, "", next);
  }
  // The page's own way to the light page knows only what the server heard of.
  const shown = new URL(linkOf(sheet, choices)).search;
  for (const link of window.parent.document.querySelectorAll("a.bd-light")) link.search = shown;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(told));
  } catch { /* as above */ }
}

// The link of this very view says everything, also what goes without saying on this screen.
export function linkOf(sheet, choices) {
  const url = new URL(window.parent.location.href);
  write(url.searchParams, toLink(sheet, choices));
  return url.href;
}

// A link on the page may lead to another view of this same map.
export function makeFollower() {
  let planned;
  const forget = () => clearTimeout(planned);

  // current: what is looked at now; adopt: takes what an address says instead
  function follow(current, adopt) {
    const { navigation } = window.parent;
    if (!navigation) return;
    const look = () => {
      const { sheet, choices } = current(), given = inAddress(), own = toAddress(sheet, choices);
      if (leadsElsewhere(sheet, given, own)) adopt({ ...own, [sheet.address.classes]: null, ...given });
    };
    const plan = () => {
      forget();
      planned = setTimeout(look, LOOK_MS);
    };
    navigation.addEventListener("currententrychange", plan);
    window.addEventListener("pagehide", () => navigation.removeEventListener("currententrychange", plan));
  }

  return { follow, forget };
}
